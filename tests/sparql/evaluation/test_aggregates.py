"""Groups and aggregates (SPARQL 1.1, sections 11 and 18.5.1)."""

from __future__ import annotations

import pytest
from memory_dataset import MemoryDataset, dataset, rows

#: Values of one group: numbers, an error (?x unbound) and what is not a number.
NUMBERS = "VALUES ?x { 3 1 2 1.0 1 }"
WITH_ERROR = "VALUES ?x { 3 UNDEF 1 }"
WITH_TEXT = 'VALUES ?x { 3 "b" 1 }'
NOTHING = "VALUES ?x { }"


def aggregate(expression: str, data: str) -> str | None:
    [[found]] = rows(MemoryDataset(), f"SELECT ({expression} AS ?found) {{ {data} }}")
    return found


@pytest.mark.parametrize(
    ("expression", "data", "expected"),
    [
        ("COUNT(*)", NUMBERS, '"5"^^xsd:integer'),
        ("COUNT(?x)", NUMBERS, '"5"^^xsd:integer'),
        ("COUNT(DISTINCT ?x)", NUMBERS, '"4"^^xsd:integer'),
        ("COUNT(DISTINCT *)", NUMBERS, '"4"^^xsd:integer'),
        ("SUM(?x)", NUMBERS, '"8"^^xsd:decimal'),
        ("SUM(DISTINCT ?x)", NUMBERS, '"7"^^xsd:decimal'),
        ("AVG(?x)", NUMBERS, '"1.6"^^xsd:decimal'),
        ("MIN(?x + 0)", NUMBERS, '"1"^^xsd:decimal'),
        ("MAX(?x)", NUMBERS, '"3"^^xsd:integer'),
        ("SAMPLE(?x)", "VALUES ?x { 7 7 }", '"7"^^xsd:integer'),
        # COUNT and SAMPLE pass over errors; for the others an error is one.
        ("COUNT(*)", WITH_ERROR, '"3"^^xsd:integer'),
        ("COUNT(?x)", WITH_ERROR, '"2"^^xsd:integer'),
        ("COUNT(1/?x)", "VALUES ?x { 0 1 2 }", '"2"^^xsd:integer'),
        ("COUNT(DISTINCT ?x)", WITH_ERROR, '"2"^^xsd:integer'),
        ("SUM(?x)", WITH_ERROR, None),
        ("AVG(?x)", WITH_ERROR, None),
        ("MIN(?x)", WITH_ERROR, None),
        ("MAX(?x)", WITH_ERROR, None),
        ("GROUP_CONCAT(?x)", WITH_ERROR, None),
        ("SAMPLE(?x)", "VALUES ?x { UNDEF 3 }", '"3"^^xsd:integer'),
        ("SUM(?x)", WITH_TEXT, None),
        ("AVG(?x)", WITH_TEXT, None),
        ("MIN(?x)", WITH_TEXT, '"1"^^xsd:integer'),
        ("COALESCE(SUM(?x), 0)", WITH_TEXT, '"0"^^xsd:integer'),
        # Nothing at all: 18.5.1.2 to 18.5.1.8.
        ("COUNT(*)", NOTHING, '"0"^^xsd:integer'),
        ("COUNT(?x)", NOTHING, '"0"^^xsd:integer'),
        ("SUM(?x)", NOTHING, '"0"^^xsd:integer'),
        ("AVG(?x)", NOTHING, '"0"^^xsd:integer'),
        ("MIN(?x)", NOTHING, None),
        ("MAX(?x)", NOTHING, None),
        ("SAMPLE(?x)", NOTHING, None),
        ("GROUP_CONCAT(?x)", NOTHING, '""'),
        # Types of sums.
        ("SUM(?x)", 'VALUES ?x { "1"^^xsd:byte "2"^^xsd:int }', '"3"^^xsd:integer'),
        ("SUM(?x)", "VALUES ?x { 1 0.5 1e0 }", '"2.5E0"^^xsd:double'),
        ("AVG(?x)", "VALUES ?x { 1 2 }", '"1.5"^^xsd:decimal'),
        ("AVG(?x)", 'VALUES ?x { "1"^^xsd:float 2 }', '"1.5E0"^^xsd:float'),
        # MIN and MAX have the order of ORDER BY.
        ("MIN(?x)", 'VALUES ?x { "a" :a 1 }', ":a"),
        ("MAX(?x)", "VALUES ?x { 2e0 10 9.5 }", '"10"^^xsd:integer'),
        ("MAX(?x)", 'VALUES ?x { "b" "a" }', '"b"'),
        # GROUP_CONCAT has separators, and its result has no language.
        ("GROUP_CONCAT(?x)", 'VALUES ?x { "a"@en "b"@en }', '"a b"'),
        ('GROUP_CONCAT(?x ; SEPARATOR=", ")', 'VALUES ?x { "a" "b" "a" }', '"a, b, a"'),
        ('GROUP_CONCAT(DISTINCT ?x ; SEPARATOR="")', 'VALUES ?x { "a" "b" "a" }', '"ab"'),
        ("GROUP_CONCAT(DISTINCT ?x)", 'VALUES ?x { "a" "a"@en }', '"a a"'),
        ("GROUP_CONCAT(?x)", "VALUES ?x { 1 :a true }", '"1 http://e/a true"'),
        ("GROUP_CONCAT(?x)", "VALUES ?y { 1 } BIND(BNODE() AS ?x)", None),
    ],
)
def test_aggregates(expression: str, data: str, expected: str | None) -> None:
    assert aggregate(expression, data) == expected


