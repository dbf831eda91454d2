"""Things as rows: name, kinds, standing, and by what text they were found."""

from __future__ import annotations

from collections.abc import Iterable

from adgo.corpus import standings
from adgo.corpus.corpus import Corpus
from adgo.corpus.tables.export_table import Cell, ExportTable, joined

COLUMNS = ("name", "kind", "standing", "matching text", "claims", "id")


def table(corpus: Corpus, title: str, found: Iterable[tuple[str, str]]) -> ExportTable:
    """Return things as a table, in their order.

    Args:
        corpus: the graph.
        title: the title of the table.
        found: each thing with the text by which it was found; "" if it was not searched for.
    """
    return ExportTable("search", title, COLUMNS, [_row(corpus, it, text) for it, text in found])


def _row(corpus: Corpus, it: str, text: str) -> tuple[Cell, ...]:
    return (
        corpus.label(it),
        joined([corpus.label(kind) for kind in corpus.classes(it)]),
        joined(standings.labels_in_list(corpus, it)),
        text,
        corpus.claim_count(it),
        it,
    )
