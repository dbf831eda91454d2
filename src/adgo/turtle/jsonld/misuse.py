"""Faults of JSON-LD: valid JSON that breaks a rule of JSON-LD."""

from __future__ import annotations

from adgo.turtle.document import Document
from adgo.turtle.errors import Fault, TurtleError
from adgo.turtle.jsonld.json_values import JsonValue


def misuse(document: Document, value: JsonValue, message: str) -> TurtleError:
    """Return an error about a value, with its place. pyoxigraph refuses each of these too, but without a place.

    Args:
        document: the document.
        value: the value that breaks a rule.
        message: what is wrong and what to do.
    """
    span = document.span(value.start)
    line = span.line or 0
    end = span.end_column if span.end_line == line else None
    source = document.line_text(line)
    return TurtleError([Fault(document.path, span.line, span.column, end, message, source)])


def list_in_graph(document: Document, value: JsonValue) -> TurtleError:
    """Return the error about a list or set that a graph container holds directly; it would end the process."""
    message = (
        "@list and @set are not supported directly in a property with the container @graph: "
        "write an array, or put the list into a node object"
    )
    return misuse(document, value, message)
