"""How many rows a result has, counted in its bytes: the engine writes results without their number of rows."""

from __future__ import annotations

import re
from typing import Protocol

#: A JSON string, with its quotes.
_STRING = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
#: The end of a row and the start of the next one that binds a variable. In a string, the quote could only be the one
#: that ends it, and `,` or `}` would follow; here a variable follows.
_NEXT_ROW = re.compile(rb'\},\{"(?![,}])')
_HEAD_END, _EMPTY_ROW = b'"bindings":[', b"{}"
#: Where a row begins in XML; the text of a literal has no `<`.
_ELEMENT = b"<result>"


class RowCount(Protocol):
    """Counts the rows of a result while it is written."""

    def feed(self, piece: bytes | bytearray) -> None:
        """Take the next bytes of the result."""

    def total(self) -> int:
        """Return the number of rows, when all bytes were taken."""


class JsonRowCount:
    """Counts the rows of SPARQL results in JSON without white space between tokens, as both writers make them."""

    def __init__(self) -> None:
        # Bytes that are not counted yet; after the head, they begin outside strings.
        self._rest = bytearray()
        self._is_in_head = True
        self._rows = 0

    def feed(self, piece: bytes | bytearray) -> None:
        """Take the next bytes of the result."""
        searched = max(0, len(self._rest) - len(_HEAD_END))
        self._rest += piece
        if self._is_in_head:
            self._drop_head()
        if not self._is_in_head and (end := self._end_of_row(searched)) > 0:
            self._count(bytes(self._rest[: end + 1]))
            del self._rest[:end]

    def total(self) -> int:
        """Return the number of rows, when all bytes were taken."""
        self._count(bytes(self._rest))
        self._rest.clear()
        return self._rows

    def _drop_head(self) -> None:
        """Replace the head by what stands between two rows."""
        if (end := self._rest.find(_HEAD_END)) >= 0:
            self._rest[: end + len(_HEAD_END)] = b"},"
            self._is_in_head = False

    def _end_of_row(self, start: int) -> int:
        """Return the place of the last `}` that ends a row, not before `start`; -1 if there is none."""
        if b'"' not in self._rest:
            return self._rest.rfind(b"}")
        place = len(self._rest) - 1
        while (place := self._rest.rfind(b'},{"', start, place)) >= 0:
            if _NEXT_ROW.match(self._rest, place):
                return place
            place += len(b'},{"') - 1
        return -1

    def _count(self, content: bytes) -> None:
        """Count the rows that begin in bytes that begin and end outside strings."""
        self._rows += len(_NEXT_ROW.findall(content))
        if _EMPTY_ROW in content:
            self._rows += _STRING.sub(b"", content).count(_EMPTY_ROW)


class XmlRowCount:
    """Counts the rows of SPARQL results in XML."""

    def __init__(self) -> None:
        self._end = b""
        self._rows = 0

    def feed(self, piece: bytes | bytearray) -> None:
        """Take the next bytes of the result."""
        content = self._end + piece
        self._rows += content.count(_ELEMENT)
        self._end = bytes(content[-len(_ELEMENT) + 1 :])

    def total(self) -> int:
        """Return the number of rows, when all bytes were taken."""
        return self._rows


class LineCount:
    """Counts lines, without the `heads` first ones."""

    def __init__(self, heads: int = 0) -> None:
        self._lines = -heads

    def feed(self, piece: bytes | bytearray) -> None:
        """Take the next bytes of the result."""
        self._lines += piece.count(b"\n")

    def total(self) -> int:
        """Return the number of lines, when all bytes were taken."""
        return self._lines


class CsvRowCount:
    """Counts the rows of CSV below its first line; a line feed between quotes ends no row."""

    def __init__(self) -> None:
        self._lines = -1
        self._is_quoted = False

    def feed(self, piece: bytes | bytearray) -> None:
        """Take the next bytes of the result."""
        parts = piece.split(b'"')
        self._lines += sum(part.count(b"\n") for part in parts[self._is_quoted :: 2])
        self._is_quoted ^= len(parts) % 2 == 0

    def total(self) -> int:
        """Return the number of rows, when all bytes were taken."""
        return self._lines


def of_results(form: str) -> RowCount:
    """Return a new count for results in a format: json, xml, csv or tsv."""
    made: dict[str, RowCount] = {
        "json": JsonRowCount(),
        "xml": XmlRowCount(),
        "csv": CsvRowCount(),
        "tsv": LineCount(heads=1),
    }
    return made[form]
