"""Joins, OPTIONAL, MINUS, UNION, GRAPH, EXISTS and subqueries (SPARQL 1.1, section 18), and what they cost."""

from __future__ import annotations

from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from memory_dataset import PREFIXES, MemoryDataset, dataset, rows, solutions, translated

from adgo.sparql.algebra import operators as algebra
from adgo.sparql.evaluation.patterns import Evaluator

ONE, TWO, THREE = (f'"{number}"^^xsd:integer' for number in (1, 2, 3))


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        # Unbound variables join with everything.
        ("VALUES (?x ?y) { (1 UNDEF) (UNDEF 2) } VALUES (?x ?y) { (1 2) }", [(ONE, TWO), (ONE, TWO)]),
        ("VALUES (?x ?y) { (1 UNDEF) } VALUES (?x ?y) { (3 UNDEF) }", []),
        ("{ BIND(1 AS ?x) } UNION { BIND(2 AS ?y) }", [(ONE, None), (None, TWO)]),
        ("{ BIND(1 AS ?x) } { BIND(2 AS ?y) }", [(ONE, TWO)]),
        ("VALUES ?x { 1 1 } VALUES ?y { 2 }", [(ONE, TWO)] * 2),
        # A group is evaluated by itself: its filters do not see what is outside.
        ("BIND(1 AS ?x) { BIND(2 AS ?y) FILTER(?x = 1) }", []),
        ("BIND(1 AS ?x) { BIND(2 AS ?y) } FILTER(?x = 1)", [(ONE, TWO)]),
        ("BIND(1 AS ?x) { BIND(?x AS ?y) }", [(ONE, None)]),
        ("BIND(1 AS ?x) { { BIND(1 AS ?x) FILTER(BOUND(?x)) } BIND(2 AS ?y) }", [(ONE, TWO)]),
        # The filter of an OPTIONAL does see it, unless it is one group deeper.
        ("VALUES ?x { 1 2 } OPTIONAL { BIND(3 AS ?y) FILTER(?x = 2) }", [(ONE, None), (TWO, THREE)]),
        ("VALUES ?x { 1 2 } OPTIONAL { { BIND(3 AS ?y) FILTER(?x = 2) } }", [(ONE, None), (TWO, None)]),
        ("VALUES ?x { 1 } OPTIONAL { VALUES ?y { 2 3 } }", [(ONE, TWO), (ONE, THREE)]),
        ("OPTIONAL { BIND(1 AS ?x) } OPTIONAL { BIND(2 AS ?x) }", [(ONE, None)]),
        # MINUS needs a variable in common.
        ("VALUES ?x { 1 2 } MINUS { VALUES ?x { 1 } }", [(TWO, None)]),
        ("VALUES ?x { 1 2 } MINUS { VALUES ?y { 1 } }", [(ONE, None), (TWO, None)]),
        ("VALUES ?x { 1 2 } MINUS { }", [(ONE, None), (TWO, None)]),
        ("VALUES ?x { 1 2 } MINUS { VALUES (?x ?y) { (1 UNDEF) (UNDEF 2) } }", [(TWO, None)]),
        ("VALUES (?x ?y) { (1 2) (2 3) } MINUS { VALUES (?x ?y) { (1 3) (UNDEF 3) } }", [(ONE, TWO)]),
        ("VALUES ?x { 1 2 } MINUS { VALUES ?x { 1 2 } FILTER(?x = ?y) }", [(ONE, None), (TWO, None)]),
        # EXISTS puts the values of the solution into the pattern.
        ("VALUES ?x { 1 2 } FILTER EXISTS { FILTER(?x = 2) }", [(TWO, None)]),
        ("VALUES ?x { 1 2 } FILTER NOT EXISTS { FILTER(?x = 2) }", [(ONE, None)]),
        ("VALUES ?x { 1 2 } FILTER NOT EXISTS { FILTER(1/0 = ?x) }", [(ONE, None), (TWO, None)]),
        ("VALUES ?x { 1 2 } FILTER EXISTS { VALUES ?x { 2 3 } }", [(TWO, None)]),
        ("VALUES ?x { 1 2 } FILTER EXISTS { BIND(2 AS ?y) FILTER(?x = ?y) }", [(TWO, None)]),
        ("VALUES ?x { 1 2 } FILTER EXISTS { { SELECT (2 AS ?x) {} } }", [(TWO, None)]),
        ("VALUES ?x { 1 2 } FILTER EXISTS { { SELECT (1 AS ?z) { FILTER(BOUND(?x)) } } }", []),
        (
            "VALUES ?x { 1 2 } FILTER EXISTS { VALUES ?y { 3 } MINUS { VALUES (?x ?y) { (1 3) } } }",
            [(TWO, None)],
        ),
        (
            "VALUES ?x { 1 2 } BIND(EXISTS { FILTER(?x = 2) } AS ?e) BIND(IF(?e, 3, ?no) AS ?y)",
            [(ONE, None), (TWO, THREE)],
        ),
        # Subqueries are evaluated first, and only their columns are visible.
        ("VALUES ?x { 1 2 } { SELECT ?y { VALUES (?x ?y) { (9 3) } } }", [(ONE, THREE), (TWO, THREE)]),
        (
            "VALUES ?x { 1 2 3 } { SELECT ?x { VALUES ?x { 3 2 1 } } ORDER BY DESC(?x) LIMIT 1 }",
            [(THREE, None)],
        ),
        ("VALUES ?x { 1 2 } { SELECT (MAX(?x) AS ?y) { VALUES ?x { 1 3 } } }", [(ONE, THREE), (TWO, THREE)]),
    ],
)
def test_patterns(where: str, expected: list[tuple[str | None, ...]]) -> None:
    found = rows(MemoryDataset(), f"SELECT ?x ?y {{ {where} }}")
    assert sorted(found, key=str) == sorted(expected, key=str)


