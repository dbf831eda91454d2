"""The distinct triples of the files to reason on, with their positions, and the RDF lists in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from adgo.shacl.model.result import Place
from adgo.shacl.reporting.places import place_of
from adgo.turtle.document import Document, Part
from adgo.turtle.terms import FIRST, REST


class Statement(NamedTuple):
    """One triple; terms are in N-Triples form."""

    subject: str
    predicate: str
    object: str

    @property
    def line(self) -> str:
        """The triple as a line of N-Triples."""
        return f"{self.subject} {self.predicate} {self.object} .\n"


#: This file repeats the triples of others; positions are taken from the others.
_MERGED = "adgo-all.ttl"


class Triples:
    """The triples, with the document and row where each occurs first; a merged file is considered last."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self.documents = sorted(documents, key=lambda document: Path(document.path).name == _MERGED)
        self.where: dict[Statement, tuple[int, int]] = {}
        for number, document in enumerate(self.documents):
            for row, triple in enumerate(document.triples()):
                self.where.setdefault(Statement(*triple), (number, row))

    def __len__(self) -> int:
        return len(self.where)

    def place(self, statement: Statement, part: Part = "subject") -> Place:
        """Return the position of the token of a part of a triple."""
        number, row = self.where[statement]
        return place_of(self.documents[number], row, part)


class Lists:
    """The RDF lists in triples."""

    def __init__(self, statements: Iterable[Statement]) -> None:
        self._first: dict[str, str] = {}
        self._rest: dict[str, str] = {}
        for s, p, o in statements:
            if p == FIRST:
                self._first[s] = o
            elif p == REST:
                self._rest[s] = o

    def items(self, node: str) -> list[str]:
        """Return the items of the list that starts at a node; [] if none starts there. Cycles are cut."""
        cells: dict[str, str] = {}
        while node in self._first and node not in cells:
            cells[node] = self._first[node]
            node = self._rest.get(node, "")
        return list(cells.values())
