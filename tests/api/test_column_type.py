"""Columns of data frames: each value as it is in the rows, in pandas, polars and CSV alike."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pandas
import polars
import pytest
from hypothesis import strategies as st
from random_examples import examples

import adgo
from adgo import queries
from adgo.api.result import Result

EAST = timezone(timedelta(hours=8))
EXACT = st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9)
HUGE = st.integers(-(2**130), 2**130)
#: The values of a column of one type, or of types that one type holds.
COLUMNS = [
    st.booleans(),
    st.integers(-(2**63) + 1, 2**63 - 1),
    HUGE,
    EXACT,
    HUGE | EXACT | st.decimals(allow_nan=False, allow_infinity=False),
    st.floats(),
    st.integers(-(2**60), 2**60) | st.floats(allow_nan=False),
    st.dates(),
    st.datetimes(datetime(2, 1, 1), datetime(9998, 1, 1)),
    st.datetimes(datetime(2, 1, 1), datetime(9998, 1, 1), timezones=st.sampled_from([UTC, EAST])),
    st.text(),
    st.booleans() | st.integers() | EXACT | st.floats() | st.dates() | st.datetimes() | st.text(),
]
TABLES = st.sampled_from(COLUMNS).flatmap(lambda column: st.lists(st.none() | column, max_size=8))


def same(one: object, other: object) -> bool:
    """Return whether two values are the same value, also if both are not a number."""
    if isinstance(one, float) and isinstance(other, float) and math.isnan(one):
        return math.isnan(other)
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def missing(value: object) -> bool:
    return value is None or value is pandas.NA or value is pandas.NaT


def plain(value: object) -> object:
    """Return a value of pandas as Python has it; a day is a moment at midnight there."""
    return value.to_pydatetime() if isinstance(value, pandas.Timestamp) else value


@examples(15, 800, TABLES)
def test_a_column_of_a_data_frame_has_the_values_of_the_rows(values: list) -> None:
    result = Result(("a",), [(each,) for each in values])
    in_pandas = result.to_pandas()["a"].tolist()
    in_polars = result.to_polars()["a"].to_list()
    in_csv = [row[0] if row else "" for row in csv.reader(io.StringIO(result.to_csv(), newline=""))][1:]
    assert len(in_pandas) == len(in_polars) == len(in_csv) == len(values)
    for value, one, other, text in zip(values, in_pandas, in_polars, in_csv, strict=True):
        if value is None:
            assert missing(one)
            assert other is None
            assert text == ""
            continue
        day = isinstance(value, date) and not isinstance(value, datetime)
        one, written = plain(one), isinstance(other, str)
        assert same(
            datetime(value.year, value.month, value.day) if day and isinstance(one, datetime) else value, one
        )
        assert same(text if written else value, other)


@pytest.mark.parametrize(
    ("values", "in_pandas", "in_polars"),
    [
        ([1, None], "Int64", polars.Int64),
        ([2**63, 1], "object", polars.Int128),
        ([1.0, None], "Float64", polars.Float64),
        ([1.5, 2], "Float64", polars.Float64),
        ([Decimal("1.50"), 2], "object", polars.Decimal(38, 2)),
        ([True, None], "boolean", polars.Boolean),
        ([date(2026, 12, 31), None], "datetime64[s]", polars.Date),
        ([datetime(2026, 1, 1, tzinfo=EAST)], "datetime64[us, UTC]", polars.Datetime("us", "UTC")),
        ([datetime(2026, 1, 1)], "datetime64[us]", polars.Datetime("us")),
        (["a", None], "string", polars.String),
        ([1, "a"], "object", polars.String),
        ([2**53 + 1, 0.5], "object", polars.String),
        ([True, 1], "object", polars.String),
        ([None], "object", polars.Null),
    ],
)
def test_types(values: list, in_pandas: str, in_polars: object) -> None:
    """Bugs: doubles without a fraction became integers in pandas, and truth values among numbers numbers in polars."""
    result = Result(("a",), [(each,) for each in values])
    assert result.to_pandas().dtypes["a"] == in_pandas
    assert result.to_polars().schema["a"] == in_polars


DATATYPES = {
    '"2026-01-01T08:00:00.5Z"^^xsd:dateTime': datetime(2026, 1, 1, 8, 0, 0, 500000, UTC),
    '"2026-01-01T08:00:00"^^xsd:dateTime': datetime(2026, 1, 1, 8),
    '"2026-01-01T08:00:00.1234567Z"^^xsd:dateTime': "2026-01-01T08:00:00.1234567Z",
    '"20260101T080000"^^xsd:dateTime': "20260101T080000",
    '"2026-12-31"^^xsd:date': date(2026, 12, 31),
    '"2026"^^xsd:gYear': "2026",
    '"007"^^xsd:long': 7,
    '"-5"^^xsd:negativeInteger': -5,
    '"255"^^xsd:unsignedByte': 255,
    '"INF"^^xsd:double': math.inf,
    '"-INF"^^xsd:float': -math.inf,
    '"NaN"^^xsd:double': math.nan,
    '"1.50"^^xsd:decimal': Decimal("1.50"),
    '"1"^^xsd:boolean': True,
    '"many"^^xsd:integer': "many",
    '"5"^^<urn:mine>': "5",
    '"5"@en': "5",
}


@pytest.mark.parametrize(("literal", "value"), DATATYPES.items())
def test_a_literal_is_the_value_of_its_datatype(literal: str, value: object) -> None:
    [[found]] = adgo.query(f"SELECT ?it {{ VALUES ?it {{ {literal} }} }}").values
    assert same(value, found)
    assert type(value) is type(found)


def named(is_sampled: Callable[[int], bool]) -> list:
    return [
        name if is_sampled(place) else pytest.param(name, marks=pytest.mark.full)
        for place, name in enumerate(queries.load())
    ]


@pytest.mark.parametrize("name", named(lambda place: place % 23 == 0))
def test_a_stored_question_has_equal_tables_and_a_label_beside_each_iri(name: str) -> None:
    result = adgo.query(name)
    frame, other = result.to_pandas(), result.to_polars()
    rows = list(csv.reader(io.StringIO(result.to_csv(), newline="")))
    assert tuple(frame.columns) == tuple(other.columns) == tuple(rows[0]) == result.columns
    assert len(frame) == len(other) == len(rows) - 1 == len(result)
    for place, column in enumerate(result.columns):
        values = [row[place] for row in result.values]
        texts = [row[place] for row in rows[1:]]
        is_mixed = len({type(value) for value in values if value is not None}) > 1
        columns = zip(values, frame[column].tolist(), other[column].to_list(), texts, strict=True)
        for value, one, two, text in columns:
            is_day = isinstance(value, date) and not isinstance(value, datetime) and isinstance(one, datetime)
            assert missing(one) if value is None else plain(one) == value or (is_day and one.date() == value)
            assert two == (text if is_mixed and value is not None else value)
        if any(isinstance(value, str) and value.startswith("https://w3id.org/adgo/") for value in values):
            assert result.columns[place + 1] == f"{column}_label"
