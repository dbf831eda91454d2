"""Reads statements without comments: most statements have none, and their tokens can be taken all at once."""

from __future__ import annotations

from collections.abc import Callable

from adgo.turtle import tokens
from adgo.turtle.writing.tree import Bracket, Collection, Entry, PredicateObjects, Value

SPACE = r"[ \t\r\n]*+"
LITERAL = rf"(?>{tokens.STRING})(?:{tokens.LANGUAGE}|\^\^(?:{tokens.IRI}|{tokens.NAME}))?+"
ITEM = rf"{tokens.IRI}|{tokens.NAME}|{tokens.BLANK}|{LITERAL}|{tokens.NUMBER}|{tokens.WORD}|[\[\](),;]"
#: A whole statement, unless a comment is in it or follows it on the same line.
STATEMENT = tokens.Expression(rf"(?:(?:{ITEM}){SPACE})++\.(?![ \t]*+\#)")
#: One token, without the white space before it.
TOKEN = tokens.Expression(rf"{SPACE}({ITEM}|\.)")

#: Returns the next token.
Step = Callable[[], str]
#: Returns how a predicate is written, and its rank among the predicates of a node, given its token.
Verb = Callable[[str], tuple[str, tuple[int, str]]]


class StatementReader:
    """Reads the statements of one text that the parser has accepted."""

    def __init__(self, text: str, verb: Verb) -> None:
        self.text, self.verb = text, verb
        self.match_statement = STATEMENT.of(text).match
        self.find_tokens = TOKEN.of(text).findall

    def end(self, start: int) -> int | None:
        """Return the end of the statement that starts at an offset; None if it has comments in it or behind it."""
        match = self.match_statement(self.text, start)
        return match.end() if match else None

    def read(self, start: int, end: int) -> tuple[Value, list[PredicateObjects]]:
        """Return the subject of the statement between two offsets, and its predicates and objects."""
        step = iter(self.find_tokens(self.text, start, end)).__next__
        subject = self._value(step(), step)
        return subject, self._pairs(step)

    def _pairs(self, step: Step) -> list[PredicateObjects]:
        """Return the predicates and objects up to the '.' or ']' that ends them."""
        found: list[PredicateObjects] = []
        token = step()
        while token != "." and token != "]":
            if token == ";":
                token = step()
                continue
            verb, rank = self.verb(token)
            token = step()
            entries: list[Entry] = [self._value(token, step) if token in "[(" else token]
            token = step()
            while token == ",":
                token = step()
                entries.append(self._value(token, step) if token in "[(" else token)
                token = step()
            found.append(PredicateObjects(verb, rank, entries))
        return found

    def _value(self, token: str, step: Step) -> Value:
        """Return the value that starts with a token."""
        if token == "[":
            return Bracket(self._pairs(step))
        if token != "(":
            return token
        items: list[Entry] = []
        while (item := step()) != ")":
            items.append(self._value(item, step))
        return Collection(items)
