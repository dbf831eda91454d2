"""The triple in the making, and the brackets it stands in: an explicit stack in place of recursion."""

from __future__ import annotations

from dataclasses import dataclass

from adgo.turtle import terms
from adgo.turtle.document import Document
from adgo.turtle.parsing.grammar import State


@dataclass(slots=True, eq=False, repr=False)
class Frame:
    """An open bracket and the triple it interrupts; `outer` is None where the bracket is itself a subject."""

    mark: str
    start: int
    outer: int | None
    outer_start: int
    predicate: int
    predicate_start: int
    head: int | None = None


class Nest:
    """Adds triples to the rows of a document as subjects, predicates, objects and brackets come by."""

    def __init__(self, document: Document) -> None:
        self.table, self.rows = document.table, document.rows
        self.stack: list[Frame] = []
        self.subject: int | None = None
        self.predicate = 0
        self.subject_start = self.predicate_start = 0
        self.first, self.rest, self.nil = map(self.table.intern, (terms.FIRST, terms.REST, terms.NIL))

    def emit(self, value: int, start: int) -> None:
        """Add the triple of the current subject and predicate and this object."""
        assert self.subject is not None
        self.rows.add(
            (self.subject, self.predicate, value), (self.subject_start, self.predicate_start, start)
        )

    def hold(self, subject: int | None, subject_start: int, predicate: int, predicate_start: int) -> None:
        """Make this the current subject and predicate."""
        self.subject, self.subject_start = subject, subject_start
        self.predicate, self.predicate_start = predicate, predicate_start

    def open(self, mark: str, start: int, state: State) -> State:
        """Open a blank node in brackets or a list, at any place that takes one."""
        if state == State.ITEM:
            self.next_cell(start)
        outer = None if state == State.STATEMENT else self.subject
        frame = Frame(mark, start, outer, self.subject_start, self.predicate, self.predicate_start)
        self.stack.append(frame)
        if mark == "(":
            return State.ITEM
        node = self.table.fresh_blank()
        if outer is not None:
            self.emit(node, start)
        self.subject, self.subject_start = node, start
        return State.OPENED

    def close_bracket(self, state: State) -> State:
        """Close a `]` and return what may follow the blank node."""
        node, frame = self.subject, self.restore()
        if frame.outer is not None:
            return self.after_object()
        self.subject, self.subject_start = node, frame.start
        return State.VERB if state == State.OPENED else State.NAMED

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
        return State.VERB

    def restore(self) -> Frame:
        """Return the innermost frame, taken off, its triple the current one again."""
        frame = self.stack.pop()
        self.subject, self.subject_start = frame.outer, frame.outer_start
        self.predicate, self.predicate_start = frame.predicate, frame.predicate_start
        return frame

    def next_cell(self, start: int) -> None:
        """Begin the cell of a list item that starts here: the cell becomes the subject, `rdf:first` the predicate."""
        frame, cell = self.stack[-1], self.table.fresh_blank()
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
        return State.ITEM if self.stack and self.stack[-1].mark == "(" else State.AFTER
