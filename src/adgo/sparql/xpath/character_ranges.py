"""Sets of characters as ranges of code points, and those that XPath's regular expressions name."""

from __future__ import annotations

import sys
import unicodedata
from collections import defaultdict
from functools import cache
from itertools import groupby
from pathlib import Path

#: (first, last) code points, sorted and not overlapping.
Ranges = tuple[tuple[int, int], ...]

#: All characters; surrogates are not characters.
ALL: Ranges = ((0, 0xD7FF), (0xE000, 0x10FFFF))
SPACE: Ranges = ((0x9, 0xA), (0xD, 0xD), (0x20, 0x20))
#: Characters that can start a name of XML 1.0 (NameStartChar), and further ones that can follow.
NAME_START: Ranges = (
    *((0x3A, 0x3A), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A), (0xC0, 0xD6), (0xD8, 0xF6), (0xF8, 0x2FF)),
    *((0x370, 0x37D), (0x37F, 0x1FFF), (0x200C, 0x200D), (0x2070, 0x218F), (0x2C00, 0x2FEF)),
    *((0x3001, 0xD7FF), (0xF900, 0xFDCF), (0xFDF0, 0xFFFD), (0x10000, 0xEFFFF)),
)
_NAME_MORE: Ranges = ((0x2D, 0x2E), (0x30, 0x39), (0xB7, 0xB7), (0x300, 0x36F), (0x203F, 0x2040))
_SURROGATES: Ranges = ((0xD800, 0xDFFF),)
#: Long runs of one category, which need not be looked at character by character: unassigned and private use.
_UNIFORM = ((0x40000, 0xDFFFF), (0xE1000, 0xEFFFF), (0xF0000, 0xFFFFD), (0x100000, 0x10FFFD))
#: The planes from here on hold ideographs, tags and private use, which have no case.
_CASED_END = 0x20000
_BLOCKS_FILE = Path(__file__).with_name("unicode-blocks.txt")


def merged(ranges: Ranges) -> Ranges:
    """Return the ranges sorted; those that touch become one."""
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


def characters(first: int, last: int) -> Ranges:
    """Return the characters from one code point to another, both included."""
    return difference(((first, last),), _SURROGATES)


def with_case_variants(ranges: Ranges) -> Ranges:
    """Return the characters and their case variants: those with the same lower or upper case (F&O 3.1, 5.6.2)."""
    variants = _case_variants()
    if sum(high - low + 1 for low, high in ranges) < len(variants):
        cased = [code for low, high in ranges for code in range(low, high + 1) if code in variants]
    else:
        cased = [code for code in variants if any(low <= code <= high for low, high in ranges)]
    found = {each for code in cased for each in variants[code]}
    return merged(ranges + tuple((code, code) for code in found))


@cache
def _case_variants() -> dict[int, set[int]]:
    """Return the case variants of each character that has some, itself included."""
    groups: dict[tuple[str, str], set[int]] = defaultdict(set)
    for start in range(0, _CASED_END, 256):
        text = "".join(map(chr, range(start, start + 256)))
        if text != text.lower() or text != text.upper():
            for char in text:
                if char != char.lower() or char != char.upper():
                    groups["lower", char.lower()].add(ord(char))
                    groups["upper", char.upper()].add(ord(char))
    found: dict[int, set[int]] = defaultdict(set)
    for (_, text), codes in groups.items():
        same = codes | {ord(each) for each in (text,) if len(each) == 1}
        for code in same:
            found[code] |= same
    return dict(found)


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
    """Return all characters by their general category."""
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    start = 0
    for first, last in _UNIFORM:
        for kind, group in groupby(map(unicodedata.category, map(chr, range(start, first)))):
            end = start + sum(1 for _ in group)
            found[kind].append((start, end - 1))
            start = end
        found[unicodedata.category(chr(first))].append((first, last))
        start = last + 1
    found["Cn"].append((start, sys.maxunicode))
    del found["Cs"]
    return {kind: merged(tuple(ranges)) for kind, ranges in found.items()}


def block(name: str) -> Ranges | None:
    """Return the characters of a block of Unicode by its name without spaces, None if there is none of that name."""
    return _BLOCKS.get(name)


def _read_blocks() -> dict[str, Ranges]:
    found: dict[str, Ranges] = defaultdict(tuple)
    for line in _BLOCKS_FILE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            codes, _, name = line.partition("; ")
            first, _, last = codes.partition("..")
            found[name.replace(" ", "")] += ((int(first, 16), int(last, 16)),)
    return dict(found)


#: Read at once: a worker that answers queries may not open files.
_BLOCKS = _read_blocks()
