"""Dates in a text, as English articles and ISO 8601 write them; they are drafts, and nothing is guessed."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

_MONTHS = {name.casefold(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.casefold(): number for number, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
_MONTH = "(?P<month>" + "|".join(sorted(map(re.escape, _MONTHS), key=len, reverse=True)) + r")\.?"
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
    found = {}
    for form in _FORMS:
        for match in form.finditer(text):
            month = match["month"].casefold()
            try:
                day = date(int(match["year"]), _MONTHS.get(month) or int(month), int(match["day"]))
            except ValueError:
                continue
            found[match.start()] = FoundDate(match.start(), match.end(), match[0], day)
    return [found[place] for place in sorted(found)]


@dataclass(frozen=True)
class FoundDatePart:
    """A month with its year, or a day without a year: its place in code points, and its value in the form of XSD."""

    start: int
    end: int
    value: str


#: Capitals decide that "May" is a month.
_NAMED = "(?P<month>" + "|".join(sorted(map(str.capitalize, _MONTHS), key=len, reverse=True)) + r")\.?"
_MONTH_OF_YEAR = re.compile(rf"\b{_NAMED},?\s+{_YEAR}(?!\w)")
_DAYS_OF_MONTH = [
    re.compile(rf"\b{_NAMED}\s+{_DAY}(?![\w%:])"),
    re.compile(rf"(?<![\w.,]){_DAY}\s+{_NAMED}(?!\w)"),
]


def partial_dates_in(text: str) -> list[FoundDatePart]:
    """Return the months with a year and days without one, in order, without parts of complete dates."""
    whole = [(each.start, each.end) for each in dates_in(text)]
    found = {}
    for form in (*_DAYS_OF_MONTH, _MONTH_OF_YEAR):
        for match in form.finditer(text):
            values = match.groupdict()
            month, day = _MONTHS[values["month"].casefold()], int(values.get("day", 1))
            inside = any(start < match.end() and match.start() < end for start, end in whole)
            if not inside and 1 <= day <= calendar.monthrange(2024, month)[1]:
                year = values.get("year")
                value = f"{year}-{month:02}" if year else f"--{month:02}-{day:02}"
                found[match.start()] = FoundDatePart(match.start(), match.end(), value)
    return [found[place] for place in sorted(found)]
