"""A regular expression of XPath, read from left to right and written for another engine.

The syntax is that of XML Schema part 2, appendix G, with the additions of XPath's Functions and Operators 3.1, section
5.6.1: anchors, reluctant quantifiers, groups that do not capture, and references to groups.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from adgo.sparql.evaluation.character_ranges import (
    Ranges,
    category,
    complement,
    difference,
    in_both_cases,
    merged,
    multi_character,
)

_SINGLE = {"n": "\n", "r": "\r", "t": "\t"}
#: Characters that a backslash makes plain; XPath lacks the slash, which people escape out of habit.
_ESCAPABLE = frozenset("\\|.?*+(){}-[]^$/")
#: Characters other than letters and digits that mean themselves to every engine.
_HARMLESS = frozenset(" _-@,;:/=<>\"'!%`")
_QUANTIFIER = re.compile(r"\{([0-9]+)(?:(,)([0-9]*))?\}")
_CATEGORY = re.compile(r"[pP]\{([A-Za-z0-9-]+)\}")


class PatternError(ValueError):
    """A regular expression, flag or replacement that XPath does not have."""


class Dialect:
    """How another engine writes what XPath and it have in common."""

    def __init__(self, char: Callable[[int], str], *, end: str, nothing: str) -> None:
        """Hold the notation.

        Args:
            char: writes a code point inside a class.
            end: matches at the very end of the text.
            nothing: matches nothing at all.
        """
        self.char, self.end, self.nothing = char, end, nothing


PYTHON = Dialect(
    lambda code: f"\\U{code:08X}" if code > 0xFFFF else f"\\u{code:04X}", end=r"\Z", nothing="(?!)"
)
#: The crate regex, which the embedded engine uses.
RUST = Dialect(lambda code: f"\\x{{{code:X}}}", end=r"\z", nothing=r"[^\x00-\x{10FFFF}]")


class PatternReader:
    """One expression; after `read`, `has_references` says whether it refers back to a group."""

    def __init__(self, pattern: str, flags: str, dialect: Dialect) -> None:
        """Hold the expression.

        Args:
            pattern: the expression.
            flags: the flags, of which i, m, s and x change how it is written.
            dialect: how to write it.
        """
        self._text = without_space(pattern) if "x" in flags else pattern
        self._flags = flags
        self._dialect = dialect
        self._place = 0
        self._groups = 0
        self._closed: set[int] = set()
        self.has_references = False

    def read(self) -> str:
        """Return the expression for the other engine; PatternError if it is not one of XPath's."""
        made = self._branches()
        if self._place < len(self._text):
            raise PatternError("a ) that closes nothing; write \\)")
        return made

    def _peek(self, length: int = 1) -> str:
        return self._text[self._place : self._place + length]

    def _take(self, length: int = 1) -> str:
        taken = self._peek(length)
        self._place += length
        return taken

    def _took(self, text: str) -> bool:
        """Return whether a text comes next, and pass it."""
        found = self._text.startswith(text, self._place)
        self._place += len(text) if found else 0
        return found

    def _branches(self) -> str:
        branches = [self._branch()]
        while self._took("|"):
            branches.append(self._branch())
        return "|".join(branches)

    def _branch(self) -> str:
        pieces = []
        while self._peek() not in ("", "|", ")"):
            pieces.append(self._atom() + self._quantifier())
        return "".join(pieces)

    def _quantifier(self) -> str:
        mark = self._peek()
        if mark in ("?", "*", "+"):
            made = self._take()
        elif mark == "{":
            made = self._counted()
        else:
            return ""
        made += "?" if self._took("?") else ""
        if self._peek() in ("?", "*", "+", "{"):
            raise PatternError(f"a quantifier after the quantifier {made}")
        return made

    def _counted(self) -> str:
        match = _QUANTIFIER.match(self._text, self._place)
        if match is None:
            raise PatternError("a { that begins no quantifier; write \\{")
        if match[3] and int(match[1]) > int(match[3]):
            raise PatternError(f"the bounds of {match[0]} are in the wrong order")
        return self._take(len(match[0]))

    def _atom(self) -> str:
        char = self._take()
        match char:
            case "(":
                return self._group()
            case "[":
                return self._class(self._characters(), folded="i" in self._flags)
            case ".":
                return "(?s:.)" if "s" in self._flags else r"[^\n\r]"
            case "^":
                return "^" if "m" in self._flags else r"\A"
            case "$":
                return "$" if "m" in self._flags else self._dialect.end
            case "\\":
                return self._escape()
            case "?" | "*" | "+" | "{" | "}" | "]":
                raise PatternError(f"a {char} in the wrong place; write \\{char}")
        return literal(char)

    def _group(self) -> str:
        number = 0
        if self._took("?:"):
            made = "(?:"
        elif self._peek() == "?":
            raise PatternError(
                "(? begins a group only as (?: in XPath, which has neither look-around nor inline flags"
            )
        else:
            self._groups += 1
            number, made = self._groups, "("
        made += self._branches()
        if not self._took(")"):
            raise PatternError("a ( that is not closed")
        self._closed |= {number} if number else set()
        return made + ")"

    def _escape(self) -> str:
        if self._peek() in tuple("123456789"):
            return self._reference()
        ranges = self._escaped_class()
        return literal(self._escaped()) if ranges is None else self._class(ranges, folded=False)

    def _reference(self) -> str:
        number = int(self._take())
        while self._peek() in tuple("0123456789") and number * 10 + int(self._peek()) in self._closed:
            number = number * 10 + int(self._take())
        if number not in self._closed:
            raise PatternError(f"\\{number} refers to no group before it")
        self.has_references = True
        # A group that took no part matches the empty string.
        return f"(?:(?({number})\\{number}))"

    def _escaped(self) -> str:
        """Return the character that an escape stands for; the backslash is read."""
        char = self._take()
        if char in _SINGLE:
            return _SINGLE[char]
        if char in _ESCAPABLE:
            return char
        raise PatternError(f"\\{char} is not an escape of XPath's regular expressions")

    def _escaped_class(self) -> Ranges | None:
        """Return the characters of a class behind a backslash, None if a single character follows."""
        char = self._peek()
        if char in tuple("sicdwSICDW"):
            self._take()
            ranges = multi_character(char.lower())
            return ranges if char.islower() else complement(ranges)
        if char not in ("p", "P"):
            return None
        match = _CATEGORY.match(self._text, self._place)
        found = category(match[1]) if match else None
        if match is None or found is None:
            raise PatternError(
                f"\\{char} without the name of a category of Unicode in braces, such as \\p{{Lu}}"
            )
        self._take(len(match[0]))
        return found if char == "p" else complement(found)

    def _characters(self) -> Ranges:
        """Return the characters of a class; the opening bracket is read."""
        is_negative = self._took("^")
        found: list[tuple[int, int]] = []
        minus: Ranges = ()
        while not (found and self._took("]")):
            if found and self._took("-["):
                minus = self._characters()
                if not self._took("]"):
                    raise PatternError("a subtraction that is not at the end of its class")
                break
            found += self._member()
        ranges = merged(tuple(found))
        if "i" in self._flags:
            ranges, minus = in_both_cases(ranges), in_both_cases(minus)
        return difference(complement(ranges) if is_negative else ranges, minus)

    def _member(self) -> Ranges:
        """Return what one member of a class stands for: a character, a range or a class."""
        char = self._take()
        if not char:
            raise PatternError("a [ that is not closed")
        if char in ("[", "]"):
            raise PatternError(f"a {char} in a class; write \\{char}")
        if char == "\\":
            ranges = self._escaped_class()
            if ranges is not None:
                return ranges
            char = self._escaped()
        if self._peek() != "-" or self._peek(2) in ("-]", "-["):
            return ((ord(char), ord(char)),)
        self._take()
        last = self._take()
        last = self._escaped() if last == "\\" else last
        if not last or last == "[" or ord(last) < ord(char):
            raise PatternError(f"the range {char}-{last} in a class")
        return ((ord(char), ord(last)),)

    def _class(self, ranges: Ranges, *, folded: bool) -> str:
        """Return a class of just these characters; `folded`: both cases are among them."""
        if not ranges:
            return self._dialect.nothing
        char = self._dialect.char
        body = "".join(char(low) if low == high else f"{char(low)}-{char(high)}" for low, high in ranges)
        # What the engines fold besides is not in XPath.
        return f"(?-i:[{body}])" if folded else f"[{body}]"


def literal(char: str) -> str:
    """Return an expression that matches just a character, to every engine."""
    is_harmless = char.isalnum() or char in _HARMLESS or not (char.isascii() and char.isprintable())
    return char if is_harmless else f"\\{char}"


def without_space(pattern: str) -> str:
    """Return a pattern without the white space outside of classes (flag x)."""
    kept: list[str] = []
    depth = place = 0
    while place < len(pattern):
        length = 2 if pattern[place] == "\\" else 1
        piece = pattern[place : place + length]
        depth += (piece == "[") - (piece == "]" and depth > 0)
        if depth or piece not in (" ", "\t", "\n", "\r"):
            kept.append(piece)
        place += length
    return "".join(kept)
