"""What an author most likely meant where the grammar is broken: the message, and how to read on without nonsense."""

from __future__ import annotations

from typing import NamedTuple

from adgo.turtle.parsing.grammar import (
    EXPECTED,
    State,
    Token,
    begins_term,
    described,
    is_directive,
    may_be_verb,
)

Following = tuple[Token, Token]


class Diagnosis(NamedTuple):
    """What is wrong at these offsets, and the state in which to go on.

    `state` is None where the rest of the statement is given up; `consumed` tells whether to go on behind the token or
    to read it again; `guessed` marks a repair of which more faults in the statement may be a consequence.
    """

    start: int
    end: int
    message: str
    state: State | None = None
    consumed: bool = False
    guessed: bool = False


def diagnose(
    token: Token, state: State, previous_end: int, opened: tuple[str, int] | None, following: Following
) -> Diagnosis:
    """Return what is wrong with a token that has no place in this state.

    `previous_end` is where the token before it ends; `opened` is the innermost open bracket and its line;
    `following` are the two tokens behind it.
    """
    if opened and (token.text == "." or token.kind == "end" or is_directive(token)):
        return _unclosed(token, *opened)
    if state == State.AFTER and (begins_term(token) or token.kind == "end" or is_directive(token)):
        return _missing_mark(token, previous_end, opened, following)
    if token.text in ("]", ")"):
        return _stray_bracket(token, state, opened)
    if token.kind == "end":
        wanted = EXPECTED[state]
        return Diagnosis(token.start, token.end, f"the file ends where {wanted} was expected")
    if token.kind == "word":
        return _word(token, state, is_attached=token.start == previous_end)
    if state == State.STATEMENT:
        return _no_subject(token)
    if state == State.OBJECT and token.text in (".", ";", ","):
        message = f"an object is missing between the predicate and '{token.text}'"
        return Diagnosis(token.start, token.end, message, State.AFTER)
    if state in (State.VERB, State.MORE, State.OPENED, State.NAMED):
        return _no_verb(token, state, following)
    if state == State.ITEM and token.text in (",", ";"):
        message = f"items of a list stand apart by spaces alone: remove this '{token.text}'"
        return Diagnosis(token.start, token.end, message, State.ITEM, consumed=True)
    return _plain(token, state)


def _plain(token: Token, state: State, remedy: str = "") -> Diagnosis:
    message = f"found {described(token)} where {EXPECTED[state]} was expected{remedy}"
    return Diagnosis(token.start, token.end, message)


def _unclosed(token: Token, mark: str, line: int) -> Diagnosis:
    closing = "]" if mark == "[" else ")"
    found = described(token)
    message = f"'{closing}' is missing before {found}: the '{mark}' of line {line} is still open"
    if token.text == ".":
        return Diagnosis(token.start, token.end, message, State.STATEMENT, consumed=True)
    return Diagnosis(token.start, token.end, message, State.STATEMENT)


def _missing_mark(
    token: Token, previous_end: int, opened: tuple[str, int] | None, following: Following
) -> Diagnosis:
    """A term follows an object; what stands behind it tells which mark was forgotten."""
    second, third = following
    if token.kind == "number" and token.start == previous_end:
        message = f"{described(token)} follows another without a space: are the quotes of a date or the like missing?"
        return Diagnosis(token.start, token.end, message)
    at = previous_end - 1, previous_end
    if token.kind == "end" or is_directive(token):
        return Diagnosis(*at, f"'.' is missing here, before {described(token)}", State.STATEMENT)
    if not begins_term(second) and token.text not in ("[", "("):
        message = f"',' is missing between this object and {described(token)}"
        return Diagnosis(*at, message, State.OBJECT, guessed=True)
    if may_be_verb(token) and not (may_be_verb(second) and begins_term(third)):
        message = f"';' is missing here, before the predicate {described(token)}"
        return Diagnosis(*at, message, State.MORE, guessed=True)
    if not opened and token.kind in ("iri", "name", "blank"):
        message = f"'.' is missing here, before the next statement ({described(token)})"
        return Diagnosis(*at, message, State.STATEMENT, guessed=True)
    return Diagnosis(*at, f"',' ';' or '.' is missing between this and {described(token)}")


def _stray_bracket(token: Token, state: State, opened: tuple[str, int] | None) -> Diagnosis:
    if opened is None:
        message = f"'{token.text}' closes nothing: no bracket is open here; remove it"
        return Diagnosis(token.start, token.end, message, state, consumed=True)
    mark, line = opened
    if (mark == "[") == (token.text == "]"):
        return _plain(token, state)
    closing = "]" if mark == "[" else ")"
    return Diagnosis(
        token.start,
        token.end,
        f"found '{token.text}' where '{closing}' must close the '{mark}' of line {line}",
    )


def _word(token: Token, state: State, *, is_attached: bool) -> Diagnosis:
    word = token.text
    if is_attached and state == State.AFTER:
        remedy = "is an '@' missing before a language, or a \\ before a quote inside the string?"
        return Diagnosis(token.start, token.end, f"'{word}' follows an object without a space: {remedy}")
    if word.lower() in ("true", "false"):
        lower = word.lower()
        remedy = f"a boolean is an object, written '{lower}'"
    elif word == "a":
        remedy = "'a' stands for rdf:type as a predicate only; elsewhere write rdf:type"
    elif word == "A":
        remedy = "write a small 'a' for rdf:type"
    elif state in (State.OBJECT, State.ITEM):
        remedy = f'write a prefixed name (ex:{word}), an IRI (<…>) or a string ("{word}")'
    else:
        remedy = f"write a prefixed name (ex:{word}) or an IRI (<…>)"
    after = {State.STATEMENT: State.VERB, State.OBJECT: State.AFTER, State.ITEM: State.ITEM}.get(state)
    if state in (State.VERB, State.MORE, State.OPENED, State.NAMED):
        after = State.OBJECT
    message = f"found '{word}' where {EXPECTED[state]} was expected: {remedy}"
    return Diagnosis(token.start, token.end, message, after, consumed=True)


def _no_subject(token: Token) -> Diagnosis:
    if token.text == ".":
        message = "'.' ends nothing here: remove it (PREFIX and BASE without '@' take none)"
        return Diagnosis(token.start, token.end, message, State.STATEMENT, consumed=True)
    if token.text in (";", ","):
        message = (
            f"'{token.text}' continues nothing, as the statement has ended: remove it, or the '.' before it"
        )
        return Diagnosis(token.start, token.end, message)
    return Diagnosis(
        token.start, token.end, f"{described(token)} cannot be a subject: only an IRI or a blank node can"
    )


def _no_verb(token: Token, state: State, following: Following) -> Diagnosis:
    if token.text == "." and state == State.VERB:
        message = (
            "this statement has a subject and nothing else: a predicate and an object are missing before '.'"
        )
        return Diagnosis(token.start, token.end, message, State.STATEMENT, consumed=True)
    if begins_term(token):
        remedy = ": a predicate is an IRI"
        if state == State.VERB and following[0].text in (".", ";", ","):
            remedy += "; or is the '.' that ends the statement before meant to be ';'?"
        return _plain(token, state, remedy)
    return _plain(token, state)
