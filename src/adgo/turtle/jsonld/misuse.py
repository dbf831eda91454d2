"""Faults of JSON-LD: valid JSON that breaks a rule of JSON-LD."""

from __future__ import annotations

from adgo.turtle.document import Document
from adgo.turtle.errors import Fault, TurtleError
from adgo.turtle.jsonld.json_values import JsonValue
from adgo.turtle.parsing.placed_triples import SuspectedError


def misuse(document: Document, value: JsonValue, message: str) -> SuspectedError:
    """Return an error about a value, with its place; it counts only if pyoxigraph refuses the document too.

    Args:
        document: the document.
        value: the value that breaks a rule.
        message: what is wrong and what to do.
    """
    span = document.span(value.start)
    line = span.line or 0
    end = span.end_column if span.end_line == line else None
    source = document.line_text(line)
    return SuspectedError([Fault(document.path, span.line, span.column, end, message, source)])


def list_in_graph(document: Document, value: JsonValue) -> TurtleError:
    """Return the error about a list that a graph container holds directly."""
    message = "a list cannot be a value of a property with the container @graph: put it into a node object"
    return TurtleError(misuse(document, value, message).faults)
