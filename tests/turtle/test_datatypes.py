from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adgo.turtle.datatypes import checker, is_well_formed, order, value_of
from adgo.turtle.term_parts import datatype, is_literal, literal
from adgo.turtle.terms import LANGUAGE_TYPE, xsd


def typed(text: str, name: str) -> str:
    return literal(text, xsd(name))


GOOD = {
    "integer": ["0", "-7", "+007", "9" * 5000],
    "decimal": ["1", "1.", ".5", "-0.50"],
    "double": ["1e6", "-INF", "NaN", "1.5E-3", "+INF"],
    "boolean": ["true", "0"],
    "byte": ["127", "-128"],
    "unsignedByte": ["255", "0"],
    "positiveInteger": ["1", "9" * 5000],
    "date": ["2024-02-29", "-0044-03-15", "12024-01-01Z", "2024-01-01+14:00"],
    "dateTime": ["2024-01-01T24:00:00", "2024-12-31T23:59:59.999Z"],
    "dateTimeStamp": ["2024-01-01T00:00:00Z"],
    "time": ["23:59:59", "00:00:00-05:00"],
    "gYear": ["2024", "-0001", "12024"],
    "gYearMonth": ["2024-02"],
    "gMonthDay": ["--02-29"],
    "gDay": ["---31"],
    "gMonth": ["--12Z"],
    "duration": ["P1Y2M3DT4H5M6.7S", "-P1D", "PT0S"],
    "dayTimeDuration": ["P1DT2H"],
    "yearMonthDuration": ["P1Y2M"],
    "hexBinary": ["", "0aF1"],
    "base64Binary": ["", "YQ==", "YWI=", "YWJj", "YWJj YQ=="],
    "language": ["en", "de-AT-1996"],
    "normalizedString": ["", " a  b "],
    "token": ["", "a", "a b"],
    "Name": ["a:b", ":a", "_1", "汽车"],
    "NCName": ["a-b.1", "_", "é\u0301"],
    "NMTOKEN": ["1a", "-", "a:b"],
    "string": ["", "anything"],
    "anyURI": ["not checked"],
}
BAD = {
    "integer": ["", "1.0", "x", " 1", "1e3", "١"],
    "decimal": ["1e3", ".", "INF"],
    "double": ["inf", "1e", "infinity", "1_0"],
    "boolean": ["TRUE", "yes"],
    "byte": ["128", "-129"],
    "unsignedByte": ["256", "-1"],
    "positiveInteger": ["0", "-" + "9" * 5000],
    "date": ["2023-02-29", "2024-13-01", "24-01-01", "2024-1-1", "2024-01-01T00:00:00"],
    "dateTime": ["2024-01-01", "2024-01-01T24:00:01", "2024-01-01T25:00:00", "2024-01-01 00:00:00"],
    "dateTimeStamp": ["2024-01-01T00:00:00"],
    "time": ["24:00:01", "1:00:00"],
    "gYear": ["24", "02024"],
    "gMonthDay": ["--02-30"],
    "duration": ["P", "PT", "P1S", "1Y"],
    "dayTimeDuration": ["P1Y"],
    "hexBinary": ["a", "xy"],
    "base64Binary": ["Y", "YQ=", "===="],
    "language": ["-", "toolonglanguage"],
    "normalizedString": ["a\tb", "a\n"],
    "token": [" a", "a ", "a  b", "a\tb"],
    "Name": ["", "1a", "a b", "-a"],
    "NCName": ["", "a:b", "1a", "a b", "·a"],
    "NMTOKEN": ["", "a b", "a/b"],
}


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in GOOD.items() for text in texts])
def test_well_formed(name: str, text: str) -> None:
    assert is_well_formed(typed(text, name))


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in BAD.items() for text in texts])
def test_ill_formed(name: str, text: str) -> None:
    assert not is_well_formed(typed(text, name))


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (typed("1", "integer"), typed("1.0", "decimal"), 0),
        (typed("1", "byte"), typed("1.5e0", "double"), -1),
        # SPARQL 1.1, 17.3: numbers are promoted from decimal to float to double.
        (typed("0.1", "decimal"), typed("0.1", "double"), 0),
        (typed("0.1", "decimal"), typed("0.1", "float"), 0),
        (typed("0.3", "double"), typed("0.3", "decimal"), 0),
        # The float next to 0.1 is greater than the double next to it.
        (typed("0.1", "float"), typed("0.1", "double"), 1),
        (typed("0.1", "double"), typed("0.1", "float"), -1),
        # 2^24 + 1 needs 25 bits; a float has 24, and a double 53.
        (typed("16777217", "float"), typed("16777216", "integer"), 0),
        (typed("16777216", "float"), typed("16777217", "integer"), 0),
        (typed("16777217", "float"), typed("16777217", "double"), -1),
        (typed("16777217", "double"), typed("16777216", "integer"), 1),
        (typed("16777217", "integer"), typed("16777216.0", "decimal"), 1),
        # XPath casts numbers beyond the range of a type to INF.
        (typed("INF", "double"), typed("9" * 400, "integer"), 0),
        (typed("-INF", "float"), typed("-" + "9" * 400, "integer"), 0),
        (typed("1e300", "float"), typed("9" * 400, "decimal"), 0),
        (typed("1e300", "double"), typed("9" * 400, "decimal"), -1),
        (typed("1e300", "float"), typed("1e301", "double"), 1),
        (typed("1e39", "float"), typed("INF", "float"), 0),
        (typed("NaN", "double"), typed("1", "integer"), None),
        (typed("1", "integer"), typed("x", "integer"), None),
        (typed("1", "integer"), typed("1", "string"), None),
        (typed("a", "string"), typed("b", "string"), -1),
        (typed("false", "boolean"), typed("1", "boolean"), -1),
        ('"a"@en', '"b"@en', None),
        (typed("2024-01-01", "date"), typed("2024-01-01", "date"), 0),
        (typed("2024-01-01", "date"), typed("2024-01-01Z", "date"), None),
        (typed("2024-01-01", "date"), typed("2024-01-01T00:00:00", "dateTime"), None),
        (typed("2024-01-01T00:00:00+02:00", "dateTime"), typed("2023-12-31T22:00:00Z", "dateTime"), 0),
        (typed("-0001-12-31", "date"), typed("0001-01-01", "date"), -1),
        (typed("2024", "gYear"), typed("2023", "gYear"), 1),
        (typed("P1DT1H", "dayTimeDuration"), typed("PT25H", "dayTimeDuration"), 0),
        (typed("-P1Y", "yearMonthDuration"), typed("P1M", "yearMonthDuration"), -1),
        (typed("P1Y", "duration"), typed("P1Y", "duration"), None),
        ("<http://e/a>", "<http://e/a>", None),
    ],
)
def test_order(left: str, right: str, expected: int | None) -> None:
    assert order(value_of(left), value_of(right)) == expected


@given(st.datetimes(), st.datetimes())
def test_dates_are_ordered_as_time_goes(left: object, right: object) -> None:
    texts = (typed(value.isoformat(), "dateTime") for value in (left, right))  # type: ignore[attr-defined]
    expected = (left > right) - (left < right)  # type: ignore[operator]
    assert order(*(value_of(text) for text in texts)) == expected


FORMS = sorted({text for texts in GOOD.values() for text in texts if len(text) < 99} | {"", 'a "b" \\', "13"})
TYPES = [*(xsd(name) for name in GOOD), LANGUAGE_TYPE, "<urn:other>", "_:b"]


@given(st.sampled_from(FORMS), st.sampled_from(TYPES), st.sampled_from(TYPES))
def test_checker_and_is_well_formed_agree(text: str, name: str, other: str) -> None:
    plain = literal(text, tag="en") if name == LANGUAGE_TYPE else literal(text, name)
    for term in (plain, "<urn:iri>", "_:b"):
        holds = is_literal(term) and datatype(term) == other and is_well_formed(term)
        assert checker(other)(term) == holds
