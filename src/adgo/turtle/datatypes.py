"""The lexical forms of XML Schema's datatypes: whether they are valid, and their values (XSD 1.1 part 2)."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from functools import cache, lru_cache
from typing import NamedTuple

from adgo.turtle.number_promotion import SingleFloat, as_single, promoted
from adgo.turtle.term_parts import datatype, is_literal, language, lexical
from adgo.turtle.terms import LANGUAGE_TYPE, STRING_TYPE, unescape, xsd

_ZONE = r"(?P<zone>Z|[+-](?:0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)?"
_DATE = r"(?P<year>-?(?:[1-9][0-9]{3,}|0[0-9]{3}))-(?P<month>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12][0-9]|3[01])"
_CLOCK = r"(?P<hour>[01][0-9]|2[0-4]):(?P<minute>[0-5][0-9]):(?P<second>[0-5][0-9](?:\.[0-9]+)?)"
_TIME_PART = r"(?:T(?=[0-9])(?:(?P<h>[0-9]+)H)?(?:(?P<mi>[0-9]+)M)?(?:(?P<s>[0-9]+(?:\.[0-9]+)?)S)?)?"

#: Datatypes of time to the patterns of their lexical forms, compiled when needed because that is slow.
_TIMES = {
    xsd("dateTime"): f"{_DATE}T{_CLOCK}{_ZONE}",
    xsd("dateTimeStamp"): f"{_DATE}T{_CLOCK}{_ZONE}",
    xsd("date"): f"{_DATE}{_ZONE}",
    xsd("time"): f"{_CLOCK}{_ZONE}",
    xsd("gYear"): rf"(?P<year>-?(?:[1-9][0-9]{{3,}}|0[0-9]{{3}})){_ZONE}",
    xsd("gYearMonth"): rf"(?P<year>-?(?:[1-9][0-9]{{3,}}|0[0-9]{{3}}))-(?P<month>0[1-9]|1[0-2]){_ZONE}",
    xsd("gMonthDay"): rf"--(?P<month>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12][0-9]|3[01]){_ZONE}",
    xsd("gMonth"): rf"--(?P<month>0[1-9]|1[0-2]){_ZONE}",
    xsd("gDay"): rf"---(?P<day>0[1-9]|[12][0-9]|3[01]){_ZONE}",
}
_FLOAT = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[+-]?INF|NaN"
_DECIMAL = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
_INTEGER = re.compile(r"[+-]?[0-9]+")
#: The characters with which names of XML begin (without the colon), and those in them (XML 1.0, 4 and 4a).
_START = (
    r"A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f\u2c00-\u2fef"
    r"\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_NAMED = _START + r"\-.0-9\u00b7\u0300-\u036f\u203f\u2040"
_PLAIN = {
    xsd("boolean"): r"true|false|1|0",
    xsd("decimal"): _DECIMAL,
    xsd("double"): _FLOAT,
    xsd("float"): _FLOAT,
    xsd("hexBinary"): r"(?:[0-9A-Fa-f]{2})*",
    xsd("base64Binary"): r"(?:(?:[A-Za-z0-9+/] ?){4})*(?:(?:[A-Za-z0-9+/] ?){2}(?:= ?=|[A-Za-z0-9+/] ?=))?",
    xsd("duration"): rf"-?P(?=[0-9T])(?:[0-9]+Y)?(?:[0-9]+M)?(?:(?P<d>[0-9]+)D)?{_TIME_PART}",
    xsd("dayTimeDuration"): rf"-?P(?=[0-9T])(?:(?P<d>[0-9]+)D)?{_TIME_PART}",
    xsd("yearMonthDuration"): r"-?P(?=[0-9])(?:(?P<y>[0-9]+)Y)?(?:(?P<mo>[0-9]+)M)?",
    xsd("language"): r"[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*",
    xsd("normalizedString"): r"[^\t\n\r]*",
    xsd("token"): r"(?:[^ \t\n\r]+(?: [^ \t\n\r]+)*)?",
    xsd("Name"): f"[:{_START}][:{_NAMED}]*",
    xsd("NCName"): f"[{_START}][{_NAMED}]*",
    xsd("NMTOKEN"): f"[:{_NAMED}]+",
}
_BOUNDS: dict[str, tuple[int | None, int | None]] = {
    xsd("integer"): (None, None),
    xsd("nonNegativeInteger"): (0, None),
    xsd("positiveInteger"): (1, None),
    xsd("nonPositiveInteger"): (None, 0),
    xsd("negativeInteger"): (None, -1),
    xsd("long"): (-(2**63), 2**63 - 1),
    xsd("int"): (-(2**31), 2**31 - 1),
    xsd("short"): (-(2**15), 2**15 - 1),
    xsd("byte"): (-(2**7), 2**7 - 1),
    xsd("unsignedLong"): (0, 2**64 - 1),
    xsd("unsignedInt"): (0, 2**32 - 1),
    xsd("unsignedShort"): (0, 2**16 - 1),
    xsd("unsignedByte"): (0, 2**8 - 1),
}
#: The datatypes whose values are integers.
INTEGERS = frozenset(_BOUNDS)
#: Python refuses to read integers with more digits; only the pattern of such a literal is checked.
_LONGEST = 4000


def is_well_formed(literal: str) -> bool:
    """Return whether the lexical form is valid for the literal's datatype; True if the datatype is unknown."""
    test = _test(datatype(literal))
    return test is None or test(lexical(literal))


