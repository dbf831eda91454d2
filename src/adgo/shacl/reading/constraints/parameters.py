"""Reading the values of constraint parameters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from adgo.shacl.model.shapes import Shape, ShapesError
from adgo.shacl.model.terms import is_iri, is_literal, lexical

if TYPE_CHECKING:
    from adgo.shacl.reading.shapes_reader import ShapesReader

#: Digits of an integer; Python refuses to read very long ones.
LONGEST = 1000

_INTEGER = re.compile(r"[+-]?[0-9]+")


def integer(reader: ShapesReader, shape: Shape, name: str) -> int | None:
    """Return the integer that a parameter gives, or None; ShapesError for what is no integer."""
    node = reader.one(shape.node, name)
    if node is None:
        return None
    term = reader.graph.term(node)
    if not is_literal(term) or not _INTEGER.fullmatch(lexical(term)):
        raise ShapesError(f"sh:{name} is an integer, not {term}", shape.term)
    if len(lexical(term)) > LONGEST:
        raise ShapesError(f"sh:{name} has more than {LONGEST} digits", shape.term)
    return int(lexical(term))


def predicate(reader: ShapesReader, shape: Shape, name: str, node: int) -> int:
    """Return the node of a parameter that names a property; ShapesError for what is no IRI."""
    term = reader.graph.term(node)
    if not is_iri(term):
        raise ShapesError(f"sh:{name} is the IRI of a property, not {term}", shape.term)
    return node
