"""Closed shapes: `sh:closed`, `sh:ignoredProperties` (SHACL 4.8.1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from adgo.shacl.model.names import SHACL
from adgo.shacl.model.shapes import Constraint, Failure, Shape, Values
from adgo.shacl.model.terms import is_iri

if TYPE_CHECKING:
    from adgo.shacl.evaluation.run import Run
    from adgo.shacl.reading.shapes_reader import ShapesReader


def read(reader: ShapesReader, shape: Shape) -> Iterator[Constraint]:
    """Yield the closedness of a shape."""
    if not reader.flag(shape.node, "closed"):
        return
    allowed: set[int] = set()
    ignored = reader.one(shape.node, "ignoredProperties")
    if ignored is not None:
        allowed.update(reader.members(ignored))
    for nested in reader.values(shape.node, "property"):
        allowed.update(path for path in reader.values(nested, "path") if is_iri(reader.graph.term(path)))
    yield ClosedConstraint(frozenset(allowed))


@dataclass(eq=False, repr=False)
class ClosedConstraint(Constraint):
    """Values have no property that the shape does not speak of."""

    allowed: frozenset[int]
    component = f"{SHACL}ClosedConstraintComponent"

    def failures(self, run: Run, shape: Shape, values: Values) -> Iterator[Failure]:
        """Yield each object of another property."""
        distinct = values.distinct
        found: dict[int, list[tuple[int, int]]] = {}
        for predicate, (subjects, objects) in run.graph.by_predicate.items():
            if predicate not in self.allowed and not distinct.isdisjoint(subjects):
                for subject, value in zip(subjects, objects, strict=True):
                    if subject in distinct:
                        found.setdefault(subject, []).append((predicate, value))
        for focus, node in values.pairs_in(found):
            for predicate, value in found[node]:
                yield Failure(focus, value, path=predicate)

    def message(self, run: Run, shape: Shape, failure: Failure) -> str:
        """Return the property that was not expected, and those that are allowed."""
        allowed = sorted(run.show(each) for each in self.allowed)
        told = ", ".join(allowed[:8]) + (", …" if len(allowed) > 8 else "") or "none"
        return f"the shape is closed: found {run.show(failure.path)}, expected only {told}"
