"""Disagreements as a table to take away: one row for each value that a source gives on an aspect."""

from __future__ import annotations

from collections.abc import Iterable

from adgo.corpus.corpus import Corpus
from adgo.corpus.disagreements import wording
from adgo.corpus.disagreements.card import Aspect, Card
from adgo.corpus.disagreements.rows import Side
from adgo.corpus.tables.claims import PARAPHRASE, publisher
from adgo.corpus.tables.export_table import Cell, ExportTable, joined

COLUMNS = (
    "topic", "difference", "aspect", "source", "publisher", "standing", "says", "disputed by the editors", "family",
    "paraphrase", "editors' judgements", "claim", "passage", "topic id", "source id",
)  # fmt: skip


def table(corpus: Corpus, cards: Iterable[Card]) -> ExportTable:
    """Return the aspects of cards as a table; a card without aspects has one row, with the editors' judgements."""
    rows = [row for card in cards for row in _rows(corpus, card)]
    return ExportTable("differences", "Where the sources differ", COLUMNS, rows)


def _rows(corpus: Corpus, card: Card) -> list[tuple[Cell, ...]]:
    judged = joined([corpus.label(each) for each in card.judgements])
    if not card.aspects:
        return [(card.heading, card.badge.label, *[None] * 8, judged, None, None, card.iri, None)]
    return [
        row
        for aspect in card.aspects
        for source in card.sources
        for row in _cell(corpus, card, aspect, source, judged)
    ]


def _cell(corpus: Corpus, card: Card, aspect: Aspect, source: str, judged: str) -> list[tuple[Cell, ...]]:
    """Return a row for each value that a source gives on an aspect; one row if it gives none."""
    family = corpus.first(source, "inFamily")
    standing = card.standing_words(corpus, source) if card.standings else None
    first = (
        card.heading,
        aspect.label,
        aspect.name,
        corpus.label(source),
        publisher(corpus, source),
        standing,
    )
    of_family = corpus.label(family) if family else None
    rows: list[tuple[Cell, ...]] = []
    for side in aspect.cells.get(source, [Side(())]):
        disputed = "yes" if wording.is_disputed(corpus, card, aspect, side) else None
        said = wording.said(corpus, side) or wording.SILENT
        evidence = (corpus.first(side.passage, PARAPHRASE), judged, side.claim, side.passage)
        rows.append((*first, said, disputed, of_family, *evidence, card.iri, source))
    return rows
