"""The functions of SPARQL 1.1 on dates and times (section 17.4.5), and the arithmetic of times that the engine adds."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal, localcontext
from typing import NamedTuple

from adgo.sparql.evaluation.values import DATE_TIME, DAY_TIME, EXACT, EvaluationError, Number
from adgo.turtle.datatypes import Value, date_of, days_of, is_well_formed, value_of
from adgo.turtle.term_parts import datatype, is_literal, lexical, literal
from adgo.turtle.terms import DECIMAL, INTEGER, xsd

DATE = xsd("date")
_PARTS = re.compile(
    r"(-?[0-9]{4,})-([0-9]{2})-([0-9]{2})"
    r"(?:T([0-9]{2}):([0-9]{2}):([0-9]{2}(?:\.[0-9]+)?))?(Z|[+-][0-9]{2}:[0-9]{2})?"
)
#: Years with more characters are not read.
_LONGEST = 1000


class LocalTime(NamedTuple):
    """A dateTime or a date in local time.

    Attributes:
        days: the days since 1 March of the year 0.
        seconds: the seconds since midnight; None for a date.
        zone: the time zone as it was written, "" if there is none.
    """

    days: int
    seconds: Decimal | None
    zone: str


def _moment(term: str) -> LocalTime:
    """Return the moment of a dateTime, or of a date, which the engine accepts too; 24:00 is 00:00 of the next day."""
    if not is_literal(term) or datatype(term) not in (DATE_TIME, DATE) or len(term) > _LONGEST:
        raise EvaluationError
    match = _PARTS.fullmatch(lexical(term))
    if match is None or not is_well_formed(term):
        raise EvaluationError
    days = days_of(int(match[1]), int(match[2]), int(match[3]))
    if match[4] is None:
        return LocalTime(days, None, match[7] or "")
    seconds = int(match[4]) * 3600 + int(match[5]) * 60 + Decimal(match[6])
    return LocalTime(days + int(seconds // 86400), seconds % 86400, match[7] or "")


def _date_part(place: int) -> Callable[[str], str]:
    return lambda term: Number(INTEGER, date_of(_moment(term).days)[place]).term()


def _clock_part(kind: str, part: Callable[[Decimal], Decimal]) -> Callable[[str], str]:
    def apply(term: str) -> str:
        seconds = _moment(term).seconds
        if seconds is None:
            raise EvaluationError
        found = part(seconds)
        return Number(kind, int(found) if kind == INTEGER else found).term()

    return apply


def _timezone(term: str) -> str:
    zone = _moment(term).zone
    if not zone:
        raise EvaluationError
    if zone == "Z":
        return literal("PT0S", DAY_TIME)
    minutes = int(zone[1:3]) * 60 + int(zone[4:6])
    return _duration(Decimal(minutes * 60 if zone[0] == "+" else -minutes * 60))


def canonical_text(term: str) -> str:
    """Return a dateTime as XPath writes it as a string: no zeros at the end of the seconds, and Z for UTC."""
    moment = _moment(term)
    return _written(moment._replace(zone="Z" if moment.zone in ("+00:00", "-00:00") else moment.zone))


def _written(moment: LocalTime) -> str:
    """Return the lexical form of a dateTime or date."""
    year, month, day = date_of(moment.days)
    date = f"{'-' if year < 0 else ''}{abs(year):04}-{month:02}-{day:02}"
    if moment.seconds is None:
        return f"{date}{moment.zone}"
    minutes, seconds = divmod(moment.seconds, 60)
    whole, _, fraction = f"{seconds:f}".partition(".")
    fraction = fraction.rstrip("0")
    clock = (
        f"{int(minutes) // 60:02}:{int(minutes) % 60:02}:{int(whole):02}{f'.{fraction}' if fraction else ''}"
    )
    return f"{date}T{clock}{moment.zone}"


def _duration(seconds: Decimal) -> str:
    """Return a number of seconds as an xsd:dayTimeDuration in its canonical form."""
    with localcontext(EXACT):
        sign, left = ("-" if seconds < 0 else ""), abs(seconds)
        days, left = divmod(left, 86400)
        hours, left = divmod(left, 3600)
        minutes, left = divmod(left, 60)
    clock = "".join(f"{value:f}{unit}" for value, unit in ((hours, "H"), (minutes, "M")) if value)
    if left:
        text = f"{left:f}"
        clock += f"{text.rstrip('0').rstrip('.') if '.' in text else text}S"
    body = (f"{days:f}D" if days else "") + (f"T{clock}" if clock else "")
    return literal(f"{sign}P{body or 'T0S'}", DAY_TIME)


def difference(left: str, right: str) -> str:
    """Return the time between two moments, or a moment less a duration; EvaluationError if they are neither."""
    first, second = value_of(left), value_of(right)
    if first is None or second is None:
        raise EvaluationError
    if first.kind == second.kind and datatype(left) in (DATE_TIME, DATE, DAY_TIME):
        return _duration(EXACT.subtract(_seconds(first), _seconds(second)))
    if second.kind == "dayTimeDuration":
        return _moved(left, -_seconds(second))
    raise EvaluationError


def total(left: str, right: str) -> str:
    """Return a moment and a duration added, or two durations; EvaluationError if they are neither."""
    first, second = value_of(left), value_of(right)
    if first is None or second is None:
        raise EvaluationError
    if first.kind == second.kind == "dayTimeDuration":
        return _duration(EXACT.add(_seconds(first), _seconds(second)))
    if second.kind == "dayTimeDuration":
        return _moved(left, _seconds(second))
    if first.kind == "dayTimeDuration":
        return _moved(right, _seconds(first))
    raise EvaluationError


def _seconds(found: Value) -> Decimal:
    return Decimal(found.value)


def _moved(term: str, seconds: Decimal) -> str:
    """Return a moment moved by a number of seconds; a date stays a date."""
    moment = _moment(term)
    with localcontext(EXACT):
        days, rest = divmod((moment.seconds or 0) + seconds, 86400)
        if rest < 0:
            days, rest = days - 1, rest + 86400
    moved = LocalTime(moment.days + int(days), None if moment.seconds is None else rest, moment.zone)
    return literal(_written(moved), datatype(term))


TIME_FUNCTIONS: dict[str, Callable[..., str]] = {
    "YEAR": _date_part(0),
    "MONTH": _date_part(1),
    "DAY": _date_part(2),
    "HOURS": _clock_part(INTEGER, lambda seconds: seconds // 3600),
    "MINUTES": _clock_part(INTEGER, lambda seconds: seconds // 60 % 60),
    "SECONDS": _clock_part(DECIMAL, lambda seconds: seconds % 60),
    "TZ": lambda term: literal(_moment(term).zone),
    "TIMEZONE": _timezone,
}