PEOPLE = """
:alice :knows :bob ; :name "Alice" . :bob :knows :carol . :carol :name "Carol" .
GRAPH :g1 { :alice :age 1 . :bob :age 2 }
GRAPH :g2 { :alice :age 3 . :g2 :about :alice }
"""


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("?x :knows ?y . ?y :knows ?z", [(":alice", ":bob")]),
        ("?x :knows ?y OPTIONAL { ?y :name ?z FILTER(?x = :bob) }", [(":alice", ":bob"), (":bob", ":carol")]),
        ("?x ?y ?x", []),
        ("?x :knows ?y FILTER NOT EXISTS { ?y :name ?any }", [(":alice", ":bob")]),
        ("?x :knows ?y MINUS { ?y :name ?any }", [(":alice", ":bob")]),
        # The nested OPTIONAL sees ?x only after its group has been evaluated.
        ("?x :name 'Carol' OPTIONAL { ?y :knows :bob OPTIONAL { ?x :knows :carol } }", [(":carol", None)]),
        ("GRAPH ?x { ?y :age 3 }", [(":g2", ":alice")]),
        ("GRAPH ?x { ?x :about ?y }", [(":g2", ":alice")]),
        ("GRAPH :g1 { ?x :age ?n } GRAPH :g2 { ?x :age ?m } BIND(?x AS ?y)", [(":alice", ":alice")]),
        ("GRAPH :nowhere { ?x :age ?y }", []),
        ("GRAPH :nowhere { }", []),
        ("GRAPH ?x { }", [(":g1", None), (":g2", None)]),
        ("GRAPH ?x { VALUES ?y { 1 } }", [(":g1", ONE), (":g2", ONE)]),
        ("GRAPH ?x { SELECT (COUNT(*) AS ?y) { ?s ?p ?o } }", [(":g1", TWO), (":g2", TWO)]),
        ("GRAPH ?x { FILTER(BOUND(?x)) }", []),
        ("VALUES ?x { :g1 :g3 } GRAPH ?x { ?y :age 2 }", [(":g1", ":bob")]),
        ("GRAPH ?x { ?y :age 1 FILTER NOT EXISTS { ?y :knows ?any } }", [(":g1", ":alice")]),
        ("GRAPH ?x { OPTIONAL { ?y :age 2 } }", [(":g1", ":bob"), (":g2", None)]),
        ("GRAPH ?x { { ?y :age 2 } UNION { :none :none ?y } }", [(":g1", ":bob")]),
        ("?y :name 'Alice' FILTER EXISTS { GRAPH ?x { ?y :age 3 } }", [(None, ":alice")]),
    ],
)
def test_patterns_over_data(where: str, expected: list[tuple[str | None, ...]]) -> None:
    found = rows(dataset(PEOPLE), f"SELECT ?x ?y {{ {where} }}")
    assert sorted(found, key=str) == sorted(expected, key=str)


