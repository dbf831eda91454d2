"""Sets of characters as ranges of code points, and those that XPath's regular expressions name."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

#: (first, last) code points, in order and apart.
Ranges = tuple[tuple[int, int], ...]

ALL: Ranges = ((0, 0x10FFFF),)
SPACE: Ranges = ((0x9, 0xA), (0xD, 0xD), (0x20, 0x20))
#: Characters that a name of XML 1.0 can begin with (NameStartChar), and those that can follow.
NAME_START: Ranges = (
    *((0x3A, 0x3A), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A), (0xC0, 0xD6), (0xD8, 0xF6), (0xF8, 0x2FF)),
    *((0x370, 0x37D), (0x37F, 0x1FFF), (0x200C, 0x200D), (0x2070, 0x218F), (0x2C00, 0x2FEF)),
    *((0x3001, 0xD7FF), (0xF900, 0xFDCF), (0xFDF0, 0xFFFD), (0x10000, 0xEFFFF)),
)
_NAME_MORE: Ranges = ((0x2D, 0x2E), (0x30, 0x39), (0xB7, 0xB7), (0x300, 0x36F), (0x203F, 0x2040))
#: Above this many characters, nobody lists them in a class by hand: their cases are there already.
_MANY = 200_000


def merged(ranges: Ranges) -> Ranges:
    """Return ranges in order, those that touch made one."""
    made: list[tuple[int, int]] = []
    for low, high in sorted(ranges):
        if made and low <= made[-1][1] + 1:
            made[-1] = (made[-1][0], max(high, made[-1][1]))
        else:
            made.append((low, high))
    return tuple(made)


def complement(ranges: Ranges) -> Ranges:
    """Return all other characters."""
    return difference(ALL, ranges)


def difference(ranges: Ranges, minus: Ranges) -> Ranges:
    """Return the characters of the first set that are not in the second."""
    made: list[tuple[int, int]] = []
    for low, high in ranges:
        for start, end in minus:
            if end < low or start > high:
                continue
            if start > low:
                made.append((low, start - 1))
            low = end + 1
        if low <= high:
            made.append((low, high))
    return tuple(made)


@lru_cache(maxsize=256)
def in_both_cases(ranges: Ranges) -> Ranges:
    """Return the characters with those that differ from them in case alone."""
    if sum(high - low for low, high in ranges) > _MANY:
        return ranges
    made = {code for low, high in ranges for code in range(low, high + 1)}
    for _ in range(2):
        # Twice: ſ is a small S, so that its capital leads to s.
        chars = [chr(code) for code in made]
        made |= {ord(each) for char in chars for each in (char.lower(), char.upper()) if len(each) == 1}
    return merged(tuple((code, code) for code in made))


@cache
def multi_character(letter: str) -> Ranges:
    r"""Return the characters of \s, \i, \c, \d or \w."""
    match letter:
        case "s":
            return SPACE
        case "i":
            return NAME_START
        case "c":
            return merged(NAME_START + _NAME_MORE)
        case "d":
            return category("Nd") or ()
    return complement(merged((category("P") or ()) + (category("Z") or ()) + (category("C") or ())))


@cache
def category(name: str) -> Ranges | None:
    """Return the characters of a general category of Unicode (L, Lu, …), None if there is none of that name."""
    found = [each for kind, ranges in _categories().items() if kind.startswith(name) for each in ranges]
    return merged(tuple(found)) if found and 1 <= len(name) <= 2 else None


@cache
def _categories() -> dict[str, Ranges]:
    """Return all characters by their general category, in one pass over Unicode."""
    found: dict[str, list[tuple[int, int]]] = {}
    start, last = 0, unicodedata.category("\0")
    for code in range(1, 0x110001):
        kind = unicodedata.category(chr(code)) if code < 0x110000 else ""
        if kind != last:
            found.setdefault(last, []).append((start, code - 1))
            start, last = code, kind
    return {kind: tuple(ranges) for kind, ranges in found.items()}
