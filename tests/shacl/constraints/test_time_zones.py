"""Times with and without a zone: their order is known if they are more than 14 hours apart (XSD 1.1, D.2.1)."""

from __future__ import annotations

import pytest
from shacl_documents import made

from adgo.shacl.engines import fast

START = "2020-01-02T00:00:00"


@pytest.mark.parametrize("component", ["lessThan", "lessThanOrEquals", "maxInclusive", "maxExclusive"])
@pytest.mark.parametrize(
    ("start", "end", "conforms"),
    [
        (START, "2020-01-02T14:00:01Z", True),
        (START, "2020-01-02T14:00:00Z", False),
        (START, "2020-01-01T10:00:00Z", False),
        (START, "2019-12-01T00:00:00Z", False),
        (f"{START}Z", "2020-01-02T14:00:01", True),
        (f"{START}Z", "2020-01-02T13:59:59", False),
        (f"{START}+14:00", "2020-01-02T00:00:01Z", True),
    ],
)
def test_date_times_more_than_14_hours_apart_are_compared(
    component: str, start: str, end: str, conforms: bool
) -> None:
    """Bug: a time with a zone was never comparable with one without, which gave false violations."""
    bound = "ex:end" if component.startswith("less") else f'"{end}"^^xsd:dateTime'
    data = f'ex:x ex:start "{start}"^^xsd:dateTime ; ex:end "{end}"^^xsd:dateTime .'
    shapes = f"ex:S sh:targetNode ex:x ; sh:property [ sh:path ex:start ; sh:{component} {bound} ] ."
    assert (fast.validate(made(data, shapes)).results == []) is conforms


@pytest.mark.parametrize(
    ("kind", "start", "end"),
    [("date", "2020-01-01", "2020-01-03Z"), ("dateTime", "2020-01-01T24:00:00", "2020-01-03T00:00:00Z")],
)
def test_the_rule_holds_for_the_lower_bound_and_for_dates(kind: str, start: str, end: str) -> None:
    data = f'ex:x ex:end "{end}"^^xsd:{kind} .'
    shapes = (
        f'ex:S sh:targetNode ex:x ; sh:property [ sh:path ex:end ; sh:minExclusive "{start}"^^xsd:{kind} ] .'
    )
    assert fast.validate(made(data, shapes)).results == []


@pytest.mark.parametrize(
    ("constraint", "expected"),
    [
        (
            'sh:minInclusive "2020-01-01T12:00:00Z"^^xsd:dateTime',
            "the bound has one: they can be ordered only if they are more than 14 hours apart",
        ),
        ("sh:lessThan ex:end", 'which has no time zone, and "2020-01-01T13:00:00Z"^^xsd:dateTime has one'),
    ],
)
def test_the_message_says_that_a_zone_is_missing(constraint: str, expected: str) -> None:
    data = 'ex:x ex:start "2020-01-01T12:00:00"^^xsd:dateTime ; ex:end "2020-01-01T13:00:00Z"^^xsd:dateTime .'
    shapes = f"ex:S sh:targetNode ex:x ; sh:property [ sh:path ex:start ; {constraint} ] ."
    [result] = fast.validate(made(data, shapes)).results
    assert expected in result.message
