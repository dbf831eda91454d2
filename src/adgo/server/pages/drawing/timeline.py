"""The timeline: when things began, will begin or were announced; a range if a source leaves the day open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from adgo.corpus import dates, standings
from adgo.corpus.corpus import Claim, Corpus
from adgo.corpus.dates import DateRange
from adgo.graph.namespaces import ADGO

#: The property that gives the time of an announcement.
ANNOUNCED = "announcedAt"
#: Properties that give the time of something.
TIMES = ("startsAt", ANNOUNCED, "occursAt")
#: Values of the argument `show`; any other shows all.
SHOWN = ("real", "planned")
#: Sizes in units of the viewBox: the chart, its labels, a lane, the gap between rows, and the top margin.
WIDTH, LABELS, LANE, GAP, TOP = 1040.0, 330.0, 26.0, 6.0, 34.0
#: The least width of a bar.
NARROWEST = 9.0
#: Years between two ticks of the axis: the first that gives at most `MOST_TICKS` of them.
STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
MOST_TICKS = 12


@dataclass(frozen=True)
class Moment:
    """One time of a thing: which of its times it is (`what`), its range and the claims that give it.

    `css` is real, planned or unknown. An announcement can be real even if what it announces is planned.
    """

    what: str
    range: DateRange
    claims: tuple[Claim, ...]
    css: str
    is_announcement: bool = False


@dataclass(frozen=True)
class TimelineEntry:
    """One thing on the timeline: its standings, the most cautious first, and its times, the earliest first."""

    iri: str
    label: str
    standings: tuple[str, ...]
    moments: tuple[Moment, ...]

    @property
    def is_real(self) -> bool:
        """Whether the thing itself, not only its announcement, has happened or is under way."""
        return standings.is_real(self.standings)

    @property
    def bounds(self) -> list[date]:
        """The first and last days of its times, as far as they are known."""
        return [bound for each in self.moments for bound in (each.range.first, each.range.last) if bound]

    @property
    def day(self) -> date:
        """The earliest of its bounds; the last day of all if it has none."""
        return min(self.bounds, default=date.max)

    @property
    def words(self) -> str:
        """The names of its times."""
        return ", ".join(dict.fromkeys(each.what for each in self.moments))


@dataclass(frozen=True)
class Bar:
    """A moment as drawn: its place, its width, and on which sides nothing bounds it."""

    moment: Moment
    x: float
    y: float
    width: float
    opens_left: bool
    opens_right: bool

    @property
    def right(self) -> float:
        """Where it ends."""
        return round(self.x + self.width, 1)

    @property
    def middle(self) -> float:
        """Where the mark of an announcement is drawn."""
        return round(self.x + self.width / 2, 1)


@dataclass(frozen=True)
class Row:
    """An entry as drawn: announcements share the first lane, every other bar has a lane of its own."""

    entry: TimelineEntry
    y: float
    bars: list[Bar]

    @property
    def drawn(self) -> list[Bar]:
        """Its bars in drawing order: announcements come last, so that no bar covers them."""
        return sorted(self.bars, key=lambda each: each.moment.is_announcement)

    @property
    def left(self) -> float:
        """Where the first bar in its first lane begins."""
        return min(each.x for each in self.bars if each.y == self.y)

    @property
    def right(self) -> float:
        """Where the last bar in its first lane ends."""
        return max(each.right for each in self.bars if each.y == self.y)


@dataclass(frozen=True)
class Chart:
    """The rows, the ticks of the axis (place and label), and the size of the whole."""

    rows: list[Row]
    ticks: list[tuple[float, str]]
    width: float
    height: float


def entries(corpus: Corpus) -> list[TimelineEntry]:
    """Return each thing for which a claim gives a time, the earliest first."""
    found: dict[str, dict[tuple[str, date | None, date | None], list[Claim]]] = {}
    for claim in corpus.claims:
        when = dates.read_time(corpus, claim.object.value)
        if when and claim.predicate.removeprefix(ADGO) in TIMES:
            key = (claim.predicate, when.first, when.last)
            found.setdefault(claim.subject, {}).setdefault(key, []).append(claim)
    made = [_entry(corpus, it, list(moments.values())) for it, moments in found.items()]
    return sorted(made, key=lambda each: (each.day, each.label))


def _entry(corpus: Corpus, it: str, alike: list[list[Claim]]) -> TimelineEntry:
    """Return the entry of one thing; claims that differ only in their source are one moment."""
    found = tuple(standings.of(corpus, it))
    moments = []
    for claims in alike:
        when = dates.read_time(corpus, claims[0].object.value)
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
    return TimelineEntry(it, corpus.label(it), found, tuple(moments))


def draw_timeline(found: list[TimelineEntry]) -> Chart | None:
    """Return the chart of the entries whose times have a bound; None if there are none."""
    bounded = [each for each in found if each.bounds]
    if not bounded:
        return None
    days = [bound for each in bounded for bound in each.bounds]
    axis = _Axis(date(min(days).year, 1, 1), _end_of_year(max(days).year))
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
        """Return where a day is drawn."""
        scale = (WIDTH - LABELS - 24) / (self.last - self.first).days
        return round(LABELS + (day - self.first).days * scale, 1)

    def ticks(self) -> list[tuple[float, str]]:
        """Return the place and label of each tick: years that are multiples of one step."""
        years = self.last.year - self.first.year + 1
        step = next((each for each in STEPS if years <= each * MOST_TICKS), STEPS[-1])
        first = -(-self.first.year // step) * step
        return [(self.place(date(y, 1, 1)), str(y)) for y in range(first, self.last.year + 1, step)]

    def bar(self, moment: Moment, y: float) -> Bar:
        """Return a moment as drawn; an open side reaches the end of the axis."""
        first, last = moment.range.first, moment.range.last
        x = self.place(first or self.first)
        width = max(NARROWEST, self.place(last or self.last) - x)
        return Bar(moment, x, y, round(width, 1), opens_left=first is None, opens_right=last is None)


def _end_of_year(year: int) -> date:
    """Return the first day after a year, or the last day of all."""
    return date(year + 1, 1, 1) if year < date.max.year else date.max


def _bars(axis: _Axis, entry: TimelineEntry, top: float) -> list[Bar]:
    """Return the bars of one row: announcements in the first lane, every other time in the next free one."""
    found = []
    lane = 0
    for each in entry.moments:
        if each.range.first or each.range.last:
            found.append(axis.bar(each, top if each.is_announcement else top + lane * LANE))
            lane += not each.is_announcement
    return found
