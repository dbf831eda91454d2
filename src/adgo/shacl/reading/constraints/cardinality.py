"""Cardinality constraints: `sh:minCount`, `sh:maxCount` (SHACL 4.2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from adgo.shacl.model.names import SHACL
from adgo.shacl.model.shapes import Constraint, Failure, Shape, ShapesError, Values
from adgo.shacl.reading.constraints.parameters import integer

if TYPE_CHECKING:
    from adgo.shacl.evaluation.run import Run
    from adgo.shacl.reading.shapes_reader import ShapesReader


def read(reader: ShapesReader, shape: Shape) -> Iterator[Constraint]:
    """Yield the cardinality constraints of a shape; ShapesError where it is no property shape."""
    least, most = (integer(reader, shape, name) for name in ("minCount", "maxCount"))
    if (least is not None or most is not None) and shape.path is None:
        raise ShapesError(
            "sh:minCount and sh:maxCount need a property shape, and this has no sh:path", shape.term
        )
    if least is not None:
        yield MinCountConstraint(least)
    if most is not None:
        yield MaxCountConstraint(most)


@dataclass(eq=False, repr=False)
class MinCountConstraint(Constraint):
    """There are at least so many values."""

    least: int
    component = f"{SHACL}MinCountConstraintComponent"

    def failures(self, run: Run, shape: Shape, values: Values) -> Iterable[Failure]:
        """Return the focus nodes with too few values."""
        least = self.least
        if min(values.counts, default=least) >= least:
            return ()
        return (Failure(focus) for focus, have in values.by_focus.items() if len(have) < least)

    def message(self, run: Run, shape: Shape, failure: Failure) -> str:
        """Return how many were expected and found."""
        found = run.value_count(shape, failure) or "none"
        return f"expected at least {_values(self.least)} of {run.path_of(shape)}, found {found}"


@dataclass(eq=False, repr=False)
class MaxCountConstraint(Constraint):
    """There are at most so many values."""

    most: int
    component = f"{SHACL}MaxCountConstraintComponent"

    def failures(self, run: Run, shape: Shape, values: Values) -> Iterable[Failure]:
        """Return the focus nodes with too many values."""
        most = self.most
        if max(values.counts, default=most) <= most:
            return ()
        return (Failure(focus) for focus, have in values.by_focus.items() if len(have) > most)

    def message(self, run: Run, shape: Shape, failure: Failure) -> str:
        """Return how many were expected and found."""
        expected = f"at most {_values(self.most)}" if self.most else "no value"
        return f"expected {expected} of {run.path_of(shape)}, found {run.value_count(shape, failure)}"


def _values(number: int) -> str:
    return f"{number} value{'' if number == 1 else 's'}"
