"""The casts of SPARQL 1.1 (section 17.5), cell by cell: M may fail depending on the value, N always fails."""

from __future__ import annotations

import pytest
from memory_dataset import value

TARGETS = ("string", "float", "double", "decimal", "integer", "dateTime", "boolean")
DATE_TIME = '"2020-02-29T12:30:00.50+00:00"^^xsd:dateTime'

CASTS = {
    # source: results in the order of the targets, None for an error
    '"1"': ["1", "1.0E0", "1.0E0", "1", "1", None, "true"],
    '" 1 "': [" 1 ", "1.0E0", "1.0E0", "1", "1", None, "true"],
    '"abc"': ["abc", None, None, None, None, None, None],
    '"1e2"': ["1e2", "1.0E2", "1.0E2", None, None, None, None],
    '"-1.50"': ["-1.50", "-1.5E0", "-1.5E0", "-1.5", None, None, None],
    '"INF"': ["INF", "INF", "INF", None, None, None, None],
    '"true"': ["true", None, None, None, None, None, "true"],
    '"TRUE"': ["TRUE", None, None, None, None, None, None],
    '"2020-01-01T00:00:00"': ["2020-01-01T00:00:00", None, None, None, None, "2020-01-01T00:00:00", None],
    '"2020-02-30T00:00:00"': ["2020-02-30T00:00:00", None, None, None, None, None, None],
    '"1.5"^^xsd:float': ["1.5", "1.5E0", "1.5E0", "1.5", "1", None, "true"],
    '"0.1"^^xsd:float': ["0.1", "1.0E-1", "1.0000000149011612E-1", "0.1", "0", None, "true"],
    "1e6": ["1.0E6", "1.0E6", "1.0E6", "1000000", "1000000", None, "true"],
    "999999e0": ["999999", "9.99999E5", "9.99999E5", "999999", "999999", None, "true"],
    "1e-6": ["0.000001", "1.0E-6", "1.0E-6", "0.000001", "0", None, "true"],
    "1e-7": ["1.0E-7", "1.0E-7", "1.0E-7", "0.0000001", "0", None, "true"],
    "-1.9e0": ["-1.9", "-1.9E0", "-1.9E0", "-1.9", "-1", None, "true"],
    "-0e0": ["-0", "-0.0E0", "-0.0E0", "0", "0", None, "false"],
    '"NaN"^^xsd:double': ["NaN", "NaN", "NaN", None, None, None, "false"],
    '"-INF"^^xsd:double': ["-INF", "-INF", "-INF", None, None, None, "true"],
    "1.50": ["1.5", "1.5E0", "1.5E0", "1.5", "1", None, "true"],
    "-1.9": ["-1.9", "-1.9E0", "-1.9E0", "-1.9", "-1", None, "true"],
    "0.0": ["0", "0.0E0", "0.0E0", "0", "0", None, "false"],
    "007": ["7", "7.0E0", "7.0E0", "7", "7", None, "true"],
    '"12"^^xsd:byte': ["12", "1.2E1", "1.2E1", "12", "12", None, "true"],
    '"300"^^xsd:byte': [None] * 7,
    DATE_TIME: ["2020-02-29T12:30:00.5Z", None, None, None, None, "2020-02-29T12:30:00.50+00:00", None],
    "true": ["true", "1.0E0", "1.0E0", "1", "1", None, "true"],
    '"0"^^xsd:boolean': ["false", "0.0E0", "0.0E0", "0", "0", None, "false"],
    '"no"^^xsd:boolean': [None] * 7,
    ":iri": ["http://e/iri", None, None, None, None, None, None],
    "BNODE()": [None] * 7,
    "?unbound": [None] * 7,
    '"1"@en': ["1", None, None, None, None, None, None],
    '"a"^^:unknown': [None] * 7,
}


@pytest.mark.parametrize("source", CASTS)
def test_casts(source: str) -> None:
    expected = [
        None if text is None else f'"{text}"' + ("" if target == "string" else f"^^xsd:{target}")
        for target, text in zip(TARGETS, CASTS[source], strict=True)
    ]
    assert [value(f"xsd:{target}({source})") for target in TARGETS] == expected


def test_a_cast_that_does_not_exist_is_an_error() -> None:
    assert value('xsd:anyURI("2020-01-01")') is None
