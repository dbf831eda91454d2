"""The families of constraints, in the order in which a shape is read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from adgo.shacl.model.shapes import Constraint, Shape
from adgo.shacl.reading.constraints import (
    cardinality,
    closed,
    logical,
    membership,
    property_pair,
    qualified,
    shape_based,
    sparql,
    strings,
    value_range,
    value_type,
)

if TYPE_CHECKING:
    from adgo.shacl.reading.shapes_reader import ShapesReader

Family = Callable[["ShapesReader", Shape], Iterable[Constraint]]

#: Each reads the constraints of its family from a shape.
FAMILIES: tuple[Family, ...] = (
    value_type.read,
    cardinality.read,
    value_range.read,
    strings.read,
    property_pair.read,
    logical.read,
    shape_based.read,
    qualified.read,
    closed.read,
    membership.read,
    sparql.read,
)
