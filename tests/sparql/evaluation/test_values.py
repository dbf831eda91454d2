"""Equality, order and effective boolean values of terms (SPARQL 1.1, sections 17.2.2, 17.3 and 17.4.1)."""

from __future__ import annotations

import pytest
from memory_dataset import MemoryDataset, rows, value

TRUE, FALSE, ERROR = '"true"^^xsd:boolean', '"false"^^xsd:boolean', None


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("true", TRUE),
        ("false", FALSE),
        ('"1"^^xsd:boolean', TRUE),
        ('"0"^^xsd:boolean', FALSE),
        ('"yes"^^xsd:boolean', FALSE),
        ('""', FALSE),
        ('"a"', TRUE),
        ('"false"', TRUE),
        ('""@en', FALSE),
        ('"a"@en', TRUE),
        ("0", FALSE),
        ("1", TRUE),
        ("0.0", FALSE),
        ("0e0", FALSE),
        ("-0e0", FALSE),
        ("1e-300", TRUE),
        ('"NaN"^^xsd:double', FALSE),
        ('"INF"^^xsd:float', TRUE),
        ('"0"^^xsd:byte', FALSE),
        ('"12"^^xsd:unsignedInt', TRUE),
        ('"twelve"^^xsd:integer', FALSE),
        ('"300"^^xsd:byte', FALSE),
        ('"2020-01-01"^^xsd:date', ERROR),
        ('"a"^^:unknown', ERROR),
        (":iri", ERROR),
        ("BNODE()", ERROR),
        ("?unbound", ERROR),
    ],
)
def test_the_effective_boolean_value(term: str, expected: str | None) -> None:
    assert value(f"({term}) && true") == expected
    assert value(f"IF({term}, true, false)") == expected


@pytest.mark.parametrize(
    ("left", "right", "conjunction", "disjunction"),
    [
        # The table of 17.2.
        ("true", "true", TRUE, TRUE),
        ("true", "false", FALSE, TRUE),
        ("false", "true", FALSE, TRUE),
        ("false", "false", FALSE, FALSE),
        ("true", "1/0", ERROR, TRUE),
        ("1/0", "true", ERROR, TRUE),
        ("false", "1/0", FALSE, ERROR),
        ("1/0", "false", FALSE, ERROR),
        ("1/0", "1/0", ERROR, ERROR),
    ],
)
def test_logic_with_errors(left: str, right: str, conjunction: str | None, disjunction: str | None) -> None:
    assert value(f"({left}) && ({right})") == conjunction
    assert value(f"({left}) || ({right})") == disjunction


def test_the_negation_of_an_error_is_an_error() -> None:
    assert [value(f"!({each})") for each in ("true", "''", "1/0", ":iri")] == [FALSE, TRUE, ERROR, ERROR]


EQUALITIES = [
    ("1", "1.0", TRUE),
    ("1", "1e0", TRUE),
    ("1", '"01"^^xsd:byte', TRUE),
    ("1", '"1"^^xsd:float', TRUE),
    ("1", "2", FALSE),
    ("0e0", "-0e0", TRUE),
    ("0.1", "1e-1", TRUE),
    ('"NaN"^^xsd:double', '"NaN"^^xsd:double', FALSE),
    ('"NaN"^^xsd:double', "1", FALSE),
    ('"a"', '"a"', TRUE),
    ('"a"', '"b"', FALSE),
    ('"a"@en', '"a"@en', TRUE),
    ("true", '"1"^^xsd:boolean', TRUE),
    ("true", "false", FALSE),
    ('"2020-01-01T12:00:00Z"^^xsd:dateTime', '"2020-01-01T13:00:00+01:00"^^xsd:dateTime', TRUE),
    ('"2020-01-01T24:00:00Z"^^xsd:dateTime', '"2020-01-02T00:00:00Z"^^xsd:dateTime', TRUE),
    # Without a zone the times may or may not be the same; a year apart they are not.
    ('"2020-01-01T12:00:00"^^xsd:dateTime', '"2020-01-01T12:00:00Z"^^xsd:dateTime', ERROR),
    ('"2020-01-01T12:00:00"^^xsd:dateTime', '"2021-01-01T12:00:00Z"^^xsd:dateTime', FALSE),
    (":a", ":a", TRUE),
    (":a", ":b", FALSE),
    (":a", '"a"', FALSE),
    (":a", "1", FALSE),
    # RDFterm-equal is an error for different literals, because their values may be the same.
    ('"a"', "1", ERROR),
    ("true", "1", ERROR),
    ('"a"^^:unknown', '"b"^^:unknown', ERROR),
    ('"a"^^:unknown', '"a"^^:unknown', TRUE),
    ('"one"^^xsd:integer', '"one"^^xsd:integer', TRUE),
    ('"one"^^xsd:integer', "1", ERROR),
    ("?unbound", "1", ERROR),
]


