"""The regular expressions of XPath (Functions and Operators 3.1, section 5.6), which SPARQL takes its REGEX from."""

from __future__ import annotations

import re
from functools import lru_cache

from adgo.sparql.evaluation.pattern_reader import PYTHON, RUST, PatternError, PatternReader, literal

_FLAGS = {"i": re.IGNORECASE, "m": re.MULTILINE, "s": re.DOTALL}
_COUNTED = re.compile(r"(?<!x)\{([0-9]+)(?:,([0-9]*))?\}")
#: The crate regex refuses what takes too much memory; an expression below this size (code points, each counted as
#: often as it is repeated) does not.
_LARGEST = 20_000


@lru_cache(maxsize=256)
def compiled(pattern: str, flags: str = "") -> re.Pattern[str]:
    """Return an expression for Python.

    Raises:
        PatternError: it is not a regular expression of XPath, or a flag is not one of s, m, i, x and q.
    """
    if set(flags) - set("smixq"):
        raise PatternError(f"the flags may be s, m, i, x and q, not {flags!r}")
    if "q" in flags:
        return re.compile(re.escape(pattern), re.IGNORECASE if "i" in flags else 0)
    number = 0
    for flag in flags:
        number |= _FLAGS.get(flag, 0)
    try:
        return re.compile(PatternReader(pattern, flags, PYTHON).read(), number)
    except (re.error, OverflowError, RecursionError) as error:
        raise PatternError(f"the regular expression cannot be read: {error}") from error


def for_engine(pattern: str, flags: str = "") -> str | None:
    """Return an expression for the embedded engine, flags included; None if it can have none that means the same.

    Raises:
        PatternError: it is not a regular expression of XPath.
    """
    compiled(pattern, flags)
    inline = "".join(flag for flag in "im" if flag in flags)
    if "q" in flags:
        inline = inline.replace("m", "")
        body = "".join(map(literal, pattern))
    else:
        reader = PatternReader(pattern, flags, RUST)
        body = reader.read()
        if reader.has_references or _size(body) > _LARGEST:
            return None
    return f"(?{inline}){body}" if inline else body


def _size(body: str) -> int:
    size = len(body)
    for low, high in _COUNTED.findall(body):
        size *= max(int(high or low), 1)
    return size


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
        char, rest = text[place], text[place + 1 :]
        place += 1
        if char == "\\":
            if rest[:1] not in ("\\", "$"):
                raise PatternError("in a replacement a backslash stands before $ or another backslash")
            pieces.append(rest[0])
            place += 1
        elif char == "$":
            number = _group(rest, groups)
            pieces.append(int(number))
            place += len(number)
        else:
            pieces.append(char)
    return pieces


def _group(rest: str, groups: int) -> str:
    """Return the digits behind a dollar sign, as many as make the number of a group."""
    digits = re.match(r"[0-9]+", rest)
    if digits is None:
        raise PatternError("in a replacement a dollar sign stands before the number of a group; write \\$")
    number = digits[0]
    while len(number) > 1 and int(number) > groups:
        number = number[:-1]
    return number


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
        raise PatternError("the pattern matches the empty string")
    pieces = replacement(by, expression.groups, flags)

    def put(match: re.Match[str]) -> str:
        return "".join(piece if isinstance(piece, str) else _matched(match, piece) for piece in pieces)

    return expression.sub(put, text)


def _matched(match: re.Match[str], group: int) -> str:
    return (match[group] or "") if group <= match.re.groups else ""
