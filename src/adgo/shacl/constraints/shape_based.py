"""Shape-based constraints: `sh:node` and `sh:property` (SHACL 4.7)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from adgo.shacl.model.errors import ShapesError
from adgo.shacl.model.names import SHACL
from adgo.shacl.model.shapes import Constraint, ConstraintFailure, Evaluation, Found, Shape, Values
from adgo.shacl.model.shapes_graph import ShapeSource


def read(shapes: ShapeSource, shape: Shape) -> Iterator[Constraint]:
    """Yield the shape-based constraints of a shape, except the qualified ones."""
    for node in shapes.values(shape.node, "node"):
        yield NodeConstraint(shapes.shape(node))
    for node in shapes.values(shape.node, "property"):
        nested = shapes.shape(node)
        if nested.path_node is None:
            raise ShapesError(
                "a value of sh:property must be a property shape, but this shape has no sh:path", nested.term
            )
        yield PropertyConstraint(nested)


@dataclass(eq=False, repr=False)
class NodeConstraint(Constraint):
    """Each value node conforms to the given node shape; one result for each that does not.

    https://www.w3.org/TR/shacl/#NodeConstraintComponent
    """

    shape: Shape
    component = f"{SHACL}NodeConstraintComponent"

    def failures(self, run: Evaluation, values: Values) -> Iterable[ConstraintFailure]:
        """Return the values that do not conform."""
        bad = run.failing(self.shape, values.distinct)
        return (ConstraintFailure(focus, value) for focus, value in values.pairs_in(bad))

    def shapes(self) -> Iterable[Shape]:
        """Return the node shape."""
        return (self.shape,)

    def message(self, run: Evaluation, found: Found) -> str:
        """Return the shape and the value."""
        return f"expected to conform to {run.name(self.shape)}, but {run.show(found.failure.value)} does not"


@dataclass(eq=False, repr=False)
class PropertyConstraint(Constraint):
    """Each value node is a focus node of the given property shape, and the results are those of that shape.

    https://www.w3.org/TR/shacl/#PropertyConstraintComponent
    """

    shape: Shape
    component = f"{SHACL}PropertyShapeComponent"

    def failures(self, run: Evaluation, values: Values) -> Iterable[ConstraintFailure]:
        """Return nothing: `found` yields the property shape's failures."""
        return ()

    def found(self, run: Evaluation, values: Values) -> Iterator[tuple[int, Found]]:
        """Yield the property shape's failures, once for each focus node that has the value."""
        nested = run.found(self.shape, values.distinct)
        for focus, value in values.pairs_in(nested):
            for each in nested[value]:
                yield focus, each

    def failing(self, run: Evaluation, values: Values) -> set[int]:
        """Return the focus nodes with a value that fails."""
        return {focus for focus, _ in values.pairs_in(run.failing(self.shape, values.distinct))}

    def shapes(self) -> Iterable[Shape]:
        """Return the property shape."""
        return (self.shape,)

    def message(self, run: Evaluation, found: Found) -> str:
        """Return "": the messages are those of the property shape's constraints."""
        return ""
