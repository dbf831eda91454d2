"""RDF lists in a graph."""

from __future__ import annotations

from adgo.shacl.model.errors import ShapesError
from adgo.shacl.model.graph import IndexedGraph
from adgo.shacl.model.names import FIRST, NIL, REST


def members(graph: IndexedGraph, head: int) -> list[int]:
    """Return the members of an RDF list in order.

    Raises:
        ShapesError: a node has no or several `rdf:first` or `rdf:rest`, or the list leads back to itself.
    """
    first, rest, nil = graph.id(FIRST), graph.id(REST), graph.id(NIL)
    found: list[int] = []
    seen = set()
    node = head
    while node != nil:
        heads, tails = graph.objects(node, first), graph.objects(node, rest)
        if node in seen or len(heads) != 1 or len(tails) != 1:
            raise ShapesError("this is not a well-formed RDF list", graph.term(head))
        seen.add(node)
        found.append(heads[0])
        node = tails[0]
    return found


def is_list(graph: IndexedGraph, node: int) -> bool:
    """Return whether a node is `rdf:nil` or has `rdf:first`."""
    return node == graph.id(NIL) or bool(graph.objects(node, graph.id(FIRST)))
