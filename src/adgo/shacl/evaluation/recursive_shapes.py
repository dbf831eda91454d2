"""Shapes that refer to themselves through others: which nodes conform, as far as SHACL and the data leave no choice."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field

from adgo.shacl.model.errors import ShapesError
from adgo.shacl.model.names import SHACL
from adgo.shacl.model.shapes import Constraint, Shape

#: A shape and a node that is checked against it, as the nodes of the graph.
Pair = tuple[int, int]
#: Components whose constraints hold all the more if more nodes conform to the shapes that they refer to.
_MONOTONE = frozenset(
    f"{SHACL}{name}ConstraintComponent" for name in ("Node", "And", "Or", "QualifiedMinCount")
) | {f"{SHACL}PropertyShapeComponent"}


@dataclass
class _Solution:
    """Which pairs fail, if each is first assumed to conform, or to fail."""

    assumed: bool
    fails: dict[Pair, bool] = field(default_factory=dict)
    #: The pairs whose answer depends on a pair.
    dependents: dict[Pair, set[Pair]] = field(default_factory=dict)
    flips: dict[Pair, int] = field(default_factory=dict)
    waiting: deque[Pair] = field(default_factory=deque)
    current: Pair | None = None

    def ask(self, pair: Pair) -> bool:
        """Return whether a pair fails as far as is known; it is to be evaluated if it is new."""
        if pair not in self.fails:
            self.fails[pair] = self.assumed
            self.waiting.append(pair)
        if self.current is not None:
            self.dependents.setdefault(pair, set()).add(self.current)
        return self.fails[pair]


class RecursiveShapes:
    """Finds the nodes that fail shapes of which some refer to themselves.

    Each shape and node is evaluated with what is known of the others, and again if one of those changes. If no node
    depends on itself, there is one answer. A node that depends on itself only through shapes that it has to conform to
    conforms, if nothing else makes it fail. SHACL leaves this open (3.4.3).
    """

    def __init__(self, fails: Callable[[Shape, int], bool], name: Callable[[Shape], str]) -> None:
        """Hold what evaluates one shape at one node, and what names a shape in messages."""
        self._fails, self._name = fails, name
        self._reaching: dict[int, bool] = {}
        self._shapes: dict[int, Shape] = {}
        self._settled: dict[Pair, bool] = {}
        self._solution: _Solution | None = None

    def holds(self, shape: Shape) -> bool:
        """Return whether a shape, or one that it refers to, refers to itself."""
        if shape.node not in self._reaching:
            self._reaching |= reaching_cycles(shape, Shape.nested)
        return self._reaching[shape.node]

    def failing(self, shape: Shape, nodes: Collection[int]) -> set[int]:
        """Return the nodes that do not conform.

        Raises:
            ShapesError: whether a node conforms depends on itself through a negation.
        """
        self._shapes[shape.node] = shape
        if self._solution is None:
            self._settle(shape, {(shape.node, node) for node in nodes} - self._settled.keys())
        return {node for node in nodes if self._answer((shape.node, node))}

    def _answer(self, pair: Pair) -> bool:
        settled = self._settled.get(pair)
        if settled is not None:
            return settled
        assert self._solution is not None
        return self._solution.ask(pair)

    def _settle(self, shape: Shape, pairs: set[Pair]) -> None:
        if not pairs:
            return
        found = self._solved(shape, pairs, assumed=False)
        if any(map(self._negates, self._shapes.values())):
            other = self._solved(shape, pairs, assumed=True)
            if any(found[pair] is not other[pair] for pair in found.keys() & other.keys()):
                raise self._undecided(shape)
        self._settled |= found

    def _solved(self, shape: Shape, pairs: set[Pair], assumed: bool) -> dict[Pair, bool]:
        solution = self._solution = _Solution(assumed)
        try:
            for pair in sorted(pairs):
                solution.ask(pair)
            while solution.waiting:
                self._evaluate(shape, solution, solution.waiting.popleft())
        finally:
            self._solution = None
        return solution.fails

    def _evaluate(self, top: Shape, solution: _Solution, pair: Pair) -> None:
        solution.current = pair
        try:
            fails = self._fails(self._shapes[pair[0]], pair[1])
        finally:
            solution.current = None
        if fails is solution.fails[pair]:
            return
        solution.fails[pair] = fails
        solution.flips[pair] = solution.flips.get(pair, 0) + 1
        if solution.flips[pair] > len(solution.fails) + 1:
            raise self._undecided(top)
        solution.waiting.extend(solution.dependents.get(pair, ()))

    def _negates(self, shape: Shape) -> bool:
        """Return whether a shape has a constraint that holds the less, the more nodes conform to a recursive shape."""
        return any(
            not _is_monotone(constraint) and any(map(self.holds, constraint.shapes()))
            for constraint in shape.constraints
        )

    def _undecided(self, shape: Shape) -> ShapesError:
        return ShapesError(
            f"{self._name(shape)}, or a shape that it refers to, refers to itself through a negation such as sh:not, "
            "and in these data whether a node conforms depends on itself: SHACL does not say which nodes conform "
            "(3.4.3)",
            shape.term,
        )


def _is_monotone(constraint: Constraint) -> bool:
    return constraint.component in _MONOTONE and not getattr(constraint, "siblings", ())


def reaching_cycles(top: Shape, nested: Callable[[Shape], Iterator[Shape]]) -> dict[int, bool]:
    """Return for a shape, and each that it refers to, whether it refers to itself or to a shape that does.

    Args:
        top: the shape.
        nested: returns the shapes that a shape refers to directly.
    """
    found: dict[int, bool] = {}
    above = {top.node: False}
    stack = [(top, nested(top))]
    while stack:
        shape, rest = stack[-1]
        each = next(rest, None)
        if each is None:
            stack.pop()
            found[shape.node] = reaches = above.pop(shape.node)
            if stack:
                above[stack[-1][0].node] |= reaches
        elif each.node in above:
            above[shape.node] = True
        elif each.node in found:
            above[shape.node] |= found[each.node]
        else:
            above[each.node] = False
            stack.append((each, nested(each)))
    return found
