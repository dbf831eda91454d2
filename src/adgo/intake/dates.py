"""Dates in a text, complete or without a day or year, as English articles and ISO 8601 write them; none is guessed."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

_NAMES = [name.casefold() for name in calendar.month_name[1:]]
_SHORT = {name.casefold(): number for number, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
#: The months by their names and abbreviations in small letters.
MONTHS = {name: number for number, name in enumerate(_NAMES, 1)} | _SHORT


def _month(written: Callable[[str], str] = str) -> str:
    """Return a pattern of a month. A full stop belongs to an abbreviation only; May is none.

    Args:
        written: returns the form of a name in small letters that the pattern has.
    """
    names = "|".join(map(written, _NAMES))
    short = "|".join(written(name) for name in sorted(_SHORT, key=len, reverse=True) if name not in _NAMES)
    return rf"(?P<month>(?:{names})\b|(?:{short})\b\.?)"


def _number_of(month: str) -> int:
    """Return the number of a month from its name, abbreviation or digits."""
    name = month.casefold().removesuffix(".")
    return MONTHS.get(name) or int(name)


_MONTH = _month()
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_FORMS = [
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"(?<!\d){_YEAR}-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)",
        rf"\b{_MONTH}\s+{_DAY},?\s+{_YEAR}\b",
        rf"(?<!\d){_DAY}\s+{_MONTH},?\s+{_YEAR}\b",
    )
]


@dataclass(frozen=True)
class FoundDate:
    """A day in a text: its place in code points, its words, and the day."""

    start: int
    end: int
    text: str
    day: date


def dates_in(text: str) -> list[FoundDate]:
    """Return the complete dates of a text, in order; impossible days such as 31 June are left out."""
    found = {
        match.start(): FoundDate(match.start(), match.end(), match[0], day)
        for match, day in _complete(text)
        if day
    }
    return [found[place] for place in sorted(found)]


def _complete(text: str) -> Iterator[tuple[re.Match[str], date | None]]:
    """Yield the words for complete dates, with their day; None if there is no such day."""
    for form in _FORMS:
        for match in form.finditer(text):
            try:
                yield match, date(int(match["year"]), _number_of(match["month"]), int(match["day"]))
            except ValueError:
                yield match, None


@dataclass(frozen=True)
class FoundDatePart:
    """A month with its year, or a day without a year: its place in code points, and its value in the form of XSD."""

    start: int
    end: int
    value: str


_LONGEST_MONTH = 31
#: Capitals decide that "May" is a month.
_NAMED = _month(str.capitalize)
_MONTH_OF_YEAR = re.compile(rf"\b{_NAMED},?\s+{_YEAR}(?!\w)")
_DAYS_OF_MONTH = [
    re.compile(rf"\b{_NAMED}\s+{_DAY}(?![\w%:])"),
    re.compile(rf"(?<![\w.,]){_DAY}\s+{_NAMED}(?!\w)"),
]


def partial_dates_in(text: str) -> list[FoundDatePart]:
    """Return the months with a year and days without one, in order, without parts of complete dates.

    An impossible day, such as 31 June, is not read as a month either; its value is "".
    """
    found = {}
    taken = []
    for match, day in _complete(text):
        taken.append(match.span())
        if day is None and int(match["day"]) <= _LONGEST_MONTH:
            found[match.start()] = FoundDatePart(*match.span(), "")
    for form in (*_DAYS_OF_MONTH, _MONTH_OF_YEAR):
        for match in form.finditer(text):
            inside = any(start < match.end() and match.start() < end for start, end in taken)
            value = _value(match.groupdict())
            if not inside and value is not None:
                found[match.start()] = FoundDatePart(*match.span(), value)
    return [found[place] for place in sorted(found)]


def _value(words: Mapping[str, str]) -> str | None:
    """Return a part of a date in the form of XSD; "" for a day that no year has, None for another number."""
    month = _number_of(words["month"])
    if "year" in words:
        return f"{words['year']}-{month:02}"
    day = int(words["day"])
    if not 1 <= day <= _LONGEST_MONTH:
        return None
    return f"--{month:02}-{day:02}" if day <= calendar.monthrange(2024, month)[1] else ""
