"""The families of constraints, in the order in which they are read from a shape."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from adgo.shacl.constraints import (
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
from adgo.shacl.model.shapes import Constraint, Shape
from adgo.shacl.model.shapes_graph import ShapeSource

Family = Callable[[ShapeSource, Shape], Iterable[Constraint]]

#: Each reads the constraints of one family from a shape.
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
