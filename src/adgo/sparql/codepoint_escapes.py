"""Codepoint escapes outside strings and IRIs (SPARQL 1.1, section 19.2), which the engine does not read.

`:caf\\u00e9` stands for `:café`. In strings and IRIs the engine and the algebra read the escapes themselves, with one
exception: there too the standard replaces them before it reads anything else, so that `\\u005Cn` is a line feed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from adgo.sparql.tokens import IRI, SparqlToken, tokenize

_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))")
_BACKSLASH = r"\\(?:u005[Cc]|U0000005[Cc])"
#: An escaped backslash that begins an escape, or a pair of them; other pairs of characters are passed over.
_BACKSLASHES = re.compile(
    rf"({_BACKSLASH}){_BACKSLASH}|({_BACKSLASH})(?=\\?[tbnrf]|\\[\\\"'])|\\(?![uU]).", re.DOTALL
)
#: Text in which each backslash is in a string, an IRI or a comment; an unclosed long string ends it.
_HARMLESS = re.compile(
    rf"(?:[^\\\"'<#]++|{IRI}|<|#[^\r\n]*+|\"(?!\"\")(?:[^\"\\\r\n]|\\.)*+\"|'(?!'')(?:[^'\\\r\n]|\\.)*+'"
    rf'|"""(?:"{{0,2}}+(?:[^"\\]|\\.))*+"""|\'\'\'(?:\'{{0,2}}+(?:[^\'\\]|\\.))*+\'\'\')*+',
    re.DOTALL,
)
#: Characters that change what the text after them is: the rest is tokenized again. At most 64 of them are decoded.
_OPENING = frozenset("\"'<")
_MOST_OPENED = 64


@dataclass(frozen=True, slots=True)
class DecodedText:
    """A text after decoding.

    Attributes:
        text: the text.
        ends: for each decoded escape, the position in `text` after it (code points from 0).
        shifts: by how many code points the places after each escape were later in the text as it was written.
        fault: the position of the first backslash that is a mistake; None if there is no such backslash.
    """

    text: str
    ends: tuple[int, ...] = ()
    shifts: tuple[int, ...] = ()
    fault: int | None = None

    def written_place(self, place: int) -> int:
        """Return where a place of the text is in the text as it was written."""
        number = bisect_right(self.ends, place)
        return place + (self.shifts[number - 1] if number else 0)


def decoded(written: str) -> DecodedText:
    """Return a text, each codepoint escape outside strings and IRIs replaced by its character.

    Escapes of white space, controls and `#` stay, as no terminal of the grammar contains them. A text in which a
    backslash is left outside strings and names is not SPARQL and stays as it is, so that decoding twice is safe.
    """
    if "\\u" not in written and "\\U" not in written:
        return DecodedText(written)
    harmless = _HARMLESS.match(written)
    if harmless and harmless.end() == len(written) and not re.search(_BACKSLASH, written):
        return DecodedText(written)
    made = _replaced(written)
    left = next((each for each in tokenize(made.text) if each.text == "\\"), None)
    return made if left is None else DecodedText(written, fault=made.written_place(left.start))


def _replaced(written: str) -> DecodedText:
    pieces: list[str] = []
    ends: list[int] = []
    shifts: list[int] = []
    copied = length = 0
    for start, end, character in _replacements(written):
        pieces += [written[copied:start], character]
        length += start - copied + len(character)
        copied = end
        ends.append(length)
        shifts.append(end - length)
    return DecodedText("".join([*pieces, written[copied:]]), tuple(ends), tuple(shifts))


def _replacements(written: str) -> Iterator[tuple[int, int, str]]:
    """Yield each part that is replaced, as (start, end, new text), in order."""
    start: int | None = 0
    opening = ""
    for _ in range(_MOST_OPENED):
        if start is None:
            return
        base = start - len(opening)
        start = None
        for token in tokenize(opening + written[base + len(opening) :]):
            if token.kind == "string" and "\\" in token.text:
                yield from _backslashes(token, base)
            if token.text != "\\":
                continue
            match = _ESCAPE.match(written, base + token.start)
            character = _character(match) if match else ""
            if match is None or not character:
                continue
            yield match.start(), match.end(), character
            if character in _OPENING:
                start, opening = match.end(), character
                break


def _backslashes(token: SparqlToken, base: int) -> Iterator[tuple[int, int, str]]:
    """Yield the replacement of each escaped backslash that begins an escape in a string."""
    for match in _BACKSLASHES.finditer(token.text):
        if match[1] or match[2]:
            yield (
                base + token.start + match.start(),
                base + token.start + match.end(),
                "\\\\" if match[1] else "\\",
            )


def _character(match: re.Match[str]) -> str:
    """Return the character of an escape, "" if it is not one that a terminal can contain outside strings and IRIs."""
    code = int(match[1] or match[2], 16)
    if code <= 0x20 or 0x7F <= code <= 0xA0 or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return ""
    return "" if code == ord("#") else chr(code)
