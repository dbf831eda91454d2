"""Closed shapes: `sh:closed`, `sh:ignoredProperties` (SHACL 4.8.1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from adgo.shacl.model.names import SHACL
from adgo.shacl.model.shapes import Constraint, ConstraintFailure, Evaluation, Found, Shape, Values
from adgo.shacl.model.shapes_graph import ShapeSource
from adgo.turtle.term_parts import is_iri

#: Longer lists of properties are cut in messages.
_SHOWN = 8


def read(shapes: ShapeSource, shape: Shape) -> Iterator[Constraint]:
    """Yield the closed constraint of a shape, if it has one."""
    if not shapes.flag(shape.node, "closed"):
        return
    allowed: set[int] = set()
    ignored = shapes.one(shape.node, "ignoredProperties")
    if ignored is not None:
        allowed.update(shapes.members(ignored))
    for nested in shapes.values(shape.node, "property"):
        allowed.update(path for path in shapes.values(nested, "path") if is_iri(shapes.graph.term(path)))
    yield ClosedConstraint(frozenset(allowed))


@dataclass(eq=False, repr=False)
class ClosedConstraint(Constraint):
    """Value nodes have only properties that a property shape of this shape has as path, or that are ignored.

    There is one result for each triple with another property.

    https://www.w3.org/TR/shacl/#ClosedConstraintComponent
    """

    allowed: frozenset[int]
    component = f"{SHACL}ClosedConstraintComponent"

    def failures(self, run: Evaluation, values: Values) -> Iterator[ConstraintFailure]:
        """Yield each object of another property."""
        found: dict[int, list[tuple[int, int]]] = {}
        for subject, predicate, value in run.graph.rows_about(values.distinct, self.allowed):
            found.setdefault(subject, []).append((predicate, value))
        for focus, node in values.pairs_in(found):
            for predicate, value in found[node]:
                yield ConstraintFailure(focus, value, path=predicate)

    def message(self, run: Evaluation, found: Found) -> str:
        """Return the property that was not expected, and the allowed ones."""
        allowed = sorted(run.show(each) for each in self.allowed)
        listed = ", ".join(allowed[:_SHOWN]) + (", …" if len(allowed) > _SHOWN else "") or "none"
        return f"the shape is closed: found {run.show(found.failure.path)}, expected only {listed}"