def test_a_term_is_matched_as_a_term_and_not_by_its_value() -> None:
    data = MemoryDataset()
    data.add(None, [("<http://e/a>", "<http://e/p>", '"01"^^<http://www.w3.org/2001/XMLSchema#integer>')])
    assert rows(data, "SELECT ?s { ?s :p 1 }") == []
    assert rows(data, "SELECT ?s { ?s :p 01 }") == [(":a",)]
    assert rows(data, "SELECT ?s { ?s :p ?o FILTER(?o = 1) }") == [(":a",)]


def test_a_blank_node_of_a_query_is_a_variable_without_a_column() -> None:
    assert solutions(dataset(":a :p :b ."), "SELECT * { _:x :p [] }") == [{}]


def test_distinct_compares_the_columns() -> None:
    query = "SELECT DISTINCT ?x { VALUES (?x ?y) { (1 1) (1 2) (1.0 1) (UNDEF 1) (UNDEF 2) } }"
    assert rows(MemoryDataset(), query) == [(ONE,), ('"1.0"^^xsd:decimal',), (None,)]


# ── What evaluation costs ────────────────────────────────────────────────────────────────────────────────────────


def chain(length: int) -> MemoryDataset:
    made = MemoryDataset()
    for number in range(length):
        made.add(None, [(f"<http://e/n{number}>", "<http://e/next>", f"<http://e/n{number + 1}>")])
    return made


def test_a_limit_stops_the_evaluation() -> None:
    data = chain(300)
    assert len(rows(data, "SELECT DISTINCT ?a { ?a :next ?b . ?b :next ?c } LIMIT 2")) == 2
    assert data.asked < 10


def test_the_first_solution_comes_before_the_last_is_computed() -> None:
    data = chain(300)
    query = translated(
        PREFIXES + "SELECT * { ?a :next ?b { ?b :next ?c } UNION { ?c :next ?b } OPTIONAL { ?c :next ?d } }"
    )
    assert len(list(islice(Evaluator(data).run(query.pattern), 3))) == 3
    assert data.asked < 20


def test_exists_stops_at_the_first_solution() -> None:
    data = chain(300)
    assert len(rows(data, "SELECT ?a { ?a :next :n1 FILTER EXISTS { ?x :next ?y . ?y :next ?z } }")) == 1
    assert data.asked < 10


@pytest.mark.parametrize(
    "where",
    [
        "?a :next ?b . ?b :next ?c",
        "?a :next ?b { ?b :next ?c FILTER(?c != :n1) }",
        "?a :next ?b OPTIONAL { ?b :next ?c FILTER(?c != ?a) }",
        "?a :next ?b OPTIONAL { ?b :next ?c OPTIONAL { ?c :next ?d } }",
        "?a :next ?b { { ?b :next ?c } UNION { ?c :next ?a } }",
        "?a :next ?b { ?b :next ?c BIND(STR(?c) AS ?d) }",
        "?a :next ?b FILTER NOT EXISTS { ?b :next :n1 }",
        "?a :next ?b FILTER NOT EXISTS { ?b :next ?c FILTER(?c = :n1) }",
        "?a :next ?b MINUS { ?b :next :n1 }",
        "?a :next ?b { SELECT ?b (COUNT(*) AS ?n) { ?b :next ?c } GROUP BY ?b }",
        "?a :next ?b VALUES ?a { :n1 :n2 }",
        "{ ?a :next ?b } { SELECT DISTINCT ?b { ?b :next ?c } } { SELECT DISTINCT ?b { ?z :next ?b } }",
    ],
)
def test_the_number_of_lookups_grows_with_the_number_of_matches(where: str) -> None:
    """Not with its square, as it would if each solution were compared with each other one."""
    asked = []
    for length in (30, 60):
        data = chain(length)
        rows(data, f"SELECT * {{ {where} }}")
        asked.append(data.asked)
    assert asked[1] <= 2 * asked[0] + 5
    assert asked[0] < 5 * 30


