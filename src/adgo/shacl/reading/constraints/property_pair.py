"""Property pair constraints: `sh:equals`, `sh:disjoint`, `sh:lessThan`, `sh:lessThanOrEquals` (SHACL 4.5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from adgo.shacl.evaluation.datatypes import order
from adgo.shacl.model.names import SHACL
from adgo.shacl.model.shapes import Constraint, Failure, Shape, ShapesError, Values
from adgo.shacl.reading.constraints.parameters import predicate

if TYPE_CHECKING:
    from adgo.shacl.evaluation.run import Run
    from adgo.shacl.reading.shapes_reader import ShapesReader


def read(reader: ShapesReader, shape: Shape) -> Iterator[Constraint]:
    """Yield the property pair constraints of a shape."""
    for name, kind in (("equals", EqualsConstraint), ("disjoint", DisjointConstraint)):
        for node in reader.values(shape.node, name):
            yield kind(predicate(reader, shape, name, node))
    for name, allowed in (("lessThan", {-1}), ("lessThanOrEquals", {-1, 0})):
        for node in reader.values(shape.node, name):
            if shape.path is None:
                raise ShapesError(f"sh:{name} needs a property shape, and this has no sh:path", shape.term)
            yield LessThanConstraint(name, predicate(reader, shape, name, node), frozenset(allowed))


@dataclass(eq=False, repr=False)
class EqualsConstraint(Constraint):
    """The values are those of another property, no more and no fewer."""

    other: int
    component = f"{SHACL}EqualsConstraintComponent"

    def failures(self, run: Run, shape: Shape, values: Values) -> Iterator[Failure]:
        """Yield the values that only one of both has."""
        for focus, have in values.by_focus.items():
            others = run.graph.objects(focus, self.other)
            for value in set(have) ^ set(others):
                yield Failure(focus, value)

    def message(self, run: Run, shape: Shape, failure: Failure) -> str:
        """Return which of both lacks the value."""
        other = run.show(self.other)
        if isinstance(failure.value, int) and failure.value in run.graph.objects(failure.focus, self.other):
            return f"expected {run.path_of(shape)} to equal {other}, and it lacks {run.show(failure.value)}"
        return f"expected {run.path_of(shape)} to equal {other}, which lacks {run.show(failure.value)}"


@dataclass(eq=False, repr=False)
class DisjointConstraint(Constraint):
    """No value is one of another property's."""

    other: int
    component = f"{SHACL}DisjointConstraintComponent"

    def failures(self, run: Run, shape: Shape, values: Values) -> Iterator[Failure]:
        """Yield the values that both have."""
        for focus, have in values.by_focus.items():
            others = run.graph.objects(focus, self.other)
            if others:
                for value in set(have).intersection(others):
                    yield Failure(focus, value)

    def message(self, run: Run, shape: Shape, failure: Failure) -> str:
        """Return the shared value."""
        return f"expected no value of {run.show(self.other)}, found {run.show(failure.value)}, which is one"


@dataclass(eq=False, repr=False)
class LessThanConstraint(Constraint):
    """Each value is before (or at) each value of another property."""

    name: str
    other: int
    allowed: frozenset[int]

    @property
    def component(self) -> str:  # type: ignore[override]
        """The IRI of the component."""
        return f"{SHACL}{self.name[0].upper()}{self.name[1:]}ConstraintComponent"

    def failures(self, run: Run, shape: Shape, values: Values) -> Iterator[Failure]:
        """Yield each value once per value of the other property that it is not before."""
        others, value_of, allowed = run.graph.forward(self.other), run.value, self.allowed
        for focus, have in values.by_focus.items():
            for other in others.get(focus, ()):
                bound = value_of(other)
                for value in have:
                    if order(value_of(value), bound) not in allowed:
                        yield Failure(focus, value)

    def message(self, run: Run, shape: Shape, failure: Failure) -> str:
        """Return the value, and the values that it should be before."""
        others = ", ".join(run.show(each) for each in run.graph.objects(failure.focus, self.other))
        words = "less than" if self.name == "lessThan" else "at most"
        return f"expected {words} {run.show(self.other)} ({others}), found {run.show(failure.value)}"
