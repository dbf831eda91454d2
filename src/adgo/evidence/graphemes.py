"""Graphemes of a text: what a reader sees as one character, by Unicode Standard Annex 29."""

from __future__ import annotations

from collections.abc import Container
from functools import lru_cache

import regex

_GRAPHEME = regex.compile(r"\X")


def spans(text: str) -> list[tuple[int, int]]:
    """Return the span of each grapheme of a text, in order, in code points."""
    return [match.span() for match in _GRAPHEME.finditer(text)]


@lru_cache(maxsize=16)
def boundaries(text: str) -> Container[int]:
    """Return the places at which a text may be cut: before and after each grapheme."""
    if text.isascii() and "\r" not in text:
        return range(len(text) + 1)
    return frozenset([0, *(end for _, end in spans(text))])


def whole(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the smallest span of whole graphemes that has a span in it.

    Args:
        text: the text.
        start: the first code point of the span.
        end: the code point after the last one.
    """
    places = boundaries(text)
    while start not in places:
        start -= 1
    while end not in places:
        end += 1
    return start, end