def test_joins_without_lookups_are_linear_too() -> None:
    """Blocks of 1,000 rows: compared row by row they would take 1,000,000 steps each."""
    one = " ".join(f"({number} {number})" for number in range(1000))
    inner = f"SELECT * {{ VALUES (?x ?z) {{ {one} }} }}"
    query = f"SELECT * {{ VALUES (?x ?y) {{ {one} }} {{ {inner} }} MINUS {{ VALUES (?x ?w) {{ {one} }} }} }}"
    assert rows(MemoryDataset(), query) == []


@pytest.mark.full
def test_a_block_of_many_triple_patterns_is_not_a_recursion() -> None:
    data = chain(1100)
    block = tuple((f"?n{number}", "<http://e/next>", f"?n{number + 1}") for number in range(1050))
    start = algebra.InlineData(("?n0",), (("<http://e/n0>",),))
    [found] = Evaluator(data).run(algebra.Join(start, algebra.BasicGraphPattern(block)))
    assert found["?n1050"] == "<http://e/n1050>"


def test_nesting_too_deep_is_a_clear_error() -> None:
    pattern = translated(PREFIXES + "SELECT ?x { VALUES ?x { 1 } }").pattern
    for _ in range(3000):
        pattern = algebra.Distinct(pattern)
    with pytest.raises(RecursionError, match="nests too deeply"):
        list(Evaluator(MemoryDataset()).run(pattern))


# ── Random patterns: the result does not depend on how it is computed ────────────────────────────────────────────

variables = st.sampled_from(["?x", "?y", "?z"])
nodes = st.sampled_from([":a", ":b", ":c"])
verbs = st.sampled_from([":p", ":q"])
triples = st.lists(st.tuples(nodes, verbs, nodes), max_size=8, unique=True)
blocks = st.builds("{} {} {} .".format, variables | nodes, verbs, variables | nodes)
groups = st.recursive(
    blocks,
    lambda inner: st.one_of(
        st.builds("{} {}".format, inner, inner),
        st.builds("{{ {} }} UNION {{ {} }}".format, inner, inner),
        st.builds("{} OPTIONAL {{ {} }}".format, inner, inner),
        st.builds("{} MINUS {{ {} }}".format, inner, inner),
        st.builds("{{ {} FILTER({} != {}) }}".format, inner, variables, variables | nodes),
        st.builds("{} FILTER EXISTS {{ {} }}".format, inner, inner),
        st.builds("{} OPTIONAL {{ {} FILTER({} = {}) }}".format, inner, inner, variables, variables),
        st.builds("{{ {} VALUES {} {{ {} UNDEF }} }}".format, inner, variables, nodes),
    ),
    max_leaves=4,
)


@settings(max_examples=40)
@given(triples, groups, groups)
def test_a_join_is_what_subqueries_without_seeds_give(
    found: list[tuple[str, str, str]], left: str, right: str
) -> None:
    """A subquery is evaluated by itself, but a group may be asked only for what agrees with earlier solutions."""
    data = dataset("".join(f"{' '.join(triple)} .\n" for triple in found))
    joined = rows(data, f"SELECT ?x ?y ?z {{ {{ {left} }} {{ {right} }} }}")
    alone = rows(data, f"SELECT ?x ?y ?z {{ {{ {left} }} {{ SELECT ?x ?y ?z {{ {right} }} }} }}")
    assert sorted(joined, key=str) == sorted(alone, key=str)
    optional = rows(data, f"SELECT ?x ?y ?z {{ {{ {left} }} OPTIONAL {{ {{ {right} }} }} }}")
    alone = rows(data, f"SELECT ?x ?y ?z {{ {{ {left} }} OPTIONAL {{ SELECT ?x ?y ?z {{ {right} }} }} }}")
    assert sorted(optional, key=str) == sorted(alone, key=str)
