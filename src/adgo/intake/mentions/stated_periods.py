"""Days, months, quarters, halves and years that the words for a time state in full."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from pathlib import Path

from adgo.graph.table_rows import rows
from adgo.intake.dates import MONTHS, dates_in

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:[/–-](\d\d)(?![\d/–-]))?(?!\d)")
_MONTH = re.compile(rf"\b({'|'.join(sorted(map(re.escape, MONTHS), key=len, reverse=True))})\b")
_DAY = re.compile(r"(?<![\w.:,])(\d{1,2})(?:st|nd|rd|th)?(?![\w:%])")
_ISO = re.compile(r"(?<!\d)(?:19|20)\d\d-\d\d-\d\d(?!\d)")
#: Words for a part of a year, and its first and last month.
_PARTS = [
    (re.compile(rf"\b(?:{words})\b"), int(first), int(last))
    for words, first, last in rows(Path(__file__).with_name("year_parts.tsv"))
]
#: Words that mean a part of a period without its days: any day of the period may be its bound.
_VAGUE = re.compile(
    r"\b(?:early|mid|middle|late|later|end|beginning|start|half|halves|quarters?|spring|summer|autumn|fall|winter"
    r"|weeks?|weekend|months?|days?)\b"
)
_BEFORE, _AFTER = re.compile(r"\b(?:before|until|till|prior to)\b"), re.compile(r"\b(?:after|since|from)\b")
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """A first and a last day."""

    first: date
    last: date


def periods_in(wording: str) -> list[Period]:
    """Return the periods that words state with their years; whole years only if they state nothing shorter.

    All days, months and years are combined, so that `7 and 13 October 2025` has both days.

    Args:
        wording: the words.
    """
    words = wording.casefold()
    found = [Period(each.day, each.day) for each in dates_in(words)]
    words = _ISO.sub(" ", words)
    years = sorted(_years(words))
    months = [MONTHS[name] for name in _MONTH.findall(words)]
    days = [int(day) for day in _DAY.findall(words)] if months else []
    parts = [(first, last) for pattern, first, last in _PARTS if pattern.search(words)]
    if days:
        found += [Period(day, day) for day in _possible(years, months, days)]
    if len(months) > len(days):
        parts += [(month, month) for month in months]
    if not (parts or days):
        parts = [(1, 12)]
    return found + [_months(year, *part) for year, part in product(years, parts)]


def states(wording: str, bound: date, *, is_last: bool) -> bool:
    """Return whether words state a bound in full, so that nothing is calculated or inferred.

    Args:
        wording: the words for the time.
        bound: its first or last possible day.
        is_last: whether it is the last one.
    """
    words, stated = wording.casefold(), periods_in(wording)
    edges = {each.last if is_last else each.first for each in stated}
    if is_last and _BEFORE.search(words):
        edges |= {each.first - step for each in stated for step in (_ONE_DAY, timedelta())}
    if not is_last and _AFTER.search(words):
        edges |= {each.last + step for each in stated for step in (_ONE_DAY, timedelta())}
    has_part = any(pattern.search(words) for pattern, _, _ in _PARTS)
    if _VAGUE.search(words) and not has_part:
        return any(each.first <= bound <= each.last for each in stated)
    return bound in edges


def _years(words: str) -> set[int]:
    found = set()
    for year, short in _YEAR.findall(words):
        found.add(int(year))
        if short:  # 2026/27
            found.add(int(year[:2] + short))
    return found


def _possible(years: list[int], months: list[int], days: list[int]) -> Iterator[date]:
    for year, month, day in product(years, months, days):
        if 1 <= day <= calendar.monthrange(year, month)[1]:
            yield date(year, month, day)


def _months(year: int, first: int, last: int) -> Period:
    return Period(date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1]))
