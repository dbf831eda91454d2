"""Times as rows: one for each time of each thing, as far as the sources limit it."""

from __future__ import annotations

from collections.abc import Iterable

from adgo.corpus import standings
from adgo.corpus.corpus import Corpus
from adgo.corpus.tables.claims import publisher
from adgo.corpus.tables.export_table import Cell, ExportTable, joined
from adgo.server.pages.drawing.timeline import Moment, TimelineEntry

COLUMNS = (
    "project or event", "standing", "kind of date", "wording", "not before", "not after", "date in words", "basis",
    "source", "publisher", "claims", "id",
)  # fmt: skip


def table(corpus: Corpus, listed: Iterable[TimelineEntry], title: str) -> ExportTable:
    """Return a row for each time, and one for each thing without a time.

    Args:
        corpus: the graph.
        listed: the things with their times.
        title: the title of the table.
    """
    rows = [_row(corpus, each, moment) for each in listed for moment in each.moments or (None,)]
    return ExportTable("timeline", title, COLUMNS, rows)


def _row(corpus: Corpus, each: TimelineEntry, moment: Moment | None) -> tuple[Cell, ...]:
    standing = joined(standings.labels(corpus, each.standings, standings.over_thing(corpus, each.iri)))
    return (each.label, standing, *_cells(corpus, moment), each.iri)


def _cells(corpus: Corpus, moment: Moment | None) -> tuple[Cell, ...]:
    if moment is None:
        return (None,) * (len(COLUMNS) - 3)
    when, sources = moment.range, [claim.source for claim in moment.claims if claim.source]
    return (
        moment.what,
        when.wording,
        when.first,
        when.last,
        when.words,
        when.basis,
        joined([corpus.label(source) for source in sources]),
        joined([publisher(corpus, source) for source in sources]),
        joined([claim.iri for claim in moment.claims]),
    )
