"""Columns of labels beside columns of IRIs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from adgo.corpus.tables.export_table import Cell

Row = tuple[Cell, ...]


def with_labels(
    columns: Sequence[str], rows: Sequence[Row], labels: Mapping[tuple[int, int], str], suffix: str
) -> tuple[tuple[str, ...], list[Row]]:
    """Return columns and rows with a column of labels beside each column that has any.

    Args:
        columns: the names of the columns.
        rows: the values.
        labels: for the row and column of a value, its label.
        suffix: what the name of a column of labels ends with. A column that already has such a name is not added again.
    """
    places = {column for _, column in labels if columns[column] + suffix not in columns}

    def beside(cells: Sequence[Cell], added: Callable[[int], Cell]) -> Row:
        return tuple(
            each
            for place, cell in enumerate(cells)
            for each in ((cell, added(place)) if place in places else (cell,))
        )

    names = beside(columns, lambda place: columns[place] + suffix)
    made = [beside(row, lambda place, at=at: labels.get((at, place))) for at, row in enumerate(rows)]
    return tuple(map(str, names)), made
