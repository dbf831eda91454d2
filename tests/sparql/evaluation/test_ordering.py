"""The order of ORDER BY (SPARQL 1.1, section 15.1)."""

from __future__ import annotations

from memory_dataset import MemoryDataset, dataset, rows


def ordered(values: str, order: str = "?x") -> list[str | None]:
    return [
        row[0] for row in rows(MemoryDataset(), f"SELECT ?x {{ VALUES ?x {{ {values} }} }} ORDER BY {order}")
    ]


def test_no_value_then_blank_nodes_then_iris_then_literals() -> None:
    data = dataset(':d :p "a" . :c :p :b . :b :p [] . :a :q 1 .')
    query = "SELECT ?s { ?s ?any ?y OPTIONAL { ?s :p ?x } } ORDER BY ?x"
    assert rows(data, query) == [(":a",), (":b",), (":c",), (":d",)]
    assert rows(data, query.replace("ORDER BY ?x", "ORDER BY DESC(?x)")) == [
        (":d",),
        (":c",),
        (":b",),
        (":a",),
    ]


def test_numbers_of_all_types_are_ordered_by_value() -> None:
    found = ordered('10 9.5 "2"^^xsd:byte 1e0 "-INF"^^xsd:float')
    assert [each and each.split('"')[1] for each in found] == ["-INF", "1e0", "2", "9.5", "10"]


def test_strings_booleans_and_times_are_ordered_by_value() -> None:
    assert ordered('"b" "a" "B"') == ['"B"', '"a"', '"b"']
    assert ordered("true false") == ['"false"^^xsd:boolean', '"true"^^xsd:boolean']
    later, earlier = '"2020-01-01T12:00:00+01:00"^^xsd:dateTime', '"2020-01-01T11:30:00+02:00"^^xsd:dateTime'
    assert ordered(f"{later} {earlier}") == [earlier, later]


def test_iris_are_ordered_as_strings() -> None:
    assert ordered(":b :a :B") == [":B", ":a", ":b"]


def test_the_order_is_total_even_for_terms_that_operators_cannot_compare() -> None:
    values = ['"a"@en', '"a"', "1", '"x"^^:unknown', '"x"^^xsd:integer', "true", '"2020"^^xsd:gYear', ":a"]
    forwards, backwards = ordered(" ".join(values)), ordered(" ".join(reversed(values)))
    assert forwards == backwards
    assert forwards[0] == ":a"


def test_several_conditions_and_expressions() -> None:
    data = dataset(":a :p 1 ; :q 2 . :b :p 1 ; :q 3 . :c :p 0 ; :q 9 .")
    query = "SELECT ?s { ?s :p ?p ; :q ?q } ORDER BY DESC(?p) ASC(-?q)"
    assert rows(data, query) == [(":b",), (":a",), (":c",)]


def test_an_error_counts_as_no_value() -> None:
    assert ordered('1 "a" 2', "(?x + 0)") == ['"a"', '"1"^^xsd:integer', '"2"^^xsd:integer']


def test_rows_that_are_equal_keep_their_order() -> None:
    assert ordered('"b" "a" "c"', "STRLEN(?x)") == ['"b"', '"a"', '"c"']
    assert ordered('"b" "a" "c"', "DESC(STRLEN(?x))") == ['"b"', '"a"', '"c"']


def test_offset_and_limit_come_after_the_order() -> None:
    query = "SELECT ?x { VALUES ?x { 5 3 1 4 2 } } ORDER BY ?x LIMIT 2 OFFSET 1"
    assert rows(MemoryDataset(), query) == [('"2"^^xsd:integer',), ('"3"^^xsd:integer',)]
    assert rows(MemoryDataset(), "SELECT ?x { VALUES ?x { 1 2 } } LIMIT 0") == []
