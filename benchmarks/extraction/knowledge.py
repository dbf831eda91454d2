"""What the project would know without one of its articles: neither its claims nor the names that only it gives."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode, RdfFormat, Store

from adgo.evidence import passages, store_lookup
from adgo.evidence.folded_text import fold
from adgo.graph import files
from adgo.intake.project_graph import ProjectGraph
from adgo.intake.withdrawal.withdrawal import withdraw
from adgo.turtle.terms import split_literal

_SOURCES = (
    "ontology/*.ttl",
    "data/entities.ttl",
    "data/judgements.ttl",
    "data/claims/*.ttl",
    "seeds/sources.ttl",
)

#: A thing and a name, folded.
Name = tuple[str, str]


def graph_without(number: str) -> tuple[ProjectGraph, list[Name]]:
    """Return the hand-written graph without an article, and the names that were taken out because only it gives them.

    Args:
        number: the number of the article.
    """
    texts = withdraw(number).texts
    whole, store = Store(), Store()
    for path in (path for pattern in _SOURCES for path in sorted(files.root().glob(pattern))):
        whole.bulk_load(path=str(path), format=RdfFormat.TURTLE)
        text = texts.get(path, path.read_text(encoding="utf-8"))
        if text is not None:
            store.bulk_load(input=text.encode(), format=RdfFormat.TURTLE)
    lost = sorted(_names_only_in(number, whole))
    for label in store_lookup.LABELS:
        for quad in list(store.quads_for_pattern(None, label, None, None)):
            thing, name = quad.subject, quad.object
            if (
                isinstance(thing, NamedNode)
                and isinstance(name, Literal)
                and (thing.value, fold(name.value)) in lost
            ):
                store.remove(quad)
    return ProjectGraph(store), lost


def _names_only_in(number: str, store: Store) -> set[Name]:
    """Return the names of things that claims of this article give, and claims of no other."""
    graph = ProjectGraph(store)
    here: set[Name] = set()
    elsewhere: set[Name] = set()
    for passage in passages.read(store):
        given = here if passage.source == number else elsewhere
        for subject, predicate, value in graph.claims_on(passage.iri).values():
            if predicate == str(store_lookup.IS_NAMED):
                given.add((subject[1:-1], _folded(value)))
    return here - elsewhere


def _folded(term: str) -> str:
    """Return the folded text of a literal in N-Triples form."""
    return fold(split_literal(term)[0])
