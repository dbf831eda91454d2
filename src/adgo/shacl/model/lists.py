"""RDF lists in a graph."""

from __future__ import annotations

from adgo.shacl.model.errors import ShapesError
from adgo.shacl.model.graph import IndexedGraph
from adgo.shacl.model.names import FIRST, NIL, REST


def members(graph: IndexedGraph, head: int) -> list[int]:
    """Return the members of an RDF list in order.

    Raises:
        ShapesError: it is not a well-formed list.
    """
    return [member for _, member in cells(graph, head)]


def cells(graph: IndexedGraph, head: int) -> list[tuple[int, int]]:
    """Return the nodes of an RDF list in order, each with its member.

    Raises:
        ShapesError: a node has no or several `rdf:first` or `rdf:rest`, or the list leads back to itself.
    """
    first, rest, nil = graph.id(FIRST), graph.id(REST), graph.id(NIL)
    found: dict[int, int] = {}
    node = head
    while node != nil:
        heads, tails = graph.objects(node, first), graph.objects(node, rest)
        if node in found or len(heads) != 1 or len(tails) != 1:
            raise ShapesError("this is not a well-formed RDF list", graph.term(head))
        found[node] = heads[0]
        node = tails[0]
    if graph.objects(nil, first) or graph.objects(nil, rest):
        raise ShapesError("rdf:nil must not have rdf:first or rdf:rest", graph.term(head))
    return list(found.items())


def is_list(graph: IndexedGraph, node: int) -> bool:
    """Return whether a node is `rdf:nil` or has `rdf:first`."""
    return node == graph.id(NIL) or bool(graph.objects(node, graph.id(FIRST)))
