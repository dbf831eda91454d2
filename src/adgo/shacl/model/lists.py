"""RDF lists in a graph."""

from __future__ import annotations

from adgo.shacl.model.graph import Graph
from adgo.shacl.model.names import FIRST, NIL, REST
from adgo.shacl.model.shapes import ShapesError


def members(graph: Graph, head: int) -> list[int]:
    """Return the members of a well-formed RDF list in order.

    Raises ShapesError for a node with no or several `rdf:first` or `rdf:rest`, and for a list that returns to itself.
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


def is_list(graph: Graph, node: int) -> bool:
    """Return whether a node looks like the head of a list."""
    return node == graph.id(NIL) or bool(graph.objects(node, graph.id(FIRST)))
