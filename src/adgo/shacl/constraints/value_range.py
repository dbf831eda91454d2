"""Value range constraints: `sh:minExclusive`, `sh:minInclusive`, `sh:maxExclusive`, `sh:maxInclusive` (SHACL 4.3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from adgo.shacl.constraints.time_zones import explanation
from adgo.shacl.model.errors import ShapesError
from adgo.shacl.model.names import SHACL
from adgo.shacl.model.shapes import Constraint, ConstraintFailure, Evaluation, Found, Shape, Values
from adgo.shacl.model.shapes_graph import ShapeSource
from adgo.turtle.datatypes import Value, order, value_of
from adgo.turtle.term_parts import is_literal

#: Parameter to the allowed results of comparing a value with the bound (-1, 0 or 1), and the words for it.
_RANGES: dict[str, tuple[frozenset[int], str]] = {
    "minExclusive": (frozenset({1}), "more than"),
    "minInclusive": (frozenset({0, 1}), "at least"),
    "maxExclusive": (frozenset({-1}), "less than"),
    "maxInclusive": (frozenset({-1, 0}), "at most"),
}


def read(shapes: ShapeSource, shape: Shape) -> Iterator[Constraint]:
    """Yield the value range constraints of a shape."""
    for name in _RANGES:
        node = shapes.one(shape.node, name)
        if node is not None:
            term = shapes.graph.term(node)
            if not is_literal(term):
                raise ShapesError(f"sh:{name} must be a literal, not {term}", shape.term)
            yield RangeConstraint(name, term, value_of(term))


@dataclass(eq=False, repr=False)
class RangeConstraint(Constraint):
    """Each value node is a literal on the right side of the bound; one result for each that is not.

    A value that cannot be compared with the bound, such as one of another type, gives a result too.

    https://www.w3.org/TR/shacl/#MinExclusiveConstraintComponent,
    https://www.w3.org/TR/shacl/#MinInclusiveConstraintComponent,
    https://www.w3.org/TR/shacl/#MaxExclusiveConstraintComponent,
    https://www.w3.org/TR/shacl/#MaxInclusiveConstraintComponent
    """

    name: str
    bound_term: str
    bound: Value | None

    @property
    def component(self) -> str:  # type: ignore[override]
        """The IRI of the component."""
        return f"{SHACL}{self.name[0].upper()}{self.name[1:]}ConstraintComponent"

    def failures(self, run: Evaluation, values: Values) -> Iterable[ConstraintFailure]:
        """Return the values beyond the bound, and those that cannot be compared with it."""
        allowed = _RANGES[self.name][0]
        bad = {value for value in values.distinct if order(run.value(value), self.bound) not in allowed}
        return (ConstraintFailure(focus, value) for focus, value in values.pairs_in(bad))

    def message(self, run: Evaluation, found: Found) -> str:
        """Return the bound that was expected, and the value."""
        words = _RANGES[self.name][1]
        value = found.failure.value
        zones = explanation(run.value(value), self.bound, "the bound") if isinstance(value, int) else ""
        return f"expected {words} {run.display.term(self.bound_term)}, found {run.show(value)}{zones}"
