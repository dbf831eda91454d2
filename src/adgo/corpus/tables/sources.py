"""The articles as rows: what each states about itself, and how much of the graph is from it."""

from __future__ import annotations

from adgo.corpus import articles
from adgo.corpus.articles import Article
from adgo.corpus.corpus import Corpus
from adgo.corpus.tables.claims import publisher
from adgo.corpus.tables.export_table import Cell, ExportTable, joined

COLUMNS = (
    "article", "number", "title", "publisher", "published", "not before", "not after", "family", "language", "claims",
    "id",
)  # fmt: skip


def table(corpus: Corpus) -> ExportTable:
    """Return all articles as a table, in the order of their numbers."""
    return ExportTable(
        "articles", "Articles", COLUMNS, [_row(corpus, each) for each in articles.every(corpus)]
    )


def _row(corpus: Corpus, each: Article) -> tuple[Cell, ...]:
    when = each.range
    return (
        each.label,
        each.number,
        joined([claim.object.value for claim in each.titles]),
        publisher(corpus, each.iri),
        when.words if when else "",
        when.first if when else None,
        when.last if when else None,
        corpus.label(each.family) if each.family else "",
        each.language,
        sum(claim.source == each.iri for claim in corpus.claims),
        each.iri,
    )
