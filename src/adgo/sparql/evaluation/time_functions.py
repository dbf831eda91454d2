"""The functions of SPARQL 1.1 on dates and times (section 17.4.5), and the arithmetic of times that the engine adds."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

from adgo.sparql.evaluation.values import (
    DATE_TIME,
    DAY_TIME,
    EvaluationError,
    Number,
    datatype,
    is_literal,
    literal,
)
from adgo.turtle.datatypes import is_well_formed, value_of
from adgo.turtle.terms import DECIMAL, INTEGER, split_literal, xsd

DATE = xsd("date")
_PARTS = re.compile(
    r"(-?[0-9]{4,})-([0-9]{2})-([0-9]{2})"
    r"(?:T([0-9]{2}):([0-9]{2}):([0-9]{2}(?:\.[0-9]+)?))?(Z|[+-][0-9]{2}:[0-9]{2})?"
)
#: The parts of a time by their place in the pattern above.
_PLACES = {"YEAR": 1, "MONTH": 2, "DAY": 3, "HOURS": 4, "MINUTES": 5, "SECONDS": 6}


def _part(name: str) -> Callable[[str], str]:
    place = _PLACES[name]

    def apply(term: str) -> str:
        found = _parts(term)[place]
        if found is None:
            raise EvaluationError
        return (Number(DECIMAL, Decimal(found)) if name == "SECONDS" else Number(INTEGER, int(found))).term()

    return apply


def _parts(term: str) -> re.Match[str]:
    """Return the parts of a dateTime, or of a date, which the engine takes too."""
    if not is_literal(term) or datatype(term) not in (DATE_TIME, DATE) or not is_well_formed(term):
        raise EvaluationError
    match = _PARTS.fullmatch(split_literal(term)[0])
    if match is None:
        raise EvaluationError
    return match


def _tz(term: str) -> str:
    return literal(_parts(term)[7] or "")


def _timezone(term: str) -> str:
    zone = _parts(term)[7]
    if not zone:
        raise EvaluationError
    if zone == "Z":
        return literal("PT0S", DAY_TIME)
    minutes = int(zone[1:3]) * 60 + int(zone[4:6])
    return _duration(Decimal(minutes * 60 if zone[0] == "+" else -minutes * 60))


def _duration(seconds: Decimal) -> str:
    """Return a number of seconds as an xsd:dayTimeDuration in its canonical form."""
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
    if first is None or second is None or not is_literal(left):
        raise EvaluationError
    if first.kind == second.kind and datatype(left) in (DATE_TIME, DATE, DAY_TIME):
        return _duration(Decimal(str(first.value)) - Decimal(str(second.value)))
    if second.kind == "dayTimeDuration":
        return _moved(left, -Decimal(str(second.value)))
    raise EvaluationError


def total(left: str, right: str) -> str:
    """Return a moment and a duration added, or two durations; EvaluationError if they are neither."""
    first, second = value_of(left), value_of(right)
    if first is None or second is None:
        raise EvaluationError
    if first.kind == second.kind == "dayTimeDuration":
        return _duration(Decimal(str(first.value)) + Decimal(str(second.value)))
    if second.kind == "dayTimeDuration":
        return _moved(left, Decimal(str(second.value)))
    if first.kind == "dayTimeDuration":
        return _moved(right, Decimal(str(first.value)))
    raise EvaluationError


def negative(term: str) -> str:
    """Return a duration with the other sign."""
    found = value_of(term)
    if found is None or found.kind != "dayTimeDuration":
        raise EvaluationError
    return _duration(-Decimal(str(found.value)))


def _moved(term: str, seconds: Decimal) -> str:
    parts = _parts(term)
    text = split_literal(term)[0]
    zone = parts[7] or ""
    try:
        moment = datetime.fromisoformat(text.removesuffix(zone) if zone else text) + timedelta(
            seconds=float(seconds)
        )
    except (ValueError, OverflowError) as error:
        raise EvaluationError from error
    written = moment.date().isoformat() if datatype(term) == DATE else moment.isoformat()
    return literal(
        written.rstrip("0").rstrip(".") + zone if "." in written else written + zone, datatype(term)
    )


TIME_FUNCTIONS: dict[str, Callable[..., str]] = {
    **{name: _part(name) for name in _PLACES},
    "TZ": _tz,
    "TIMEZONE": _timezone,
}
