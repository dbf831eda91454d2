"""The tokens of a faultless Turtle text with the remarks between them, which the parser skips and an author needs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from adgo.turtle.lines import LINE_END
from adgo.turtle.parsing import tokens

GAP = re.compile(r"([ \t\r\n]*+)(\#[^\r\n]*+)?+")
STRING = re.compile(tokens.STRING)


class Remark(NamedTuple):
    """A comment: whether it stands behind a token on its line, and whether a blank line parts it from what follows."""

    text: str
    trails: bool
    parted: bool


class Token(NamedTuple):
    """A token, its line counted from 0, and the remarks before it."""

    kind: str
    text: str
    line: int
    remarks: list[Remark]


def read_tokens(text: str) -> Iterator[Token]:
    """Return the tokens of a text that the parser has accepted, the last of kind "end"."""
    place, line = 0, 0
    while True:
        remarks, place, line = _gap(text, place, line)
        match = tokens.TOKEN.of(text).match(text, place)
        assert match is not None
        kind = match.lastgroup or "end"
        token = match.group(kind)
        first_line = line
        line += len(LINE_END.findall(token))
        if kind == "literal":
            token, inner = _joined(token)
            remarks += inner
        yield Token(kind, token, first_line, remarks)
        if kind == "end":
            return
        place = match.end()


def _gap(text: str, place: int, line: int) -> tuple[list[Remark], int, int]:
    """Remarks from here on, and the place and line of the token behind them."""
    found: list[Remark] = []
    trails = place > 0
    while True:
        match = GAP.match(text, place)
        assert match is not None
        lines = len(LINE_END.findall(match.group(1)))
        line += lines
        if found and lines > 1:
            found[-1] = found[-1]._replace(parted=True)
        place = match.end()
        if match.group(2) is None:
            return found, place, line
        trails = trails and lines == 0
        found.append(Remark(match.group(2).rstrip(), trails, False))


def _joined(token: str) -> tuple[str, list[Remark]]:
    """A literal without the white space before its suffix, and the remarks that stood there."""
    string = STRING.match(token)
    assert string is not None
    remarks: list[Remark] = []
    parts = [string.group()]
    place = string.end()
    while place < len(token):
        inner, place, _ = _gap(token, place, 0)
        remarks += (remark._replace(trails=False, parted=False) for remark in inner)
        end = place + 2 if token.startswith("^^", place) else len(token)
        parts.append(token[place:end])
        place = end
    return "".join(parts), remarks
