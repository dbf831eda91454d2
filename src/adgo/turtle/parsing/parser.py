"""Turtle 1.1 to the rows of a document: one pass, whole triples at a time where they are plain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adgo.turtle.document import Document
from adgo.turtle.errors import Fault
from adgo.turtle.limits import Limits
from adgo.turtle.parsing.error_list import SCHEMES, Complaints, TooManyFaults
from adgo.turtle.parsing.grammar import TERMS, State, Token, described, is_directive, may_be_verb
from adgo.turtle.parsing.lexicon import UndeclaredPrefix, Unresolved
from adgo.turtle.parsing.tokens import TOKEN
from adgo.turtle.parsing.whole_triples import Plain

if TYPE_CHECKING:
    from adgo.turtle.parsing.broken_token import Broken

STATEMENT, VERB, MORE, OPENED, NAMED, OBJECT, ITEM, AFTER, END = State
SPACES = " \t\r\n#"


class Refused(Exception):
    """A limit is reached that ends the reading."""


class Parser(Plain):
    """One reading of one text: fills the rows of a document, collects its faults."""

    #: Kinds of token before which a statement that is given up ends at the latest.
    STOPS: tuple[str, ...] = ("end", "directive")

    def __init__(self, document: Document, limits: Limits) -> None:
        super().__init__(document, limits)
        self.document = document
        self.complaints = Complaints(document, limits)
        self.match_token = TOKEN.of(self.text).match

    def read(self) -> list[Fault]:
        """Return the faults of the text; its rows, prefixes and base are now in the document."""
        place, state = 0, STATEMENT
        try:
            while state != END:
                place, state = self.run_plain(place, state)
                place, state = self.step(place, state)
        except (TooManyFaults, Refused):
            pass
        self.document.prefixes, self.document.base = self.lexicon.prefixes, self.lexicon.base
        return self.complaints.listed()

    def step(self, place: int, state: State) -> tuple[int, State]:
        """Read one token of any kind and return where it ends and what may follow."""
        match = self.match_token(self.text, place)
        if match is None:
            return self.mend(place, state)
        kind = match.lastgroup or ""
        token = Token(kind, match.group(kind), match.start(kind), match.end())
        if kind == "mark":
            after = self.take_mark(token, state)
        elif state == STATEMENT and kind == "end":
            after = END
        elif state == STATEMENT and is_directive(token):
            return self.directive(token)
        else:
            after = self.take_term(token, state)
        if after is None:
            return self.repair(token, place, state)
        return token.end, after

    def take_term(self, token: Token, state: State) -> State | None:
        """Put a term in its place and return what may follow, or None where it has no place."""
        if state == STATEMENT and token.kind in ("iri", "name", "blank"):
            self.subject, self.subject_start = self.number(token), token.start
            return VERB
        if VERB <= state <= NAMED and may_be_verb(token):
            self.predicate, self.predicate_start = self.number(token), token.start
            return OBJECT
        if state in (OBJECT, ITEM) and (token.kind in TERMS or token.text in ("true", "false")):
            if state == ITEM:
                self.next_cell(token.start)
            self.emit(self.number(token), token.start)
            return self.after_object()
        return None

    def take_mark(self, token: Token, state: State) -> State | None:
        """Follow a punctuation mark and return what may follow it, or None where it has no place."""
        mark = token.text
        if mark in "[(":
            return self.open_within_limit(token, state) if state in (STATEMENT, OBJECT, ITEM) else None
        if mark == ")":
            return self.close_list(token.start) if state == ITEM else None
        if mark == "]":
            return self.close_bracket(state) if self.stack and state in (AFTER, MORE, OPENED) else None
        if mark == "." and state in (AFTER, MORE, NAMED):
            return self.end_statement()
        if mark == ";" and state in (AFTER, MORE):
            return MORE
        return OBJECT if mark == "," and state == AFTER else None

    def open_within_limit(self, token: Token, state: State) -> State:
        """Open a bracket, or end the reading where too many are open."""
        if len(self.stack) >= self.limits.nesting:
            limit = f"{self.limits.nesting:,} brackets are open, and that is the limit: flatten the data, or raise it"
            self.complaints.add(token.start, token.end, limit)
            raise Refused
        return self.open(token.text, token.start, state)

    def end_statement(self) -> State | None:
        """End a statement at its '.'; None where a bracket is open."""
        if self.stack:
            return None
        self.guessed = False
        return STATEMENT

    def number(self, token: Token) -> int:
        """Return the number of a token's term; one that names no term is reported, and `rdf:nil` stands in for it."""
        try:
            return self.lexicon[token.text]
        except UndeclaredPrefix as error:
            # In a literal it is the datatype, behind the last '^^', that has the prefix.
            start = token.start + max(0, token.text.rfind(f"{error.prefix}:"))
            self.complaints.undeclared(error.prefix, start, token.end, list(self.lexicon.prefixes))
            # An IRI without its brackets falls into pieces, and one message about it is enough.
            self.guessed |= error.prefix in SCHEMES
        except Unresolved as error:
            self.complaints.add(token.start, token.end, str(error))
        return self.nil

    def directive(self, word: Token) -> tuple[int, State]:
        """Read the rest of a `@prefix`, `@base`, `PREFIX` or `BASE` and return what follows it."""
        place, prefix = word.end, None
        if word.text.lower().endswith("prefix"):
            name = self.peek(place)
            if name.kind != "name" or name.text.find(":") != len(name.text) - 1:
                return self.refuse(
                    name, f"'{word.text}' needs a prefix with a colon, as in 'ex:', and not {described(name)}"
                )
            place, prefix = name.end, name.text[:-1]
        iri = self.peek(place)
        if iri.kind != "iri":
            if prefix is not None:
                self.lexicon.declare(prefix, "urn:faulty:")
            return self.refuse(iri, f"'{word.text}' needs an IRI in angle brackets, and not {described(iri)}")
        self.bind(prefix, iri)
        if not word.text.startswith("@"):
            return iri.end, STATEMENT
        mark = self.peek(iri.end)
        if mark.text != ".":
            self.complaints.add(iri.end - 1, iri.end, f"'.' is missing here: it ends '{word.text}'")
            return (mark.end if mark.text in (";", ",") else iri.end), STATEMENT
        return mark.end, STATEMENT

    def bind(self, prefix: str | None, token: Token) -> None:
        """Declare a prefix, or the base where it is None; a faulty IRI is reported and binds something all the same."""
        try:
            iri = self.lexicon.iri(token.text)
        except Unresolved as error:
            self.complaints.add(token.start, token.end, str(error))
            iri = "urn:faulty:"
        if prefix is None:
            self.lexicon.rebase(iri)
        else:
            self.lexicon.declare(prefix, iri)

    def peek(self, place: int) -> Token:
        """Return the next token, of kind "broken" where there is none."""
        match = self.match_token(self.text, place)
        if match is None:
            broken = self.broken(place)
            return Token("broken", self.text[broken.start : broken.end], broken.start, broken.end)
        kind = match.lastgroup or ""
        return Token(kind, match.group(kind), match.start(kind), match.end())

    def broken(self, place: int) -> Broken:
        """Return what is wrong with text that is no token."""
        from adgo.turtle.parsing.broken_token import broken_token  # Most texts have no fault.

        return broken_token(self.text, place)

    def mend(self, place: int, state: State) -> tuple[int, State]:
        """Report text that is no token; go on behind it where it stands for a term, else at the next statement."""
        broken = self.broken(place)
        self.complain(broken.start, broken.end, broken.message)
        word = self.text[broken.start : broken.end]
        if state == STATEMENT and word.lower() in ("@prefix", "@base"):
            return self.directive(Token("directive", word.lower(), broken.start, broken.end))
        if word[0] in "\"'" and word.endswith((" .", "\t.")):
            # The string ran to the end of its line, and took the end of the statement with it.
            self.stack.clear()
            self.guessed = False
            return broken.end, STATEMENT
        if broken.stands_in:
            stand_in = Token("iri", "<urn:faulty:>", broken.start, broken.end)
            after = self.take_term(stand_in, state)
            if after is not None:
                return broken.end, after
        return self.skip(broken.end)

    def repair(self, token: Token, place: int, state: State) -> tuple[int, State]:
        """Report a token that has no place here, and go on where it is safe."""
        from adgo.turtle.parsing.diagnosis import diagnose  # Most texts have no fault.

        second = self.peek(token.end)
        third = self.peek(second.end)
        opened = None
        if self.stack:
            frame = self.stack[-1]
            opened = frame.mark, self.document.position(frame.start)[0]
        found = diagnose(token, state, place, opened, (second, third))
        self.complain(found.start, found.end, found.message)
        if found.state is None or token.kind == "end":
            return self.skip(token.start)
        if found.state == STATEMENT:
            self.stack.clear()
            self.guessed = False
        self.guessed |= found.guessed
        return (token.end if found.consumed else place), found.state

    def complain(self, start: int, end: int, message: str) -> None:
        """Report a fault, unless it may come from a guess of our own earlier in the statement."""
        if not self.guessed:
            self.complaints.add(start, end, message)

    def refuse(self, token: Token, message: str) -> tuple[int, State]:
        """Report a fault of a directive and go on at the next statement."""
        self.complain(token.start, token.end, message)
        return self.skip(token.start)

    def skip(self, place: int) -> tuple[int, State]:
        """Return the end of the statement that is given up: behind its '.', or before a directive or the end."""
        while True:
            token = self.peek(place)
            if token.kind in self.STOPS:
                place = token.start
                break
            place = token.end
            if token.text == "." and self.text[place : place + 1] in SPACES:
                break
        self.stack.clear()
        self.guessed = False
        return place, STATEMENT
