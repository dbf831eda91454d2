"""Turtle 1.1 parser: adds the triples of a text to the rows of a document in one pass, and collects its faults.

Simple triples are read whole by the fast path (`whole_triples`). Everything else is read here, token by token.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from adgo.turtle.document import Document
from adgo.turtle.errors import Fault
from adgo.turtle.limits import Limits
from adgo.turtle.parsing.fault_list import FaultList, TooManyFaults
from adgo.turtle.parsing.grammar import TERMS, State, TurtleToken, described, is_directive, may_be_verb
from adgo.turtle.parsing.term_resolver import LooseTerm, TermResolver, UndeclaredPrefix, Unresolved
from adgo.turtle.parsing.triple_builder import TripleBuilder
from adgo.turtle.parsing.whole_triples import WholeTriples
from adgo.turtle.tokens import TOKEN

if TYPE_CHECKING:
    from adgo.turtle.parsing.remedies.invalid_token import InvalidToken

STATEMENT, VERB, MORE, OPENED, NAMED, OBJECT, ITEM, AFTER, END = State
SPACES = " \t\r\n#"
#: Bound in place of an IRI that is faulty or missing, so that its prefix counts as declared.
FAULTY_IRI = "urn:faulty:"


class NestingTooDeep(Exception):
    """More brackets are open than the limit allows; reading stops."""


class Parser:
    """Reads one text: fills the rows of a document and collects its faults."""

    #: Kinds of token before which a skipped statement ends at the latest.
    STOPS: tuple[str, ...] = ("end", "directive")

    def __init__(self, document: Document, limits: Limits) -> None:
        self.document, self.text, self.limits = document, document.text, limits
        self.faults = FaultList(document, limits)
        self.resolver = TermResolver(document.table, document.base, limits.literal)
        self.builder = TripleBuilder(document)
        self.whole_triples = WholeTriples(self.text, limits, self.resolver, self.builder)
        self.match_token = TOKEN.of(self.text).match
        #: Set by a repair that was a guess, until the statement ends: later faults may be a consequence of the guess.
        self.guessed = False

    def read(self) -> list[Fault]:
        """Return the faults of the text; its rows, prefixes and base are now in the document."""
        place, state = 0, STATEMENT
        try:
            while state != END:
                if not self.guessed:
                    place, state = self.whole_triples.read(place, state)
                place, state = self.step(place, state)
        except (TooManyFaults, NestingTooDeep):
            pass
        self.document.prefixes, self.document.base = self.resolver.prefixes, self.resolver.base
        return self.faults.listed()

    def step(self, place: int, state: State) -> tuple[int, State]:
        """Read one token of any kind and return the offset of its end and what may follow."""
        match = self.match_token(self.text, place)
        if match is None:
            return self.skip_invalid_token(place, state)
        kind = match.lastgroup or ""
        token = TurtleToken(kind, match.group(kind), match.start(kind), match.end())
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

    def take_term(self, token: TurtleToken, state: State) -> State | None:
        """Use a term as subject, predicate or object and return what may follow; None if it is not allowed here."""
        builder = self.builder
        if state == STATEMENT and token.kind in ("iri", "name", "blank"):
            builder.subject, builder.subject_start = self.number(token), token.start
            return VERB
        if VERB <= state <= NAMED and may_be_verb(token):
            builder.predicate, builder.predicate_start = self.number(token), token.start
            return OBJECT
        if state in (OBJECT, ITEM) and (token.kind in TERMS or token.text in ("true", "false")):
            if state == ITEM:
                builder.start_cell(token.start)
            builder.add_object(self.number(token), token.start)
            return builder.after_object()
        return None

    def take_mark(self, token: TurtleToken, state: State) -> State | None:
        """Apply a punctuation mark and return what may follow it; None if it is not allowed here."""
        mark, builder = token.text, self.builder
        if mark in "[(":
            return self.open_within_limit(token, state) if state in (STATEMENT, OBJECT, ITEM) else None
        if mark == ")":
            return builder.close_list(token.start) if state == ITEM else None
        if mark == "]":
            return builder.close_bracket(state) if builder.stack and state in (AFTER, MORE, OPENED) else None
        if mark == "." and state in (AFTER, MORE, NAMED):
            return self.end_statement()
        if mark == ";" and state in (AFTER, MORE):
            return MORE
        return OBJECT if mark == "," and state == AFTER else None

    def open_within_limit(self, token: TurtleToken, state: State) -> State:
        """Open a bracket and return what may follow; stop reading if too many are open."""
        if len(self.builder.stack) >= self.limits.nesting:
            message = (
                f"more than {self.limits.nesting:,} brackets are open at once, the limit: "
                "reduce the nesting, or raise the limit"
            )
            self.faults.add(token.start, token.end, message)
            raise NestingTooDeep
        return self.builder.open(token.text, token.start, state)

    def end_statement(self) -> State | None:
        """End a statement at its '.' and return what may follow; None if a bracket is open."""
        if self.builder.stack:
            return None
        self.guessed = False
        return STATEMENT

    def number(self, token: TurtleToken) -> int:
        """Return the number of a token's term; report a token without a term and return that of `rdf:nil` instead."""
        try:
            return self.resolver[token.text]
        except UndeclaredPrefix as error:
            # In a literal, the prefix is that of the datatype, after the last '^^'.
            start = token.start + max(0, token.text.rfind(f"{error.prefix}:"))
            self.faults.add_undeclared_prefix(error, start, token.end, list(self.resolver.prefixes))
            # An IRI without its angle brackets is read as several tokens; one message about it is enough.
            self.guessed |= error.is_scheme
        except LooseTerm as error:
            if self.limits.lenient:
                self.faults.warn(token.start, token.end, str(error))
                return self.resolver.accept(token.text)
            self.faults.add(token.start, token.end, str(error), is_loose=True)
        except Unresolved as error:
            self.faults.add(token.start, token.end, str(error))
        return self.builder.nil

    def directive(self, word: TurtleToken) -> tuple[int, State]:
        """Read the rest of a `@prefix`, `@base`, `PREFIX` or `BASE` and return its end and what may follow."""
        place, prefix = word.end, None
        if word.text.lower().endswith("prefix"):
            name = self.peek(place)
            if name.kind != "name" or name.text.find(":") != len(name.text) - 1:
                return self.skip_statement(
                    name, f"'{word.text}' needs a prefix with a colon, as in 'ex:', and not {described(name)}"
                )
            place, prefix = name.end, name.text[:-1]
        iri = self.peek(place)
        if iri.kind != "iri":
            if prefix is not None:
                self.resolver.declare(prefix, FAULTY_IRI)
            message = f"'{word.text}' needs an IRI in angle brackets, and not {described(iri)}"
            return self.skip_statement(iri, message)
        self.bind(prefix, iri)
        if not word.text.startswith("@"):
            return iri.end, STATEMENT
        mark = self.peek(iri.end)
        if mark.text != ".":
            self.faults.add(iri.end - 1, iri.end, f"'.' is missing here: it ends '{word.text}'")
            return (mark.end if mark.text in (";", ",") else iri.end), STATEMENT
        return mark.end, STATEMENT

    def bind(self, prefix: str | None, token: TurtleToken) -> None:
        """Declare a prefix, or the base if `prefix` is None; report a faulty IRI and bind another one instead."""
        try:
            iri = self.resolver.iri(token.text)
        except LooseTerm as error:
            if self.limits.lenient:
                self.faults.warn(token.start, token.end, str(error))
            else:
                self.faults.add(token.start, token.end, str(error), is_loose=True)
            iri = self.resolver.accept_iri(token.text)
        except Unresolved as error:
            self.faults.add(token.start, token.end, str(error))
            iri = FAULTY_IRI
        if prefix is None:
            self.resolver.rebase(iri)
        else:
            self.resolver.declare(prefix, iri)

    def peek(self, place: int) -> TurtleToken:
        """Return the next token; it has the kind "invalid" if the text there is not a token."""
        match = self.match_token(self.text, place)
        if match is None:
            invalid = self.invalid_token(place)
            return TurtleToken("invalid", self.text[invalid.start : invalid.end], invalid.start, invalid.end)
        kind = match.lastgroup or ""
        return TurtleToken(kind, match.group(kind), match.start(kind), match.end())

    def invalid_token(self, place: int) -> InvalidToken:
        """Return what is wrong with text that is not a token."""
        from adgo.turtle.parsing.remedies import invalid_token  # Most texts have no faults.

        return invalid_token.diagnose(self.text, place)

    def skip_invalid_token(self, place: int, state: State) -> tuple[int, State]:
        """Report text that is not a token; continue after it if it stands for a term, else at the next statement."""
        invalid = self.invalid_token(place)
        self.report(invalid.start, invalid.end, invalid.message)
        word = self.text[invalid.start : invalid.end]
        if state == STATEMENT and word.lower() in ("@prefix", "@base"):
            return self.directive(TurtleToken("directive", word.lower(), invalid.start, invalid.end))
        if word[0] in "\"'" and word.endswith((" .", "\t.")):
            # The unclosed string runs to the end of its line and contains the '.' that ends the statement.
            self.builder.stack.clear()
            self.guessed = False
            return invalid.end, STATEMENT
        if invalid.is_term:
            substitute = TurtleToken("iri", f"<{FAULTY_IRI}>", invalid.start, invalid.end)
            after = self.take_term(substitute, state)
            if after is not None:
                return invalid.end, after
        return self.end_of_statement(invalid.end)

    def repair(self, token: TurtleToken, place: int, state: State) -> tuple[int, State]:
        """Report a token that is not allowed here; return where to continue, and what may follow.

        Args:
            token: the misplaced token.
            place: the offset at which the previous token ends.
            state: what was allowed.
        """
        from adgo.turtle.parsing.remedies.misplaced_token import (
            OpenMark,
            diagnose,
        )  # Most texts have no faults.

        second = self.peek(token.end)
        third = self.peek(second.end)
        opened = None
        if self.builder.stack:
            bracket = self.builder.stack[-1]
            opened = OpenMark(bracket.mark, self.document.position(bracket.start)[0])
        found = diagnose(token, state, place, opened, (second, third))
        self.report(found.start, found.end, found.message)
        if found.state is None or token.kind == "end":
            return self.end_of_statement(token.start)
        if found.state == STATEMENT:
            self.builder.stack.clear()
            self.guessed = False
        self.guessed |= found.guessed
        return (token.end if found.consumed else place), found.state

    def report(self, start: int, end: int, message: str) -> None:
        """Add a fault, unless it may be a consequence of a guess earlier in the statement.

        Args:
            start: the offset at which the faulty text starts.
            end: the offset at which it ends, exclusive.
            message: what is wrong and what to write instead.
        """
        if not self.guessed:
            self.faults.add(start, end, message)

    def skip_statement(self, token: TurtleToken, message: str) -> tuple[int, State]:
        """Report a fault of a directive and continue at the next statement."""
        self.report(token.start, token.end, message)
        return self.end_of_statement(token.start)

    def end_of_statement(self, place: int) -> tuple[int, State]:
        """Return the end of the statement to skip: after its '.', or before a directive or the end of the file."""
        while True:
            token = self.peek(place)
            if token.kind in self.STOPS:
                place = token.start
                break
            place = token.end
            if token.text == "." and self.text[place : place + 1] in SPACES:
                break
        self.builder.stack.clear()
        self.guessed = False
        return place, STATEMENT
