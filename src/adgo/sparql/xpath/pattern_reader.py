"""A regular expression of XPath, read from left to right and written for another engine.

The syntax is that of XML Schema part 2, appendix G, with the additions of XPath's Functions and Operators 3.1, section
5.6.1: anchors, reluctant quantifiers, groups that do not capture, and references to groups.
"""

from __future__ import annotations

import re
from decimal import Decimal

from adgo.sparql.xpath.character_ranges import (
    Ranges,
    block,
    category,
    characters,
    complement,
    difference,
    merged,
    multi_character,
    with_case_variants,
)
from adgo.sparql.xpath.regular_dialects import CLASS_SIZE, Dialect, Piece, literal

_SINGLE = {"n": "\n", "r": "\r", "t": "\t"}
#: Characters that a backslash makes plain; XPath lacks the slash, which people escape out of habit.
_ESCAPABLE = frozenset("\\|.?*+(){}-[]^$/")
_QUANTIFIER = re.compile(r"\{([0-9]+)(?:(,)([0-9]*))?\}")
#: No text is longer, so that a greater bound of a quantifier means the same.
_LARGEST_BOUND = Decimal(2**31)
_PROPERTY = re.compile(r"[pP]\{([A-Za-z0-9-]+)\}")


class PatternError(ValueError):
    """A regular expression, set of flags or replacement that XPath does not have.

    Attributes:
        code: the name of the error in XPath: FORX0001 for flags, FORX0002 for an expression, FORX0003 for an expression
            that matches the empty string in REPLACE, FORX0004 for a replacement.
    """

    def __init__(self, message: str, code: str = "FORX0002") -> None:
        """Hold what is wrong, and the name of the error."""
        super().__init__(message)
        self.code = code


