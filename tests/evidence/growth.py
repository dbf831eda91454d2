"""A larger corpus in memory: copies of the claims, each with articles, statements and undertakings of its own."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from pyoxigraph import NamedNode, Quad, Store, Triple

from adgo.graph.namespaces import ADGO, PREFIXES

BASE = "https://w3id.org/adgo/"
TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
#: Things that exist once: copies of the articles mention the same places and kinds of things.
ONCE = {
    NamedNode(ADGO + name) for name in ("Place", "City", "Country", "Vehicle", "Technology", "ExpansionMode")
} | {NamedNode(PREFIXES["skos"] + "Concept")}

Term = NamedNode | object


def copied(store: Store, copies: int) -> Store:
    """Return a store with as many copies of every triple on what copies do not share."""
    shared: set[object] = {
        quad.subject for kind in ONCE for quad in store.quads_for_pattern(None, TYPE, kind)
    }
    quads = list(store.quads_for_pattern(None, None, None))
    larger = Store()
    larger.bulk_extend(quads)
    for copy in range(2, copies + 1):
        larger.bulk_extend(_renamed(quads, copy, shared))
    return larger


def _renamed(quads: Iterable[Quad], copy: int, shared: set[object]) -> Iterable[Quad]:
    """Yield the quads with the names of one copy."""

    @cache
    def name(term: Term) -> Term:
        if not isinstance(term, NamedNode) or term in shared or not term.value.startswith(BASE):
            return term
        return term if term.value.startswith((ADGO, BASE + "graph/")) else NamedNode(f"{term.value}-{copy}")

    for quad in quads:
        if isinstance(quad.subject, Triple):
            continue
        yield Quad(name(quad.subject), quad.predicate, name(quad.object), quad.graph_name)  # type: ignore[arg-type]
