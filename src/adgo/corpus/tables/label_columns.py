"""Columns of labels beside columns of IRIs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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
    names = [
        each
        for place, name in enumerate(columns)
        for each in ([name, name + suffix] if place in places else [name])
    ]
    made = [
        tuple(
            each
            for place, cell in enumerate(row)
            for each in ([cell, labels.get((number, place))] if place in places else [cell])
        )
        for number, row in enumerate(rows)
    ]
    return tuple(names), made