class PatternReader:
    """One expression.

    Attributes:
        needs_python: whether the expression that was read refers back to a group, or to the starts and ends of lines
            (flag m): the crate regex has nothing that means the same.
    """

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
        self.needs_python = False

    def read(self) -> Piece:
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

    def _branches(self) -> Piece:
        branches = [self._branch()]
        while self._took("|"):
            branches.append(self._branch())
        return Piece("|".join(each.text for each in branches), sum(each.size + 1 for each in branches))

    def _branch(self) -> Piece:
        text, size = [], 0
        while self._peek() not in ("", "|", ")"):
            atom = self._atom()
            quantifier, times = self._quantifier()
            text.append(atom.text + quantifier)
            size += atom.size * times
        return Piece("".join(text), size)

    def _quantifier(self) -> tuple[str, int]:
        """Return the quantifier that comes next, "" if none does, and how often it repeats the atom in memory."""
        mark = self._peek()
        if mark in ("?", "*", "+"):
            made, times = self._take(), 2
        elif mark == "{":
            made, times = self._counted()
        else:
            return "", 1
        made += "?" if self._took("?") else ""
        if self._peek() in ("?", "*", "+", "{"):
            raise PatternError(f"a quantifier after the quantifier {made}")
        return made, times

    def _counted(self) -> tuple[str, int]:
        match = _QUANTIFIER.match(self._text, self._place)
        if match is None:
            raise PatternError("a { that begins no quantifier; write \\{")
        self._take(len(match[0]))
        least, most = Decimal(match[1]), Decimal(match[3] or match[1])
        if most < least:
            raise PatternError(f"the bounds of {match[0]} are in the wrong order")
        low, high = (int(min(each, _LARGEST_BOUND)) for each in (least, most))
        return f"{{{low}{match[2] or ''}{high if match[3] else ''}}}", high + 1

    def _atom(self) -> Piece:
        char = self._take()
        match char:
            case "(":
                return self._group()
            case "[":
                return self._dialect.char_class(self._characters())
            case ".":
                return Piece("(?s:.)" if "s" in self._flags else r"[^\n\r]", CLASS_SIZE)
            case "^" | "$":
                return Piece(self._anchor(char), 1)
            case "\\":
                return self._escape()
            case "?" | "*" | "+" | "{" | "}" | "]":
                raise PatternError(f"a {char} in the wrong place; write \\{char}")
        return self._character(char)

    def _anchor(self, char: str) -> str:
        """Return ^ or $; a line feed at the very end of the text begins no line (F&O 3.1, 5.6.1.1)."""
        if "m" not in self._flags:
            return r"(?:\A)" if char == "^" else f"(?:{self._dialect.end})"
        self.needs_python = True
        return r"(?:\A|(?<=\n)(?!\Z))" if char == "^" else r"(?:(?=\n)|(?<!\n)\Z)"

    def _character(self, char: str) -> Piece:
        """Return an expression that matches a character, with flag i in both cases."""
        code = ord(char)
        if "i" in self._flags:
            variants = with_case_variants(((code, code),))
            if variants != ((code, code),):
                return self._dialect.char_class(variants)
        return literal(char)

    def _group(self) -> Piece:
        number = 0
        if self._took("?:"):
            start = "(?:"
        elif self._peek() == "?":
            raise PatternError(
                "(? begins a group only as (?: in XPath, which has neither look-around nor inline flags"
            )
        else:
            self._groups += 1
            number, start = self._groups, "("
        inner = self._branches()
        if not self._took(")"):
            raise PatternError("a ( that is not closed")
        self._closed |= {number} if number else set()
        return Piece(f"{start}{inner.text})", inner.size + 4)

    def _escape(self) -> Piece:
        if self._peek() in tuple("123456789"):
            return self._reference()
        ranges = self._escaped_class()
        return self._character(self._escaped()) if ranges is None else self._dialect.char_class(ranges)

    def _reference(self) -> Piece:
        number = int(self._take())
        while self._peek() in tuple("0123456789") and number * 10 + int(self._peek()) in self._closed:
            number = number * 10 + int(self._take())
        if number not in self._closed:
            raise PatternError(f"\\{number} refers to no group before it")
        self.needs_python = True
        same = f"(?i:\\{number})" if "i" in self._flags else f"\\{number}"
        # A group that took no part matches the empty string.
        return Piece(f"(?:(?({number}){same}))", 1)

    def _escaped(self) -> str:
        """Return the character that an escape stands for; the backslash is read."""
        char = self._take()
        if char in _SINGLE:
            return _SINGLE[char]
        if char in _ESCAPABLE:
            return char
        raise PatternError(f"\\{char} is not an escape of XPath's regular expressions")

    def _escaped_class(self) -> Ranges | None:
        """Return the characters of a class after a backslash, None if a single character follows."""
        char = self._peek()
        if char in tuple("sicdwSICDW"):
            self._take()
            ranges = multi_character(char.lower())
            return ranges if char.islower() else complement(ranges)
        if char not in ("p", "P"):
            return None
        match = _PROPERTY.match(self._text, self._place)
        if match is None:
            raise PatternError(f"\\{char} without a name in braces, such as \\p{{Lu}} or \\p{{IsBasicLatin}}")
        name = match[1]
        found = block(name[2:]) if name.startswith("Is") else category(name)
        if found is None:
            raise PatternError(f"{name} is not the name of a category of Unicode, or of a block after Is")
        self._take(len(match[0]))
        return found if char == "p" else complement(found)

    def _characters(self) -> Ranges:
        """Return the characters of a class; the opening bracket is read."""
        is_negative = self._took("^")
        found: Ranges = self._member()
        minus: Ranges = ()
        while not self._took("]"):
            if self._took("-["):
                minus = self._characters()
                if not self._took("]"):
                    raise PatternError("a subtraction that is not at the end of its class")
                break
            found += self._member()
        ranges = merged(found)
        return difference(complement(ranges) if is_negative else ranges, minus)

    def _member(self) -> Ranges:
        """Return what one member of a class stands for: a character, a range or a class."""
        char = self._take()
        if char == "\\":
            ranges = self._escaped_class()
            if ranges is not None:
                return ranges
            char = self._escaped()
        elif char in ("", "[", "]"):
            raise PatternError(f"a {char} in a class; write \\{char}" if char else "a [ that is not closed")
        last = char
        if self._peek() == "-" and self._peek(2) not in ("-]", "-[") and self._peek(3) != "--[":
            self._take()
            last = self._range_end(char)
        ranges = characters(ord(char), ord(last))
        return with_case_variants(ranges) if "i" in self._flags else ranges

    def _range_end(self, first: str) -> str:
        last = self._take()
        last = self._escaped() if last == "\\" else last
        if not last or last == "[" or last < first:
            raise PatternError(f"the range {first}-{last} in a class")
        return last


def without_space(pattern: str) -> str:
    """Return a pattern without the white space outside of classes, after a backslash too (flag x)."""
    kept: list[str] = []
    depth = 0
    is_escaped = False
    for char in pattern:
        if depth or char not in " \t\n\r":
            kept.append(char)
            if not is_escaped:
                depth += (char == "[") - (char == "]" and depth > 0)
            is_escaped = char == "\\" and not is_escaped
    return "".join(kept)
