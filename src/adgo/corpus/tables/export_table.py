"""A table as it is exported: a title, named columns, and rows of values."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from adgo.corpus.corpus import Term, parse_number
from adgo.corpus.dates import parse_day
from adgo.graph.namespaces import XSD

#: A value of a cell; None for an empty one.
Cell = str | int | float | Decimal | bool | date | None

#: Datatypes whose values are exact numbers: xsd:decimal and all that XML Schema derives from it.
EXACT = {
    XSD + name
    for name in (
        "decimal", "integer", "long", "int", "short", "byte", "nonNegativeInteger", "positiveInteger",
        "nonPositiveInteger", "negativeInteger", "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte",
    )
}  # fmt: skip


@dataclass(frozen=True)
class ExportTable:
    """A table: `name` for names of files, `title` for people, and rows with one cell for each column.

    Raises:
        ValueError: if a row has more or fewer cells than there are columns.
    """

    name: str
    title: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"{self.name}: {len(row)} cells for {len(self.columns)} columns: {row!r}")


def joined(values: Sequence[str]) -> str:
    """Return several values for one cell, each once."""
    return "; ".join(dict.fromkeys(each for each in values if each))


def cell_of(term: Term) -> Cell:
    """Return the value of a term: a number, a day or a boolean for literals of these kinds, else the text."""
    if term.kind != "literal":
        return term.text if term.kind == "bnode" else term.value
    if term.note == XSD + "boolean" and term.value in ("true", "false", "1", "0"):
        return term.value in ("true", "1")
    if term.note == XSD + "date":
        when = parse_day(term.value)
        return when if when and when.isoformat() == term.value else term.value
    return number_of(term.value, term.note)


def number_of(text: str, datatype: str) -> Cell:
    """Return the number that a literal stands for; its text if it is not a finite number."""
    if datatype in EXACT:
        try:
            exact = Decimal(text)
        except InvalidOperation:
            return text
        if not exact.is_finite() or parse_number(text) is None:
            return text
        if datatype == XSD + "decimal":
            return exact
        return int(exact) if exact == exact.to_integral_value() else text
    if datatype in (XSD + "double", XSD + "float"):
        found = parse_number(text)
        return text if found is None or not math.isfinite(found) else found
    return text
