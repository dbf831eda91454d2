"""Times in words: a day, a month, a year, or a range if a source leaves the day open.

Data and queries may hold any date. Pages, tables and summaries read them only here: what is not a valid date is None,
and a date outside the years 1 to 9999 becomes the nearest day in them, since Python's `date` holds no other.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from adgo.corpus.corpus import Corpus, Term
from adgo.graph.namespaces import XSD

#: The lexical forms of XSD 1.1: a year, a month or a day; a time, which days leave out; a time zone.
_LEXICAL = re.compile(
    r"(?P<year>-?(?:[1-9][0-9]{4,}|[0-9]{4}))"
    r"(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2})"
    r"(?P<time>T(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?|(?P<midnight>24:00:00(?:\.0+)?)))?)?)?"
    r"(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))?"
)
#: For each datatype of a time, the smallest part that its values give.
PRECISION = {
    XSD + "gYear": "year",
    XSD + "gYearMonth": "month",
    XSD + "date": "day",
    XSD + "dateTime": "time",
    XSD + "dateTimeStamp": "time",
}


@dataclass(frozen=True)
class DateRange:
    """A time as far as it is known: its first and last day, each None if nothing bounds it."""

    wording: str
    first: date | None
    last: date | None
    basis: str = ""

    @property
    def words(self) -> str:
        """The bounds in words; "" if there are none. The first and last day of all may stand for one beyond them."""
        if date.min in (self.first, self.last) or date.max in (self.first, self.last):
            return self.wording
        if self.first and self.last:
            return between(self.first, self.last)
        if self.first:
            return f"{day(self.first)} or later"
        return f"{day(self.last)} or earlier" if self.last else ""


def read_time(corpus: Corpus, time: str) -> DateRange | None:
    """Return the range of a time expression; None if the IRI is not one."""
    wording = corpus.first(time, "wording")
    if not wording:
        return None
    first, last = (parse_day(corpus.first(time, name)) for name in ("notBefore", "notAfter"))
    basis = corpus.first(time, "basis")
    return DateRange(wording, first, last, corpus.label(basis) if basis else "")


def read_literal(text: str, datatype: str) -> DateRange | None:
    """Return the range that a literal of a date or time stands for; None for any other literal."""
    found = _LEXICAL.fullmatch(text)
    if not found or _precision(found) != PRECISION.get(datatype):
        return None
    first = _day(found, int(found["month"] or 1), int(found["day"] or 1))
    if first is None or found["day"]:
        return DateRange(text, first, first) if first else None
    month = int(found["month"] or 12)
    return DateRange(text, first, _day(found, month, calendar.monthrange(first.year, month)[1]))


def read_term(corpus: Corpus, term: Term) -> DateRange | None:
    """Return the range of a time expression or of a literal of a date or time; None for any other term."""
    return read_time(corpus, term.value) if term.is_iri else read_literal(term.value, term.note)


def parse_day(text: str) -> date | None:
    """Return the day of a date or time in a lexical form of XSD; None for any other text."""
    found = _LEXICAL.fullmatch(text)
    return _day(found, int(found["month"]), int(found["day"])) if found and found["day"] else None


def _precision(found: re.Match[str]) -> str:
    return next(name for name in ("time", "day", "month", "year") if found[name])


def _day(found: re.Match[str], month: int, day: int) -> date | None:
    """Return the day of a matched text, the nearest one from 0001-01-01 to 9999-12-31; None if there is none."""
    digits = found["year"]
    is_early, is_late = digits.startswith("-") or digits == "0000", len(digits) > 4
    try:
        when = date(2000 if is_early or is_late else int(digits), month, day)
    except ValueError:
        return None
    if is_early or is_late:
        return date.min if is_early else date.max
    # 24:00 is the beginning of the next day.
    return when + timedelta(days=1) if found["midnight"] and when < date.max else when


def between(first: date, last: date) -> str:
    """Return the words for a range of days, both included; a whole month or year is called by its name."""
    if first == last:
        return day(first)
    whole = first.day == 1 and last.day == calendar.monthrange(last.year, last.month)[1]
    if whole and (first.month, last.month) == (1, 12):
        return str(first.year) if first.year == last.year else f"{first.year} to {last.year}"
    if whole and (first.year, first.month) == (last.year, last.month):
        return f"{calendar.month_name[first.month]} {first.year}"
    if first.year != last.year:
        return f"{day(first)} to {day(last)}"
    if first.month != last.month:
        return f"{first.day} {calendar.month_name[first.month]} to {day(last)}"
    return f"{first.day} to {day(last)}"


def day(when: date) -> str:
    """Return one day in words."""
    return f"{when.day} {calendar.month_name[when.month]} {when.year}"


def day_words(text: str) -> str:
    """Return the day of a date or time in a lexical form of XSD in words; any other text unchanged."""
    found = parse_day(text)
    return day(found) if found and found not in (date.min, date.max) else text
