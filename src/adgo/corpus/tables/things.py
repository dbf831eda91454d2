"""Things as rows: name, kinds, standing, and by what text they were found."""

from __future__ import annotations

from collections.abc import Iterable

from adgo.corpus import standings
from adgo.corpus.corpus import Corpus
from adgo.corpus.tables.export_table import ExportTable, joined

COLUMNS = ("name", "kind", "standing", "matching text", "claims", "id")


def table(corpus: Corpus, title: str, found: Iterable[tuple[str, str]]) -> ExportTable:
    """Return things as a table, in their order.

    Args:
        corpus: the graph.
        title: the title of the table.
        found: each thing with the text by which it was found; "" if it was not searched for.
    """
    rows = [
        (
            corpus.label(it),
            joined([corpus.label(kind) for kind in corpus.classes(it)]),
            joined([standings.label(corpus, name) for name in _standings(corpus, it)]),
            text,
            corpus.claim_count(it),
            it,
        )
        for it, text in found
    ]
    return ExportTable("search", title, COLUMNS, rows)


def _standings(corpus: Corpus, it: str) -> list[str]:
    return standings.of(corpus, it) if corpus.is_a(it, "Undertaking") else []
