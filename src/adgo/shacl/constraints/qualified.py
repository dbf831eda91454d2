"""Qualified value shapes: `sh:qualifiedValueShape` with its counts (SHACL 4.7.3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from adgo.shacl.constraints.parameters import integer
from adgo.shacl.model.errors import ShapesError
from adgo.shacl.model.names import SHACL
from adgo.shacl.model.shapes import Constraint, ConstraintFailure, Evaluation, Found, Shape, Values
from adgo.shacl.model.shapes_graph import ShapesGraph, ShapeSource


def read(shapes: ShapeSource, shape: Shape) -> Iterator[Constraint]:
    """Yield the qualified value shape constraints of a shape."""
    nodes = shapes.values(shape.node, "qualifiedValueShape")
    least, most = (integer(shapes, shape, name) for name in ("qualifiedMinCount", "qualifiedMaxCount"))
    if not nodes or (least is None and most is None):
        return
    if shape.path is None:
        raise ShapesError(
            "sh:qualifiedValueShape needs a property shape, but this shape has no sh:path", shape.term
        )
    disjoint = shapes.flag(shape.node, "qualifiedValueShapesDisjoint")
    for node in nodes:
        siblings = tuple(
            shapes.shape(each) for each in _siblings(shapes, shape.node) if disjoint and each != node
        )
        if least is not None:
            yield QualifiedConstraint(shapes.shape(node), siblings, least, None)
        if most is not None:
            yield QualifiedConstraint(shapes.shape(node), siblings, None, most)


def _siblings(shapes: ShapesGraph, node: int) -> list[int]:
    """Return the qualified value shapes of the property shapes that have a parent in common with this one."""
    parents = shapes.graph.subjects(shapes.id(f"<{SHACL}property>"), node)
    beside = dict.fromkeys(each for parent in parents for each in shapes.values(parent, "property"))
    return list(dict.fromkeys(each for one in beside for each in shapes.values(one, "qualifiedValueShape")))


@dataclass(eq=False, repr=False)
class QualifiedConstraint(Constraint):
    """The number of value nodes that conform to the given shape is at least, or at most, the given count.

    With `sh:qualifiedValueShapesDisjoint`, value nodes that conform to a sibling shape are not counted. There is one
    result for a focus node with a wrong count.

    https://www.w3.org/TR/shacl/#QualifiedValueShapeConstraintComponent
    """

    shape: Shape
    siblings: tuple[Shape, ...]
    least: int | None
    most: int | None

    @property
    def component(self) -> str:  # type: ignore[override]
        """The IRI of the component of the count."""
        return f"{SHACL}Qualified{'Min' if self.most is None else 'Max'}CountConstraintComponent"

    def failures(self, run: Evaluation, values: Values) -> Iterator[ConstraintFailure]:
        """Yield the focus nodes with too few or too many such values."""
        fitting = self._fitting(run, values)
        for focus, have in values.by_focus.items():
            count = sum(value in fitting for value in have)
            if (self.least is not None and count < self.least) or (
                self.most is not None and count > self.most
            ):
                yield ConstraintFailure(focus)

    def _fitting(self, run: Evaluation, values: Values) -> set[int]:
        fitting = values.distinct - run.failing(self.shape, values.distinct)
        for sibling in self.siblings:
            fitting &= run.failing(sibling, fitting)
        return fitting

    def shapes(self) -> Iterable[Shape]:
        """Return the qualified shape and its siblings."""
        return (self.shape, *self.siblings)

    def message(self, run: Evaluation, found: Found) -> str:
        """Return how many such values were expected and found."""
        values = run.values(found.shape, [found.failure.focus])
        count = len(self._fitting(run, values) & values.distinct)
        bound = f"at least {self.least}" if self.most is None else f"at most {self.most}"
        return (
            f"expected {bound} of the values of {run.path_of(found.shape)} to conform to {run.name(self.shape)}, "
            f"found {count or 'none'}"
        )
