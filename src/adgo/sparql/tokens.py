"""The terminals of SPARQL 1.1 (section 19.8): a query's text as tokens, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

#: Letters and marks of names beyond ASCII. Compiling them is slow, so patterns for ASCII texts leave them out.
_LETTERS_BEYOND_ASCII = (
    r"\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    r"\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_MARKS_BEYOND_ASCII = r"\u00b7\u0300-\u036f\u203f-\u2040"
_BASE = "A-Za-z" + _LETTERS_BEYOND_ASCII
_U = _BASE + "_"
_CHARS = _U + r"\-0-9" + _MARKS_BEYOND_ASCII
_PREFIX = rf"[{_BASE}][{_CHARS}]*+(?:\.++[{_CHARS}]++)*+"
_HEX = "[0-9A-Fa-f]"
_CODE = rf"\\u{_HEX}{{4}}|\\U{_HEX}{{8}}"
IRI = rf"""<(?:[^<>"{{}}|^`\\\x00-\x20]|{_CODE})*+>"""
_PLX = rf"%{_HEX}{{2}}|\\[_~.\-!$&'()*+,;=/?#@%]"
_LOCAL = rf"(?:[{_U}:0-9]|{_PLX})(?:[{_CHARS}:]|{_PLX})*+(?:\.++(?:[{_CHARS}:]|{_PLX})++)*+"
_IN_DOUBLE, _IN_SINGLE = (rf"(?:[^{quote}\\\r\n]|\\.)*+" for quote in "\"'")

#: Each pattern takes time in proportion to the text: what has been passed over is not gone back to.
_TERMINALS = {
    "space": r"[ \t\r\n]++|#[^\r\n]*+",
    "iri": IRI,
    "long": r'"""(?:"{0,2}+(?:[^"\\]|\\.))*+"""',
    "long_single": r"'''(?:'{0,2}+(?:[^'\\]|\\.))*+'''",
    "string": f"\"{_IN_DOUBLE}\"|'{_IN_SINGLE}'",
    "blank": rf"_:[{_U}0-9][{_CHARS}]*+(?:\.++[{_CHARS}]++)*+",
    "pname": f"(?:{_PREFIX})?+:(?:{_LOCAL})?+",
    "variable": rf"[?$][{_U}0-9][{_U}0-9{_MARKS_BEYOND_ASCII}]*+",
    "language": r"@[A-Za-z]++(?:-[A-Za-z0-9]++)*+",
    "number": r"(?:[0-9]++\.[0-9]*+|\.[0-9]++|[0-9]++)[eE][+-]?[0-9]++|[0-9]*+\.[0-9]++|[0-9]++",
    "word": r"[A-Za-z_][A-Za-z0-9_]*+",
    # A sign directly before a number belongs to the number: the path in `:p +1` ends before the sign.
    "sign": r"[+-](?=\.?[0-9])",
    "mark": r"\^\^|&&|\|\||!=|<=|>=|<<\(|\)>>|<<|>>|\{\||\|\}|[(){}\[\].,;*+\-/!=<>|^?~]",
    # A string that nothing closes is one piece, up to the end of its line.
    "stray": f"\"{_IN_DOUBLE}|'{_IN_SINGLE}|.",
}
#: Patterns that are one kind of token.
_KINDS = {"long": "string", "long_single": "string"}


@dataclass(frozen=True, slots=True)
class SparqlToken:
    """One terminal: its kind (a key of the table above), its text, and where it starts (code points from 0)."""

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """The position after its last character (code points from 0)."""
        return self.start + len(self.text)

    @property
    def word(self) -> str:
        """The word in capitals if the token is a word (SPARQL's keywords are words); else ""."""
        return self.text.upper() if self.kind == "word" else ""


def tokenize(text: str) -> Iterator[SparqlToken]:
    """Yield the tokens of a query or update, without white space and comments; SparqlText keeps them."""
    place = nameless = 0
    absent: frozenset[str] = frozenset()
    is_ascii = text.isascii()
    whole = _pattern(absent, is_ascii)
    # The pattern without prefixed names is compiled only for the few texts that need it.
    while match := (_pattern(absent | {"pname"}, is_ascii) if place < nameless else whole).match(text, place):
        kind, start, place = match.lastgroup or "", place, match.end()
        if kind in ("word", "stray") and start >= nameless:
            nameless = _nameless(text, start, place)
        elif kind == "string" and place - start == 2 and text[place : place + 1] == text[start]:
            # Three quotes that nothing closes. Later ones of their kind are closed no more than they, so that looking
            # for the end of each would take the square of the time.
            absent |= {"long" if text[start] == '"' else "long_single"}
            whole = _pattern(absent, is_ascii)
        if kind != "space":
            yield SparqlToken(_KINDS.get(kind, kind), match.group(), start)


@cache
def _pattern(absent: frozenset[str], is_ascii: bool) -> re.Pattern[str]:
    """Return the pattern of all terminals except some, for texts that are ASCII or for all texts."""
    pattern = "|".join(f"(?P<{kind}>{each})" for kind, each in _TERMINALS.items() if kind not in absent)
    for beyond in (_LETTERS_BEYOND_ASCII, _MARKS_BEYOND_ASCII) if is_ascii else ():
        pattern = pattern.replace(beyond, "")
    return re.compile(pattern, re.DOTALL)


@cache
def _name() -> re.Pattern[str]:
    return re.compile(_PREFIX)


def _nameless(text: str, start: int, end: int) -> int:
    """Return the end of what looks like a prefix up to the colon that is not there: no prefix begins inside."""
    if end < len(text) and (text[end] in "-." or text[end] > "\x7f"):
        name = _name().match(text, start)
        return name.end() if name else 0
    return 0


def place(text: str, start: int) -> tuple[int, int]:
    """Return (line, column) of a position, both from 1, columns in code points."""
    before = re.split(r"\r\n|\r|\n", text[:start])
    return len(before), len(before[-1]) + 1
