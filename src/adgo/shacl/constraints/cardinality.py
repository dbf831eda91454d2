"""Cardinality constraints: `sh:minCount`, `sh:maxCount` (SHACL 4.2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from adgo.shacl.constraints.parameters import integer
from adgo.shacl.model.errors import ShapesError
from adgo.shacl.model.names import SHACL
from adgo.shacl.model.shapes import Constraint, ConstraintFailure, Evaluation, Found, Shape, Values
from adgo.shacl.model.shapes_graph import ShapeSource


def read(shapes: ShapeSource, shape: Shape) -> Iterator[Constraint]:
    """Yield the cardinality constraints of a shape; ShapesError if it is not a property shape."""
    least, most = (integer(shapes, shape, name) for name in ("minCount", "maxCount"))
    if (least is not None or most is not None) and shape.path is None:
        raise ShapesError(
            "sh:minCount and sh:maxCount need a property shape, but this shape has no sh:path", shape.term
        )
    if least is not None:
        yield MinCountConstraint(least)
    if most is not None:
        yield MaxCountConstraint(most)


@dataclass(eq=False, repr=False)
class MinCountConstraint(Constraint):
    """There are at least as many value nodes as `sh:minCount` says; one result for a focus node with fewer.

    https://www.w3.org/TR/shacl/#MinCountConstraintComponent
    """

    least: int
    component = f"{SHACL}MinCountConstraintComponent"

    def failures(self, run: Evaluation, values: Values) -> Iterable[ConstraintFailure]:
        """Return the focus nodes with too few values."""
        least = self.least
        if min(values.counts, default=least) >= least:
            return ()
        return (ConstraintFailure(focus) for focus, have in values.by_focus.items() if len(have) < least)

    def message(self, run: Evaluation, found: Found) -> str:
        """Return how many values were expected and found."""
        count = run.value_count(found) or "none"
        return f"expected at least {_values(self.least)} of {run.path_of(found.shape)}, found {count}"


@dataclass(eq=False, repr=False)
class MaxCountConstraint(Constraint):
    """There are at most as many value nodes as `sh:maxCount` says; one result for a focus node with more.

    https://www.w3.org/TR/shacl/#MaxCountConstraintComponent
    """

    most: int
    component = f"{SHACL}MaxCountConstraintComponent"

    def failures(self, run: Evaluation, values: Values) -> Iterable[ConstraintFailure]:
        """Return the focus nodes with too many values."""
        most = self.most
        if max(values.counts, default=most) <= most:
            return ()
        return (ConstraintFailure(focus) for focus, have in values.by_focus.items() if len(have) > most)

    def message(self, run: Evaluation, found: Found) -> str:
        """Return how many values were expected and found."""
        expected = f"at most {_values(self.most)}" if self.most else "no value"
        return f"expected {expected} of {run.path_of(found.shape)}, found {run.value_count(found)}"


def _values(number: int) -> str:
    return f"{number} value{'' if number == 1 else 's'}"
