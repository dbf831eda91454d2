"""A document that was read: its triples as term numbers, and the position of every token in its text."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from struct import pack
from typing import Literal, NamedTuple, overload

from adgo.turtle.errors import Fault
from adgo.turtle.lines import Lines
from adgo.turtle.terms import TermTable
from adgo.turtle.tokens import TOKEN, Expression

Part = Literal["subject", "predicate", "object"]
Row = tuple[int, int, int]


class TokenSpan(NamedTuple):
    """The position of a token: 1-based code points, the end column exclusive; all None if only the file is known."""

    line: int | None
    column: int | None
    end_line: int | None
    end_column: int | None


#: The position of a token in a syntax without positions.
NOWHERE = TokenSpan(None, None, None, None)


class Rows(Sequence[Row]):
    """Triples as term numbers, in document order and with repetitions, and the offsets of their tokens."""

    __slots__ = ("objects", "offsets", "predicates", "subjects")

    def __init__(self) -> None:
        # Lists, because they share the numbers of the term table; an array creates new ones whenever it is read.
        self.subjects: list[int] = []
        self.predicates: list[int] = []
        self.objects: list[int] = []
        self.offsets: dict[Part, array[int]] = {
            "subject": array("i"),
            "predicate": array("i"),
            "object": array("i"),
        }

    def add(self, row: Row, starts: Row | None) -> None:
        """Append a triple and the offsets of its three tokens; either all triples have offsets or none has."""
        self.subjects.append(row[0])
        self.predicates.append(row[1])
        self.objects.append(row[2])
        if starts is not None:
            for column, start in zip(self.offsets.values(), starts, strict=True):
                column.append(start)

    def extend(self, numbers: list[int]) -> None:
        """Append triples, six numbers each: subject, predicate and object, then the offsets of their tokens."""
        self.subjects += numbers[::6]
        self.predicates += numbers[1::6]
        self.objects += numbers[2::6]
        for place, column in enumerate(self.offsets.values(), 3):
            starts = numbers[place::6]
            # Four times as fast as extending the array by the list.
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
    """The triples of one file, and the positions of their tokens.

    Attributes:
        path: what messages call the file.
        text: the whole text.
        table: the terms, by number.
        rows: the triples.
        prefixes: prefix to namespace, for messages.
        base: the base IRI; None if there is none.
        tokens: the expression that matches the token at an offset of the text.
        warnings: the terms that only a lenient reader accepts; `Limits.faults` of them at most.
        note: what users should know about the reading of the file; "" if there is nothing.
        left_out: the warning that triples of JSON-LD were left out, which is one of `warnings`; None if all were kept.
    """

    path: str
    text: str
    table: TermTable
    rows: Rows
    prefixes: dict[str, str] = field(default_factory=dict)
    base: str | None = None
    tokens: Expression = TOKEN
    note: str = ""
    warnings: list[Fault] = field(default_factory=list)
    left_out: Fault | None = None

    def triples(self) -> Iterator[tuple[str, str, str]]:
        """Return the triples as terms in N-Triples form, in document order and with repetitions."""
        terms = self.table.terms
        return ((terms[s], terms[p], terms[o]) for s, p, o in self.rows)

    def locate(self, row: int, part: Part) -> TokenSpan:
        """Return the position of the token of a part of a row; `NOWHERE` if the syntax has no positions.

        The position of a blank node in brackets is that of its `[`, and of a list that of its `(`. In the triples of
        a list, `rdf:first` has the position of the item, and `rdf:rest` that of the next item or the `)`. In JSON-LD,
        `{` stands for `[`, and `[` and `]` for the parentheses.
        """
        offsets = self.rows.offsets[part]
        return self.span(offsets[row]) if row < len(offsets) else NOWHERE

    def span(self, offset: int) -> TokenSpan:
        """Return the position of the token that starts at an offset of the text, in code points."""
        token = self.tokens.of(self.text).match(self.text, offset)
        end = token.end() if token else offset
        return TokenSpan(*self.position(offset), *self.position(end))

    def position(self, offset: int) -> tuple[int, int]:
        """Return the line and column of an offset of the text, both 1-based; a tab is one column."""
        return self._lines.position(offset)

    def line_text(self, line: int) -> str:
        """Return the text of a line, counted from 1, without its line end; "" if there is no such line."""
        return self._lines.line(line)

    @cached_property
    def _lines(self) -> Lines:
        return Lines(self.text)
