"""Turtle: a reader that keeps the position of every token, a canonical writer, and a formatter."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from adgo.turtle.document import NOWHERE, Document, Part, Row, Rows, TokenSpan
from adgo.turtle.errors import Fault, TurtleError
from adgo.turtle.limits import LIMITS, Limits
from adgo.turtle.reader import SUFFIXES, decode, parse, read_file
from adgo.turtle.terms import TermTable

if TYPE_CHECKING:
    from adgo.turtle.writing.formatter import format_text
    from adgo.turtle.writing.writer import write

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
    "TermTable",
    "TokenSpan",
    "TurtleError",
    "decode",
    "format_text",
    "parse",
    "read_file",
    "write",
]

#: Public names that are imported on first use, so that programs that only read start quickly.
_LAZY = {"format_text": "adgo.turtle.writing.formatter", "write": "adgo.turtle.writing.writer"}


def __getattr__(name: str) -> Any:
    """Return a public name of `_LAZY`, imported now."""
    if name not in _LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_LAZY[name]), name)
    globals()[name] = value
    return value
