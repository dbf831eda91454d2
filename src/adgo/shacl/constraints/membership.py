"""Enumerations: `sh:hasValue` and `sh:in` (SHACL 4.8.2 and 4.8.3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from adgo.shacl.model.names import SHACL
from adgo.shacl.model.shapes import Constraint, ConstraintFailure, Evaluation, Found, Shape, Values
from adgo.shacl.model.shapes_graph import ShapeSource

#: Longer lists of values are cut in messages.
_SHOWN = 8


def read(shapes: ShapeSource, shape: Shape) -> Iterator[Constraint]:
    """Yield the enumerations of a shape."""
    for value in shapes.values(shape.node, "hasValue"):
        yield HasValueConstraint(value)
    members = shapes.one(shape.node, "in")
    if members is not None:
        yield InConstraint(tuple(shapes.members(members)))


@dataclass(eq=False, repr=False)
class HasValueConstraint(Constraint):
    """At least one value node is the given term; one result for a focus node without it.

    https://www.w3.org/TR/shacl/#HasValueConstraintComponent
    """

    value: int
    component = f"{SHACL}HasValueConstraintComponent"

    def own_values(self) -> Mapping[str, int]:
        """Return the value."""
        return {"hasValue": self.value}

    def failures(self, run: Evaluation, values: Values) -> Iterable[ConstraintFailure]:
        """Return the focus nodes without that value."""
        return (ConstraintFailure(focus) for focus, have in values.by_focus.items() if self.value not in have)

    def message(self, run: Evaluation, found: Found) -> str:
        """Return the value that was expected."""
        of = f" among the values of {run.path_of(found.shape)}" if found.shape.path else ""
        return f"expected {run.show(self.value)}{of}"


@dataclass(eq=False, repr=False)
class InConstraint(Constraint):
    """Each value node is a member of the given list; one result for each that is not.

    https://www.w3.org/TR/shacl/#InConstraintComponent
    """

    members: tuple[int, ...]
    component = f"{SHACL}InConstraintComponent"

    def failures(self, run: Evaluation, values: Values) -> Iterable[ConstraintFailure]:
        """Return the values that are not in the list."""
        bad = values.distinct.difference(self.members)
        return (ConstraintFailure(focus, value) for focus, value in values.pairs_in(bad))

    def message(self, run: Evaluation, found: Found) -> str:
        """Return the list, its end cut if it is long, and the value."""
        listed = ", ".join(run.show(each) for each in self.members[:_SHOWN]) + (
            ", …" if len(self.members) > _SHOWN else ""
        )
        return f"expected one of {listed or 'an empty list'}, found {run.show(found.failure.value)}"