def checker(name: str) -> Callable[[str], bool]:
    """Return a test for terms: whether a term is a literal of that datatype with a valid lexical form."""
    if name == STRING_TYPE:
        return lambda term: term[0] == term[-1] == '"'
    if name == LANGUAGE_TYPE:
        return lambda term: is_literal(term) and language(term) != ""
    test, ending = _test(name), f'"^^{name}'
    if test is None:
        return lambda term: term.endswith(ending)
    length = len(ending)
    return lambda term: term.endswith(ending) and test(unescape(term[1:-length]))


@lru_cache(maxsize=256)
def _test(name: str) -> Callable[[str], bool] | None:
    """Return the test of a datatype's lexical forms; None if the datatype is unknown."""
    if name in _BOUNDS:
        least, most = _BOUNDS[name]
        return lambda text: _in_bounds(text, least, most)
    if name in _TIMES:
        zoned = name.endswith("Stamp>")
        return lambda text: _is_time(_pattern(name).fullmatch(text), zoned)
    if name in _PLAIN:
        fullmatch = _pattern(name).fullmatch
        return lambda text: fullmatch(text) is not None
    return None


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_TIMES.get(name) or _PLAIN[name])


def _in_bounds(text: str, least: int | None, most: int | None) -> bool:
    if not _INTEGER.fullmatch(text):
        return False
    if least is None and most is None:
        return True
    if len(text) > _LONGEST:
        return (most is None and text[0] != "-") or (least is None and text[0] == "-")
    number = int(text)
    return (least is None or number >= least) and (most is None or number <= most)


def _is_time(match: re.Match[str] | None, zoned: bool) -> bool:
    if match is None or (zoned and not match["zone"]):
        return False
    parts = match.re.groupindex
    if "day" in parts and "month" in parts:
        # The last four digits decide whether it is a leap year; a hostile year may have any number of digits.
        year = int(match["year"][-4:]) if "year" in parts else 4
        if int(match["day"]) > _month_length(year, int(match["month"])):
            return False
    if "hour" in parts and match["hour"] == "24":
        return match["minute"] == "00" and Decimal(match["second"]) == 0
    return True


def _month_length(year: int, month: int) -> int:
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


#: The days of 400 years, after which the calendar repeats.
_CYCLE_DAYS = 146_097
#: Ends the kind of a time with a zone.
_ZONED = " with zone"
#: Zones reach from -14:00 to +14:00, in seconds.
_WIDEST_ZONE = 14 * 3600


class Value(NamedTuple):
    """The value of a literal; values of the same kind can be compared, and most times with a zone to ones without.

    The Python type of a number is that of its datatype: int, Decimal, SingleFloat, or float for xsd:double.
    """

    kind: str
    value: int | float | Decimal | str


def value_of(term: str) -> Value | None:
    """Return the value of a literal, or None if its datatype has no order (SPARQL 1.1, 17.3, and XSD's times)."""
    if not is_literal(term) or language(term) or not is_well_formed(term):
        return None
    name, text = datatype(term), lexical(term)
    if len(text) > _LONGEST and name != xsd("string"):
        return None
    if name in _BOUNDS:
        return Value("number", int(text))
    if name in _TIMES:
        match = _pattern(name).fullmatch(text)
        return _time_value(name, match) if match else None
    reader = _VALUES.get(name)
    return reader(text) if reader else None


