"""Where a value stands in the graph: at a property of a node, in a list, or nowhere; and the triples that follow."""

from __future__ import annotations

from typing import NamedTuple

from adgo.turtle.parsing.placed_triples import PlacedTriple, PlacedTriples
from adgo.turtle.terms import FIRST, NIL, REST


class NodeToken(NamedTuple):
    """The term of a node, property or literal (None if it is not valid) and the offset of its token."""

    term: str | None
    start: int


class TripleList:
    """The triples found so far, in the order in which pyoxigraph returns them."""

    def __init__(self) -> None:
        self.triples = PlacedTriples()
        self._blanks = 0

    def fresh(self) -> str:
        """Return a new blank node; no label in a document has a space."""
        self._blanks += 1
        return f"_: {self._blanks}"


class Slot:
    """Where a value stands outside all properties: it takes part in no triple.

    Attributes:
        is_muted: whether triples are dropped, because the graph around has no valid name.
        is_dead: whether a property around is not an IRI: then the properties inside are dropped too.
    """

    def __init__(self, made: TripleList, *, is_muted: bool = False, is_dead: bool = False) -> None:
        self.made, self.is_muted, self.is_dead = made, is_muted, is_dead

    def begin(self, start: int) -> None:
        """Prepare for a value whose token is at an offset."""

    def fill(self, value: NodeToken, *, is_literal: bool = False) -> None:
        """Add the triple of a value.

        Args:
            value: the value.
            is_literal: whether it is a literal, which cannot be a subject.
        """


class PropertySlot(Slot):
    """The value of a property of a node."""

    def __init__(self, outer: Slot, subject: NodeToken, predicate: NodeToken, *, is_reverse: bool) -> None:
        """Hold what the triple needs.

        Args:
            outer: where the node stands.
            subject: the node.
            predicate: the property.
            is_reverse: whether the node is the object.
        """
        dead = outer.is_dead or predicate.term is None
        super().__init__(outer.made, is_muted=outer.is_muted, is_dead=dead)
        self.subject, self.predicate, self.is_reverse = subject, predicate, is_reverse

    def fill(self, value: NodeToken, *, is_literal: bool = False) -> None:
        """Add the triple of a value; `is_literal` says whether it is a literal."""
        (subject, subject_start), (predicate, predicate_start) = self.subject, self.predicate
        if self.is_muted or self.is_dead or subject is None or predicate is None or value.term is None:
            return
        if self.is_reverse:
            if is_literal:
                return
            subject, subject_start, value = value.term, value.start, NodeToken(subject, subject_start)
        assert value.term is not None
        self.made.triples.append(
            PlacedTriple(subject, predicate, value.term, subject_start, predicate_start, value.start)
        )


class ListSlot(Slot):
    """The next item of a list. The list begins with its first item, or if it ends without one."""

    def __init__(self, outer: Slot, start: int, end: int) -> None:
        """Hold where the list stands.

        Args:
            outer: where the list stands.
            start: the offset of the token that begins the list.
            end: the offset of the token that ends it.
        """
        super().__init__(outer.made, is_muted=outer.is_muted, is_dead=outer.is_dead)
        self.outer, self.start, self.end = outer, start, end
        self.cell: NodeToken | None = None
        outer.begin(start)

    def begin(self, start: int) -> None:
        """Add a cell for the item at an offset."""
        cell = self.made.fresh()
        if self.cell is None:
            self.cell = NodeToken(cell, self.start)
            self.outer.fill(self.cell)
        else:
            self._add(REST, NodeToken(cell, start))
            self.cell = NodeToken(cell, start)

    def fill(self, value: NodeToken, *, is_literal: bool = False) -> None:
        """Add `rdf:first`; `is_literal` does not matter."""
        self._add(FIRST, value)

    def close(self) -> None:
        """End the list."""
        if self.cell is None:
            self.outer.fill(NodeToken(NIL, self.start))
        else:
            self._add(REST, NodeToken(NIL, self.end))

    def _add(self, predicate: str, value: NodeToken) -> None:
        assert self.cell is not None
        cell, cell_start = self.cell
        if not self.is_muted and cell is not None and value.term is not None:
            self.made.triples.append(
                PlacedTriple(cell, predicate, value.term, cell_start, value.start, value.start)
            )
