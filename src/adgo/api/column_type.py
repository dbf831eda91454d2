"""The common type of the values of a column, and the column in data frames."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from math import isnan
from typing import Any, Literal

from adgo.api.python_values import Value, text_of

Kind = Literal[
    "empty", "boolean", "integer", "decimal", "float", "date", "moment", "local moment", "text", "mixed"
]

#: Digits of the decimals that polars holds.
_DIGITS = 38
#: The largest integers of pandas and polars.
_LARGE, _HUGE = 2**63 - 1, 2**127 - 1
#: Larger numbers are not turned into floating-point numbers.
_FLOAT = 2**1000


def kind_of(values: Sequence[Value]) -> Kind:
    """Return the common type of values; "empty" if all are None, "mixed" if there is none that holds each exactly."""
    kinds = {_kind(each) for each in values if each is not None}
    if not kinds:
        return "empty"
    if len(kinds) == 1:
        return kinds.pop()
    if kinds == {"integer", "decimal"}:
        return "decimal"
    return "float" if kinds <= {"integer", "decimal", "float"} and _all_float(values) else "mixed"


def _kind(value: Value) -> Kind:
    match value:
        case bool():
            return "boolean"
        case int():
            return "integer"
        case Decimal():
            return "decimal"
        case float():
            return "float"
        case datetime():
            return "moment" if value.tzinfo else "local moment"
        case date():
            return "date"
    return "text"


def _all_float(values: Sequence[Value]) -> bool:
    """Return whether floating-point numbers hold all integers and decimals exactly."""
    exact = [each for each in values if isinstance(each, int | Decimal)]
    return all(-_FLOAT < each < _FLOAT and Decimal(float(each)) == each for each in exact)


def polars_series(polars: Any, name: str, values: Sequence[Value]) -> Any:
    """Return a column of polars; one of several types, or of numbers that polars cannot hold, has texts.

    Args:
        polars: the package.
        name: the name of the column.
        values: the values.
    """
    kind, scale = kind_of(values), _scale(values)
    types = {
        "empty": polars.Null,
        "boolean": polars.Boolean,
        "integer": polars.Int64 if _fit(values, _LARGE) else polars.Int128,
        "float": polars.Float64,
        "date": polars.Date,
        "moment": polars.Datetime("us", "UTC"),
        "local moment": polars.Datetime("us"),
    }
    if kind == "decimal" and scale <= _DIGITS:
        return polars.Series(name, _each(Decimal, values), dtype=polars.Decimal(_DIGITS, scale))
    if kind in types and _fit(values, _HUGE):
        found = _each(float, values) if kind == "float" else list(values)
        return polars.Series(name, found, dtype=types[kind])
    return polars.Series(name, _each(text_of, values), dtype=polars.String)


def pandas_series(pandas: Any, values: Sequence[Value]) -> Any:
    """Return a column of pandas; one of decimals, of large integers or of several types has Python objects.

    Args:
        pandas: the package.
        values: the values.
    """
    kind = kind_of(values)
    types = {
        "boolean": "boolean",
        "integer": "Int64" if _fit(values, _LARGE) else "object",
        # pandas would take "not a number" for a missing value.
        "float": "object" if any(isinstance(each, float) and isnan(each) for each in values) else "Float64",
        "date": "datetime64[s]",
        "moment": "datetime64[us, UTC]",
        "local moment": "datetime64[us]",
        "text": "string",
    }
    found = _each(float, values) if kind == "float" else list(values)
    return pandas.Series(found, dtype=types.get(kind, "object"))


def _each(function: Callable[[Any], Any], values: Sequence[Value]) -> list[Any]:
    return [None if each is None else function(each) for each in values]


def _fit(values: Sequence[Value], most: int) -> bool:
    return all(-most <= each <= most for each in values if isinstance(each, int))


def _scale(values: Sequence[Value]) -> int:
    """Return the places after the point that numbers need; more than polars has if it cannot hold them."""
    numbers = [Decimal(each) for each in values if isinstance(each, int | Decimal)]
    scale = max((-int(each.as_tuple().exponent) for each in numbers), default=0)
    before = max((each.adjusted() + 1 for each in numbers), default=0)
    return max(scale, 0) if max(before, 0) + max(scale, 0) <= _DIGITS else _DIGITS + 1
