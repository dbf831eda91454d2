"""The places in files that errors of the shapes point at, also inside a query."""

from __future__ import annotations

import re

from adgo.shacl.inputs import Inputs
from adgo.shacl.model.errors import ShapesError, TextPosition
from adgo.shacl.model.result import Place
from adgo.shacl.reporting.places import place_of, place_of_subject
from adgo.turtle.document import Document

#: Quotes that a string may begin with, the long ones first.
_QUOTES = ('"""', "'''", '"', "'")
#: One character of a string as it is written.
_WRITTEN = re.compile(r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}|\\.|.", re.DOTALL)


def place_of_error(inputs: Inputs, error: ShapesError) -> Place | None:
    """Return where the fault of the shapes is: in a value, or else where the faulty node is first a subject."""
    position = error.position
    found = None if position is None else _place_of_value(inputs, position)
    if found is None and error.node:
        found = place_of_subject(inputs.shapes, error.node)
    return found


def _place_of_value(inputs: Inputs, position: TextPosition) -> Place | None:
    find = inputs.table.find
    wanted = (find(position.subject), find(position.predicate), find(position.object))
    for document in inputs.shapes:
        rows = document.rows
        for number, row in enumerate(rows):
            if row == wanted:
                whole = place_of(document, number, "object")
                return whole if position.offset is None else _inside(document, number, position.offset, whole)
    return None


def _inside(document: Document, row: int, offset: int, whole: Place) -> Place:
    """Return the place of a character of a string.

    Args:
        document: the document.
        row: the number of the row whose object is the string.
        offset: the position in the text of the string, in code points.
        whole: the place of the string, for a syntax in which strings are written in another way.
    """
    offsets = document.rows.offsets["object"]
    start = offsets[row] if row < len(offsets) else len(document.text)
    quotes = next((each for each in _QUOTES if document.text.startswith(each, start)), "")
    if not quotes:
        return whole
    at = start + len(quotes)
    for _ in range(offset):
        match = _WRITTEN.match(document.text, at)
        if match is None:
            return whole
        at = match.end()
    line, column = document.position(at)
    return Place(whole.file, line, column, line, column + 1)
