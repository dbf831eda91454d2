"""A query gives the same results whether it runs once for all focus nodes or once for each of them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from shacl_documents import made
from shacl_made import PREFIXES, graphs

from adgo.shacl.engines import comparison, fast
from adgo.shacl.engines.outcome import EngineOutcome
from adgo.shacl.evaluation.queries import Queries
from adgo.shacl.evaluation.query_plan import QueryPlan
from adgo.shacl.model.constraint_query import ConstraintQuery

EX = {"ex": "http://example.org/"}
DECLARED = 'ex: sh:declare [ sh:prefix "ex" ; sh:namespace "http://example.org/"^^xsd:anyURI ] .\n'

STARTS = [
    "$this ex:p ?a .",
    "?a ex:q $this .",
    "$this ex:p/ex:q ?a .",
    "$this ex:q* ?a .",
    "$this ex:p|^ex:q ?a .",
    "{ $this ex:p ?a } UNION { ?a ex:q $this }",
    "{ $this ex:p ?a } UNION { BIND(1 AS ?a) }",
    "{ SELECT $this (COUNT(?b) AS ?a) { $this ex:p ?b } GROUP BY $this }",
    "{ SELECT $this ?a { $this ex:p ?a } ORDER BY ?a LIMIT 1 }",
    "{ SELECT DISTINCT $this ?a { ?a ?b $this } }",
    "FILTER(isIRI($this)) BIND(STR($this) AS ?a)",
    "BIND($this AS ?a)",
]
PARTS = [
    "",
    "FILTER(isLiteral(?a) || $this != ?a)",
    "FILTER(BOUND($this) && STR(?a) > 'a')",
    "OPTIONAL { ?a ex:q ?c FILTER($this != ?c) }",
    "OPTIONAL { ?a ex:q ?c { FILTER(isIRI($this)) } }",
    "OPTIONAL { $this ex:r ?c }",
    "FILTER EXISTS { $this ex:q ?e }",
    "FILTER NOT EXISTS { ?a ex:q ?e FILTER(?e = $this) }",
    "FILTER EXISTS { { ?a ex:p ?e } UNION { $this ex:q ?e } }",
    "{ $this a ?c } UNION { $this ex:p ?c }",
    "BIND(CONCAT(STR($this), '!') AS ?d)",
    "{ BIND(STR($this) AS ?d) }",
]
ENDS = [
    ("$this ?a", ""),
    ("$this (?a AS ?value)", ""),
    ("$this (STR($this) AS ?value)", ""),
    ("$this (CONCAT('bad ', STR($this)) AS ?message) (?a AS ?value)", ""),
    ("DISTINCT $this", ""),
    ("DISTINCT $this (DATATYPE(?a) AS ?value)", ""),
    ("$this (COUNT(?a) AS ?value)", "GROUP BY $this"),
    ("$this (COUNT(DISTINCT $this) AS ?value)", "GROUP BY $this"),
    ("$this ?a (COUNT(*) AS ?value)", "GROUP BY $this ?a"),
    ("$this (MIN(STR(?a)) AS ?value)", "GROUP BY $this HAVING (COUNT(?a) > 1)"),
    ("$this (SAMPLE($this) AS ?value)", "GROUP BY $this HAVING (isIRI($this))"),
    ("$this ?g", "GROUP BY $this (STR($this) AS ?g)"),
    ("$this (?a AS ?value)", "ORDER BY DESC($this) ?a"),
    ("$this", "LIMIT 1"),
    ("$this", "ORDER BY $this OFFSET 1"),
]


def written(start: str, parts: list[str], end: tuple[str, str]) -> str:
    columns, modifiers = end
    return f"SELECT {columns} WHERE {{ {start} {' '.join(parts)} }} {modifiers}"


def is_correct(query: str) -> bool:
    """Return whether a random query follows the rules of SPARQL: BIND may not give a variable a second value."""
    return query.count("AS ?d") < 2


queries: SearchStrategy[str] = st.builds(
    written,
    st.sampled_from(STARTS),
    st.lists(st.sampled_from(PARTS), max_size=2, unique=True),
    st.sampled_from(ENDS),
).filter(is_correct)


def results(data: str, query: str, *, setwise: bool, engine: bool = True) -> EngineOutcome:
    """Return the results of a shape with a query.

    Args:
        data: the data.
        query: the query.
        setwise: whether it runs once for all focus nodes if it can.
        engine: whether the engine may answer it.
    """
    shapes = (
        f"{DECLARED}ex:S sh:targetSubjectsOf ex:p , ex:q , ex:r ; sh:targetNode ex:absent ;"
        f' sh:sparql [ sh:prefixes ex: ; sh:select """{query}""" ] .'
    )
    with pytest.MonkeyPatch.context() as patch:
        if not setwise:
            patch.setattr(QueryPlan, "is_setwise", False)
        if not engine:
            patch.setattr(Queries, "_asked", lambda *_: None)
        return fast.validate(made(data.removeprefix(PREFIXES), shapes))


@settings(max_examples=60)
@given(graphs(), queries)
def test_one_run_for_all_nodes_gives_what_one_for_each_gives(data: str, query: str) -> None:
    """With one focus node, `SELECT $this (STR($this) AS ?value)` could not be read; with two it could."""
    at_once, one_by_one = (results(data, query, setwise=each) for each in (True, False))
    assert comparison.differences(at_once.results, one_by_one.results) == []


@settings(max_examples=40)
@given(graphs(), queries)
def test_the_engine_gives_what_the_evaluation_by_the_standard_gives(data: str, query: str) -> None:
    if "LIMIT" in query or "OFFSET" in query:
        return  # which solution is the first is not defined
    asked, evaluated = (results(data, query, setwise=False, engine=each) for each in (True, False))
    assert comparison.differences(asked.results, evaluated.results) == []


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        # What SPARQL 1.1 and SHACL say of `ex:a ex:p ex:b , 1 . ex:c ex:p 2 .`
        (
            "SELECT $this (STR($this) AS ?value) { $this ex:p ?a }",
            {"a": {'"http://example.org/a"'}, "c": {'"http://example.org/c"'}},
        ),
        (
            "SELECT $this (COUNT(DISTINCT $this) AS ?value) { $this ex:p ?a } GROUP BY $this",
            {"a": {1}, "c": {1}},
        ),
        ("SELECT $this (COUNT(?a) AS ?value) { $this ex:p ?a } GROUP BY $this", {"a": {2}, "c": {1}}),
        (
            "SELECT $this (COUNT(?a) AS ?value) { $this ex:p ?a } GROUP BY $this HAVING (COUNT(?a) > 1)",
            {"a": {2}},
        ),
        (
            "SELECT $this ?value { { SELECT $this (MAX(?a) AS ?value) { $this ex:p ?a FILTER(isNumeric(?a)) }"
            " GROUP BY $this } }",
            {"a": {1}, "c": {2}},
        ),
        (
            "SELECT $this ?value { $this ex:p ?value FILTER(isNumeric(?value)) } ORDER BY DESC($this) LIMIT 1",
            {"a": {1}, "c": {2}},
        ),
        (
            "SELECT $this ?value { { $this ex:p ?value } UNION { BIND(9 AS ?value) } FILTER(isNumeric(?value)) }",
            {"a": {1, 9}, "c": {2, 9}},
        ),
        (
            "SELECT $this ?value { $this ex:p ?a BIND(CONCAT(STR(?a), '!') AS ?value) FILTER(isNumeric(?a)) }",
            {"a": {'"1!"'}, "c": {'"2!"'}},
        ),
    ],
)
@pytest.mark.parametrize("nodes", [["a"], ["a", "c"]])
def test_the_number_of_focus_nodes_does_not_matter(
    query: str, expected: dict[str, set[object]], nodes: list[str]
) -> None:
    targets = " , ".join(f"ex:{node}" for node in nodes)
    shapes = (
        f'{DECLARED}ex:S sh:targetNode {targets} ; sh:sparql [ sh:prefixes ex: ; sh:select """{query}""" ] .'
    )
    found: dict[str, set[object]] = {}
    for result in fast.validate(made("ex:a ex:p ex:b , 1 . ex:c ex:p 2 .", shapes)).results:
        value = result.value or ""
        found.setdefault(result.focus[-2], set()).add(int(value[1]) if "integer" in value else value)
    assert found == {node: values for node, values in expected.items() if node in nodes}


def test_values_stay_as_they_are_written() -> None:
    """The engine keeps numbers by their value, so a pre-bound 007 was 7 in it."""
    query = ConstraintQuery("SELECT (STR($this) AS ?value) { }")
    term = '"007"^^<http://www.w3.org/2001/XMLSchema#integer>'
    [solution] = Queries(made("", "")).select(query, {"this": term})
    assert solution["value"] == '"007"'
