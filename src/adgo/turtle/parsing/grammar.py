"""What the grammar of Turtle 1.1 allows at each point of a statement."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple


class State(IntEnum):
    """What may come next, named by what was read last or by what is expected."""

    STATEMENT = 0
    VERB = 1  # after a subject
    MORE = 2  # after ';'
    OPENED = 3  # after '['
    NAMED = 4  # after a subject in brackets, which may be a statement by itself
    OBJECT = 5  # after a predicate or ','
    ITEM = 6  # inside '('
    AFTER = 7  # after an object
    END = 8


class TurtleToken(NamedTuple):
    """A token and its offsets; the kind is "invalid" for text that is not a token."""

    kind: str
    text: str
    start: int
    end: int


#: What a message calls the tokens that are allowed in each state.
EXPECTED = {
    State.STATEMENT: "a subject, '@prefix' or '@base'",
    State.VERB: "a predicate",
    State.MORE: "a predicate",
    State.OPENED: "a predicate or ']'",
    State.NAMED: "a predicate or '.'",
    State.OBJECT: "an object",
    State.ITEM: "a list item or ')'",
    State.AFTER: "',' ';' or '.'",
}
#: Kinds of token that are terms.
TERMS = ("iri", "name", "blank", "literal", "number")
DIRECTIVES = ("prefix", "base")


def is_directive(token: TurtleToken) -> bool:
    """Return whether the token begins `@prefix`, `@base`, `PREFIX` or `BASE`."""
    return token.kind == "directive" or (token.kind == "word" and token.text.lower() in DIRECTIVES)


def begins_term(token: TurtleToken) -> bool:
    """Return whether a term can begin with the token."""
    return token.kind in TERMS or token.text in ("[", "(", "a", "true", "false")


def may_be_verb(token: TurtleToken) -> bool:
    """Return whether the token can be a predicate."""
    return token.kind in ("iri", "name") or token.text == "a"


def closing_mark(mark: str) -> str:
    """Return the bracket that closes this one."""
    return "]" if mark == "[" else ")"


def described(token: TurtleToken) -> str:
    """Return what a message calls the token."""
    if token.kind == "end":
        return "the end of the file"
    text = token.text.partition("\n")[0].rstrip("\r")
    shown = text if len(text) <= 40 and text == token.text else text[:37] + "..."
    kind = {"literal": "the literal ", "number": "the number ", "blank": "the blank node "}.get(
        token.kind, ""
    )
    return f"{kind}{shown}" if token.kind == "literal" else f"{kind}'{shown}'"