def _time_value(name: str, match: re.Match[str]) -> Value:
    parts = {key: value for key, value in match.groupdict().items() if value is not None}
    days = days_of(int(parts.get("year", "1972")), int(parts.get("month", "1")), int(parts.get("day", "1")))
    clock = Decimal(parts.get("second", "0"))
    seconds = days * 86400 + int(parts.get("hour", "0")) * 3600 + int(parts.get("minute", "0")) * 60 + clock
    zone = parts.get("zone")
    if zone and zone != "Z":
        shift = int(zone[1:3]) * 3600 + int(zone[4:6]) * 60
        seconds += shift if zone[0] == "-" else -shift
    kind = "dateTime" if name == xsd("dateTimeStamp") else name
    return Value(f"{kind.strip('<>').rsplit('#', 1)[-1]}{_ZONED if zone else ''}", seconds)


def days_of(year: int, month: int, day: int) -> int:
    """Return the days since 1 March of the year 0 in the proleptic Gregorian calendar.

    Args:
        year: the year; 0 is the year before 1.
        month: 1 to 12.
        day: 1 to 31.
    """
    year, month = (year - 1, month + 9) if month <= 2 else (year, month - 3)
    return 365 * year + year // 4 - year // 100 + year // 400 + (153 * month + 2) // 5 + day - 1


def date_of(days: int) -> tuple[int, int, int]:
    """Return the year, month and day that many days after 1 March of the year 0."""
    cycles, days = divmod(days, _CYCLE_DAYS)
    year = (days - days // 1460 + days // 36524 - days // 146096) // 365
    days -= 365 * year + year // 4 - year // 100
    month = (5 * days + 2) // 153
    day = days - (153 * month + 2) // 5 + 1
    return year + 400 * cycles + (month >= 10), month + 3 if month < 10 else month - 9, day


def _double(text: str) -> Value | None:
    number = float(text.replace("INF", "inf"))
    return None if number != number else Value("number", number)


def _single(text: str) -> Value | None:
    number = as_single(float(text.replace("INF", "inf")))
    return None if number != number else Value("number", SingleFloat(number))


def _day_time(text: str) -> Value | None:
    match = _pattern(xsd("dayTimeDuration")).fullmatch(text)
    if match is None:
        return None
    days, hours, minutes = (int(match[name] or 0) for name in ("d", "h", "mi"))
    seconds = days * 86400 + hours * 3600 + minutes * 60 + Decimal(match["s"] or 0)
    return Value("dayTimeDuration", -seconds if text[0] == "-" else seconds)


def _year_month(text: str) -> Value | None:
    match = _pattern(xsd("yearMonthDuration")).fullmatch(text)
    if match is None:
        return None
    months = int(match["y"] or 0) * 12 + int(match["mo"] or 0)
    return Value("yearMonthDuration", -months if text[0] == "-" else months)


_VALUES: dict[str, Callable[[str], Value | None]] = {
    xsd("decimal"): lambda text: Value("number", Decimal(text)),
    xsd("double"): _double,
    xsd("float"): _single,
    xsd("string"): lambda text: Value("string", text),
    xsd("boolean"): lambda text: Value("boolean", int(text in ("true", "1"))),
    xsd("dayTimeDuration"): _day_time,
    xsd("yearMonthDuration"): _year_month,
}


def order(left: Value | None, right: Value | None) -> int | None:
    """Return -1, 0 or 1 if left is less than, equal to or greater than right; None if they cannot be compared.

    Numbers of two types are compared in the first type that can hold both: decimal, float or double, in this order
    (SPARQL 1.1, 17.3, and XPath).
    """
    if left is None or right is None:
        return None
    if left.kind != right.kind:
        if left.kind == right.kind + _ZONED:
            return _order_of_zoned(left, right)
        reverse = _order_of_zoned(right, left) if right.kind == left.kind + _ZONED else None
        return None if reverse is None else -reverse
    a, b = left.value, right.value
    if type(a) is not type(b) and left.kind == "number":
        a, b = promoted(a, b)  # type: ignore[arg-type]
    return (a > b) - (a < b)  # type: ignore[operator]


def depends_on_zone(left: Value | None, right: Value | None) -> bool:
    """Return whether two times cannot be compared because only one has a zone and they are close to each other."""
    if left is None or right is None or order(left, right) is not None:
        return False
    return left.kind == right.kind + _ZONED or right.kind == left.kind + _ZONED


def has_zone(value: Value) -> bool:
    """Return whether a value is a time with a zone."""
    return value.kind.endswith(_ZONED)


def _order_of_zoned(zoned: Value, local: Value) -> int | None:
    """Return how a time with a zone compares to one without, None if that depends on the zone (XSD 1.1, D.2.1)."""
    after = Decimal(zoned.value) - Decimal(local.value)
    return None if abs(after) <= _WIDEST_ZONE else 1 if after > 0 else -1
