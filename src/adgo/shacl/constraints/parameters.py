"""Reading the values of constraint parameters."""

from __future__ import annotations

import re

from adgo.shacl.model.errors import ShapesError
from adgo.shacl.model.shapes import Shape
from adgo.shacl.model.shapes_graph import ShapesGraph
from adgo.turtle.term_parts import is_iri, is_literal, lexical

#: The most digits of an integer; Python refuses to read very long ones.
LONGEST = 1000

_INTEGER = re.compile(r"[+-]?[0-9]+")


def integer(shapes: ShapesGraph, shape: Shape, name: str) -> int | None:
    """Return the integer that a parameter gives, or None if the shape does not have the parameter.

    Args:
        shapes: the shapes graph.
        shape: the shape with the parameter.
        name: the local name of the parameter's property.

    Raises:
        ShapesError: the value is not an integer, or there are several values.
    """
    node = shapes.one(shape.node, name)
    if node is None:
        return None
    term = shapes.graph.term(node)
    if not is_literal(term) or not _INTEGER.fullmatch(lexical(term)):
        raise ShapesError(f"sh:{name} must be an integer, not {term}", shape.term)
    if len(lexical(term)) > LONGEST:
        raise ShapesError(f"sh:{name} has more than {LONGEST} digits", shape.term)
    return int(lexical(term))


def predicates(shapes: ShapesGraph, shape: Shape, name: str) -> list[int]:
    """Return the properties that a parameter names.

    Args:
        shapes: the shapes graph.
        shape: the shape with the parameter.
        name: the local name of the parameter's property.

    Raises:
        ShapesError: a value is not an IRI.
    """
    nodes = list(shapes.values(shape.node, name))
    for node in nodes:
        term = shapes.graph.term(node)
        if not is_iri(term):
            raise ShapesError(f"sh:{name} must be the IRI of a property, not {term}", shape.term)
    return nodes
