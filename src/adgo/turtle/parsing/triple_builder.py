"""The triple being built and the brackets around it: an explicit stack instead of recursion."""

from __future__ import annotations

from dataclasses import dataclass

from adgo.turtle import terms
from adgo.turtle.document import Document
from adgo.turtle.parsing.grammar import State


@dataclass(slots=True, eq=False, repr=False)
class OpenBracket:
    """An open `[` or `(` and the triple that it interrupts.

    Attributes:
        mark: `[` or `(`.
        start: the offset of the mark.
        outer: the subject outside the bracket; None if the bracket is itself a subject.
        outer_start: the offset of that subject.
        predicate: the predicate before the bracket.
        predicate_start: the offset of that predicate.
        head: the first cell of a list; None for a `[` and for a list without items.
    """

    mark: str
    start: int
    outer: int | None
    outer_start: int
    predicate: int
    predicate_start: int
    head: int | None = None


class TripleBuilder:
    """Adds triples to the rows of a document, given subjects, predicates, objects and brackets in document order."""

    def __init__(self, document: Document) -> None:
        self.table, self.rows = document.table, document.rows
        #: The open brackets, the innermost last.
        self.stack: list[OpenBracket] = []
        #: The subject and predicate of the current triple, as term numbers; the subject is None between statements.
        self.subject: int | None = None
        self.predicate = 0
        #: The offsets of their tokens.
        self.subject_start = self.predicate_start = 0
        self.first, self.rest, self.nil = map(self.table.intern, (terms.FIRST, terms.REST, terms.NIL))

    def add_object(self, value: int, start: int) -> None:
        """Add the triple of the current subject and predicate and this object, whose token is at `start`."""
        assert self.subject is not None
        self.rows.add(
            (self.subject, self.predicate, value), (self.subject_start, self.predicate_start, start)
        )

    def open(self, mark: str, start: int, state: State) -> State:
        """Open a blank node in brackets or a list and return what may follow.

        Args:
            mark: `[` or `(`.
            start: the offset of the mark.
            state: what was allowed before it: STATEMENT, OBJECT or ITEM.
        """
        if state == State.ITEM:
            self.start_cell(start)
        outer = None if state == State.STATEMENT else self.subject
        self.stack.append(
            OpenBracket(mark, start, outer, self.subject_start, self.predicate, self.predicate_start)
        )
        if mark == "(":
            return State.ITEM
        node = self.table.fresh_blank()
        if outer is not None:
            self.add_object(node, start)
        self.subject, self.subject_start = node, start
        return State.OPENED

    def close_bracket(self, state: State) -> State:
        """Close a `]` and return what may follow the blank node; `state` is what was allowed before the `]`."""
        node, bracket = self.subject, self._restore()
        if bracket.outer is not None:
            return self.after_object()
        self.subject, self.subject_start = node, bracket.start
        return State.VERB if state == State.OPENED else State.NAMED

    def close_list(self, start: int) -> State:
        """Close a `)` at this offset and return what may follow the list."""
        if self.stack[-1].head is not None:
            self.predicate, self.predicate_start = self.rest, start
            self.add_object(self.nil, start)
        bracket = self._restore()
        if bracket.outer is not None:
            if bracket.head is None:
                self.add_object(self.nil, bracket.start)
            return self.after_object()
        self.subject = self.nil if bracket.head is None else bracket.head
        self.subject_start = bracket.start
        return State.VERB

    def _restore(self) -> OpenBracket:
        """Remove the innermost bracket and return it; the triple that it interrupted is the current one again."""
        bracket = self.stack.pop()
        self.subject, self.subject_start = bracket.outer, bracket.outer_start
        self.predicate, self.predicate_start = bracket.predicate, bracket.predicate_start
        return bracket

    def start_cell(self, start: int) -> None:
        """Start the cell of the list item at this offset: the cell is the subject, `rdf:first` the predicate."""
        bracket, cell = self.stack[-1], self.table.fresh_blank()
        if bracket.head is not None:
            self.predicate, self.predicate_start = self.rest, start
            self.add_object(cell, start)
            self.subject_start = start
        else:
            bracket.head = cell
            if bracket.outer is not None:
                self.add_object(cell, bracket.start)
            self.subject_start = bracket.start
        self.subject, self.predicate, self.predicate_start = cell, self.first, start

    def after_object(self) -> State:
        """Return what may follow an object: another item inside a list, else a punctuation mark."""
        return State.ITEM if self.stack and self.stack[-1].mark == "(" else State.AFTER

    def is_in_object(self) -> bool:
        """Return whether the innermost bracket is a `[` that is an object, and not an item of a list."""
        stack = self.stack
        return (
            bool(stack)
            and stack[-1].mark == "["
            and stack[-1].outer is not None
            and (len(stack) == 1 or stack[-2].mark == "[")
        )