@pytest.mark.parametrize(("left", "right", "expected"), EQUALITIES)
def test_equality(left: str, right: str, expected: str | None) -> None:
    opposite = {TRUE: FALSE, FALSE: TRUE, ERROR: ERROR}[expected]
    assert value(f"{left} = {right}") == value(f"{right} = {left}") == expected
    assert value(f"{left} != {right}") == opposite
    assert value(f"{left} IN ({right})") == expected
    assert value(f"{left} NOT IN ({right})") == opposite


def test_texts_in_different_languages_are_known_to_differ() -> None:
    """W3C's test open-eq-08 of SPARQL 1.0 expects it."""
    assert value('"a"@en = "a"') == value('"a"@en = "a"@de') == value('"a"@en = "b"@en') == FALSE


def test_the_case_of_a_language_tag_does_not_matter() -> None:
    """RDF 1.1, section 3.3: tags are compared without regard to case; a dataset may keep them as they were written."""
    data = MemoryDataset()
    data.add(
        None, [("<http://e/a>", "<http://e/p>", '"chat"@EN'), ("<http://e/b>", "<http://e/p>", '"chat"@en')]
    )
    where = "{ :a :p ?a . :b :p ?b }"
    assert rows(data, f"SELECT (?a = ?b AS ?same) (STRSTARTS(?a, ?b) AS ?starts) {where}") == [(TRUE, TRUE)]
    assert rows(data, f"SELECT (CONCAT(?b, ?a) AS ?both) {where}") == [('"chatchat"@en',)]


def test_same_term_compares_terms_and_not_values() -> None:
    assert value("SAMETERM(1, 1.0)") == value('SAMETERM(1, "01"^^xsd:integer)') == FALSE
    assert value('SAMETERM("a"@en, "a"@en)') == value("SAMETERM(:a, :a)") == TRUE


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("1", "1.5", TRUE),
        ("2e0", "10", TRUE),
        ('"-INF"^^xsd:float', "-1e300", TRUE),
        ('"a"', '"b"', TRUE),
        ('"Z"', '"a"', TRUE),
        ('"\\uFFFD"', '"😀"', TRUE),
        ("false", "true", TRUE),
        ('"2020-01-01T12:00:00+02:00"^^xsd:dateTime', '"2020-01-01T11:00:00Z"^^xsd:dateTime', TRUE),
        ('"2019-12-31T12:00:00"^^xsd:dateTime', '"2020-01-02T12:00:00Z"^^xsd:dateTime', TRUE),
        ('"-0001-01-01T00:00:00Z"^^xsd:dateTime', '"0001-01-01T00:00:00Z"^^xsd:dateTime', TRUE),
    ],
)
def test_order(left: str, right: str, expected: str) -> None:
    assert value(f"{left} < {right}") == value(f"{left} <= {right}") == TRUE
    assert value(f"{right} > {left}") == value(f"{right} >= {left}") == TRUE
    assert value(f"{right} < {left}") == value(f"{right} <= {left}") == FALSE


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ('"a"@en', '"b"@en'),
        ('"a"', '"b"@en'),
        (":a", ":b"),
        ("1", '"2"'),
        ("true", "1"),
        ('"a"^^:unknown', '"b"^^:unknown'),
        ('"2020-01-01T12:00:00"^^xsd:dateTime', '"2020-01-01T13:00:00Z"^^xsd:dateTime'),
        ('"one"^^xsd:integer', "2"),
    ],
)
def test_terms_without_an_order(left: str, right: str) -> None:
    assert [value(f"{left} {sign} {right}") for sign in ("<", ">", "<=", ">=")] == [ERROR] * 4


