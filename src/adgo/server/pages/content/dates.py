"""Times as people read them: a day, a month, a year, or a range where a source leaves it open."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date

from adgo.server.pages.content.corpus import Corpus


@dataclass(frozen=True)
class Range:
    """A time as far as it is known: first and last day, either of them None where nothing bounds it."""

    wording: str
    first: date | None
    last: date | None
    basis: str = ""

    @property
    def words(self) -> str:
        """The bounds in words, "" where there are none."""
        if self.first and self.last:
            return between(self.first, self.last)
        if self.first:
            return f"{day(self.first)} or later"
        return f"{day(self.last)} or earlier" if self.last else ""


def read(corpus: Corpus, time: str) -> Range | None:
    """Return the range of a time expression, or None where the IRI names none."""
    if not corpus.first(time, "wording"):
        return None
    first, last = (parsed(corpus.first(time, name)) for name in ("notBefore", "notAfter"))
    basis = corpus.first(time, "basis")
    return Range(corpus.first(time, "wording"), first, last, corpus.label(basis) if basis else "")


def between(first: date, last: date) -> str:
    """Return the words for a range of days, both included: a whole month or year is called by its name."""
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


def parsed(text: str) -> date | None:
    """Return the day that a text in ISO form names, or None."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
