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
    """A token, its offset, its line counted from 0, and the comments before it."""

    kind: str
    text: str
    start: int
    line: int
    comments: list[Comment]


def read_tokens(text: str, place: int = 0, line: int = 0) -> Iterator[CommentedToken]:
    """Yield the tokens of a text that the parser has accepted; the last one has the kind "end".

    Args:
        text: the whole text.
        place: the offset at which to start: 0, or the end of a token.
        line: the line of that offset, counted from 0.
    """
    match_token = tokens.TOKEN.of(text).match
    while True:
        comments, place, line = _gap(text, place, line)
        match = match_token(text, place)
        assert match is not None
        kind = match.lastgroup or "end"
        token = match.group(kind)
        start, first_line = place, line
        line += count_line_ends(token)
        if kind == "literal":
            token, inner = _joined(token)
            comments += inner
        yield CommentedToken(kind, token, start, first_line, comments)
        if kind == "end":
            return
        place = match.end()


def count_line_ends(text: str) -> int:
    """Return how many line ends the text has."""
    return len(LINE_END.findall(text)) if "\r" in text else text.count("\n")


def _gap(text: str, place: int, line: int) -> tuple[list[Comment], int, int]:
    """Return the comments at a place, and the place and line of the token after them."""
    found: list[Comment] = []
    trails = place > 0
    while True:
        match = GAP.match(text, place)
        assert match is not None
        lines = count_line_ends(match.group(1))
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
