"""Undertakings as rows: what, who, where, when, at which level, how certain, and by which sources."""

from __future__ import annotations

from collections.abc import Iterable

from adgo.corpus import standings
from adgo.corpus.corpus import Corpus
from adgo.corpus.dates import DateRange
from adgo.corpus.tables.claims import publisher
from adgo.corpus.tables.export_table import Cell, ExportTable, joined
from adgo.corpus.undertakings import Undertaking

COLUMNS = (
    "project", "standing", "kind", "level", "parties", "place", "market", "start not before", "start not after",
    "start in words", "announced", "source", "publisher", "claims", "project id", "destination",
)  # fmt: skip
#: Added to a party, place or level that no source states as fact although the undertaking is real.
UNSURE = " (planned or unconfirmed)"


def table(corpus: Corpus, listed: Iterable[Undertaking], title: str = "Projects") -> ExportTable:
    """Return undertakings as a table, in their order.

    Args:
        corpus: the graph.
        listed: the undertakings.
        title: the title of the table.
    """
    return ExportTable("projects", title, COLUMNS, [_row(corpus, each) for each in listed])


def _row(corpus: Corpus, each: Undertaking) -> tuple[Cell, ...]:
    def labels(things: Iterable[str]) -> str:
        return joined(names(corpus, each, things))

    firsts = [when.first for when in each.starts if when.first]
    lasts = [when.last for when in each.starts if when.last]
    return (
        each.label,
        joined(standings.labels(corpus, each.standings, standings.added_in_list(corpus, each.iri))),
        joined([corpus.label(kind) for kind in each.kinds]),
        labels(each.levels),
        labels(each.parties),
        labels(each.places),
        labels(each.markets),
        min(firsts, default=None),
        max(lasts, default=None),
        joined([_words(when) for when in each.starts]),
        joined([when.words or when.wording for when in each.announced]),
        joined([corpus.label(source) for source in each.sources]),
        joined([publisher(corpus, source) for source in each.sources]),
        len(each.claims),
        each.iri,
        labels(each.destinations),
    )


def names(corpus: Corpus, undertaking: Undertaking, things: Iterable[str]) -> list[str]:
    """Return the names of parts of an undertaking; what no source states as fact of a real one is marked.

    Args:
        corpus: the graph, for labels.
        undertaking: the undertaking.
        things: its parties, places or levels.
    """
    return [corpus.label(it) + (UNSURE if undertaking.is_unsure(it) else "") for it in things]


def _words(when: DateRange) -> str:
    return f"{when.wording} ({when.words})" if when.words and when.words != when.wording else when.wording
