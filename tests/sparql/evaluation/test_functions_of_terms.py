"""The functional forms and the functions on terms of SPARQL 1.1 (sections 17.4.1 and 17.4.2)."""

from __future__ import annotations

import re

import pytest
from memory_dataset import MemoryDataset, dataset, rows, solutions, value

TRUE, FALSE = '"true"^^xsd:boolean', '"false"^^xsd:boolean'


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        # 17.4.1: the examples, with 2 for ?x, and ?y unbound.
        ("IF(2 = 2, 'yes', 'no')", '"yes"'),
        ("IF(BOUND(?y), 'yes', 'no')", '"no"'),
        ("IF(2 = 3, 'yes', 'no')", '"no"'),
        ("IF('2' > 1, 'yes', 'no')", None),
        ("IF(true, 1, 1/0)", '"1"^^xsd:integer'),
        ("COALESCE(2, 1/0)", '"2"^^xsd:integer'),
        ("COALESCE(1/0, 2)", '"2"^^xsd:integer'),
        ("COALESCE(5, 2)", '"5"^^xsd:integer'),
        ("COALESCE(?y, 3)", '"3"^^xsd:integer'),
        ("COALESCE(?y)", None),
        ("COALESCE()", None),
        ("BOUND(?y)", FALSE),
        # 17.4.2
        ("ISIRI(<mailto:alice@work.example>)", TRUE),
        ('ISIRI("a")', FALSE),
        ("ISIRI(BNODE())", FALSE),
        ("ISURI(:a)", TRUE),
        ("ISBLANK(BNODE())", TRUE),
        ("ISBLANK(:a)", FALSE),
        ('ISLITERAL("a"@en)', TRUE),
        ("ISLITERAL(:a)", FALSE),
        ("ISNUMERIC(12)", TRUE),
        ('ISNUMERIC("12")', FALSE),
        ('ISNUMERIC("12"^^xsd:nonNegativeInteger)', TRUE),
        ('ISNUMERIC("1200"^^xsd:byte)', FALSE),
        ("ISNUMERIC(<http://example/>)", FALSE),
        ("ISNUMERIC(1/0)", None),
        ("STR(<mailto:alice@work.example>)", '"mailto:alice@work.example"'),
        ('STR("a"@en)', '"a"'),
        ("STR(1.50)", '"1.50"'),
        ("STR(BNODE())", None),
        ('LANG("Robert"@en)', '"en"'),
        ('LANG("Robert")', '""'),
        ("LANG(1)", '""'),
        ("LANG(:a)", None),
        ('DATATYPE("a")', "xsd:string"),
        ('DATATYPE("a"@en)', "<http://www.w3.org/1999/02/22-rdf-syntax-ns#langString>"),
        ("DATATYPE(1)", "xsd:integer"),
        ('DATATYPE("1"^^xsd:byte)', "xsd:byte"),
        ("DATATYPE(:a)", None),
        ("DATATYPE(BNODE())", None),
        ('IRI("http://e/a")', ":a"),
        ('URI("b")', ":b"),
        ('IRI("")', ":base"),
        ("IRI(:a)", ":a"),
        ("IRI(1)", None),
        ('IRI("a"@en)', None),
        ('IRI("a b")', None),
        ("BNODE(1)", None),
        ('STRDT("123", xsd:integer)', '"123"^^xsd:integer'),
        ('STRDT("iiii", <http://example/romanNumeral>)', '"iiii"^^<http://example/romanNumeral>'),
        ('STRDT("a"@en, xsd:integer)', None),
        ("STRDT(1, xsd:integer)", None),
        ('STRDT("1", "2")', None),
        ('STRLANG("chat", "en")', '"chat"@en'),
        ('STRLANG("chat"@fr, "en")', None),
        ('STRLANG("chat", "")', None),
        ('STRLANG("chat", "e n")', None),
        ("NOW() = NOW()", TRUE),
        ("DATATYPE(NOW())", "xsd:dateTime"),
        ("UUID() = UUID()", FALSE),
        ("<http://e/unknown>(1)", None),
    ],
)
def test_functions(expression: str, expected: str | None) -> None:
    assert value(expression, "http://e/base") == expected


def test_identifiers_are_new_in_each_row() -> None:
    found = rows(
        MemoryDataset(), "SELECT (UUID() AS ?u) (STRUUID() AS ?s) (BNODE() AS ?b) { VALUES ?x { 1 2 } }"
    )
    assert len({each for row in found for each in row}) == 6
    form = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
    for iri, text, _ in found:
        assert re.fullmatch(f"<urn:uuid:{form}>", iri or "")
        assert re.fullmatch(f'"{form}"', text or "")


def test_bnode_of_a_string_is_one_node_in_a_row_and_another_in_the_next() -> None:
    query = 'SELECT (BNODE("a") AS ?a) (BNODE("a") AS ?b) (BNODE("c") AS ?c) { VALUES ?x { 1 2 } }'
    first, second = rows(MemoryDataset(), query)
    assert first[0] == first[1] != first[2]
    assert set(first).isdisjoint(second)


def test_bound_is_of_a_variable_in_the_solution() -> None:
    data = dataset(":a :p 1 . :b :p 2 ; :q 3 .")
    found = rows(data, "SELECT ?s (BOUND(?q) AS ?has) { ?s :p ?p OPTIONAL { ?s :q ?q } } ORDER BY ?s")
    assert found == [(":a", FALSE), (":b", TRUE)]


def test_an_error_leaves_the_variable_of_a_bind_unbound() -> None:
    assert solutions(MemoryDataset(), "SELECT * { BIND(1/0 AS ?x) BIND(COALESCE(?x, 2) AS ?y) }") == [
        {"?y": '"2"^^<http://www.w3.org/2001/XMLSchema#integer>'}
    ]


def test_in_a_filter_an_error_removes_the_solution_however_it_is_negated() -> None:
    data = dataset(":a :p 0 . :b :p 2 .")
    assert rows(data, "SELECT ?s { ?s :p ?p FILTER(1/?p > 0) }") == [(":b",)]
    assert rows(data, "SELECT ?s { ?s :p ?p FILTER(!(1/?p > 0)) }") == []
