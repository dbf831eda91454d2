"""The answer to a query as a table of Python values."""

from __future__ import annotations

import csv
import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from adgo.api.optional_package import optional
from adgo.corpus.tables.export_table import Cell

if TYPE_CHECKING:
    import pandas
    import polars

#: Rows that a notebook shows; the rest is counted.
MOST_SHOWN = 60
_IRI = re.compile(r"https?://\S+")


@dataclass(frozen=True)
class Result:
    """An answer: rows of values by column.

    A literal is the Python value of its datatype (int, float, Decimal, bool, date, str), an IRI is a str, and a
    variable without a value is None. `boolean` is the answer to an ASK query, and `turtle` that to a CONSTRUCT or
    DESCRIBE query; both are None for other queries.
    """

    columns: tuple[str, ...]
    values: Sequence[tuple[Cell, ...]]
    boolean: bool | None = None
    turtle: str | None = None

    def __len__(self) -> int:
        return len(self.values)

    def __bool__(self) -> bool:
        """Whether an ASK query is answered with yes, or there is a row or triple."""
        if self.boolean is not None:
            return self.boolean
        return bool(self.values) or bool(self.turtle)

    def __iter__(self) -> Iterator[dict[str, Cell]]:
        return iter(self.rows)

    @property
    def rows(self) -> list[dict[str, Cell]]:
        """The rows, each as a dictionary by column."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.values]

    def to_csv(self, path: str | Path | None = None) -> str:
        """Return the table as CSV (RFC 4180) in text; with a path, write it there too, in UTF-8."""
        text = StringIO()
        rows = csv.writer(text, lineterminator="\r\n")
        rows.writerow(self.columns)
        rows.writerows(self.values)
        if path is not None:
            Path(path).write_text(text.getvalue(), encoding="utf-8", newline="")
        return text.getvalue()

    def to_pandas(self) -> pandas.DataFrame:
        """Return a pandas data frame, one column for each column, with the types of the values.

        Raises:
            ImportError: if pandas is not installed.
        """
        made: pandas.DataFrame = optional("pandas", "pandas").DataFrame(
            self._by_column(), columns=self.columns
        )
        return made.convert_dtypes()

    def to_polars(self) -> polars.DataFrame:
        """Return a polars data frame, one column for each column, with the types of the values.

        Raises:
            ImportError: if polars is not installed.
        """
        made: polars.DataFrame = optional("polars", "polars").DataFrame(self._by_column(), strict=False)
        return made

    def _by_column(self) -> dict[str, list[Cell]]:
        return {name: [row[place] for row in self.values] for place, name in enumerate(self.columns)}

    def __repr__(self) -> str:
        if self.boolean is not None:
            return f"Result({self.boolean})"
        if self.turtle is not None:
            return f"Result of {len(self.turtle)} characters of Turtle"
        return f"Result({len(self)} rows: {', '.join(self.columns)})"

    def _repr_html_(self) -> str:
        """The table for a notebook."""
        if self.boolean is not None or self.turtle is not None:
            return f"<pre>{html.escape(self.turtle or repr(self.boolean))}</pre>"
        head = "".join(f"<th>{html.escape(name)}</th>" for name in self.columns)
        rows = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in self.values[:MOST_SHOWN])
        more = len(self) - MOST_SHOWN
        rest = f"<p>and {more} more of {len(self)} rows</p>" if more > 0 else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{rest}"


def _cell(value: Cell) -> str:
    text = "" if value is None else html.escape(str(value))
    if isinstance(value, str) and _IRI.fullmatch(value):
        return f'<td><a href="{text}">{text}</a></td>'
    return f"<td>{text}</td>"
