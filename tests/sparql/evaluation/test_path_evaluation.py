"""Property paths (SPARQL 1.1, sections 9 and 18.4): which nodes they join, and how often."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from memory_dataset import MemoryDataset, dataset, rows

DATA = dataset(
    """
    :a :p :b , :c . :b :p :d . :c :p :d . :d :p :e . :e :p :d .
    :a :q :b . :b :q "x" .
    """
)


def ends(path: str) -> Counter[str | None]:
    """The nodes that a path reaches from :a."""
    return Counter(row[0] for row in rows(DATA, f"SELECT ?x {{ :a {path} ?x }}"))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (":p", {":b": 1, ":c": 1}),
        (":p/:p", {":d": 2}),
        (":p|:q", {":b": 2, ":c": 1}),
        (":p/:p|:q", {":d": 2, ":b": 1}),
        ("(:p|:q)/:p", {":d": 3}),
        ("^:p", {}),
        (":p/^:p", {":a": 2}),
        ("(:p/:p)/^(:p/:p)", {":a": 4, ":d": 2}),
        (":p?", {":a": 1, ":b": 1, ":c": 1}),
        ("(:p|:q)?", {":a": 1, ":b": 1, ":c": 1}),
        (":p*", {":a": 1, ":b": 1, ":c": 1, ":d": 1, ":e": 1}),
        (":p+", {":b": 1, ":c": 1, ":d": 1, ":e": 1}),
        ("(:p/:p)+", {":d": 1}),
        ("(:p/:p)*", {":a": 1, ":d": 1}),
        (":p+/:q", {'"x"': 1}),
        ("(:p*)*", {":a": 1, ":b": 1, ":c": 1, ":d": 1, ":e": 1}),
        ("(:p+)?", {":a": 1, ":b": 1, ":c": 1, ":d": 1, ":e": 1}),
        ("!:p", {":b": 1}),
        ("!(:p|:q)", {}),
        ("!:none", {":b": 2, ":c": 1}),
        ("!^:p", {}),
        ("!(:q|^:q)", {":b": 1, ":c": 1}),
        (":p/!^:q", {":a": 2}),
        ("(!:none)+", {":b": 1, ":c": 1, ":d": 1, ":e": 1, '"x"': 1}),
    ],
)
def test_paths_from_a_node(path: str, expected: dict[str, int]) -> None:
    assert ends(path) == expected


def test_a_path_to_a_node_is_its_inverse_from_it() -> None:
    assert sorted(rows(DATA, "SELECT ?x { ?x :p+ :d }")) == [(":a",), (":b",), (":c",), (":d",), (":e",)]
    assert rows(DATA, "SELECT ?x { ?x :p/:p :d }") == [(":a",), (":a",), (":d",)]


def test_both_ends_known() -> None:
    assert rows(DATA, "SELECT (1 AS ?one) { :a :p* :e }") == [('"1"^^xsd:integer',)]
    assert rows(DATA, "SELECT (1 AS ?one) { :e :p* :a }") == []
    assert len(rows(DATA, "SELECT (1 AS ?one) { :a :p/:p :d }")) == 2


def test_neither_end_known() -> None:
    found = Counter(rows(DATA, "SELECT ?x ?y { ?x :p+ ?y }"))
    assert found[":d", ":d"] == found[":a", ":e"] == 1
    assert len(found) == sum(found.values()) == 4 + 2 + 2 + 2 + 2
    zero = rows(DATA, "SELECT ?x { ?x :none* ?x }")
    assert sorted(zero) == [('"x"',), (":a",), (":b",), (":c",), (":d",), (":e",)]


def test_a_loop_is_found_with_the_same_variable_at_both_ends() -> None:
    assert sorted(rows(DATA, "SELECT ?x { ?x :p+ ?x }")) == [(":d",), (":e",)]
    assert rows(DATA, "SELECT ?x { ?x :p ?x }") == []


@pytest.mark.parametrize("path", [":p*", ":p?", "(:p/:q)*", "^(:p*)", ":p?|:p"])
def test_a_path_of_length_zero_from_a_term_that_is_not_in_the_data(path: str) -> None:
    assert rows(DATA, f"SELECT ?x {{ :nowhere {path} ?x }}") == [(":nowhere",)]
    assert rows(DATA, f'SELECT ?x {{ ?x {path} "nowhere" }}') == [('"nowhere"',)]
    assert len(rows(DATA, f"SELECT (1 AS ?one) {{ :nowhere {path} :nowhere }}")) == 1
    assert rows(DATA, f"SELECT (1 AS ?one) {{ :nowhere {path} :a }}") == []


def test_a_sequence_is_two_paths_with_a_variable_between() -> None:
    """18.2.2.4: the second path has a variable at each end, so that it joins only nodes of the graph."""
    assert rows(DATA, "SELECT ?x { :nowhere :p*/:q? ?x }") == []


def test_between_variables_a_path_of_length_zero_joins_only_nodes_of_the_graph() -> None:
    """Also if a variable has its value from elsewhere: the path is evaluated by itself."""
    assert rows(DATA, "SELECT ?x { VALUES ?x { :nowhere :a } ?x :none* ?y }") == [(":a",)]
    assert rows(DATA, "SELECT ?x { VALUES ?x { :nowhere :a } ?x :none? ?x }") == [(":a",)]


def test_a_literal_can_be_the_start_of_a_path_backwards() -> None:
    assert rows(DATA, 'SELECT ?x { "x" ^:q ?x }') == [(":b",)]
    assert rows(DATA, 'SELECT ?x { "x" (^:q)+ ?x }') == [(":b",), (":a",)]


def test_paths_stay_in_their_graph() -> None:
    data = dataset(":a :p :b . GRAPH :g { :b :p :c . :c :p :d }")
    assert rows(data, "SELECT ?x { GRAPH :g { :b :p+ ?x } }") == [(":c",), (":d",)]
    assert rows(data, "SELECT ?x { :a :p+ ?x }") == [(":b",)]
    assert rows(data, "SELECT ?x { GRAPH :g { :a :p* ?x } }") == [(":a",)]


# ── Random paths against the definition ──────────────────────────────────────────────────────────────────────────

NODES = ":a", ":b", ":c", ":d"
links = st.sampled_from([":p", ":q"])
paths = st.recursive(
    links,
    lambda inner: st.one_of(
        st.builds("({}/{})".format, inner, inner),
        st.builds("({}|{})".format, inner, inner),
        st.builds("(^{})".format, inner),
        st.builds("({}{})".format, inner, st.sampled_from("?*+")),
    ),
    max_leaves=4,
)
triples = st.lists(st.tuples(st.sampled_from(NODES), links, st.sampled_from(NODES)), max_size=7, unique=True)


@settings(max_examples=25)
@given(triples, paths)
def test_all_ways_to_ask_for_a_path_agree(found: list[tuple[str, str, str]], path: str) -> None:
    """From each start, to each end and between each pair there are as many rows as with two variables."""
    data = dataset("".join(f"{' '.join(triple)} .\n" for triple in found))
    both = Counter(rows(data, f"SELECT ?x ?y {{ ?x {path} ?y }}"))
    known = {term for subject, _, obj in found for term in (subject, obj)}
    for node in known:
        forwards = Counter((node, row[0]) for row in rows(data, f"SELECT ?y {{ {node} {path} ?y }}"))
        assert forwards == Counter({pair: times for pair, times in both.items() if pair[0] == node})
        backwards = Counter((row[0], node) for row in rows(data, f"SELECT ?x {{ ?x {path} {node} }}"))
        assert backwards == Counter({pair: times for pair, times in both.items() if pair[1] == node})
        for other in known:
            assert len(rows(data, f"SELECT (1 AS ?one) {{ {node} {path} {other} }}")) == both[node, other]


def test_a_path_is_walked_from_the_known_end() -> None:
    chain = MemoryDataset()
    chain.add(None, [(f"<http://e/n{i}>", "<http://e/p>", f"<http://e/n{i + 1}>") for i in range(200)])
    assert rows(chain, "SELECT ?x { ?x :p+ :n3 }") == [(":n2",), (":n1",), (":n0",)]
    assert chain.asked < 10
