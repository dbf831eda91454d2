"""Tables and networks of the corpus for Python programs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from adgo.api.optional_package import optional
from adgo.api.result import LABEL, Result
from adgo.graph.namespaces import ID
from adgo.turtle.term_parts import iri, is_iri

if TYPE_CHECKING:
    import networkx

    from adgo.api.answering import Answering
    from adgo.api.python_values import Value
    from adgo.corpus.corpus import Corpus
    from adgo.corpus.tables.export_table import ExportTable
    from adgo.graph.owlready import Statement

#: What the name of a column with IRIs ends with in exported tables; the column without it has their labels.
_IRI = " id"
#: Columns of exported tables that have IRIs without labels.
_UNLABELLED = ("claim", "passage")


def result(data: Answering, table: ExportTable) -> Result:
    """Return an exported table as a result: each column of IRIs with a column of labels beside it.

    Args:
        data: the data that the table is made from.
        table: the table.
    """
    named = {name: [row[place] for row in table.rows] for place, name in enumerate(table.columns)}
    columns: dict[str, Iterable[Value]] = {}
    for name, values in named.items():
        if name + _IRI in named:
            columns |= {_plain(name): named[name + _IRI], _plain(name) + LABEL: values}
        elif name in _UNLABELLED:
            labels = [data.corpus.label(str(each)) if each else None for each in values]
            columns |= {name: values, name + LABEL: labels}
        elif not name.endswith(_IRI):
            columns[_plain(name)] = values
    rows = list(zip(*columns.values(), strict=True))
    state = data.state
    return Result(
        tuple(columns), rows, complete=state.is_complete, dataset=state.dataset, version=state.version
    )


def _plain(name: str) -> str:
    """Return a name of a column that is a name in Python too."""
    return re.sub(r"\W+", "_", name.replace("'", ""))


def conflicts(data: Answering, about: str) -> Result:
    """Return where the sources differ.

    Args:
        data: the data.
        about: the name of a thing, "" for all.

    Raises:
        LookupError: if nothing has the name, or several things have it.
    """
    from adgo import queries
    from adgo.corpus import names
    from adgo.corpus.disagreements import cards, mentions, rows, table

    corpus, questions = data.corpus, queries.load()
    found = rows.find(data.bindings, {name: question.text for name, question in questions.items()})
    made = cards.cards(corpus, found)
    thing = names.find(corpus, about) if about else ""
    chosen = [each for each in made if not thing or thing in mentions.things(corpus, each)]
    return result(data, table.table(corpus, chosen))


def network(corpus: Corpus, statements: Iterable[Statement]) -> networkx.MultiDiGraph:
    """Return the triples between things as a networkx graph; the terms of the ontology are not things.

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
    return is_iri(term) and iri(term).startswith(ID)
