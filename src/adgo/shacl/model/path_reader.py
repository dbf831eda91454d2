"""Reading property paths from a shapes graph (SHACL 2.3.1)."""

from __future__ import annotations

from adgo.shacl.model import lists
from adgo.shacl.model.errors import ShapesError
from adgo.shacl.model.graph import IndexedGraph
from adgo.shacl.model.names import sh
from adgo.shacl.model.paths import Alternative, Path, Predicate, Repeat, Sequence, inverted
from adgo.turtle.term_parts import is_iri, is_literal

#: The deepest nesting of paths that is read, so that a hostile path cannot exhaust Python's stack.
DEEPEST = 100
#: The most steps of a path: blank nodes that are used several times can describe a huge path in a few triples.
LARGEST = 1000

_REPEATS = {
    sh("zeroOrMorePath"): (0, False),
    sh("oneOrMorePath"): (1, False),
    sh("zeroOrOnePath"): (0, True),
}


def read_path(graph: IndexedGraph, node: int) -> Path:
    """Return the property path that a node of the shapes graph describes.

    Raises:
        ShapesError: it is not well-formed, is nested deeper than `DEEPEST`, or has more than `LARGEST` steps.
    """
    term = graph.term(node)
    if is_iri(term) and not lists.is_list(graph, node):
        return Predicate(node)
    return _PathReader(graph, term).read(node, 0)


class _PathReader:
    """Reads one path, and counts its steps."""

    def __init__(self, graph: IndexedGraph, whole: str) -> None:
        self.graph, self.whole = graph, whole
        self.steps = 0

    def read(self, node: int, depth: int) -> Path:
        term = self.graph.term(node)
        self.steps += 1
        if self.steps > LARGEST:
            raise ShapesError(f"this path has more than {LARGEST} steps", self.whole)
        if is_iri(term) and not lists.is_list(self.graph, node):
            return Predicate(node)
        if is_literal(term):
            raise ShapesError(f"a path must be an IRI or a blank node, not {term}", term)
        if depth > DEEPEST:
            raise ShapesError(f"this path is nested deeper than {DEEPEST}", term)
        if lists.is_list(self.graph, node):
            return self._sequence(node, depth)
        return self._operator(node, depth)

    def _members(self, node: int, depth: int) -> tuple[Path, ...]:
        return tuple(self.read(each, depth + 1) for each in lists.members(self.graph, node))

    def _sequence(self, node: int, depth: int) -> Path:
        steps = self._members(node, depth)
        if len(steps) < 2:
            raise ShapesError("a sequence path must have at least two members", self.graph.term(node))
        return Sequence(steps)

    def _operator(self, node: int, depth: int) -> Path:
        graph = self.graph
        operators = [sh("inversePath"), sh("alternativePath"), *_REPEATS]
        found = [(name, each) for name in operators for each in graph.objects(node, graph.id(name))]
        if len(found) != 1:
            reason = "has no path operator" if not found else "has more than one path operator"
            raise ShapesError(f"the path {reason}", graph.term(node))
        name, operand = found[0]
        if name == sh("alternativePath"):
            branches = self._members(operand, depth)
            if len(branches) < 2:
                raise ShapesError("sh:alternativePath must have at least two members", graph.term(node))
            return Alternative(branches)
        inner = self.read(operand, depth + 1)
        if name == sh("inversePath"):
            return inverted(inner)
        return Repeat(inner, *_REPEATS[name])
