"""`/timeline`: what began, is announced or is to begin when, as ranges where a source leaves the day open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, Response, make_response, render_template, request

from adgo.graph.namespaces import ADGO
from adgo.server.pages import dates, facts, reading
from adgo.server.pages.corpus import Claim, Corpus
from adgo.server.pages.dates import Range
from adgo.server.site import site

blueprint = Blueprint("timeline", __name__)
#: Properties that put something into time.
TIMES = ("startsAt", "announcedAt", "occursAt")
#: What the argument `show` may ask for; anything else shows all.
SHOWN = ("real", "told")
WIDTH, LABELS, ROW, TOP = 1040.0, 330.0, 30.0, 34.0
NARROWEST = 9.0


@dataclass(frozen=True)
class Entry:
    """One thing in time: what it is, which of its times, the range, its standing, who says so, and whether flatly."""

    iri: str
    label: str
    what: str
    range: Range
    standing: str
    claims: tuple[Claim, ...]
    is_real: bool


@dataclass(frozen=True)
class Bar:
    """An entry as drawn: where it begins and how wide it is, and on which sides it stays open."""

    entry: Entry
    y: float
    x: float
    width: float
    opens_left: bool
    opens_right: bool


@dataclass(frozen=True)
class Chart:
    """The bars, the ticks of the axis (place and words), and the size of the whole."""

    bars: list[Bar]
    ticks: list[tuple[float, str]]
    width: float
    height: float


@blueprint.get("/timeline")
def page() -> Response:
    """Return the timeline as picture and table."""
    corpus = reading.read(site())
    show = request.args.get("show", "")
    found = [each for each in entries(corpus) if show not in SHOWN or each.is_real == (show == "real")]
    response = make_response(
        render_template("timeline.html", c=corpus, entries=found, chart=draw(found), show=show)
    )
    response.headers["Cache-Control"] = "no-cache"
    return response


def entries(corpus: Corpus) -> list[Entry]:
    """Return everything that the claims put into time, the earliest first; claims alike in all but source are one."""
    found: dict[tuple[str, str, date | None, date | None], list[Claim]] = {}
    for claim in corpus.claims:
        when = dates.read(corpus, claim.object.value)
        if when and claim.predicate.removeprefix(ADGO) in TIMES:
            found.setdefault((claim.subject, claim.predicate, when.first, when.last), []).append(claim)
    made = []
    for (it, predicate, _, _), claims in found.items():
        when = dates.read(corpus, claims[0].object.value)
        assert when is not None
        standing = facts.standing(claims)
        is_real = any(each.is_asserted for each in claims)
        what = corpus.label(predicate)
        made.append(Entry(it, corpus.label(it), what, when, standing, tuple(claims), is_real))
    return sorted(made, key=lambda each: (each.range.first or each.range.last or date.max, each.label))


def draw(found: list[Entry]) -> Chart | None:
    """Return the chart of the entries that have any bound; None where there is none."""
    bounded = [each for each in found if each.range.first or each.range.last]
    days = [day for each in bounded for day in (each.range.first, each.range.last) if day]
    if not days:
        return None
    first, last = date(min(days).year, 1, 1), date(max(days).year + 1, 1, 1)
    scale = (WIDTH - LABELS - 24) / (last - first).days

    def place(day: date) -> float:
        return round(LABELS + (day - first).days * scale, 1)

    bars = []
    for row, each in enumerate(bounded):
        start, end = each.range.first or first, each.range.last or last
        x = place(start)
        width = max(NARROWEST, place(end) - x)
        y = TOP + row * ROW
        bars.append(Bar(each, y, x, round(width, 1), each.range.first is None, each.range.last is None))
    ticks = [(place(date(year, 1, 1)), str(year)) for year in range(first.year, last.year + 1)]
    return Chart(bars, ticks, WIDTH, TOP + len(bars) * ROW + 8)
