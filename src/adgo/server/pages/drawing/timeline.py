"""`/timeline`: what began, is announced or is to begin when, as ranges where a source leaves the day open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, Response, make_response, render_template, request

from adgo.graph.namespaces import ADGO
from adgo.server.pages.content import dates, reading, standings
from adgo.server.pages.content.corpus import Claim, Corpus
from adgo.server.pages.content.dates import Range
from adgo.server.site import site

blueprint = Blueprint("timeline", __name__)
ANNOUNCED = "announcedAt"
#: Properties that put something into time.
TIMES = ("startsAt", ANNOUNCED, "occursAt")
#: What the argument `show` may ask for; anything else shows all.
SHOWN = ("real", "planned")
WIDTH, LABELS, LANE, GAP, TOP = 1040.0, 330.0, 26.0, 6.0, 34.0
NARROWEST = 9.0


@dataclass(frozen=True)
class Moment:
    """One time of a thing: which of its times it is, the range, who says so, and its look.

    `css` is real or planned as the thing is, or unknown; an announcement is itself an event, whatever it announces.
    """

    what: str
    range: Range
    claims: tuple[Claim, ...]
    css: str
    is_announcement: bool = False


@dataclass(frozen=True)
class Entry:
    """One thing in time: its name, its standings (the most cautious first), and its times, the earliest first."""

    iri: str
    label: str
    standings: tuple[str, ...]
    moments: tuple[Moment, ...]

    @property
    def is_real(self) -> bool:
        """Whether the thing, and not only its announcement, has happened or is going on."""
        return standings.is_real(self.standings)

    @property
    def day(self) -> date:
        """The first day that any of its times is bound to."""
        bounds = [bound for each in self.moments for bound in (each.range.first, each.range.last) if bound]
        return min(bounds, default=date.max)

    @property
    def words(self) -> str:
        """Which of its times are drawn."""
        return ", ".join(dict.fromkeys(each.what for each in self.moments))


@dataclass(frozen=True)
class Bar:
    """A moment as drawn: where it begins and how wide it is, and on which sides it stays open."""

    moment: Moment
    x: float
    y: float
    width: float
    opens_left: bool
    opens_right: bool

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.x + self.width

    @property
    def middle(self) -> float:
        """The place of a mark that stands for the whole of it."""
        return round(self.x + self.width / 2, 1)


@dataclass(frozen=True)
class Row:
    """An entry as drawn: its bars, each in a lane of its own but for announcements, and where the row begins."""

    entry: Entry
    y: float
    bars: list[Bar]

    @property
    def drawn(self) -> list[Bar]:
        """Its bars in the order of drawing: announcements last, so that no bar covers them."""
        return sorted(self.bars, key=lambda each: each.moment.is_announcement)

    @property
    def left(self) -> float:
        """Where its first lane begins to be taken."""
        return min(each.x for each in self.bars if each.y == self.y)

    @property
    def right(self) -> float:
        """Where its first lane ends."""
        return max(each.right for each in self.bars if each.y == self.y)


@dataclass(frozen=True)
class Chart:
    """The rows, the ticks of the axis (place and words), and the size of the whole."""

    rows: list[Row]
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
    """Return everything that the claims put into time, each thing once, the earliest first."""
    found: dict[str, dict[tuple[str, date | None, date | None], list[Claim]]] = {}
    for claim in corpus.claims:
        when = dates.read(corpus, claim.object.value)
        if when and claim.predicate.removeprefix(ADGO) in TIMES:
            key = (claim.predicate, when.first, when.last)
            found.setdefault(claim.subject, {}).setdefault(key, []).append(claim)
    made = [_entry(corpus, it, list(moments.values())) for it, moments in found.items()]
    return sorted(made, key=lambda each: (each.day, each.label))


def _entry(corpus: Corpus, it: str, alike: list[list[Claim]]) -> Entry:
    """Return one thing in time; claims alike in all but source are one moment."""
    found = tuple(standings.of(corpus, it))
    moments = []
    for claims in alike:
        when = dates.read(corpus, claims[0].object.value)
        assert when is not None
        is_announcement = claims[0].predicate == ADGO + ANNOUNCED
        is_stated = any(each.is_asserted for each in claims)
        css = "real" if is_stated and (is_announcement or standings.is_real(found)) else "planned"
        moments.append(
            Moment(
                corpus.label(claims[0].predicate), when, tuple(claims), css, is_announcement=is_announcement
            )
        )
    moments.sort(key=lambda each: (each.range.first or each.range.last or date.max, each.what))
    return Entry(it, corpus.label(it), found, tuple(moments))


def draw(found: list[Entry]) -> Chart | None:
    """Return the chart of the entries that have any bound; None where there is none."""
    bounded = [each for each in found if each.day != date.max]
    days = [day for each in bounded for m in each.moments for day in (m.range.first, m.range.last) if day]
    if not days:
        return None
    axis = _Axis(date(min(days).year, 1, 1), date(max(days).year + 1, 1, 1))
    rows = []
    y = TOP
    for each in bounded:
        row = Row(each, y, _bars(axis, each, y))
        rows.append(row)
        y = max(bar.y for bar in row.bars) + LANE + GAP
    return Chart(rows, axis.ticks(), WIDTH, y + 2)


@dataclass(frozen=True)
class _Axis:
    first: date
    last: date

    def place(self, day: date) -> float:
        scale = (WIDTH - LABELS - 24) / (self.last - self.first).days
        return round(LABELS + (day - self.first).days * scale, 1)

    def ticks(self) -> list[tuple[float, str]]:
        return [(self.place(date(y, 1, 1)), str(y)) for y in range(self.first.year, self.last.year + 1)]

    def bar(self, moment: Moment, y: float) -> Bar:
        first, last = moment.range.first, moment.range.last
        x = self.place(first or self.first)
        width = max(NARROWEST, self.place(last or self.last) - x)
        return Bar(moment, x, y, round(width, 1), opens_left=first is None, opens_right=last is None)


def _bars(axis: _Axis, entry: Entry, top: float) -> list[Bar]:
    """Return the bars of one row: announcements in the first lane, every other time in the next one that is free."""
    found = []
    lane = 0
    for each in entry.moments:
        if each.range.first or each.range.last:
            found.append(axis.bar(each, top if each.is_announcement else top + lane * LANE))
            lane += not each.is_announcement
    return found
