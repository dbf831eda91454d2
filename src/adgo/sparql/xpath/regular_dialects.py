"""How engines of regular expressions write characters and classes, and what that costs them."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from adgo.sparql.xpath.character_ranges import Ranges

#: Characters other than letters and digits that mean themselves to every engine.
_HARMLESS = frozenset(" _-@,;:/=<>\"'!%`")
#: The memory that a class takes in the crate regex, as compared to a single character: for itself, for each range.
CLASS_SIZE, _RANGE_SIZE = 32, 2


class Piece(NamedTuple):
    """A part of an expression, with the memory it takes in the crate regex as compared to a single character."""

    text: str
    size: int


class Dialect:
    """How an engine writes what its regular expressions have in common with XPath's."""

    def __init__(self, char: Callable[[int], str], *, end: str, nothing: str) -> None:
        """Hold the notation.

        Args:
            char: writes a code point inside a class.
            end: matches at the very end of the text.
            nothing: matches nothing at all.
        """
        self._char, self.end, self._nothing = char, end, nothing

    def char_class(self, ranges: Ranges) -> Piece:
        """Return a class of exactly these characters."""
        if not ranges:
            return Piece(self._nothing, CLASS_SIZE)
        char = self._char
        body = "".join(char(low) if low == high else f"{char(low)}-{char(high)}" for low, high in ranges)
        return Piece(f"[{body}]", CLASS_SIZE + _RANGE_SIZE * len(ranges))


PYTHON = Dialect(
    lambda code: f"\\U{code:08X}" if code > 0xFFFF else f"\\u{code:04X}", end=r"\Z", nothing="(?!)"
)
#: The crate regex, which the embedded engine uses.
RUST = Dialect(lambda code: f"\\x{{{code:X}}}", end=r"\z", nothing=r"[^\x00-\x{10FFFF}]")


def literal(char: str) -> Piece:
    """Return an expression that matches exactly one character, in every engine."""
    is_harmless = char.isalnum() or char in _HARMLESS or not (char.isascii() and char.isprintable())
    return Piece(char if is_harmless else f"\\{char}", len(char.encode()))
