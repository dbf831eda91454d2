"""`/timeline`: when things began, will begin or were announced, as picture and table."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response

from adgo.corpus.selection import Selection
from adgo.server import site_corpus
from adgo.server.pages.drawing.chart import draw_timeline
from adgo.server.pages.drawing.timeline import TimelineEntry, entries
from adgo.server.pages.overviews import overview
from adgo.server.pages.rendering import render_page
from adgo.server.pages.tables import table_response, times
from adgo.server.site import site

blueprint = Blueprint("timeline", __name__)


@dataclass(frozen=True)
class Dated:
    """What the timeline shows: undertakings, also those without a date, and everything else that has one."""

    projects: list[TimelineEntry]
    others: list[TimelineEntry]

    @property
    def drawn(self) -> list[TimelineEntry]:
        """All entries, the earliest first."""
        return sorted([*self.projects, *self.others], key=lambda each: (each.day, each.label))


@blueprint.get("/timeline")
def page() -> Response:
    """Return the timeline of what is selected, as a page with picture and table, CSV or XLSX."""
    corpus = site_corpus.read_corpus(site())
    chosen = overview.requested(corpus)
    found, around = shown(chosen), overview.of_projects(chosen)
    return table_response.respond(
        lambda: [times.table(corpus, [*found.projects, *found.others], around.titled("Timeline"))],
        lambda: render_page(
            "timeline.html", c=corpus, o=around, dated=found, chart=draw_timeline(found.drawn)
        ),
    )


def shown(chosen: Selection) -> Dated:
    """Return the entries of the undertakings that are selected, and of all else that is selected and has a date."""
    corpus = chosen.corpus
    undertaken = {each.iri: each for each in chosen.undertakings()}
    dated = entries(corpus)
    projects = [each for each in dated if each.iri in undertaken]
    known = {each.iri for each in projects}
    projects += [
        TimelineEntry(it, each.label, tuple(each.standings), ())
        for it, each in undertaken.items()
        if it not in known
    ]
    others = [each for each in dated if not corpus.is_a(each.iri, "Undertaking") and chosen.selects(each.iri)]
    return Dated(projects, others)