DATA = """
:a :p 1 , 2 . :b :p 3 . :c :p "x" , 1 .
:a :q :one . :b :q :one .
"""


def test_each_group_has_a_row() -> None:
    found = rows(dataset(DATA), "SELECT ?s (SUM(?o) AS ?sum) { ?s :p ?o } GROUP BY ?s ORDER BY ?s")
    assert found == [(":a", '"3"^^xsd:integer'), (":b", '"3"^^xsd:integer'), (":c", None)]


def test_there_are_no_groups_of_nothing_with_keys() -> None:
    assert rows(dataset(DATA), "SELECT ?s (COUNT(*) AS ?n) { ?s :nothing ?o } GROUP BY ?s") == []


def test_a_key_may_be_an_expression_and_an_error() -> None:
    query = "SELECT ?key (COUNT(*) AS ?n) { ?s :p ?o } GROUP BY (?o * 0 AS ?key) ORDER BY ?key"
    assert rows(dataset(DATA), query) == [
        (None, '"1"^^xsd:integer'),
        ('"0"^^xsd:integer', '"4"^^xsd:integer'),
    ]


def test_having_sees_aggregates() -> None:
    query = "SELECT ?s { ?s :p ?o } GROUP BY ?s HAVING (COUNT(*) > 1 && MAX(?o) = 2)"
    assert rows(dataset(DATA), query) == [(":a",)]


def test_distinct_counts_solutions_as_a_whole() -> None:
    query = "SELECT (COUNT(*) AS ?all) (COUNT(DISTINCT *) AS ?different) { { ?s :q ?o } UNION { ?s :q ?o } }"
    assert rows(dataset(DATA), query) == [('"4"^^xsd:integer', '"2"^^xsd:integer')]


def test_later_columns_may_use_the_aliases_of_earlier_ones() -> None:
    query = "SELECT (COUNT(*) AS ?n) (?n + 1 AS ?more) { ?s :p ?o }"
    assert rows(dataset(DATA), query) == [('"5"^^xsd:integer', '"6"^^xsd:integer')]


def test_groups_are_streamed() -> None:
    """The solutions of a group are not kept: 2,000 of them would take some 500 kB."""
    import tracemalloc

    from adgo.sparql.algebra import operators as algebra
    from adgo.sparql.evaluation.expressions import ExpressionEvaluator
    from adgo.sparql.evaluation.grouping import grouped

    one = algebra.Aggregate("SUM", algebra.Variable("?x"), False)
    group = algebra.Grouping(None, (("?sum", one),), algebra.UNIT)
    expressions = ExpressionEvaluator(lambda pattern, solution, graph: False, None)
    solutions = ({"?x": '"1"^^<http://www.w3.org/2001/XMLSchema#integer>'} for _ in range(2_000))
    tracemalloc.start()
    try:
        assert [each["?sum"].split('"')[1] for each in grouped(group, solutions, expressions, None)] == [
            "2000"
        ]
        assert tracemalloc.get_traced_memory()[1] < 100_000
    finally:
        tracemalloc.stop()
