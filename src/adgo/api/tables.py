"""Tables and networks of the corpus for Python programs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from adgo.api.optional_package import optional
from adgo.api.result import Result
from adgo.corpus.corpus import Corpus
from adgo.corpus.tables.export_table import ExportTable
from adgo.graph.namespaces import BASE
from adgo.turtle.term_parts import iri, is_iri

if TYPE_CHECKING:
    import networkx
    from pyoxigraph import Store

    from adgo.graph.owlready import Statement

#: Namespaces of things; the terms of the ontology are not nodes.
THINGS = BASE + "id/"


def result(table: ExportTable) -> Result:
    """Return an exported table as a result; names of columns have an underscore for each blank."""
    return Result(tuple(name.replace(" ", "_") for name in table.columns), list(table.rows))


def conflicts(store: Store, corpus: Corpus, about: str) -> Result:
    """Return where the sources differ.

    Args:
        store: the data.
        corpus: the same as people read them.
        about: the name of a thing, "" for all.

    Raises:
        LookupError: if nothing has the name, or several things have it.
    """
    from adgo.corpus import names
    from adgo.corpus.disagreements import cards, mentions, rows, table

    made = cards.cards(corpus, rows.of_store(store))
    thing = names.find(corpus, about) if about else ""
    chosen = [each for each in made if not thing or thing in mentions.things(corpus, each)]
    return result(table.table(corpus, chosen))


def network(corpus: Corpus, statements: Iterable[Statement]) -> networkx.MultiDiGraph:
    """Return the triples between things as a networkx graph.

    Args:
        corpus: the graph, for labels.
        statements: the triples.
    """
    made: networkx.MultiDiGraph = optional("networkx", "networkx").MultiDiGraph()
    for subject, predicate, object_ in statements:
        if _is_thing(subject) and _is_thing(object_):
            one, link, other = iri(subject), iri(predicate), iri(object_)
            made.add_node(one, label=corpus.label(one))
            made.add_node(other, label=corpus.label(other))
            made.add_edge(one, other, link, predicate=link, label=corpus.label(link))
    return made


def _is_thing(term: str) -> bool:
    return is_iri(term) and iri(term).startswith(THINGS)
