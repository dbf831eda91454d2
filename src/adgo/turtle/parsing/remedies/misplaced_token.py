"""What the author most likely meant by a token that the grammar does not allow there, and where to continue."""

from __future__ import annotations

from typing import NamedTuple

from adgo.turtle.parsing.grammar import (
    EXPECTED,
    State,
    TurtleToken,
    begins_term,
    closing_mark,
    described,
    is_directive,
    may_be_verb,
)

Following = tuple[TurtleToken, TurtleToken]


class OpenMark(NamedTuple):
    """The innermost open bracket: `[` or `(`, and its line, counted from 1."""

    mark: str
    line: int


class Diagnosis(NamedTuple):
    """What is wrong, and how to continue.

    Attributes:
        start: the offset at which the fault starts.
        end: the offset at which it ends, exclusive.
        message: what is wrong and what to write instead.
        state: what may follow; None to skip the rest of the statement.
        consumed: whether to continue after the token; otherwise it is read again.
        guessed: whether later faults in the statement may be a consequence of this repair.
    """

    start: int
    end: int
    message: str
    state: State | None = None
    consumed: bool = False
    guessed: bool = False


def diagnose(
    token: TurtleToken, state: State, previous_end: int, opened: OpenMark | None, following: Following
) -> Diagnosis:
    """Return what is wrong with a token that is not allowed in this state.

    Args:
        token: the misplaced token.
        state: what was allowed.
        previous_end: the offset at which the previous token ends.
        opened: the innermost open bracket; None if none is open.
        following: the two tokens after it.
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
        message = f"list items are separated by white space only: remove this '{token.text}'"
        return Diagnosis(token.start, token.end, message, State.ITEM, consumed=True)
    return _plain(token, state)


def _plain(token: TurtleToken, state: State, remedy: str = "") -> Diagnosis:
    message = f"found {described(token)} where {EXPECTED[state]} was expected{remedy}"
    return Diagnosis(token.start, token.end, message)


def _unclosed(token: TurtleToken, mark: str, line: int) -> Diagnosis:
    found = described(token)
    message = f"'{closing_mark(mark)}' is missing before {found}: the '{mark}' of line {line} is still open"
    if token.text == ".":
        return Diagnosis(token.start, token.end, message, State.STATEMENT, consumed=True)
    return Diagnosis(token.start, token.end, message, State.STATEMENT)


def _missing_mark(
    token: TurtleToken, previous_end: int, opened: OpenMark | None, following: Following
) -> Diagnosis:
    """A term follows an object: the tokens after it show which punctuation mark is missing."""
    second, third = following
    if token.kind == "number" and token.start == previous_end:
        remedy = "are the quotes of a date or similar missing?"
        message = f"{described(token)} follows another token without a space: {remedy}"
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


def _stray_bracket(token: TurtleToken, state: State, opened: OpenMark | None) -> Diagnosis:
    if opened is None:
        message = f"'{token.text}' does not close anything: no bracket is open here; remove it"
        return Diagnosis(token.start, token.end, message, state, consumed=True)
    mark, line = opened
    if (mark == "[") == (token.text == "]"):
        return _plain(token, state)
    message = f"found '{token.text}' where '{closing_mark(mark)}' must close the '{mark}' of line {line}"
    return Diagnosis(token.start, token.end, message)


def _word(token: TurtleToken, state: State, *, is_attached: bool) -> Diagnosis:
    word = token.text
    if word.upper() == "VERSION" and state == State.STATEMENT:
        message = f"'{word}' is RDF 1.2 syntax, which Turtle 1.1 does not have"
        return Diagnosis(token.start, token.end, message)
    if is_attached and state == State.AFTER:
        remedy = "is an '@' missing before a language, or a \\ before a quote inside the string?"
        return Diagnosis(token.start, token.end, f"'{word}' follows an object without a space: {remedy}")
    if word.lower() in ("true", "false"):
        lower = word.lower()
        remedy = f"a boolean is an object and is written '{lower}'"
    elif word == "a":
        remedy = "'a' means rdf:type only as a predicate; elsewhere write rdf:type"
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


def _no_subject(token: TurtleToken) -> Diagnosis:
    if token.text == ".":
        message = (
            "there is no statement that this '.' could end: remove it (PREFIX and BASE without '@' take none)"
        )
        return Diagnosis(token.start, token.end, message, State.STATEMENT, consumed=True)
    if token.text in (";", ","):
        remedy = "remove it, or the '.' before it"
        message = f"there is no statement to continue with '{token.text}', as it has ended: {remedy}"
        return Diagnosis(token.start, token.end, message)
    return Diagnosis(
        token.start, token.end, f"{described(token)} cannot be a subject: only an IRI or a blank node can"
    )


def _no_verb(token: TurtleToken, state: State, following: Following) -> Diagnosis:
    if token.text == "." and state == State.VERB:
        message = "this statement has only a subject: a predicate and an object are missing before '.'"
        return Diagnosis(token.start, token.end, message, State.STATEMENT, consumed=True)
    if begins_term(token):
        remedy = ": a predicate is an IRI"
        if state == State.VERB and following[0].text in (".", ";", ","):
            remedy += "; or is the '.' that ends the statement before meant to be ';'?"
        return _plain(token, state, remedy)
    return _plain(token, state)
