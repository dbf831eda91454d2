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

    def beside(cells: Sequence[Cell], added: Sequence[Cell]) -> Row:
        pairs = enumerate(zip(cells, added, strict=True))
        return tuple(each for place, pair in pairs for each in (pair if place in places else pair[:1]))

    width = range(len(columns))
    names = beside(columns, [name + suffix for name in columns])
    made = [beside(row, [labels.get((at, place)) for place in width]) for at, row in enumerate(rows)]
    return tuple(map(str, names)), made
