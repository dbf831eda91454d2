"""Logical constraints: `sh:not`, `sh:and`, `sh:or`, `sh:xone` (SHACL 4.6)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from adgo.shacl.model.names import SHACL
from adgo.shacl.model.shapes import Constraint, ConstraintFailure, Evaluation, Found, Shape, Values
from adgo.shacl.model.shapes_graph import ShapeSource

#: Longer lists of shapes are cut in messages.
_SHOWN = 8


def read(shapes: ShapeSource, shape: Shape) -> Iterator[Constraint]:
    """Yield the logical constraints of a shape."""
    for node in shapes.values(shape.node, "not"):
        yield NotConstraint(shapes.shape(node))
    for name, kind in (("and", AndConstraint), ("or", OrConstraint), ("xone", XoneConstraint)):
        for node in shapes.values(shape.node, name):
            yield kind(tuple(shapes.shape(member) for member in shapes.members(node)))


@dataclass(eq=False, repr=False)
class NotConstraint(Constraint):
    """No value node conforms to the given shape; one result for each that does.

    https://www.w3.org/TR/shacl/#NotConstraintComponent
    """

    shape: Shape
    component = f"{SHACL}NotConstraintComponent"

    def failures(self, run: Evaluation, values: Values) -> Iterable[ConstraintFailure]:
        """Return the values that conform."""
        bad = values.distinct - run.failing(self.shape, values.distinct)
        return (ConstraintFailure(focus, value) for focus, value in values.pairs_in(bad))

    def shapes(self) -> Iterable[Shape]:
        """Return the negated shape."""
        return (self.shape,)

    def message(self, run: Evaluation, found: Found) -> str:
        """Return the shape, and the value that conforms to it."""
        return f"expected not to conform to {run.name(self.shape)}, but {run.show(found.failure.value)} does"


@dataclass(eq=False, repr=False)
class _Branches(Constraint):
    branches: tuple[Shape, ...]

    def shapes(self) -> Iterable[Shape]:
        """Return the branches."""
        return self.branches

    def listed(self, run: Evaluation) -> str:
        """Return how many branches there are, and their names; the end of a long list is cut."""
        names = ", ".join(run.name(branch) for branch in self.branches[:_SHOWN])
        more = ", …" if len(self.branches) > _SHOWN else ""
        count = f"{len(self.branches)} shape{'' if len(self.branches) == 1 else 's'}"
        return f"{count} ({names}{more})" if names else count

    def fits(self, run: Evaluation, values: Values) -> Counter[int]:
        """Return how many branches each value conforms to; a value that conforms to none is left out."""
        counts: Counter[int] = Counter()
        for branch in self.branches:
            counts.update(values.distinct - run.failing(branch, values.distinct))
        return counts


@dataclass(eq=False, repr=False)
class AndConstraint(_Branches):
    """Each value node conforms to all shapes of the list; one result for each that does not.

    https://www.w3.org/TR/shacl/#AndConstraintComponent
    """

    component = f"{SHACL}AndConstraintComponent"

    def failures(self, run: Evaluation, values: Values) -> Iterable[ConstraintFailure]:
        """Return the values that fail a branch."""
        bad: set[int] = set()
        for branch in self.branches:
            bad |= run.failing(branch, values.distinct)
        return (ConstraintFailure(focus, value) for focus, value in values.pairs_in(bad))

    def message(self, run: Evaluation, found: Found) -> str:
        """Return the shapes and the value."""
        return f"expected to conform to all of {self.listed(run)}, found {run.show(found.failure.value)}"


@dataclass(eq=False, repr=False)
class OrConstraint(_Branches):
    """Each value node conforms to at least one shape of the list; one result for each that does not.

    https://www.w3.org/TR/shacl/#OrConstraintComponent
    """

    component = f"{SHACL}OrConstraintComponent"

    def failures(self, run: Evaluation, values: Values) -> Iterable[ConstraintFailure]:
        """Return the values that fail all branches."""
        bad = set(values.distinct)
        for branch in self.branches:
            if bad:
                bad = run.failing(branch, bad) & bad
        return (ConstraintFailure(focus, value) for focus, value in values.pairs_in(bad))

    def message(self, run: Evaluation, found: Found) -> str:
        """Return the shapes and the value."""
        return f"expected to conform to one of {self.listed(run)}, found {run.show(found.failure.value)}"


@dataclass(eq=False, repr=False)
class XoneConstraint(_Branches):
    """Each value node conforms to exactly one shape of the list; one result for each that does not.

    https://www.w3.org/TR/shacl/#XoneConstraintComponent
    """

    component = f"{SHACL}XoneConstraintComponent"

    def failures(self, run: Evaluation, values: Values) -> Iterable[ConstraintFailure]:
        """Return the values that conform to no branch or to several."""
        counts = self.fits(run, values)
        bad = {value for value in values.distinct if counts[value] != 1}
        return (ConstraintFailure(focus, value) for focus, value in values.pairs_in(bad))

    def message(self, run: Evaluation, found: Found) -> str:
        """Return the shapes, and to how many of them the value conforms."""
        value = found.failure.value
        node = value if isinstance(value, int) else found.failure.focus
        fits = self.fits(run, Values(found.shape, {node: (node,)}))[node]
        expected = f"expected to conform to exactly one of {self.listed(run)}"
        return f"{expected}, found {run.show(value)}, which conforms to {fits or 'none'}"
