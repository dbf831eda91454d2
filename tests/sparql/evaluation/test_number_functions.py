"""The functions of SPARQL 1.1 on numbers (section 17.4.4), with the examples of the standard and of F&O."""

from __future__ import annotations

import pytest
from memory_dataset import MemoryDataset, rows, value


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("ABS(1)", '"1"^^xsd:integer'),
        ("ABS(-1.5)", '"1.5"^^xsd:decimal'),
        ("ABS(-1.5e0)", '"1.5E0"^^xsd:double'),
        ("ABS(-0e0)", '"0.0E0"^^xsd:double'),
        ('ABS("-INF"^^xsd:double)', '"INF"^^xsd:double'),
        ('ABS("-1"^^xsd:byte)', '"1"^^xsd:integer'),
        (
            "ABS(-12345678901234567890123456789012345678.5)",
            '"12345678901234567890123456789012345678.5"^^xsd:decimal',
        ),
        ("ROUND(2.4999)", '"2"^^xsd:decimal'),
        ("ROUND(2.5)", '"3"^^xsd:decimal'),
        ("ROUND(-2.5)", '"-2"^^xsd:decimal'),
        ("ROUND(-2.5e0)", '"-2.0E0"^^xsd:double'),
        ("ROUND(0.49999999999999994e0)", '"0.0E0"^^xsd:double'),
        ("ROUND(-0.4e0)", '"-0.0E0"^^xsd:double'),
        ("ROUND(4503599627370497e0)", '"4.503599627370497E15"^^xsd:double'),
        ('ROUND("1.5"^^xsd:float)', '"2.0E0"^^xsd:float'),
        ("ROUND(7)", '"7"^^xsd:integer'),
        (
            "ROUND(12345678901234567890123456789012345678.5)",
            '"12345678901234567890123456789012345679"^^xsd:decimal',
        ),
        ("CEIL(10.5)", '"11"^^xsd:decimal'),
        ("CEIL(-10.5)", '"-10"^^xsd:decimal'),
        ("CEIL(-0.5e0)", '"-0.0E0"^^xsd:double'),
        ("FLOOR(10.5)", '"10"^^xsd:decimal'),
        ("FLOOR(-10.5)", '"-11"^^xsd:decimal'),
        ("FLOOR(-0e0)", '"-0.0E0"^^xsd:double'),
        ("FLOOR(-5)", '"-5"^^xsd:integer'),
        ('CEIL("NaN"^^xsd:double)', '"NaN"^^xsd:double'),
        ('FLOOR("INF"^^xsd:float)', '"INF"^^xsd:float'),
        ('ABS("1")', None),
        ("ROUND(true)", None),
        ('CEIL("x"^^xsd:integer)', None),
        ("FLOOR(:a)", None),
    ],
)
def test_functions_on_numbers(expression: str, expected: str | None) -> None:
    assert value(expression) == expected


def test_random_numbers_are_doubles_from_0_to_below_1_and_differ() -> None:
    columns = "?r (0 <= ?r && ?r < 1 AS ?inside) (DATATYPE(?r) AS ?type)"
    query = f"SELECT {columns} {{ VALUES ?x {{ 1 2 3 }} BIND(RAND() AS ?r) }}"
    found = rows(MemoryDataset(), query)
    assert len({row[0] for row in found}) == 3
    assert {row[1:] for row in found} == {('"true"^^xsd:boolean', "xsd:double")}
