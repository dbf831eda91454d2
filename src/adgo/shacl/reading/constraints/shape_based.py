"""Shape-based constraints: `sh:node` and `sh:property` (SHACL 4.7)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from adgo.shacl.model.names import SHACL
from adgo.shacl.model.shapes import Constraint, Failure, Found, Shape, ShapesError, Values

if TYPE_CHECKING:
    from adgo.shacl.evaluation.run import Run
    from adgo.shacl.reading.shapes_reader import ShapesReader


def read(reader: ShapesReader, shape: Shape) -> Iterator[Constraint]:
    """Yield the shape-based constraints of a shape but the qualified ones."""
    for node in reader.values(shape.node, "node"):
        yield NodeConstraint(reader.shape(node))
    for node in reader.values(shape.node, "property"):
        nested = reader.shape(node)
        if nested.path_node is None:
            raise ShapesError(
                "a value of sh:property is a property shape, and this has no sh:path", nested.term
            )
        yield PropertyConstraint(nested)


@dataclass(eq=False, repr=False)
class NodeConstraint(Constraint):
    """Values conform to a node shape."""

    shape: Shape
    component = f"{SHACL}NodeConstraintComponent"

    def failures(self, run: Run, shape: Shape, values: Values) -> Iterable[Failure]:
        """Return the values that do not conform."""
        bad = run.failing(self.shape, values.distinct)
        return (Failure(focus, value) for focus, value in values.pairs_in(bad))

    def shapes(self) -> Iterable[Shape]:
        """Return the node shape."""
        return (self.shape,)

    def message(self, run: Run, shape: Shape, failure: Failure) -> str:
        """Return the shape and the value."""
        return f"expected to conform to {run.name(self.shape)}, and {run.show(failure.value)} does not"


@dataclass(eq=False, repr=False)
class PropertyConstraint(Constraint):
    """Values have the property shape's results for their own."""

    shape: Shape
    component = f"{SHACL}PropertyShapeComponent"

    def failures(self, run: Run, shape: Shape, values: Values) -> Iterable[Failure]:
        """Return nothing of its own: see `found`."""
        return ()

    def found(self, run: Run, shape: Shape, values: Values) -> Iterator[tuple[int, Found]]:
        """Yield the property shape's failures, once per focus node that has the value."""
        nested = run.found(self.shape, values.distinct)
        for focus, value in values.pairs_in(nested):
            for each in nested[value]:
                yield focus, each

    def failing(self, run: Run, shape: Shape, values: Values) -> set[int]:
        """Return the focus nodes with a value that fails."""
        return {focus for focus, _ in values.pairs_in(run.failing(self.shape, values.distinct))}

    def shapes(self) -> Iterable[Shape]:
        """Return the property shape."""
        return (self.shape,)

    def message(self, run: Run, shape: Shape, failure: Failure) -> str:
        """Return nothing of its own: the property shape's failures speak."""
        return ""
