"""Changes of the graph as rows."""

from __future__ import annotations

from collections.abc import Iterable

from adgo.corpus.changes import RecordedChange
from adgo.corpus.corpus import Corpus
from adgo.corpus.tables.export_table import Cell, ExportTable, joined

COLUMNS = ("date", "type", "title", "description", "about", "about ids", "id")


def table(corpus: Corpus, changes: Iterable[RecordedChange], name: str, title: str) -> ExportTable:
    """Return changes as a table, in their order.

    Args:
        corpus: the graph.
        changes: the changes.
        name: the name of the table in names of files.
        title: the title of the table.
    """
    return ExportTable(name, title, COLUMNS, [_row(corpus, each) for each in changes])


def _row(corpus: Corpus, each: RecordedChange) -> tuple[Cell, ...]:
    about = joined([corpus.label(it) for it in each.subjects])
    return (each.day, each.type, each.title, each.description, about, joined(each.subjects), each.iri)
