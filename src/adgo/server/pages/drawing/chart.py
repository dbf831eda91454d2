"""A timeline as drawn: rows of bars on an axis of years, on a wide sheet or on a narrow one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from adgo.server.pages.drawing.legend import Entry
from adgo.server.pages.drawing.picture import LETTER, wrap
from adgo.server.pages.drawing.timeline import Moment, TimelineEntry

#: The height of a line of text, of a bar and of its lane, in units of the viewBox.
LINE, BAR, LANE = 17.0, 20.0, 26.0
#: The space for half a year's number at both ends of the axis.
MARGIN = 18.0
#: The least width of a bar.
NARROWEST = 9.0
#: Years between two ticks of the axis: the first that gives few enough of them.
STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)


@dataclass(frozen=True)
class Sheet:
    """The sizes of a timeline in units of the viewBox.

    `labels` is the width of the column of labels, 0 if each label is above its bars. `top` is the height of the axis,
    `gap` the space between two rows, `ticks` the most ticks that fit.
    """

    width: float
    labels: float
    top: float
    gap: float
    ticks: int


WIDE = Sheet(1040.0, 330.0, 26.0, 8.0, 12)
NARROW = Sheet(320.0, 0.0, 26.0, 20.0, 6)


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
class Words:
    """One line of text at a place; if `is_left`, it ends there."""

    text: str
    x: float
    y: float
    is_left: bool = False


@dataclass(frozen=True)
class Row:
    """An entry as drawn: announcements share the first lane, every other bar has a lane of its own."""

    entry: TimelineEntry
    label: list[Words]
    notes: list[Words]
    bars: list[Bar]

    @property
    def drawn(self) -> list[Bar]:
        """Its bars in drawing order: announcements come last, so that no bar covers them."""
        return sorted(self.bars, key=lambda each: each.moment.is_announcement)

    @property
    def bottom(self) -> float:
        """Where its last bar or line of its label ends."""
        return max(self.label[-1].y + 5, max(each.y + BAR for each in self.bars))


@dataclass(frozen=True)
class Chart:
    """The rows, the ticks of the axis (place and label), the sizes, and what it shows."""

    entries: list[TimelineEntry]
    rows: list[Row]
    ticks: list[tuple[float, str]]
    sheet: Sheet
    height: float

    @property
    def width(self) -> float:
        """Its width."""
        return self.sheet.width

    @property
    def legend(self) -> list[Entry]:
        """Its marks: one for each standing that it has, those of facts first, and that of announcements."""
        moments = [bar.moment for row in self.rows for bar in row.bars]
        bars = {(each.css, each.standing): each.certainty for each in moments if not each.is_announcement}
        found = [
            Entry("span", f"{css} {name.lower()}".strip(), words or "time of an event")
            for (css, name), words in bars.items()
            if css != "unknown"
        ]
        found.sort(key=lambda entry: not entry.css.startswith("real"))
        css = next((each.css for each in moments if each.is_announcement), "")
        return [*found, Entry("diamond", "real", "announced")] if css else found

    @property
    def narrow(self) -> Chart | None:
        """The same for a narrow window."""
        return draw_timeline(self.entries, NARROW)


def draw_timeline(found: list[TimelineEntry], sheet: Sheet = WIDE) -> Chart | None:
    """Return the chart of the entries whose times have a bound; None if there are none."""
    bounded = [each for each in found if each.bounds]
    if not bounded:
        return None
    days = [bound for each in bounded for bound in each.bounds]
    axis = _Axis(date(min(days).year, 1, 1), _end_of_year(max(days).year), sheet)
    rows: list[Row] = []
    y = sheet.top
    for each in bounded:
        rows.append(_row_beside(axis, each, y) if sheet.labels else _row_below(axis, each, y))
        y = rows[-1].bottom + sheet.gap
    return Chart(found, rows, axis.ticks(), sheet, y)


def _row_beside(axis: _Axis, entry: TimelineEntry, y: float) -> Row:
    """Return a row whose label is at the left of its bars, and whose note is beside them if there is room."""
    labels = axis.sheet.labels
    lines = wrap(entry.label, labels - 8)
    label = [
        Words(text, labels - 8, y + 15 + LINE * number, is_left=True) for number, text in enumerate(lines)
    ]
    bars = _bars(axis, entry, y)
    first = [each for each in bars if each.y == y]
    # If there is no room for the whole note, the standing alone, its last part, is shown.
    texts = (entry.note, entry.note.rpartition(" · ")[2])
    note = next(filter(None, (_note(first, text, axis.sheet, y + 15) for text in texts)), None)
    return Row(entry, label, [note] if note else [], bars)


def _note(bars: list[Bar], text: str, sheet: Sheet, y: float) -> Words | None:
    """Return the note of a row: right of its bars, left of them, or in a wide planned one; None without room."""
    left, right = min(each.x for each in bars) - 8, max(each.right for each in bars) + 8
    room = len(text) * LETTER
    if not text:
        return None
    if right + room <= sheet.width:
        return Words(text, right, y)
    if left - room >= sheet.labels:
        return Words(text, left, y, is_left=True)
    marks = [each.right + 8 for each in bars if each.moment.is_announcement]
    for each in bars:
        begin = max([each.x + 22, *(at for at in marks if at < each.right)])
        if each.moment.css == "planned" and not each.moment.is_announcement and begin + room < each.right:
            return Words(text, begin, y)
    return None


def _row_below(axis: _Axis, entry: TimelineEntry, y: float) -> Row:
    """Return a row whose label and note are above its bars."""
    lines = [
        *wrap(entry.label, axis.sheet.width),
        *(wrap(entry.note, axis.sheet.width) if entry.note else []),
    ]
    words = [Words(text, 0, y + 15 + LINE * number) for number, text in enumerate(lines)]
    own = len(wrap(entry.label, axis.sheet.width))
    return Row(entry, words[:own], words[own:], _bars(axis, entry, y + len(lines) * LINE + 4))


@dataclass(frozen=True)
class _Axis:
    first: date
    last: date
    sheet: Sheet

    def place(self, day: date) -> float:
        """Return where a day is drawn."""
        scale = (self.sheet.width - self.sheet.labels - 2 * MARGIN) / (self.last - self.first).days
        return round(self.sheet.labels + MARGIN + (day - self.first).days * scale, 1)

    def ticks(self) -> list[tuple[float, str]]:
        """Return the place and label of each tick: years that are multiples of one step."""
        years = self.last.year - self.first.year + 1
        step = next((each for each in STEPS if years <= each * self.sheet.ticks), STEPS[-1])
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
