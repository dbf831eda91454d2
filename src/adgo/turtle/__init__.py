"""Turtle: a reader that keeps the place of every token, a canonical writer, a formatter."""

from adgo.turtle.document import NOWHERE, Document, Part, Row, Rows, Span
from adgo.turtle.faults import Fault, TurtleError
from adgo.turtle.formatter import format_text
from adgo.turtle.limits import LIMITS, Limits
from adgo.turtle.reader import SUFFIXES, decode, parse, read_file
from adgo.turtle.terms import TermTable
from adgo.turtle.writer import write

__all__ = [
    "LIMITS",
    "NOWHERE",
    "SUFFIXES",
    "Document",
    "Fault",
    "Limits",
    "Part",
    "Row",
    "Rows",
    "Span",
    "TermTable",
    "TurtleError",
    "decode",
    "format_text",
    "parse",
    "read_file",
    "write",
]
