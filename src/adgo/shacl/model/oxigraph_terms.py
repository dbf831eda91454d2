"""Conversion of terms and graphs to pyoxigraph's, which evaluates SPARQL."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from adgo.shacl.model.graph import IndexedGraph
from adgo.turtle import term_parts

if TYPE_CHECKING:
    from pyoxigraph import Quad, Store

#: Lines that are loaded into the store at once.
_CHUNK = 100_000


def to_oxigraph(term: str) -> Any:
    """Return pyoxigraph's term, also if its IRI or language tag is not valid."""
    try:
        return _valid_term(term)
    except ValueError:
        from pyoxigraph import RdfFormat, parse

        [quad] = parse(f"<urn:a> <urn:a> {term} .", RdfFormat.N_TRIPLES, lenient=True)
        return quad.object


def _valid_term(term: str) -> Any:
    from pyoxigraph import BlankNode, Literal, NamedNode

    if term_parts.is_iri(term):
        return NamedNode(term_parts.iri(term))
    if term_parts.is_blank(term):
        return BlankNode(term[2:])
    tag = term_parts.language(term)
    if tag:
        return Literal(term_parts.lexical(term), language=tag)
    return Literal(term_parts.lexical(term), datatype=NamedNode(term_parts.iri(term_parts.datatype(term))))


def filled(graph: IndexedGraph) -> Store:
    """Return a new store whose default graph has the rows of a graph."""
    from pyoxigraph import Store

    store = Store()
    fill(store, graph)
    return store


def fill(store: Store, graph: IndexedGraph, name: str = "") -> None:
    """Add the rows of a graph to a store.

    Args:
        store: the store.
        graph: the rows. Those with blank nodes are added one by one, because loading text would rename blank nodes.
        name: the N-Triples term of the graph in the store; "" for the default graph.
    """
    from pyoxigraph import RdfFormat

    table = graph.table.terms
    blank: list[tuple[str, str, str]] = []
    lines: list[str] = []
    for s, p, o in graph.rows():
        subject, object_ = table[s], table[o]
        if subject[0] == "_" or object_[0] == "_":
            blank.append((subject, table[p], object_))
            continue
        lines.append(f"{subject} {table[p]} {object_} {name} .")
        if len(lines) == _CHUNK:
            store.load("\n".join(lines), RdfFormat.N_QUADS, lenient=True)
            lines.clear()
    store.load("\n".join(lines), RdfFormat.N_QUADS, lenient=True)
    store.extend(quads(blank, name))


def quads(triples: Iterable[tuple[str, str, str]], name: str) -> Iterator[Quad]:
    """Yield pyoxigraph's quads of triples; `name` is the N-Triples term of their graph, "" for the default graph."""
    from pyoxigraph import DefaultGraph, Quad

    graph = to_oxigraph(name) if name else DefaultGraph()
    for s, p, o in triples:
        yield Quad(to_oxigraph(s), to_oxigraph(p), to_oxigraph(o), graph)


def stored_forms(terms: Sequence[str]) -> list[str]:
    """Return terms as a store writes them."""
    from pyoxigraph import RdfFormat, Store

    store = Store()
    lines = (f"<urn:a:{number}> <urn:a> {term} ." for number, term in enumerate(terms))
    store.load("\n".join(lines), RdfFormat.N_QUADS, lenient=True)
    found = {quad.subject.value: str(quad.object) for quad in store}
    return [found[f"urn:a:{number}"] for number in range(len(terms))]


def number_stored(groups: Iterable[Iterable[str]]) -> int:
    """Return how many terms a store keeps of groups of terms: literals of equal value in a group may become one."""
    from pyoxigraph import Store

    rows = [(f"<urn:a:{number}>", "<urn:a>", term) for number, group in enumerate(groups) for term in group]
    if not rows:
        return 0
    store = Store()
    store.extend(quads(rows, ""))
    return len(store)
