"""A result as an HTML table, for notebooks. It loads nothing, and no value of the data can become markup."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from adgo.api.python_values import Value, text_of

#: Rows that are shown; the others are counted.
MOST_SHOWN = 60
#: What a column of labels ends with.
_LABEL = "_label"
_ADDRESS = re.compile(r"https?://[^\s<>\"\\^`{|}]+")


def html_table(columns: Sequence[str], rows: Sequence[tuple[Value, ...]], state: str) -> str:
    """Return the table; a thing is shown by its label, which links to its IRI.

    Args:
        columns: the names of the columns.
        rows: the rows.
        state: what is written below the table.
    """
    places = {name: place for place, name in enumerate(columns)}
    shown = [name for name in columns if not _is_label(name, places)]
    head = "".join(f"<th>{html.escape(name)}</th>" for name in shown)
    body = "".join(f"<tr>{_cells(row, shown, places)}</tr>" for row in rows[:MOST_SHOWN])
    below = f"{state}; the first {MOST_SHOWN} are shown" if len(rows) > MOST_SHOWN else state
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return f"{table}<p>{html.escape(below)}</p>"


def _is_label(name: str, places: dict[str, int]) -> bool:
    return name.endswith(_LABEL) and name.removesuffix(_LABEL) in places


def _cells(row: tuple[Value, ...], shown: list[str], places: dict[str, int]) -> str:
    def label(name: str) -> Value:
        return row[places[name + _LABEL]] if name + _LABEL in places else None

    return "".join(f"<td>{_cell(row[places[name]], label(name))}</td>" for name in shown)


def _cell(value: Value, label: Value) -> str:
    text = html.escape(text_of(value))
    name = html.escape(text_of(label)) or text
    if isinstance(value, str) and _ADDRESS.fullmatch(value):
        return f'<a href="{text}" title="{text}" rel="noopener noreferrer">{name}</a>'
    return name