def test_nan_is_neither_less_nor_greater() -> None:
    nan = '"NaN"^^xsd:double'
    assert [value(f"{nan} {sign} 1") for sign in ("<", ">", "<=", ">=")] == [FALSE] * 4


def test_membership() -> None:
    """The examples of 17.4.1.9 and 17.4.1.10."""
    assert value("2 IN (1, 2, 3)") == TRUE
    assert value("2 IN ()") == FALSE
    assert value('2 IN (<http://example/iri>, "str", 2.0)') == TRUE
    assert value("2 IN (1/0, 2)") == value("2 IN (2, 1/0)") == TRUE
    assert value("2 IN (3, 1/0)") == ERROR
    assert value("2 NOT IN (1, 2, 3)") == FALSE
    assert value("2 NOT IN ()") == TRUE
    assert value('2 NOT IN (<http://example/iri>, "str", 2.0)') == FALSE
    assert value("2 NOT IN (1/0, 2)") == value("2 NOT IN (2, 1/0)") == FALSE
    assert value("2 NOT IN (3, 1/0)") == ERROR


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("1 + 2", '"3"^^xsd:integer'),
        ('"1"^^xsd:byte + "2"^^xsd:byte', '"3"^^xsd:integer'),
        ("1 + 2.0", '"3"^^xsd:decimal'),
        ("1 + 2e0", '"3.0E0"^^xsd:double'),
        ('1 + "2"^^xsd:float', '"3.0E0"^^xsd:float'),
        ('"1"^^xsd:float + 2e0', '"3.0E0"^^xsd:double'),
        ('"0.1"^^xsd:float + 0', '"1.0E-1"^^xsd:float'),
        ("6 / 3", '"2"^^xsd:decimal'),
        ("1 / 8", '"0.125"^^xsd:decimal'),
        ("1 / 0", ERROR),
        ("1.0 / 0.0", ERROR),
        ("1e0 / 0", '"INF"^^xsd:double'),
        ("-1e0 / 0", '"-INF"^^xsd:double'),
        ("0e0 / 0", '"NaN"^^xsd:double'),
        ("1e308 * 10", '"INF"^^xsd:double'),
        ("9223372036854775807 + 1", '"9223372036854775808"^^xsd:integer'),
        (
            "12345678901234567890123456789012345678.5 + 0.25",
            '"12345678901234567890123456789012345678.75"^^xsd:decimal',
        ),
        (
            "- 12345678901234567890123456789012345678.5",
            '"-12345678901234567890123456789012345678.5"^^xsd:decimal',
        ),
        ("-(0.0)", '"0"^^xsd:decimal'),
        ("-(0e0)", '"-0.0E0"^^xsd:double'),
        ("+(1)", '"1"^^xsd:integer'),
        ('"1" + 1', ERROR),
        ('+("1")', ERROR),
        ("true + 1", ERROR),
        ('"one"^^xsd:integer + 1', ERROR),
        ("2 - 3 - 4", '"-5"^^xsd:integer'),
        ("2 + 3 * 4", '"14"^^xsd:integer'),
    ],
)
def test_arithmetic(expression: str, expected: str | None) -> None:
    assert value(expression) == expected


def test_a_number_too_large_to_read_is_an_error_and_not_a_fault() -> None:
    digits = "9" * 5000
    assert value(f"{digits} = 1") == value(f"{digits} + 1") == ERROR
    assert value(f"1e0 = {'9' * 400}") == FALSE
    assert value(f"2 IN ({'9' * 400}, 1e0)") == FALSE
