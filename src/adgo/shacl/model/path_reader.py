"""Reading property paths from a shapes graph (SHACL 2.3.1)."""

from __future__ import annotations

from adgo.shacl.model import lists
from adgo.shacl.model.errors import ShapesError, TextPosition
from adgo.shacl.model.graph import IndexedGraph
from adgo.shacl.model.names import FIRST, NIL, sh
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

    A sequence or alternative of one path, which the standard does not allow, is read as that path.

    Raises:
        ShapesError: it is not well-formed, is nested deeper than `DEEPEST`, or has more than `LARGEST` steps.
    """
    term = graph.term(node)
    if is_iri(term) and not lists.is_list(graph, node):
        return Predicate(node)
    return _PathReader(graph, term).read(node, 0)


def single_members(graph: IndexedGraph, node: int) -> dict[int, int]:
    """Return the sequences and alternatives in a path that have one member only, each with that member.

    Raises:
        ShapesError: the path is not well-formed.
    """
    reader = _PathReader(graph, graph.term(node))
    reader.read(node, 0)
    return reader.single


class _PathReader:
    """Reads one path, and counts its steps."""

    def __init__(self, graph: IndexedGraph, whole: str) -> None:
        self.graph, self.whole = graph, whole
        self.steps = 0
        #: The nodes of sequences and alternatives with one member, each with that.
        self.single: dict[int, int] = {}
        self._above: list[int] = []

    def read(self, node: int, depth: int) -> Path:
        term = self.graph.term(node)
        self.steps += 1
        if self.steps > LARGEST:
            raise ShapesError(f"this path has more than {LARGEST} steps", self.whole)
        if is_iri(term) and not lists.is_list(self.graph, node):
            return Predicate(node)
        if is_literal(term):
            raise ShapesError(f"a path must be an IRI or a blank node, not {term}", term)
        if node in self._above:
            raise ShapesError("this path refers to itself", self.whole)
        if depth > DEEPEST:
            raise ShapesError(f"this path is nested deeper than {DEEPEST}", term)
        self._above.append(node)
        path = self._sequence(node, depth) if lists.is_list(self.graph, node) else self._operator(node, depth)
        self._above.pop()
        return path

    def _members(self, owner: int, node: int, depth: int) -> tuple[Path, ...]:
        """Return the paths of a list; ShapesError at a member that is not one, or if there is none."""
        found = []
        cells = lists.cells(self.graph, node)
        for cell, member in cells:
            self._check_operand(cell, FIRST, member)
            found.append(self.read(member, depth + 1))
        if not found:
            raise ShapesError(
                "a sequence or alternative path must have at least two members", self._near(owner)
            )
        if len(found) == 1:
            self.single[owner] = cells[0][1]
        return tuple(found)

    def _near(self, node: int) -> str:
        """Return the term of a node, or of the whole path if the node is the empty list, which is in many places."""
        term = self.graph.term(node)
        return self.whole if term == NIL else term

    def _sequence(self, node: int, depth: int) -> Path:
        steps = self._members(node, node, depth)
        return steps[0] if len(steps) == 1 else Sequence(steps)

    def _operator(self, node: int, depth: int) -> Path:
        name, operand = self._operand(node)
        if name == sh("alternativePath"):
            branches = self._members(node, operand, depth)
            return branches[0] if len(branches) == 1 else Alternative(branches)
        inner = self.read(operand, depth + 1)
        if name == sh("inversePath"):
            return inverted(inner)
        return Repeat(inner, *_REPEATS[name])

    def _operand(self, node: int) -> tuple[str, int]:
        """Return the operator of a path and its operand; ShapesError if there is not exactly one."""
        graph = self.graph
        operators = [sh("inversePath"), sh("alternativePath"), *_REPEATS]
        found = [(name, each) for name in operators for each in graph.objects(node, graph.id(name))]
        if len(found) != 1:
            reason = "has no path operator" if not found else "has more than one path operator"
            raise ShapesError(f"the path {reason}", graph.term(node))
        self._check_operand(node, *found[0])
        return found[0]

    def _check_operand(self, subject: int, predicate: str, operand: int) -> None:
        """Raise ShapesError if a part of a path is a literal."""
        term = self.graph.term(operand)
        if is_literal(term):
            owner = self.graph.term(subject)
            message = f"a path must be an IRI or a blank node, not {term}"
            raise ShapesError(message, owner, TextPosition(owner, predicate, term))
