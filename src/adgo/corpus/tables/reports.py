"""Reports as rows: what each family of sources reports of each undertaking."""

from __future__ import annotations

from collections.abc import Collection

from adgo.corpus import standings, undertakings
from adgo.corpus.corpus import Corpus
from adgo.corpus.tables import undertakings as project_table
from adgo.corpus.tables.claims import publisher
from adgo.corpus.tables.export_table import Cell, ExportTable, cell_of, joined
from adgo.corpus.undertakings import Undertaking
from adgo.graph.namespaces import ADGO

COLUMNS = (
    "project", "standing", "kind", "parties", "places", "levels", "start not before", "start not after", "sources",
    "publishers", "family", "report", "project id", "destinations",
)  # fmt: skip


def table(corpus: Corpus) -> ExportTable:
    """Return one row for each report, by label."""
    reports = [report for found in corpus.reports.values() for report in found]
    rows = [_row(corpus, each) for each in sorted(reports, key=lambda it: (corpus.label(it), it))]
    return ExportTable("reports", "What each family of sources reports of each project", COLUMNS, rows)


def _row(corpus: Corpus, report: str) -> tuple[Cell, ...]:
    def labels(name: str) -> str:
        return joined([corpus.show(each) for each in corpus.values(report, name)])

    def day(name: str) -> Cell:
        return next((cell_of(each) for each in corpus.values(report, name)), None)

    sources = [each.value for each in corpus.values(report, "reportedBy")]
    about = corpus.first(report, "reportsOn")
    project = undertakings.one(corpus, about)
    return (
        corpus.label(about),
        standings.label(corpus, corpus.first(report, "standing").removeprefix(ADGO)),
        labels("reportedKind"),
        labels("reportedParty"),
        labels("reportedPlace"),
        labels("reportedLevel"),
        day("startsNotBefore"),
        day("startsNotAfter"),
        joined([corpus.label(each) for each in sources]),
        joined([publisher(corpus, each) for each in sources]),
        labels("inFamily"),
        report,
        about,
        joined(project_table.names(corpus, project, _destinations(project, sources))),
    )


def _destinations(project: Undertaking, sources: Collection[str]) -> list[str]:
    """Return where sources say that an undertaking is bound; a report in the graph has only places and markets."""
    named = (each.object.value for each in project.claims if each.source in sources)
    return [it for it in dict.fromkeys(named) if it in project.destinations]
