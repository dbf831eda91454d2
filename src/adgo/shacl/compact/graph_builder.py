"""Adds the triples of a compact document to its rows, each term with the offset of the token that it comes from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from adgo.shacl.model.names import FIRST, NIL, REST
from adgo.turtle.document import Document


class PlacedNode(NamedTuple):
    """A term and the offset of its token."""

    number: int
    start: int


class GraphBuilder:
    """Adds triples to the rows of a document."""

    def __init__(self, document: Document) -> None:
        """Hold the document, whose rows are filled."""
        self.table, self.rows = document.table, document.rows

    def term(self, term: str, start: int) -> PlacedNode:
        """Return the node of an N-Triples term that stands for the token at an offset."""
        return PlacedNode(self.table.intern(term), start)

    def blank(self, start: int) -> PlacedNode:
        """Return a new blank node that stands for the token at an offset."""
        return PlacedNode(self.table.fresh_blank(), start)

    def add(self, subject: PlacedNode, predicate: PlacedNode, object_: PlacedNode) -> None:
        """Add a triple.

        Args:
            subject: its subject.
            predicate: its predicate.
            object_: its object.
        """
        self.rows.add(
            (subject.number, predicate.number, object_.number),
            (subject.start, predicate.start, object_.start),
        )

    def state(self, subject: PlacedNode, property_: str, object_: PlacedNode) -> None:
        """Add a triple whose property stands for the same token as its object.

        Args:
            subject: its subject.
            property_: its predicate, as an N-Triples term.
            object_: its object.
        """
        self.add(subject, self.term(property_, object_.start), object_)

    def listed(self, members: Sequence[PlacedNode], start: int) -> PlacedNode:
        """Return the list of some nodes; `start` is the offset of the token that begins it."""
        if not members:
            return self.term(NIL, start)
        cells = [self.blank(start if index == 0 else each.start) for index, each in enumerate(members)]
        rest = [*cells[1:], self.term(NIL, members[-1].start)]
        for cell, member, after in zip(cells, members, rest, strict=True):
            self.state(cell, FIRST, member)
            self.add(cell, self.term(REST, after.start), after)
        return cells[0]
