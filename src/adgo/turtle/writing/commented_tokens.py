"""The tokens of a valid Turtle text together with its comments, which the parser skips."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from adgo.turtle import tokens
from adgo.turtle.lines import LINE_END

GAP = re.compile(r"([ \t\r\n]*+)(\#[^\r\n]*+)?+")
STRING = re.compile(tokens.STRING)


class Comment(NamedTuple):
    """A comment.

    Attributes:
        text: the comment with its `#`.
        is_trailing: whether it follows a token on the same line.
        blank_line_follows: whether a blank line separates it from what follows.
    """

    text: str
    is_trailing: bool
    blank_line_follows: bool


class CommentedToken(NamedTuple):
    """A token, its line counted from 0, and the comments before it."""

    kind: str
    text: str
    line: int
    comments: list[Comment]


def read_tokens(text: str) -> Iterator[CommentedToken]:
    """Yield the tokens of a text that the parser has accepted; the last one has the kind "end"."""
    place, line = 0, 0
    while True:
        comments, place, line = _gap(text, place, line)
        match = tokens.TOKEN.of(text).match(text, place)
        assert match is not None
        kind = match.lastgroup or "end"
        token = match.group(kind)
        first_line = line
        line += len(LINE_END.findall(token))
        if kind == "literal":
            token, inner = _joined(token)
            comments += inner
        yield CommentedToken(kind, token, first_line, comments)
        if kind == "end":
            return
        place = match.end()


def _gap(text: str, place: int, line: int) -> tuple[list[Comment], int, int]:
    """Return the comments at a place, and the place and line of the token after them."""
    found: list[Comment] = []
    trails = place > 0
    while True:
        match = GAP.match(text, place)
        assert match is not None
        lines = len(LINE_END.findall(match.group(1)))
        line += lines
        if found and lines > 1:
            found[-1] = found[-1]._replace(blank_line_follows=True)
        place = match.end()
        if match.group(2) is None:
            return found, place, line
        trails = trails and lines == 0
        found.append(Comment(match.group(2).rstrip(), trails, False))


def _joined(token: str) -> tuple[str, list[Comment]]:
    """Return a literal without the white space before its suffix, and the comments in that white space."""
    string = STRING.match(token)
    assert string is not None
    comments: list[Comment] = []
    parts = [string.group()]
    place = string.end()
    while place < len(token):
        inner, place, _ = _gap(token, place, 0)
        comments += (comment._replace(is_trailing=False, blank_line_follows=False) for comment in inner)
        end = place + 2 if token.startswith("^^", place) else len(token)
        parts.append(token[place:end])
        place = end
    return "".join(parts), comments
