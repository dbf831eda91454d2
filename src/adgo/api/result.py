"""The answer to a query as a table of Python values."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from adgo.api.optional_package import optional
from adgo.api.python_values import Value, text_of

if TYPE_CHECKING:
    import pandas
    import polars

#: What the name of a column of labels ends with.
LABEL = "_label"
#: Characters of a digest that are shown.
_SHOWN = 12
#: Notes that are shown with a table.
_NOTES = 2


@dataclass(frozen=True)
class Result:
    """An answer: rows of values by column, and which data it comes from.

    A literal is the Python value of its datatype (int, float, Decimal, bool, date, datetime, str), an IRI is a str, and
    a variable without a value is None. An answer to ASK has one row with the column `answer`, and an answer to
    CONSTRUCT or DESCRIBE a row for each triple, with the columns `subject`, `predicate` and `object`.

    Attributes:
        columns: the names of the columns.
        values: the rows.
        boolean: the answer to an ASK query, else None.
        turtle: the answer to a CONSTRUCT or DESCRIBE query as Turtle, else None.
        complete: whether this is the whole answer: always for data in memory and for ADGO's servers. False if an
            endpoint says that it cut the answer off, None if it does not say.
        dataset: the digest of the data, which changes with the data; "" if an endpoint does not name it.
        version: the version of the packaged graph; "" for other data, and for an endpoint.
        notes: what can be the reason why there are no rows, such as a misspelt term.
    """

    columns: tuple[str, ...]
    values: Sequence[tuple[Value, ...]]
    boolean: bool | None = None
    turtle: str | None = None
    complete: bool | None = None
    dataset: str = ""
    version: str = ""
    notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.values)

    def __bool__(self) -> bool:
        """Whether an ASK query is answered with yes, or there is a row or triple."""
        return bool(self.values) if self.boolean is None else self.boolean

    def __iter__(self) -> Iterator[dict[str, Value]]:
        return iter(self.rows)

    @property
    def rows(self) -> list[dict[str, Value]]:
        """The rows, each as a dictionary by column."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.values]

    @property
    def state(self) -> str:
        """How many rows there are, whether these are all, and of which data, in words."""
        number = f"{len(self)} row{'' if len(self) == 1 else 's'}"
        whole = {True: "complete", False: "not complete", None: "not known to be complete"}[self.complete]
        version = f"ADGO {self.version}" if self.version else ""
        dataset = f"data {self.dataset[:_SHOWN]}" if self.dataset else ""
        return ", ".join(each for each in (number, whole, version, dataset) if each)

    def to_csv(self, path: str | Path | None = None) -> str:
        """Return the table as CSV (RFC 4180) in text; with a path, write it there too, in UTF-8.

        Values are written as XML Schema writes them: `true`, `2026-12-31`.
        """
        text = StringIO()
        rows = csv.writer(text, lineterminator="\r\n")
        rows.writerow(self.columns)
        rows.writerows([text_of(each) for each in row] for row in self.values)
        if path is not None:
            Path(path).write_text(text.getvalue(), encoding="utf-8", newline="")
        return text.getvalue()

    def to_pandas(self) -> pandas.DataFrame:
        """Return a pandas data frame with the types of the values; its `attrs` say which data it comes from.

        Raises:
            ImportError: if pandas is not installed.
        """
        from adgo.api.column_type import pandas_series

        package = optional("pandas", "pandas")
        columns = [pandas_series(package, each) for each in self._columns()]
        made: pandas.DataFrame = package.concat(columns, axis=1) if columns else package.DataFrame()
        made.columns = package.Index(self.columns)
        made.attrs.update(complete=self.complete, dataset=self.dataset, version=self.version)
        return made

    def to_polars(self) -> polars.DataFrame:
        """Return a polars data frame with the types of the values.

        Raises:
            ImportError: if polars is not installed.
        """
        from adgo.api.column_type import polars_series

        package = optional("polars", "polars")
        pairs = zip(self.columns, self._columns(), strict=True)
        made: polars.DataFrame = package.DataFrame([polars_series(package, *pair) for pair in pairs])
        return made

    def _columns(self) -> list[list[Value]]:
        return [[row[place] for row in self.values] for place in range(len(self.columns))]

    def __repr__(self) -> str:
        if self.boolean is not None:
            return f"Result({self.boolean})"
        return f"Result({self._described}: {', '.join(self.columns)})"

    def _repr_html_(self) -> str:
        """Return the table for a notebook."""
        from adgo.api.html_table import html_table

        return html_table(self.columns, self.values, self._described)

    @property
    def _described(self) -> str:
        """The state, and the first notes in brackets."""
        more = len(self.notes) - _NOTES
        shown = [*self.notes[:_NOTES], *([f"{more} more in `notes`"] if more > 0 else [])]
        return f"{self.state} ({'. '.join(shown)})" if shown else self.state
