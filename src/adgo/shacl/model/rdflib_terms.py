"""Conversion between terms in N-Triples form and rdflib's; lexical forms and blank node labels are kept."""

from __future__ import annotations

from collections.abc import Iterable

from rdflib import BNode, Graph, Literal, URIRef
from rdflib.term import Node

from adgo.turtle import term_parts


def to_rdflib(term: str) -> Node:
    """Return rdflib's term; a literal is not normalised, so `"007"^^xsd:integer` stays as it is."""
    if term_parts.is_iri(term):
        return URIRef(term_parts.iri(term))
    if term_parts.is_blank(term):
        return BNode(term[2:])
    tag = term_parts.language(term)
    if tag:
        return Literal(term_parts.lexical(term), lang=tag, normalize=False)
    datatype = term_parts.datatype(term)
    if term[-1] == '"':
        return Literal(term_parts.lexical(term))
    return Literal(term_parts.lexical(term), datatype=URIRef(term_parts.iri(datatype)), normalize=False)


def from_rdflib(node: Node) -> str:
    """Return the N-Triples form of one of rdflib's terms."""
    if isinstance(node, URIRef):
        return f"<{node}>"
    if isinstance(node, Literal):
        if node.language:
            return term_parts.literal(str(node), tag=node.language)
        return (
            term_parts.literal(str(node), f"<{node.datatype}>")
            if node.datatype
            else term_parts.literal(str(node))
        )
    return f"_:{node}"


def to_graph(rows: Iterable[tuple[int, int, int]], table: list[str]) -> Graph:
    """Return an rdflib graph of the rows; `table` has the N-Triples term of each number."""
    known: dict[int, Node] = {}
    graph = Graph(bind_namespaces="none")

    def node(number: int) -> Node:
        found = known.get(number)
        if found is None:
            found = known[number] = to_rdflib(table[number])
        return found

    for s, p, o in rows:
        graph.add((node(s), node(p), node(o)))
    return graph
