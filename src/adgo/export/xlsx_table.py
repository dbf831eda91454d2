"""Tables as a workbook of Excel (Office Open XML)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from adgo.corpus.tables.export_table import Cell, ExportTable

#: The most rows and columns of a sheet, and the most characters of a cell.
MOST_ROWS, MOST_COLUMNS, MOST_LETTERS = 1_048_576, 16_384, 32_767
#: A whole number of this size or more loses digits in a spreadsheet.
INEXACT = 10**15
#: The first year that spreadsheets know.
FIRST_YEAR = 1900
#: The widest column, and the narrowest, in characters.
WIDEST, NARROWEST = 60, 9
#: Characters that may not be in the name of a sheet, and the length of such a name.
_NAME, NAME_LENGTH = re.compile(r"[\[\]:*?/\\']"), 31
#: Characters that XML 1.0 does not allow.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class TableTooLarge(ValueError):
    """A table does not fit into a workbook; the message says why."""


@dataclass(frozen=True)
class Workbook:
    """What a workbook holds: tables, one a sheet, and notes on the last sheet (a name and a text each).

    `title` and `subject` are among the properties of the document. The same workbook is always the same bytes.
    """

    title: str
    tables: Sequence[ExportTable]
    subject: str = ""
    notes: Mapping[str, str] = field(default_factory=dict)


def write(workbook: Workbook) -> bytes:
    """Return a workbook as XLSX; texts stay texts, even those that look like a formula.

    Raises:
        TableTooLarge: if a table has too many rows or columns, or a cell too much text.
    """
    from xlsxwriter import (
        Workbook as Writer,
    )  # Imported on first use, so that programs without it start faster.

    content = BytesIO()
    book = Writer(content, {"in_memory": True})
    book.set_properties(_properties(workbook))
    formats = {"bold": book.add_format({"bold": True}), "date": book.add_format({"num_format": "yyyy-mm-dd"})}
    names: list[str] = []
    for table in _sheets(workbook):
        names.append(sheet_name(table.title, names))
        _add(book.add_worksheet(names[-1]), table, formats)
    book.close()
    return content.getvalue()


def _sheets(workbook: Workbook) -> list[ExportTable]:
    """Return the tables, and the notes as the last one if there are any."""
    notes = ExportTable("notes", "About", ("About this file", ""), tuple(workbook.notes.items()))
    return [*workbook.tables, *([notes] if workbook.notes else [])]


def _properties(workbook: Workbook) -> dict[str, Any]:
    comments = "; ".join(f"{name}: {text}" for name, text in workbook.notes.items())
    texts = {"title": workbook.title, "subject": workbook.subject, "comments": comments}
    # Without a fixed time of creation each answer would be other bytes.
    return {name: _clean(text) for name, text in texts.items()} | {"created": datetime(2000, 1, 1)}


def sheet_name(title: str, taken: Sequence[str] = ()) -> str:
    """Return a name for a sheet that no other sheet has, in capitals or not."""
    bare = _NAME.sub(" ", _clean(title)).strip()[:NAME_LENGTH].strip() or "Table"
    names = {each.casefold() for each in taken}
    for number in range(2, len(names) + 3):
        if bare.casefold() not in names:
            return bare
        bare = f"{bare[: NAME_LENGTH - 4].strip()} {number}"
    return bare


def _add(sheet: Any, table: ExportTable, formats: dict[str, Any]) -> None:
    if len(table.rows) + 1 > MOST_ROWS or len(table.columns) > MOST_COLUMNS:
        size = f"{len(table.rows)} rows and {len(table.columns)} columns"
        raise TableTooLarge(f"The table has {size}, more than a sheet of XLSX can hold. Take the CSV.")
    for column, name in enumerate(table.columns):
        sheet.write_string(0, column, _checked(name), formats["bold"])
    for number, row in enumerate(table.rows, 1):
        for column, cell in enumerate(row):
            _write(sheet, number, column, cell, formats)
    for column, name in enumerate(table.columns):
        longest = max(
            (len(str(row[column])) for row in table.rows[:500] if row[column] is not None), default=0
        )
        sheet.set_column(column, column, min(WIDEST, max(NARROWEST, len(name) + 2, longest + 1)))
    sheet.freeze_panes(1, 0)
    if table.rows and table.columns:
        sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)


def _write(sheet: Any, row: int, column: int, cell: Cell, formats: dict[str, Any]) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, bool):
        sheet.write_boolean(row, column, cell)
    elif isinstance(cell, int | float | Decimal) and is_exact(cell):
        sheet.write_number(row, column, cell)
    elif isinstance(cell, date) and cell.year >= FIRST_YEAR:
        sheet.write_datetime(row, column, datetime(cell.year, cell.month, cell.day), formats["date"])
    else:
        sheet.write_string(row, column, _checked(str(cell)))


def is_exact(number: float | Decimal) -> bool:
    """Return whether a spreadsheet, which calculates in doubles, keeps all digits of a number."""
    if isinstance(number, float):
        return number == number and abs(number) != float("inf")
    return abs(number) < INEXACT and Decimal(repr(float(number))) == number


def _clean(words: str) -> str:
    return _FORBIDDEN.sub("\ufffd", words)


def _checked(words: str) -> str:
    if len(words) > MOST_LETTERS:
        raise TableTooLarge(
            f"A text of {len(words)} characters does not fit into a cell of XLSX, which holds {MOST_LETTERS}. "
            "Take the CSV."
        )
    return _clean(words)
