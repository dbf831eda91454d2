"""Changes of the graph as rows."""

from __future__ import annotations

from collections.abc import Iterable

from adgo.corpus.changes import RecordedChange
from adgo.corpus.corpus import Corpus
from adgo.corpus.tables.export_table import ExportTable, joined

COLUMNS = ("date", "type", "title", "description", "about", "about ids", "id")


def table(corpus: Corpus, changes: Iterable[RecordedChange], name: str, title: str) -> ExportTable:
    """Return changes as a table, in their order.

    Args:
        corpus: the graph.
        changes: the changes.
        name: the name of the table in names of files.
        title: the title of the table.
    """
    rows = [
        (
            each.day,
            each.type,
            each.title,
            each.description,
            joined([corpus.label(it) for it in each.subjects]),
            joined(each.subjects),
            each.iri,
        )
        for each in changes
    ]
    return ExportTable(name, title, COLUMNS, rows)
