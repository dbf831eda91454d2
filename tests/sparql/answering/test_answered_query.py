"""A query is answered as SPARQL 1.1 says, both by the engine and by ADGO itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store

from adgo.sparql.answering.query import RequestDataset, query
from adgo.sparql.differences.plan import plan
from adgo.turtle.terms import split_literal

HERE = Path(__file__).parent
#: Queries over data.ttl. Terms are shortened: an IRI of the data begins with "<:", a literal is its lexical form.
CASES = json.loads((HERE / "semantics.json").read_text(encoding="utf-8"))
A, B, P = NamedNode("http://e/a"), NamedNode("http://e/b"), NamedNode("http://e/p")
G1, G2 = NamedNode("http://e/g1"), NamedNode("http://e/g2")


@pytest.fixture
def store() -> Store:
    store = Store()
    store.extend(
        [Quad(A, P, B), Quad(A, P, Literal("x"), G1), Quad(B, P, Literal("y"), G2), Quad(A, P, A, G2)]
    )
    return store


def rows(store: Store, text: str, dataset: RequestDataset | None = None) -> list[tuple[str | None, ...]]:
    answer = query(store, f"PREFIX : <http://e/> {text}", dataset=dataset)
    return sorted(
        (tuple(None if each is None else str(each) for each in row) for row in answer.rows), key=str
    )


def test_a_subquery_under_a_graph_variable_runs_in_each_graph(store: Store) -> None:
    """Regression: the engine counted the triples of all graphs at once, with ?g unbound."""
    assert rows(store, "SELECT ?g ?n { GRAPH ?g { SELECT (COUNT(*) AS ?n) { ?s ?p ?o } } }") == [
        ("<http://e/g1>", _integer(1)),
        ("<http://e/g2>", _integer(2)),
    ]


@pytest.mark.parametrize(
    "number", [2**63, 2**64, 10**30, "1" + "0" * 5000], ids=["63", "64", "long", "longest"]
)
def test_limit_and_offset_may_be_any_whole_number(store: Store, number: object) -> None:
    """Bug: from 2^64 up, `Stop argument for islice() must be None or an integer`; the grammar has no largest number."""
    one = "SELECT ?x { VALUES ?x { 1 2 } }"
    assert rows(store, f"{one} LIMIT {number}") == [(_integer(1),), (_integer(2),)]
    assert rows(store, f"{one} ORDER BY ?x LIMIT {number} OFFSET 1") == [(_integer(2),)]
    assert rows(store, f"{one} OFFSET {number}") == []
    assert rows(store, f"{one} LIMIT {number} OFFSET {number}") == []
    assert rows(store, f"SELECT ?x {{ {{ {one} LIMIT {number} }} }} LIMIT 1") in (
        [(_integer(1),)],
        [(_integer(2),)],
    )


def test_the_dataset_of_the_request_replaces_that_of_the_query(store: Store) -> None:
    """SPARQL 1.1 Protocol, section 2.1.4; for a query that ADGO itself evaluates too."""
    text = "SELECT ?g ?n FROM NAMED :g1 { GRAPH ?g { SELECT (COUNT(*) AS ?n) { ?s ?p ?o } } }"
    assert rows(store, text) == [("<http://e/g1>", _integer(1))]
    assert rows(store, text, RequestDataset(named=["http://e/g2"])) == [("<http://e/g2>", _integer(2))]
    own = "SELECT ?o { ?s ?p ?o VALUES ?v { 01 } }"
    assert rows(store, own, RequestDataset(default=["http://e/g1"])) == [('"x"',)]
    assert rows(store, own, RequestDataset(default=None)) == [("<http://e/b>",)]


def test_a_graph_named_twice_is_merged_once(store: Store) -> None:
    """Section 13.1: the default graph is the merge of the graphs, so each triple is in it once."""
    store.add(Quad(A, P, Literal("x"), G2))
    text = "SELECT (COUNT(*) AS ?n) FROM :g1 FROM :g2 { ?s ?p ?o }"
    assert rows(store, text) == [(_integer(3),)]
    both = RequestDataset(default=["http://e/g1", "http://e/g2"])
    assert rows(store, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", both) == [(_integer(3),)]
    assert rows(store, "SELECT ?s { ?s :p 'x' }", both) == [("<http://e/a>",)]


@pytest.mark.parametrize("added", ["", "VALUES ?v { 01 }"], ids=["engine", "own"])
def test_a_graph_that_is_named_twice_is_read_once(store: Store, added: str) -> None:
    """Section 13.1: a dataset has each graph once."""
    g1 = "http://e/g1"
    expected = [("<http://e/a>",)]
    in_any = f"SELECT ?s {{ GRAPH ?g {{ ?s ?p ?o }} {added} }}"
    assert rows(store, in_any, RequestDataset(named=[g1, g1])) == expected
    assert rows(store, f"SELECT ?s {{ ?s ?p ?o {added} }}", RequestDataset(default=[g1, g1])) == expected
    assert rows(store, in_any.replace("{", "FROM NAMED :g1 FROM NAMED :g1 {", 1)) == expected


def test_a_graph_that_is_named_and_does_not_exist_is_empty(store: Store) -> None:
    """Section 13.2.2: FROM NAMED puts it into the dataset, so an empty pattern matches in it."""
    for empty in ("{}", "{ VALUES ?v { 01 } }"):
        found = rows(store, f"SELECT ?g FROM NAMED :none FROM NAMED :g1 {{ GRAPH ?g {empty} }}")
        assert found == [("<http://e/g1>",), ("<http://e/none>",)]


def test_the_columns_of_an_asterisk_are_in_order_of_appearance(store: Store) -> None:
    """Regression: they came in alphabetical order, unlike those of every other server."""
    for text in (
        "SELECT * { ?s ?p ?o }",
        "SELECT DISTINCT * { ?s ?p ?o VALUES ?z { 01 } }",
        "SELECT*{?s ?p ?o}",
    ):
        names = [each.value for each in query(store, text).rows.variables]
        assert names[:3] == ["s", "p", "o"], text


def test_a_query_that_only_the_engine_refuses_is_answered(store: Store) -> None:
    """Section 18.2.4.1: the projected variables are a set, so one may be named twice."""
    assert rows(store, "SELECT ?o ?o { :a :p ?o }")[0][0] == "<http://e/b>"


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o }",
        "SELECT ?s { ?s ?p }",
        "SELECT ?x { BIND(01 AS ?x) BIND(2 AS ?x) }",
        "SELECT (SUM(COUNT(?s)) AS ?n) { ?s ?p ?o }",
        "SELECT ?s { ?s ?p ?o FILTER(COUNT(?o) > 1) }",
        "SELECT",
    ],
)
def test_what_is_not_sparql_is_a_syntax_error(store: Store, text: str) -> None:
    with pytest.raises(SyntaxError):
        query(store, text)


def test_prefixes_need_no_declaration(store: Store) -> None:
    prefixes = {"": "http://e/", "xsd": "http://www.w3.org/2001/XMLSchema#"}
    for text in ("SELECT ?o { :a :p ?o }", "SELECT ?o { :a :p ?o VALUES ?v { '01'^^xsd:integer } }"):
        assert [str(row["o"]) for row in query(store, text, prefixes=prefixes).rows] == ["<http://e/b>"]


@pytest.mark.parametrize("added", ["", "VALUES ?v { 01 }"], ids=["engine", "own"])
def test_graphs_are_made_and_described(store: Store, added: str) -> None:
    made = query(store, f"CONSTRUCT {{ ?o <http://e/q> ?s, [] }} {{ ?s <http://e/p> ?o {added} }}")
    assert made.form == "graph"
    triples = list(made.triples)
    assert len(triples) == 2
    assert {str(each.subject) for each in triples} == {"<http://e/b>"}
    described = query(store, f"DESCRIBE ?s {{ ?s <http://e/p> ?o {added} }}")
    assert [str(each.object) for each in described.triples] == ["<http://e/b>"]
    assert query(store, f"ASK {{ ?s ?p ?o {added} }}").form == "boolean"


def test_the_wrong_kind_of_result_is_a_type_error(store: Store) -> None:
    with pytest.raises(TypeError, match="not a SELECT"):
        _ = query(store, "ASK {}").rows
    with pytest.raises(TypeError, match="neither a CONSTRUCT nor a DESCRIBE"):
        _ = query(store, "ASK {}").triples


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_every_known_case_gives_the_rows_of_the_standard(case: dict[str, Any]) -> None:
    """Cases that the engine alone answered wrongly, or might; their rows come from the standard."""
    store = Store()
    store.load(path=str(HERE / "data.ttl"), format=RdfFormat.TURTLE)
    answer = query(store, case["query"], "http://e/base")
    expected = case["expected"]
    if answer.form == "boolean":
        assert bool(answer.result) is expected
        return
    found = [[_shortened(each) for each in row] for row in answer.rows]
    assert sorted(found, key=str) == sorted(expected, key=str)
    if "ORDER BY" in case["query"] and "LIMIT" not in case["query"]:
        assert found == expected


def test_a_plain_query_is_given_to_the_engine_as_it_is() -> None:
    assert (
        plan("PREFIX : <http://e/x> SELECT ?s ?l WHERE { ?s a :Firm ; :label ?l . ?s :p 'x' }").text is None
    )


def _shortened(term: object) -> str | None:
    if term is None:
        return None
    written = str(term)
    for namespace, prefix in (("<http://e/", "<:"), ("<http://www.w3.org/2001/XMLSchema#", "<xsd:")):
        if written.startswith(namespace):
            return prefix + written.removeprefix(namespace)
    if written.startswith('"'):
        text, suffix = split_literal(written)
        return text + (suffix if suffix.startswith("@") else "")
    return written


def _integer(number: int) -> str:
    return f'"{number}"^^<http://www.w3.org/2001/XMLSchema#integer>'
