"""Logical constraints: `sh:not`, `sh:and`, `sh:or`, `sh:xone` (SHACL 4.6)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from adgo.shacl.model.names import SHACL
from adgo.shacl.model.shapes import Constraint, Failure, Shape, Values

if TYPE_CHECKING:
    from adgo.shacl.evaluation.run import Run
    from adgo.shacl.reading.shapes_reader import ShapesReader


def read(reader: ShapesReader, shape: Shape) -> Iterator[Constraint]:
    """Yield the logical constraints of a shape."""
    for node in reader.values(shape.node, "not"):
        yield NotConstraint(reader.shape(node))
    for name, kind in (("and", AndConstraint), ("or", OrConstraint), ("xone", XoneConstraint)):
        for node in reader.values(shape.node, name):
            yield kind(tuple(reader.shape(member) for member in reader.members(node)))


@dataclass(eq=False, repr=False)
class NotConstraint(Constraint):
    """Values do not conform to a shape."""

    shape: Shape
    component = f"{SHACL}NotConstraintComponent"

    def failures(self, run: Run, shape: Shape, values: Values) -> Iterable[Failure]:
        """Return the values that do conform."""
        bad = values.distinct - run.failing(self.shape, values.distinct)
        return (Failure(focus, value) for focus, value in values.pairs_in(bad))

    def shapes(self) -> Iterable[Shape]:
        """Return the negated shape."""
        return (self.shape,)

    def message(self, run: Run, shape: Shape, failure: Failure) -> str:
        """Return the value that conforms against expectation."""
        return f"expected not to conform to {run.name(self.shape)}, but {run.show(failure.value)} does"


@dataclass(eq=False, repr=False)
class _Branches(Constraint):
    branches: tuple[Shape, ...]

    def shapes(self) -> Iterable[Shape]:
        """Return the branches."""
        return self.branches

    def fits(self, run: Run, values: Values) -> Counter[int]:
        """Return how many branches each value fits; one that fits none is not in it."""
        counts: Counter[int] = Counter()
        for branch in self.branches:
            counts.update(values.distinct - run.failing(branch, values.distinct))
        return counts


@dataclass(eq=False, repr=False)
class AndConstraint(_Branches):
    """Values conform to all shapes."""

    component = f"{SHACL}AndConstraintComponent"

    def failures(self, run: Run, shape: Shape, values: Values) -> Iterable[Failure]:
        """Return the values that fail any."""
        bad: set[int] = set()
        for branch in self.branches:
            bad |= run.failing(branch, values.distinct)
        return (Failure(focus, value) for focus, value in values.pairs_in(bad))

    def message(self, run: Run, shape: Shape, failure: Failure) -> str:
        """Return how many shapes there are."""
        return f"expected to conform to all of {len(self.branches)} shapes, found {run.show(failure.value)}"


@dataclass(eq=False, repr=False)
class OrConstraint(_Branches):
    """Values conform to one shape or more."""

    component = f"{SHACL}OrConstraintComponent"

    def failures(self, run: Run, shape: Shape, values: Values) -> Iterable[Failure]:
        """Return the values that fail all."""
        bad = set(values.distinct)
        for branch in self.branches:
            if bad:
                bad = run.failing(branch, bad) & bad
        return (Failure(focus, value) for focus, value in values.pairs_in(bad))

    def message(self, run: Run, shape: Shape, failure: Failure) -> str:
        """Return how many shapes there are."""
        return f"expected to conform to one of {len(self.branches)} shapes, found {run.show(failure.value)}"


@dataclass(eq=False, repr=False)
class XoneConstraint(_Branches):
    """Values conform to exactly one shape."""

    component = f"{SHACL}XoneConstraintComponent"

    def failures(self, run: Run, shape: Shape, values: Values) -> Iterable[Failure]:
        """Return the values that fit none or several."""
        counts = self.fits(run, values)
        bad = {value for value in values.distinct if counts[value] != 1}
        return (Failure(focus, value) for focus, value in values.pairs_in(bad))

    def message(self, run: Run, shape: Shape, failure: Failure) -> str:
        """Return how many shapes the value fits."""
        focus = failure.value if isinstance(failure.value, int) else failure.focus
        fits = self.fits(run, Values({focus: (focus,)}))[focus]
        expected = f"expected to conform to exactly one of {len(self.branches)} shapes"
        return f"{expected}, found {run.show(failure.value)}, which conforms to {fits or 'none'}"
