"""A document that was read: its triples as numbers, and the place of every token that made them."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from struct import pack
from typing import Literal, NamedTuple, overload

from adgo.turtle.lines import Lines
from adgo.turtle.parsing.tokens import TOKEN
from adgo.turtle.terms import TermTable

Part = Literal["subject", "predicate", "object"]
Row = tuple[int, int, int]


class Span(NamedTuple):
    """Where a token stands: 1-based code points, the end column exclusive; all None where only the file is known."""

    line: int | None
    column: int | None
    end_line: int | None
    end_column: int | None


NOWHERE = Span(None, None, None, None)


class Rows(Sequence[Row]):
    """Triples of term numbers in document order, repeated ones kept, and the offset of each term's token."""

    __slots__ = ("objects", "offsets", "predicates", "subjects")

    def __init__(self) -> None:
        # Lists, as the numbers are those that the lexicon holds; an array would make new ones whenever it is read.
        self.subjects: list[int] = []
        self.predicates: list[int] = []
        self.objects: list[int] = []
        self.offsets: dict[Part, array[int]] = {
            "subject": array("i"),
            "predicate": array("i"),
            "object": array("i"),
        }

    def add(self, row: Row, starts: Row | None) -> None:
        """Append a triple and the offsets of its three tokens, which either all triples have or none."""
        self.subjects.append(row[0])
        self.predicates.append(row[1])
        self.objects.append(row[2])
        if starts is not None:
            for column, start in zip(self.offsets.values(), starts, strict=True):
                column.append(start)

    def extend(self, numbers: list[int]) -> None:
        """Append triples with the offsets of their tokens, six numbers each: terms first, in the order of a row."""
        self.subjects += numbers[::6]
        self.predicates += numbers[1::6]
        self.objects += numbers[2::6]
        for place, column in enumerate(self.offsets.values(), 3):
            starts = numbers[place::6]
            # Four times as quick as to extend the array by the list.
            column.frombytes(pack(f"{len(starts)}i", *starts))

    def __len__(self) -> int:
        return len(self.subjects)

    def __iter__(self) -> Iterator[Row]:
        return zip(self.subjects, self.predicates, self.objects, strict=True)

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> list[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | list[Row]:
        if isinstance(index, slice):
            return list(zip(self.subjects[index], self.predicates[index], self.objects[index], strict=True))
        return self.subjects[index], self.predicates[index], self.objects[index]


@dataclass
class Document:
    """What one file says, and where it says it."""

    path: str
    text: str
    table: TermTable
    rows: Rows
    prefixes: dict[str, str] = field(default_factory=dict)
    base: str | None = None

    def triples(self) -> Iterator[tuple[str, str, str]]:
        """Return the triples as terms in N-Triples form, in document order, repeated ones kept."""
        terms = self.table.terms
        return ((terms[s], terms[p], terms[o]) for s, p, o in self.rows)

    def locate(self, row: int, part: Part) -> Span:
        """Return where the token of that part of that row stands; `NOWHERE` if the syntax gives no places.

        A blank node in brackets stands at its `[`, a list at its `(`; in the triples of a list, `rdf:first` leads to
        the item, and `rdf:rest` to the next item or the `)`.
        """
        offsets = self.rows.offsets[part]
        return self.span(offsets[row]) if row < len(offsets) else NOWHERE

    def span(self, offset: int) -> Span:
        """Return the place of the token that starts at an offset of the text, in code points."""
        token = TOKEN.of(self.text).match(self.text, offset)
        end = token.end() if token else offset
        return Span(*self.position(offset), *self.position(end))

    def position(self, offset: int) -> tuple[int, int]:
        """Return the line and column of an offset of the text, both 1-based; a tab is one column."""
        return self._lines.position(offset)

    def line_text(self, line: int) -> str:
        """Return the text of a line, counted from 1, without its end; "" where there is no such line."""
        return self._lines.line(line)

    @cached_property
    def _lines(self) -> Lines:
        return Lines(self.text)
