"""Tables as CSV (RFC 4180), in a form that spreadsheets open without loss and without running anything."""

from __future__ import annotations

import csv
from io import StringIO

from adgo.corpus.tables.export_table import Cell, ExportTable

#: Characters with which spreadsheets begin a formula; the full-width ones do so in some languages.
STARTERS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def write(table: ExportTable, *, has_mark: bool = True) -> bytes:
    """Return a table as CSV: UTF-8, lines that end in CRLF.

    A text that a spreadsheet would take for a formula has an apostrophe before it; numbers stay numbers.

    Args:
        table: the table.
        has_mark: whether it begins with a byte order mark, which lets Excel read the names in other scripts.
    """
    written = StringIO()
    rows = csv.writer(written, lineterminator="\r\n")
    rows.writerow([safe(name) for name in table.columns])
    rows.writerows([text(cell) for cell in row] for row in table.rows)
    return written.getvalue().encode("utf-8-sig" if has_mark else "utf-8", "replace")


def write_results(table: ExportTable, *, has_mark: bool) -> bytes:
    """Return a table as CSV for programs: the values as they are.

    Args:
        table: the table.
        has_mark: whether the file begins with a byte order mark.
    """
    written = StringIO()
    rows = csv.writer(written, lineterminator="\r\n")
    rows.writerows([table.columns, *table.rows])
    return written.getvalue().encode("utf-8-sig" if has_mark else "utf-8", "replace")


def text(cell: Cell) -> str:
    """Return a cell as it is written into a file of text."""
    if isinstance(cell, str):
        return safe(cell)
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return "" if cell is None else str(cell)


def safe(words: str) -> str:
    """Return a text with an apostrophe before it if a spreadsheet would take it for a formula."""
    begin = words.lstrip(" \n\x00\ufeff")
    return f"'{words}" if begin.startswith(STARTERS) else words
