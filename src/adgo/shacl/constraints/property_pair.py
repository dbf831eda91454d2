"""Property pair constraints: `sh:equals`, `sh:disjoint`, `sh:lessThan`, `sh:lessThanOrEquals` (SHACL 4.5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from adgo.shacl.constraints.parameters import predicates
from adgo.shacl.constraints.time_zones import explanation
from adgo.shacl.model.errors import ShapesError
from adgo.shacl.model.names import SHACL
from adgo.shacl.model.shapes import Constraint, ConstraintFailure, Evaluation, Found, Shape, Values
from adgo.shacl.model.shapes_graph import ShapeSource
from adgo.turtle.datatypes import order


def read(shapes: ShapeSource, shape: Shape) -> Iterator[Constraint]:
    """Yield the property pair constraints of a shape."""
    for name, kind in (("equals", EqualsConstraint), ("disjoint", DisjointConstraint)):
        for node in predicates(shapes, shape, name):
            yield kind(node)
    for name, allowed in (("lessThan", {-1}), ("lessThanOrEquals", {-1, 0})):
        nodes = shapes.values(shape.node, name)
        if nodes and shape.path is None:
            raise ShapesError(f"sh:{name} needs a property shape, but this shape has no sh:path", shape.term)
        for node in predicates(shapes, shape, name):
            yield LessThanConstraint(name, node, frozenset(allowed))


@dataclass(eq=False, repr=False)
class EqualsConstraint(Constraint):
    """The set of value nodes equals the set of values of another property at the focus node.

    There is one result for each value that only one of the two sets has.

    https://www.w3.org/TR/shacl/#EqualsConstraintComponent
    """

    other: int
    component = f"{SHACL}EqualsConstraintComponent"

    def own_values(self) -> Mapping[str, int]:
        """Return the other property."""
        return {"equals": self.other}

    def failures(self, run: Evaluation, values: Values) -> Iterator[ConstraintFailure]:
        """Yield the values that only one of the two properties has."""
        for focus, have in values.by_focus.items():
            others = run.graph.objects(focus, self.other)
            for value in set(have) ^ set(others):
                yield ConstraintFailure(focus, value)

    def message(self, run: Evaluation, found: Found) -> str:
        """Return which of the two properties lacks the value."""
        focus, value = found.failure.focus, found.failure.value
        path, other = run.path_of(found.shape), run.show(self.other)
        if isinstance(value, int) and value in run.graph.objects(focus, self.other):
            return f"expected {path} to equal {other}, but {path} lacks {run.show(value)}"
        return f"expected {path} to equal {other}, but {other} lacks {run.show(value)}"


@dataclass(eq=False, repr=False)
class DisjointConstraint(Constraint):
    """No value node is a value of another property at the focus node; one result for each that is.

    https://www.w3.org/TR/shacl/#DisjointConstraintComponent
    """

    other: int
    component = f"{SHACL}DisjointConstraintComponent"

    def own_values(self) -> Mapping[str, int]:
        """Return the other property."""
        return {"disjoint": self.other}

    def failures(self, run: Evaluation, values: Values) -> Iterator[ConstraintFailure]:
        """Yield the values that both properties have."""
        for focus, have in values.by_focus.items():
            others = run.graph.objects(focus, self.other)
            if others:
                for value in set(have).intersection(others):
                    yield ConstraintFailure(focus, value)

    def message(self, run: Evaluation, found: Found) -> str:
        """Return the shared value."""
        value = run.show(found.failure.value)
        return f"expected no value of {run.show(self.other)}, but {value} is a value of it"


@dataclass(eq=False, repr=False)
class LessThanConstraint(Constraint):
    """Each value node is less than (or, for the second component, at most) each value of another property.

    There is one result for each pair of values that are not in this order or cannot be compared.

    https://www.w3.org/TR/shacl/#LessThanConstraintComponent,
    https://www.w3.org/TR/shacl/#LessThanOrEqualsConstraintComponent
    """

    name: str
    other: int
    allowed: frozenset[int]

    @property
    def component(self) -> str:  # type: ignore[override]
        """The IRI of the component."""
        return f"{SHACL}{self.name[0].upper()}{self.name[1:]}ConstraintComponent"

    def own_values(self) -> Mapping[str, int]:
        """Return the other property."""
        return {self.name: self.other}

    def failures(self, run: Evaluation, values: Values) -> Iterator[ConstraintFailure]:
        """Yield each value once for each value of the other property that it is not less than."""
        others, value_of, allowed = run.graph.forward(self.other), run.value, self.allowed
        for focus, have in values.by_focus.items():
            for other in others.get(focus, ()):
                bound = value_of(other)
                for value in have:
                    if order(value_of(value), bound) not in allowed:
                        yield ConstraintFailure(focus, value)

    def message(self, run: Evaluation, found: Found) -> str:
        """Return the value, and the values that it should be less than."""
        failure = found.failure
        nodes = run.graph.objects(failure.focus, self.other)
        others = ", ".join(map(run.show, nodes))
        words = "less than" if self.name == "lessThan" else "at most"
        value = run.value(failure.value) if isinstance(failure.value, int) else None
        zones = next(
            filter(None, (explanation(value, run.value(each), run.show(each)) for each in nodes)), ""
        )
        return f"expected {words} {run.show(self.other)} ({others}), found {run.show(failure.value)}{zones}"
