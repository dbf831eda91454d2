"""Reading property paths from a shapes graph (SHACL 2.3.1)."""

from __future__ import annotations

from adgo.shacl import lists
from adgo.shacl.graph import Graph
from adgo.shacl.model import ShapesError
from adgo.shacl.names import sh
from adgo.shacl.paths import Alternative, Path, Predicate, Repeat, Sequence, inverted
from adgo.shacl.terms import is_iri, is_literal

#: Deeper paths than this are refused: no honest path is, and Python's stack ends somewhere.
DEEPEST = 100

_REPEATS = {
    sh("zeroOrMorePath"): (0, False),
    sh("oneOrMorePath"): (1, False),
    sh("zeroOrOnePath"): (0, True),
}


def read_path(graph: Graph, node: int, depth: int = 0) -> Path:
    """Return the property path that a node of the shapes graph stands for.

    Raises ShapesError where it is not well-formed, or nested deeper than `DEEPEST`.
    """
    term = graph.term(node)
    if is_iri(term) and not lists.is_list(graph, node):
        return Predicate(node)
    if is_literal(term):
        raise ShapesError(f"a path is an IRI or a blank node, not {term}", term)
    if depth > DEEPEST:
        raise ShapesError(f"this path is nested deeper than {DEEPEST}", term)
    if lists.is_list(graph, node):
        return _sequence(graph, node, depth)
    return _operator(graph, node, depth)


def _sequence(graph: Graph, node: int, depth: int) -> Path:
    steps = [read_path(graph, each, depth + 1) for each in lists.members(graph, node)]
    if len(steps) < 2:
        raise ShapesError("a sequence path has at least two members", graph.term(node))
    return Sequence(tuple(steps))


def _operator(graph: Graph, node: int, depth: int) -> Path:
    operators = [sh("inversePath"), sh("alternativePath"), *_REPEATS]
    found = [(name, each) for name in operators for each in graph.objects(node, graph.id(name))]
    if len(found) != 1:
        reason = "has no path operator" if not found else "has more than one path operator"
        raise ShapesError(f"the path {reason}", graph.term(node))
    name, operand = found[0]
    if name == sh("alternativePath"):
        branches = [read_path(graph, each, depth + 1) for each in lists.members(graph, operand)]
        if len(branches) < 2:
            raise ShapesError("sh:alternativePath has at least two members", graph.term(node))
        return Alternative(tuple(branches))
    inner = read_path(graph, operand, depth + 1)
    if name == sh("inversePath"):
        return inverted(inner)
    return Repeat(inner, *_REPEATS[name])
