"""Value range constraints: `sh:minExclusive`, `sh:minInclusive` and their like (SHACL 4.3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from adgo.shacl.evaluation.datatypes import Value, order, value_of
from adgo.shacl.model.names import SHACL
from adgo.shacl.model.shapes import Constraint, Failure, Shape, ShapesError, Values
from adgo.shacl.model.terms import is_literal

if TYPE_CHECKING:
    from adgo.shacl.evaluation.run import Run
    from adgo.shacl.reading.shapes_reader import ShapesReader

#: Parameter to the orders (value to bound) that it allows, and the words for it.
_RANGES: dict[str, tuple[frozenset[int], str]] = {
    "minExclusive": (frozenset({1}), "more than"),
    "minInclusive": (frozenset({0, 1}), "at least"),
    "maxExclusive": (frozenset({-1}), "less than"),
    "maxInclusive": (frozenset({-1, 0}), "at most"),
}


def read(reader: ShapesReader, shape: Shape) -> Iterator[Constraint]:
    """Yield the value range constraints of a shape."""
    for name in _RANGES:
        node = reader.one(shape.node, name)
        if node is not None:
            term = reader.graph.term(node)
            if not is_literal(term):
                raise ShapesError(f"sh:{name} is a literal, not {term}", shape.term)
            yield RangeConstraint(name, term, value_of(term))


@dataclass(eq=False, repr=False)
class RangeConstraint(Constraint):
    """Values stand on one side of a bound."""

    name: str
    bound_term: str
    bound: Value | None

    @property
    def component(self) -> str:  # type: ignore[override]
        """The IRI of the component."""
        return f"{SHACL}{self.name[0].upper()}{self.name[1:]}ConstraintComponent"

    def failures(self, run: Run, shape: Shape, values: Values) -> Iterable[Failure]:
        """Return the values beyond the bound, and those that cannot be compared with it."""
        allowed = _RANGES[self.name][0]
        bad = {value for value in values.distinct if order(run.value(value), self.bound) not in allowed}
        return (Failure(focus, value) for focus, value in values.pairs_in(bad))

    def message(self, run: Run, shape: Shape, failure: Failure) -> str:
        """Return the bound that was expected, and the value."""
        words = _RANGES[self.name][1]
        return f"expected {words} {run.display.term(self.bound_term)}, found {run.show(failure.value)}"
