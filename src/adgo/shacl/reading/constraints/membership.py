"""Enumerations: `sh:hasValue` and `sh:in` (SHACL 4.8.2 and 4.8.3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from adgo.shacl.model.names import SHACL
from adgo.shacl.model.shapes import Constraint, Failure, Shape, Values

if TYPE_CHECKING:
    from adgo.shacl.evaluation.run import Run
    from adgo.shacl.reading.shapes_reader import ShapesReader


def read(reader: ShapesReader, shape: Shape) -> Iterator[Constraint]:
    """Yield the enumerations of a shape."""
    for value in reader.values(shape.node, "hasValue"):
        yield HasValueConstraint(value)
    members = reader.one(shape.node, "in")
    if members is not None:
        yield InConstraint(tuple(reader.members(members)))


@dataclass(eq=False, repr=False)
class HasValueConstraint(Constraint):
    """One value is given."""

    value: int
    component = f"{SHACL}HasValueConstraintComponent"

    def failures(self, run: Run, shape: Shape, values: Values) -> Iterable[Failure]:
        """Return the focus nodes without that value."""
        return (Failure(focus) for focus, have in values.by_focus.items() if self.value not in have)

    def message(self, run: Run, shape: Shape, failure: Failure) -> str:
        """Return the value that was expected."""
        of = f" among the values of {run.path_of(shape)}" if shape.path else ""
        return f"expected {run.show(self.value)}{of}"


@dataclass(eq=False, repr=False)
class InConstraint(Constraint):
    """Values are members of a list."""

    members: tuple[int, ...]
    component = f"{SHACL}InConstraintComponent"

    def failures(self, run: Run, shape: Shape, values: Values) -> Iterable[Failure]:
        """Return the values that the list lacks."""
        bad = values.distinct.difference(self.members)
        return (Failure(focus, value) for focus, value in values.pairs_in(bad))

    def message(self, run: Run, shape: Shape, failure: Failure) -> str:
        """Return the list, its end cut if it is long, and the value."""
        told = ", ".join(run.show(each) for each in self.members[:8]) + (
            ", …" if len(self.members) > 8 else ""
        )
        return f"expected one of {told or 'an empty list'}, found {run.show(failure.value)}"
