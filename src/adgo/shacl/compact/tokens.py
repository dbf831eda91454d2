"""The tokens of SHACL Compact Syntax; terms are written as in Turtle."""

from __future__ import annotations

from typing import NamedTuple

from adgo.turtle import tokens

#: A language tag must not be the beginning of a reference to a shape, such as `@ex:Shape`.
_LANGUAGE = rf"{tokens.LANGUAGE}(?!{tokens.NAME_TAIL}:)"
_LITERAL = (
    rf"(?>{tokens.STRING})"
    rf"(?:{_LANGUAGE}|{tokens.SPACE}(?:\^\^{tokens.SPACE}(?:{tokens.IRI}|{tokens.NAME})|{_LANGUAGE}))?+"
)

#: One token; its kind is the name of its group.
TOKEN = tokens.Expression(
    rf"{tokens.SPACE}(?:(?P<iri>{tokens.IRI})|(?P<name>{tokens.NAME})"
    rf"|(?P<reference>@(?:{tokens.IRI}|{tokens.NAME}))|(?P<literal>{_LITERAL})|(?P<range>\.\.)"
    rf"|(?P<number>{tokens.NUMBER})|(?P<word>{tokens.WORD})|(?P<mark>->|[{{}}\[\]().=|/^?*+!])|(?P<end>\Z))"
)

#: Kinds of token that are IRIs.
IRIS = ("iri", "name")


class CompactToken(NamedTuple):
    """A token and its offsets."""

    kind: str
    text: str
    start: int
    end: int


def described(token: CompactToken) -> str:
    """Return what a message calls the token."""
    if token.kind == "end":
        return "the end of the file"
    first_line = token.text.partition("\n")[0].rstrip("\r")
    shown = first_line if len(first_line) <= 40 and first_line == token.text else f"{first_line[:37]}..."
    return f"the literal {shown}" if token.kind == "literal" else f"'{shown}'"
