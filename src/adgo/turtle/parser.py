"""The grammar of Turtle 1.1: one pass with an explicit stack in place of recursion."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from adgo.turtle import terms
from adgo.turtle.broken import broken_token
from adgo.turtle.complaints import Complaints, TooManyFaults
from adgo.turtle.document import Document
from adgo.turtle.faults import Fault
from adgo.turtle.lexicon import Lexicon, UndeclaredPrefix, Unresolved
from adgo.turtle.limits import Limits
from adgo.turtle.tokens import OBJECT_ONLY, SUBJECT_VERB_OBJECT, TOKEN, VERB_OBJECT


class State(IntEnum):
    """What the grammar allows next."""

    STATEMENT = 0
    VERB = 1
    MORE = 2  # after ';'
    OPENED = 3  # after '['
    NAMED = 4  # after a subject in brackets, which may stand alone
    OBJECT = 5
    ITEM = 6
    AFTER = 7  # after an object
    END = 8


STATEMENT, VERB, MORE, OPENED, NAMED, OBJECT, ITEM, AFTER, END = State
NEXT = {",": OBJECT, ";": MORE, ".": STATEMENT}
EXPECTED = {
    STATEMENT: "a subject, '@prefix' or '@base'",
    VERB: "a predicate",
    MORE: "a predicate",
    OPENED: "a predicate or ']'",
    NAMED: "a predicate or '.'",
    OBJECT: "an object",
    ITEM: "a list item or ')'",
    AFTER: "',' ';' or '.'",
}
TERMS = ("iri", "name", "blank", "literal", "number")


@dataclass(slots=True)
class Frame:
    """An open bracket, and the triple it interrupts; `outer` is None where the bracket is itself a subject."""

    mark: str
    start: int
    outer: int | None
    outer_start: int
    predicate: int
    predicate_start: int
    head: int | None = None


class Parser:
    """One reading of one text: fills the rows of a document, collects its faults."""

    def __init__(self, document: Document, limits: Limits) -> None:
        self.text = document.text
        self.document = document
        self.limits = limits
        self.lexicon = Lexicon(document.table, document.base, limits.literal)
        self.complaints = Complaints(document, limits)
        self.stack: list[Frame] = []
        self.subject: int | None = None
        self.predicate = 0
        self.subject_start = self.predicate_start = 0
        self.first, self.rest, self.nil = map(document.table.intern, (terms.FIRST, terms.REST, terms.NIL))
        #: Set after a guess at a missing mark, until the statement ends: what follows may be our own error.
        self.guessed = False

    def read(self) -> list[Fault]:
        """Return the faults of the text, its rows, prefixes and base now in the document."""
        place, state = 0, STATEMENT
        try:
            while state != END:
                place, state = self.run_plain(place, state)
                place, state = self.step(place, state)
        except TooManyFaults:
            pass
        self.document.prefixes, self.document.base = self.lexicon.prefixes, self.lexicon.base
        return self.complaints.listed()

    def run_plain(self, place: int, state: State) -> tuple[int, State]:
        """Return how far the text is made of plain triples, whole ones matched at once: nine tenths of most files."""
        text, lexicon, rows = self.text, self.lexicon, self.document.rows
        match_statement, match_verb, match_object = (
            SUBJECT_VERB_OBJECT.match,
            VERB_OBJECT.match,
            OBJECT_ONLY.match,
        )
        add_subject, add_predicate, add_object = (
            rows.subjects.append,
            rows.predicates.append,
            rows.objects.append,
        )
        offsets = rows.offsets
        at_subject, at_predicate, at_object = (
            offsets[part].append for part in ("subject", "predicate", "object")
        )
        s, s_start, p, p_start = self.subject, self.subject_start, self.predicate, self.predicate_start
        try:
            while True:
                if state == OBJECT:
                    if (match := match_object(text, place)) is None:
                        break
                    token, mark = match.groups()
                    start = match.start(1)
                elif state == STATEMENT:
                    if (match := match_statement(text, place)) is None:
                        break
                    subject, verb, token, mark = match.groups()
                    new_s, p = lexicon[subject], lexicon[verb]
                    s, s_start, p_start, start = new_s, match.start(1), match.start(2), match.start(3)
                elif state <= NAMED:
                    if (match := match_verb(text, place)) is None:
                        break
                    verb, token, mark = match.groups()
                    p, p_start, start = lexicon[verb], match.start(1), match.start(2)
                else:
                    break
                add_object(lexicon[token])
                add_subject(s)  # type: ignore[arg-type]
                add_predicate(p)
                at_subject(s_start)
                at_predicate(p_start)
                at_object(start)
                place = match.end()
                state = NEXT[mark]
                if mark == ".":
                    self.guessed = False
                    if self.stack:
                        place, state = place - 1, AFTER
                        break
        except Unresolved:
            pass  # The step that follows reads the same token and knows where to report it.
        self.subject, self.subject_start, self.predicate, self.predicate_start = s, s_start, p, p_start
        return place, state

    def step(self, place: int, state: State) -> tuple[int, State]:
        """Read one token of any kind and return where it ends and what may follow."""
        match = TOKEN.match(self.text, place)
        if match is None:
            return self.mend(place, state)
        kind = match.lastgroup
        assert kind is not None
        token, start, end = match.group(kind), match.start(kind), match.end()
        if kind in TERMS or (kind == "word" and token in ("a", "true", "false")):
            after = self.take_term(kind, token, start, end, state)
        elif kind == "mark":
            after = self.take_mark(token, start, state)
        elif state == STATEMENT:
            if kind == "end":
                return end, END
            if kind == "directive" or token.lower() in ("prefix", "base"):
                return self.directive(token, end)
            after = None
        else:
            after = None
        if after is None:
            return self.unexpected(kind, token, start, end, place, state)
        return end, after

    def take_term(self, kind: str, token: str, start: int, end: int, state: State) -> State | None:
        """Put a term in its place and return what may follow, or None where it has no place."""
        named = kind in ("iri", "name")
        if state == STATEMENT and (named or kind == "blank"):
            self.subject, self.subject_start = self.number(token, start, end), start
            return VERB
        if VERB <= state <= NAMED and (named or token == "a"):
            self.predicate, self.predicate_start = self.number(token, start, end), start
            return OBJECT
        if state in (OBJECT, ITEM) and token != "a":
            if state == ITEM:
                self.next_cell(start)
            self.emit(self.number(token, start, end), start)
            return self.after_object()
        return None

    def take_mark(self, mark: str, start: int, state: State) -> State | None:
        """Follow a punctuation mark and return what may follow it, or None where it has no place."""
        if mark in "[(":
            return self.open(mark, start, state) if state in (STATEMENT, OBJECT, ITEM) else None
        if mark == ")":
            return self.close_list(start) if state == ITEM else None
        top = self.stack[-1] if self.stack else None
        if mark == "]":
            return self.close_bracket(state) if top and state in (AFTER, MORE, OPENED) else None
        if mark == "." and not top and state in (AFTER, MORE, NAMED):
            self.guessed = False
            return STATEMENT
        if mark == ";" and state in (AFTER, MORE):
            return MORE
        return OBJECT if mark == "," and state == AFTER else None

    def open(self, mark: str, start: int, state: State) -> State:
        """Open a blank node in brackets or a list, at any place that takes one."""
        if state == ITEM:
            self.next_cell(start)
        if len(self.stack) >= self.limits.nesting:
            limit = f"{self.limits.nesting:,} brackets are open, which is the limit: flatten the data, or raise the limit"
            self.complaints.add(start, start + 1, limit)
            raise TooManyFaults
        outer = None if state == STATEMENT else self.subject
        frame = Frame(mark, start, outer, self.subject_start, self.predicate, self.predicate_start)
        if mark == "[":
            node = self.document.table.fresh_blank()
            if outer is not None:
                self.emit(node, start)
            self.subject, self.subject_start = node, start
        self.stack.append(frame)
        return OPENED if mark == "[" else ITEM

    def close_bracket(self, state: State) -> State:
        """Close a `]` and return what may follow the blank node."""
        node, frame = self.subject, self.restore()
        if frame.outer is not None:
            return self.after_object()
        self.subject, self.subject_start = node, frame.start
        return VERB if state == OPENED else NAMED

    def close_list(self, start: int) -> State:
        """Close a `)` and return what may follow the list."""
        if self.stack[-1].head is not None:
            self.predicate, self.predicate_start = self.rest, start
            self.emit(self.nil, start)
        frame = self.restore()
        if frame.outer is not None:
            if frame.head is None:
                self.emit(self.nil, frame.start)
            return self.after_object()
        self.subject = self.nil if frame.head is None else frame.head
        self.subject_start = frame.start
        return VERB

    def restore(self) -> Frame:
        """Return the innermost frame, taken off, its triple the current one again."""
        frame = self.stack.pop()
        self.subject, self.subject_start = frame.outer, frame.outer_start
        self.predicate, self.predicate_start = frame.predicate, frame.predicate_start
        return frame

    def next_cell(self, start: int) -> None:
        """Begin the cell of a list item that starts here; the cell becomes the subject, `rdf:first` the predicate."""
        frame, cell = self.stack[-1], self.document.table.fresh_blank()
        if frame.head is not None:
            self.predicate, self.predicate_start = self.rest, start
            self.emit(cell, start)
            self.subject_start = start
        else:
            frame.head = cell
            if frame.outer is not None:
                self.emit(cell, frame.start)
            self.subject_start = frame.start
        self.subject, self.predicate, self.predicate_start = cell, self.first, start

    def after_object(self) -> State:
        """Return what may follow a whole object, which depends on what it stands in."""
        return ITEM if self.stack and self.stack[-1].mark == "(" else AFTER

    def emit(self, value: int, start: int) -> None:
        """Add the triple of the current subject and predicate and this object."""
        assert self.subject is not None
        self.document.rows.add(
            (self.subject, self.predicate, value), (self.subject_start, self.predicate_start, start)
        )

    def number(self, token: str, start: int, end: int) -> int:
        """Return the number of a token's term; one that names no term is reported, and `rdf:nil` stands in for it."""
        try:
            return self.lexicon[token]
        except UndeclaredPrefix as error:
            # In a literal the prefix is that of its datatype, at the token's end.
            self.complaints.undeclared(error.prefix, start, end, list(self.lexicon.prefixes))
        except Unresolved as error:
            self.complaints.add(start, end, str(error))
        return self.nil

    def directive(self, word: str, place: int) -> tuple[int, State]:
        """Read the rest of a `@prefix`, `@base`, `PREFIX` or `BASE` and return what follows it."""
        prefix = None
        if word.lower().endswith("prefix"):
            kind, prefix, start, end = self.peek(place)
            if kind != "name" or not prefix.endswith(":") or prefix.count(":") > 1:
                return self.refuse(
                    start,
                    end,
                    f"{described(kind, prefix)} stands where '{word}' needs a prefix and a colon, as in ex:",
                    place,
                )
            place = end
        kind, token, start, end = self.peek(place)
        if kind != "iri":
            return self.refuse(
                start,
                end,
                f"{described(kind, token)} stands where '{word}' needs an IRI in angle brackets",
                place,
            )
        place = end
        self.bind(prefix, token, start, end)
        if not word.startswith("@"):
            return place, STATEMENT
        kind, token, start, end = self.peek(place)
        if token != ".":
            self.complaints.add(place - 1, place, f"the '.' that ends '{word}' is missing after this")
            return place, STATEMENT
        return end, STATEMENT

    def bind(self, prefix: str | None, token: str, start: int, end: int) -> None:
        """Declare a prefix, or the base where `prefix` is None; a faulty IRI is reported and binds something all the same."""
        try:
            iri = self.lexicon.iri(token)
        except Unresolved as error:
            self.complaints.add(start, end, str(error))
            iri = "urn:faulty:"
        if prefix is None:
            self.lexicon.rebase(iri)
        else:
            self.lexicon.declare(prefix[:-1], iri)

    def peek(self, place: int) -> tuple[str, str, int, int]:
        """Return kind, text, start and end of the next token; its kind is "broken" where there is none."""
        match = TOKEN.match(self.text, place)
        if match is None:
            broken = broken_token(self.text, place)
            return "broken", self.text[broken.start : broken.end], broken.start, broken.end
        kind = match.lastgroup
        assert kind is not None
        return kind, match.group(kind), match.start(kind), match.end()

    def mend(self, place: int, state: State) -> tuple[int, State]:
        """Report a token that is none; go on behind it where it stands for a term, else at the next statement."""
        broken = broken_token(self.text, place)
        self.complain(broken.start, broken.end, broken.message)
        if broken.stands_in:
            after = self.take_term("iri", "<urn:faulty:>", broken.start, broken.end, state)
            if after is not None:
                return broken.end, after
        return self.skip(broken.end)

    def complain(self, start: int, end: int, message: str) -> None:
        """Report a fault, unless it may come from a guess of our own earlier in the statement."""
        if not self.guessed:
            self.complaints.add(start, end, message)

    def refuse(self, start: int, end: int, message: str, place: int) -> tuple[int, State]:
        """Report a fault and go on at the next statement."""
        self.complain(start, end, message)
        return self.skip(place)

    def unexpected(
        self, kind: str, token: str, start: int, end: int, place: int, state: State
    ) -> tuple[int, State]:
        """Report a token that has no place here and go on where it is safe."""
        message = f"found {described(kind, token)} where {EXPECTED[state]} was expected"
        return self.refuse(start, end, message, place)

    def skip(self, place: int) -> tuple[int, State]:
        """Return the end of the statement that is given up: behind its '.', or before a directive or the end."""
        while True:
            kind, token, start, end = self.peek(place)
            if kind in ("end", "directive"):
                place = start
                break
            place = end
            if token == "." and (end == len(self.text) or self.text[end] in " \t\r\n#"):
                break
        self.stack.clear()
        self.guessed = False
        return place, STATEMENT


def described(kind: str, token: str) -> str:
    """Return words for a token that was found."""
    if kind == "end":
        return "the end of the file"
    return f"'{token if len(token) <= 40 else token[:37] + '...'}'"
