"""Turtle: a reader that keeps the position of every token, a canonical writer, and a formatter."""

from typing import TYPE_CHECKING

from adgo.turtle.lazy_imports import importer

if TYPE_CHECKING:
    from adgo.turtle.document import NOWHERE, Document, Part, Row, Rows, TokenSpan
    from adgo.turtle.errors import Fault, TurtleError
    from adgo.turtle.limits import LIMITS, Limits
    from adgo.turtle.reader import decode, parse, read_file
    from adgo.turtle.terms import TermTable
    from adgo.turtle.writing.formatter import format_text
    from adgo.turtle.writing.writer import write

__all__ = [
    "LIMITS",
    "NOWHERE",
    "Document",
    "Fault",
    "Limits",
    "Part",
    "Row",
    "Rows",
    "TermTable",
    "TokenSpan",
    "TurtleError",
    "decode",
    "format_text",
    "parse",
    "read_file",
    "write",
]

#: Public name to the module that defines it.
_MODULES = {
    "LIMITS": "adgo.turtle.limits",
    "NOWHERE": "adgo.turtle.document",
    "Document": "adgo.turtle.document",
    "Fault": "adgo.turtle.errors",
    "Limits": "adgo.turtle.limits",
    "Part": "adgo.turtle.document",
    "Row": "adgo.turtle.document",
    "Rows": "adgo.turtle.document",
    "TermTable": "adgo.turtle.terms",
    "TokenSpan": "adgo.turtle.document",
    "TurtleError": "adgo.turtle.errors",
    "decode": "adgo.turtle.reader",
    "format_text": "adgo.turtle.writing.formatter",
    "parse": "adgo.turtle.reader",
    "read_file": "adgo.turtle.reader",
    "write": "adgo.turtle.writing.writer",
}

__getattr__ = importer(__name__, _MODULES)
