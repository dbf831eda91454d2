"""The regular expressions of XPath (Functions and Operators 3.1, section 5.6), which SPARQL's REGEX uses."""

from __future__ import annotations

import re
from functools import lru_cache

from adgo.sparql.xpath.pattern_reader import PatternError, PatternReader
from adgo.sparql.xpath.regular_dialects import PYTHON, RUST, Dialect, Piece

#: An expression that needs the memory of more characters than these is too large for the embedded engine.
_LARGEST = 20_000
#: The digits of a group's number that are read; no expression has that many groups.
_MOST_DIGITS = 9


@lru_cache(maxsize=256)
def compiled(pattern: str, flags: str = "") -> re.Pattern[str]:
    """Return the expression for Python, flags included.

    Raises:
        PatternError: it is not a regular expression of XPath, or a flag is not one of s, m, i, x and q.
        RecursionError: its groups nest too deeply.
    """
    try:
        return re.compile(_translated(pattern, flags, PYTHON)[0].text)
    except RecursionError:
        raise RecursionError("The groups of a regular expression nest too deeply.") from None


def for_engine(pattern: str, flags: str = "") -> str | None:
    """Return the expression for the embedded engine, flags included; None if the engine has none that means the same.

    Raises:
        PatternError: it is not a regular expression of XPath, or a flag is not one of s, m, i, x and q.
        RecursionError: its groups nest too deeply.
    """
    compiled(pattern, flags)
    made, needs_python = _translated(pattern, flags, RUST)
    is_ruled_out = needs_python or made.size > _LARGEST
    return None if is_ruled_out or not _is_read_by_engine(made.text) else made.text


@lru_cache(maxsize=256)
def _is_read_by_engine(expression: str) -> bool:
    """Return whether the embedded engine reads an expression: it refuses those for which it needs much memory."""
    from pyoxigraph import Literal, Store  # Python's expressions need no engine

    return bool(Store().query(f'ASK {{ FILTER(REGEX("", {Literal(expression)}) IN (true, false)) }}'))


def _translated(pattern: str, flags: str, dialect: Dialect) -> tuple[Piece, bool]:
    """Return the expression in a dialect, and whether only Python has one that means the same."""
    if set(flags) - set("smixq"):
        raise PatternError(f"the flags may be s, m, i, x and q, not {flags!r}", "FORX0001")
    if "q" in flags:
        # Every character means itself, and only i has an effect besides.
        pattern = re.sub(r"[\\|.?*+(){}\[\]^$-]", r"\\\g<0>", pattern)
        flags = "i" if "i" in flags else ""
    reader = PatternReader(pattern, flags, dialect)
    return reader.read(), reader.needs_python


def replacement(text: str, groups: int, flags: str = "") -> list[str | int]:
    """Return a replacement string as pieces: texts, and numbers of groups (5.6.4).

    Args:
        text: the replacement.
        groups: how many groups the pattern has.
        flags: the flags; with q the text means itself.

    Raises:
        PatternError: a dollar sign without a number, or a backslash before anything but itself and a dollar sign.
    """
    if "q" in flags:
        return [text]
    pieces: list[str | int] = []
    place = 0
    while place < len(text):
        piece, length = _replacement_piece(text, place, groups)
        pieces.append(piece)
        place += length
    return pieces


def _replacement_piece(text: str, place: int, groups: int) -> tuple[str | int, int]:
    """Return the piece of a replacement at a place, and its length in the text."""
    char, rest = text[place], text[place + 1 :]
    if char == "\\":
        if rest[:1] not in ("\\", "$"):
            raise PatternError(
                "in a replacement a backslash stands before $ or another backslash", "FORX0004"
            )
        return rest[0], 2
    if char == "$":
        digits = _group_digits(rest, groups)
        return int(digits), 1 + len(digits)
    return char, 1


def _group_digits(rest: str, groups: int) -> str:
    """Return the digits after a dollar sign, as many as make the number of a group."""
    found = re.match(r"[0-9]+", rest)
    if found is None:
        raise PatternError(
            "in a replacement a dollar sign stands before the number of a group; write \\$", "FORX0004"
        )
    digits = found[0][:_MOST_DIGITS]
    while int(digits) > max(groups, 9):
        digits = digits[:-1]
    return digits


def replaced(text: str, pattern: str, by: str, flags: str = "") -> str:
    """Return a text with all matches replaced.

    Args:
        text: the text.
        pattern: the regular expression.
        by: the replacement; $1 stands for the first group.
        flags: s, m, i, x and q.

    Raises:
        PatternError: the pattern, the replacement or a flag is wrong, or the pattern matches the empty string.
    """
    expression = compiled(pattern, flags)
    if expression.search(""):
        raise PatternError("the pattern matches the empty string", "FORX0003")
    pieces = replacement(by, expression.groups, flags)
    return expression.sub(lambda match: "".join(_filled(match, each) for each in pieces), text)


def _filled(match: re.Match[str], piece: str | int) -> str:
    """Return a piece of a replacement for one match; a group that does not exist or took no part is empty."""
    if isinstance(piece, str):
        return piece
    return (match[piece] or "") if piece <= match.re.groups else ""
