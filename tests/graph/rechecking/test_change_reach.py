"""What a change of the data can change in the answer to a query."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from random import Random

import pytest
from hypothesis import assume
from hypothesis import strategies as st
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store
from random_examples import examples

sys.path.insert(0, str(Path(__file__).parents[2] / "sparql"))
from random_queries import datasets, queries

from adgo.graph.rechecking.change_reach import QueryChange, Reach
from adgo.graph.rechecking.followed_queries import FollowedQueries
from adgo.graph.rechecking.kept_answers import answered, renewed, solutions
from adgo.graph.rechecking.limiter import Limiter
from adgo.graph.rechecking.occurrences import DEFAULT, ChangedQuad
from adgo.sparql.algebra import text_rules
from adgo.sparql.tokens import tokenize

PREFIX = "PREFIX : <http://e/> "
CHANGE = ChangedQuad("<http://e/a>", "<http://e/p>", "<http://e/b>", DEFAULT)


def quads(trig: str) -> list[Quad]:
    store = Store()
    store.load(f"@prefix : <http://e/> .\n{trig}".encode(), RdfFormat.TRIG)
    return list(store)


def changed(quad: Quad) -> ChangedQuad:
    graph = quad.graph_name
    name = DEFAULT if str(graph) == "DEFAULT" else str(graph)
    return ChangedQuad(str(quad.subject), str(quad.predicate), str(quad.object), name)


def filled(found: list[Quad]) -> Store:
    store = Store()
    store.extend(found)
    return store


def reach_of(text: str, before: list[Quad], removed: list[Quad], added: list[Quad]) -> Reach | None:
    """Return the reach of a change, with the matches looked up in data with both states and in those of both."""
    queries = FollowedQueries({text: QueryChange(text)}, solutions)
    queries.see_both(filled([*before, *added]), [*map(changed, (*removed, *added))])
    queries.see_common(filled([quad for quad in before if quad not in removed]))
    return queries.reach(text)


def reach_without_asking(text: str, quads: list[ChangedQuad]) -> Reach | None:
    change = QueryChange(text)
    matched = change.matched(quads)
    return None if matched is None else change.reach(matched)


def compare(before: list[Quad], removed: list[Quad], added: list[Quad], text: str) -> None:
    after = [*(quad for quad in before if quad not in removed), *added]
    old, new = filled(before), filled(after)
    assume({*old.named_graphs()} == {*new.named_graphs()})
    known, query = answered(old, text), QueryChange(text)
    quads = [*map(changed, (*removed, *added))]
    ask = partial(solutions, new)
    for reach in (reach_of(text, before, removed, added), reach_without_asking(text, quads)):
        if reach is not None:
            assert renewed(new, query, known, reach, Limiter(ask, ask)) == answered(new, text)


@examples(40, 300, datasets(), datasets(), queries(), st.randoms(use_true_random=False))
def test_a_renewed_answer_to_any_query_is_that_of_asking_anew(trig, other, text, random):
    assume(text_rules.broken(tokenize(PREFIX + text), {}) is None)
    before = quads(trig)
    removed = [quad for quad in before if random.random() < 0.2]
    added = [quad for quad in quads(other) if random.random() < 0.3 and quad not in before]
    assume(not any(isinstance(term, BlankNode) for quad in (*removed, *added) for term in quad))
    compare(before, removed, added, PREFIX + text)


TERMS = [NamedNode(f"http://e/{name}") for name in "abc"]
VERBS = [NamedNode(f"http://e/{name}") for name in "pqr"]
OBJECTS = [*TERMS, Literal("1"), VERBS[0]]
GRAPHS = [DefaultGraph(), DefaultGraph(), DefaultGraph(), *TERMS[:2]]
#: Nearly all of them have the variable that each query selects.
TRIPLES = [
    *(
        "?x :p ?y",
        "?y :q ?x",
        "?x ?v ?y",
        "?y ?x ?z",
        "?y ?v ?x",
        "?x :p :a",
        ":b :q ?x",
        "?x :r ?x",
        "?y :r ?z",
    ),
    *("?x :p+ ?y", "?x :q* ?y", "?y :p/:q ?x", "?x :q ?y . ?y :p ?z"),
    *("GRAPH ?g { ?x :p ?y }", "GRAPH :a { ?y ?v ?x }"),
]
#: Groups made of one or two others.
GROUPS = [
    *("{ %s } UNION { %s }", "{ %s } { %s }", "%s OPTIONAL { %s }", "{ ?x :q ?y } %s OPTIONAL { %s }"),
    *("%s MINUS { %s }", "{ %s MINUS { %s } } ?x :r ?y", "{ %s OPTIONAL { %s } } ?x :p ?y"),
    *("%s FILTER NOT EXISTS { %s }", "%s FILTER EXISTS { %s FILTER(?x != :a) }"),
    *("{ SELECT DISTINCT ?x { %s } }", "{ SELECT ?y { %s } } ?x :q ?y", "{ SELECT ?y { %s } } ?x :p ?z"),
    *("VALUES ?x { :a :b } %s OPTIONAL { %s }", "VALUES ?x { :a :b } MINUS { %s }"),
    *("{ VALUES ?x { :a :c } } UNION { %s }", "GRAPH ?g { %s OPTIONAL { %s } }"),
    *("GRAPH ?g { FILTER NOT EXISTS { %s } } ?x :p ?y", "GRAPH :a { %s MINUS { %s } }"),
    "{ SELECT ?x (COUNT(*) AS ?n) { %s } GROUP BY ?x }",
    "{ SELECT ?y (COUNT(?x) AS ?n) { %s } GROUP BY ?y } ?x :p ?y",
    "{ SELECT DISTINCT ?x (STR(?x) AS ?k) { %s } } ?x :p ?y",
    "{ SELECT DISTINCT ?y (STR(?y) AS ?k) { %s } } { SELECT DISTINCT ?x (STR(?x) AS ?k) { %s } }",
    *("%s FILTER(?x != :b)", "%s FILTER(!BOUND(?z))", "%s FILTER(BOUND(?y) && ?y != ?x)"),
    *(
        "{ SELECT DISTINCT ?x { %s } } MINUS { { SELECT DISTINCT ?y { %s } } ?y :p ?x }",
        "?x (:p|:q)/:r ?y . %s",
    ),
    *(
        "{ SELECT DISTINCT ?y { %s } } ?y :q ?x OPTIONAL { { SELECT DISTINCT ?y ?z { %s } } }",
        "?x ^(:p|^:q) ?y . %s",
    ),
    *("%s BIND(?x AS ?w)", "%s FILTER(isIRI(?x) && STRSTARTS(STR(?x), STR(:)))"),
]


def random_group(random: Random, depth: int) -> str:
    if depth == 0 or random.random() < 0.3:
        return random.choice(TRIPLES)
    group = random.choice(GROUPS)
    return group % tuple(random_group(random, depth - 1) for _ in range(group.count("%s")))


def random_quads(random: Random, number: int) -> list[Quad]:
    made = (Quad(*map(random.choice, (TERMS, VERBS, OBJECTS, GRAPHS))) for _ in range(number))
    return list(dict.fromkeys(made))


@examples(250, 2500, st.integers(0, 10**9))
def test_a_renewed_answer_for_some_keys_is_that_of_asking_anew(seed):
    random = Random(seed)
    columns = random.choice(["?x", "DISTINCT ?x", "?x ?y"])
    text = f"{PREFIX}SELECT {columns} {{ {random_group(random, 3)} }}"
    assume(text_rules.broken(tokenize(text), {}) is None)
    before = random_quads(random, 14)
    removed = random.sample(before, random.randrange(2))
    added = [quad for quad in random_quads(random, random.randrange(1, 3)) if quad not in before]
    compare(before, removed, added, text)


@pytest.mark.parametrize(
    ("text", "reach"),
    [
        pytest.param("SELECT ?x { ?x :q ?y }", {}, id="another property"),
        pytest.param("SELECT ?x { ?x :p :c }", {}, id="another object"),
        pytest.param("SELECT ?x { GRAPH ?g { ?x :p ?y } }", {}, id="another graph"),
        pytest.param("SELECT ?x { ?x :p ?x }", {}, id="one variable for two terms"),
        pytest.param("SELECT ?x { ?x :p ?y }", {"?x": {"<http://e/a>"}}, id="its subject"),
        pytest.param("SELECT ?y { ?x :p ?y }", {"?y": {"<http://e/b>"}}, id="its object"),
        pytest.param("SELECT ?z { ?z :q ?x . ?x :p ?y }", None, id="no column"),
        pytest.param(
            "SELECT ?x { ?x :q ?y FILTER NOT EXISTS { ?x :p ?z } }", {"?x": {"<http://e/a>"}}, id="not exists"
        ),
        pytest.param("SELECT ?x { ?x :q ?y MINUS { ?x :p ?z } }", {"?x": {"<http://e/a>"}}, id="minus"),
        pytest.param("SELECT ?x { ?y :q ?z OPTIONAL { ?x :p ?y } }", None, id="not always bound"),
        pytest.param("SELECT ?x { ?x :q ?y OPTIONAL { ?x :p ?y } }", {"?x": {"<http://e/a>"}}, id="optional"),
        pytest.param("SELECT ?x { ?x :p/:q ?y }", {"?x": {"<http://e/a>"}}, id="first step of a path"),
        pytest.param("SELECT ?x { ?x :q/:p ?y }", None, id="second step of a path"),
        pytest.param("SELECT ?x { ?x :p+ ?y }", None, id="repeated path"),
        pytest.param("SELECT ?x { ?x :q+ ?y }", {}, id="repeated path of another property"),
        pytest.param("SELECT ?x { ?x :q* ?y }", None, id="path of no steps"),
        pytest.param("SELECT ?x { ?x :r ?z . ?x :q* ?y }", {}, id="path of no steps from a known node"),
        pytest.param("SELECT ?x { ?x !:q ?y }", None, id="any other property"),
        pytest.param("SELECT ?x { ?x :p ?y } LIMIT 1", None, id="limit"),
        pytest.param("SELECT (COUNT(*) AS ?x) { ?x1 :p ?y }", None, id="count of all"),
        pytest.param(
            "SELECT ?x (COUNT(*) AS ?n) { { SELECT ?x { ?x :p ?y } } } GROUP BY ?x",
            {"?x": {"<http://e/a>"}},
            id="a group",
        ),
        pytest.param(
            "SELECT ?x (COUNT(*) AS ?n) { ?y :q ?z OPTIONAL { ?z :p ?x } } GROUP BY ?x", None, id="no group"
        ),
        pytest.param(
            "SELECT ?x { ?x :q ?y . { SELECT ?y { ?x :p ?y } } }", None, id="hidden in a sub-select"
        ),
        pytest.param(
            "SELECT ?x { { SELECT DISTINCT ?x { ?x :p ?y } } }", {"?x": {"<http://e/a>"}}, id="shown"
        ),
        pytest.param("SELECT ?x { ?y :q ?z BIND(?y AS ?x) OPTIONAL { ?x :p ?z } }", None, id="assigned"),
        pytest.param("SELECT ?x FROM :g { ?x :q ?y }", None, id="own dataset"),
        pytest.param("SELECT ?x { ?x :q ?y FILTER(?y < NOW()) }", None, id="time of the question"),
        pytest.param("SELECT ?x { ?x :q ?y", None, id="not a query"),
        pytest.param(
            "SELECT ?x { ?x :q ?y FILTER EXISTS { ?x :q ?z MINUS { ?x :p ?z } } }", None, id="minus in exists"
        ),
        pytest.param("BASE <http://f/> SELECT ?x { ?x :q ?y }", None, id="base"),
        pytest.param("SELECT REDUCED ?x { ?x :q ?y }", None, id="reduced"),
        pytest.param("SELECT ?x ?x { ?x :q ?y }", None, id="repeated column"),
        pytest.param("SELECT (COUNT(DISTINCT *) AS ?n) { ?x :q [] }", None, id="blank node counted"),
    ],
)
def test_the_solutions_that_a_triple_concerns(text: str, reach: object) -> None:
    assert reach_without_asking(PREFIX + text, [CHANGE]) == reach


#: Before `:a :p :b` is added.
DATA = ":c :q :a . :d :q :e . :a :p :f ."
A, C = {"?x": {"<http://e/a>"}}, {"?z": {"<http://e/c>"}}


@pytest.mark.parametrize(
    ("text", "reach"),
    [
        pytest.param("SELECT ?z { ?z :q ?x . ?x :p ?y }", C, id="no key, but a match leads to one"),
        pytest.param("SELECT ?z { ?z :r ?x . ?x :p ?y }", {}, id="no match"),
        pytest.param("SELECT ?z { ?z :q ?x . ?x :p ?y FILTER(?y != :b) }", {}, id="filtered out"),
        pytest.param("SELECT ?z { ?z :q/:p ?y }", C, id="second step of a path"),
        pytest.param("SELECT ?z { ?z :q ?w MINUS { ?z :q ?w . ?w :p ?v } }", C, id="minus"),
        pytest.param("SELECT ?z { ?z :q ?w MINUS { ?z :r ?w . ?w :p ?v } }", {}, id="minus without a match"),
        pytest.param("SELECT ?z { ?z :q ?w FILTER EXISTS { ?z :q ?w . ?w :p ?v } }", C, id="exists"),
        pytest.param(
            "SELECT ?z ?y { ?z :q ?x OPTIONAL { ?x :p ?y } FILTER(!BOUND(?y)) }",
            None,
            id="optional, then none",
        ),
        pytest.param("SELECT DISTINCT ?x { ?x :p ?y }", {}, id="a row that was there"),
        pytest.param("SELECT DISTINCT ?x ?y { ?x :p ?y }", A, id="a row that was not"),
        pytest.param("SELECT ?x { ?x :p ?y }", A, id="one row more"),
        pytest.param(
            "SELECT ?x ?k { { SELECT DISTINCT ?x (STR(?x) AS ?k) { ?x :p ?y } } }",
            {},
            id="a row with a computed column",
        ),
        pytest.param(
            "SELECT ?x ?k { { SELECT DISTINCT ?x (STR(?y) AS ?k) { ?x :p ?y } } }",
            A,
            id="a column from another variable",
        ),
        pytest.param("SELECT DISTINCT ?x { ?x :p ?y FILTER NOT EXISTS { ?x :p :b } }", A, id="a row less"),
        pytest.param("SELECT DISTINCT ?x { ?x :p ?y MINUS { ?x :p :b } }", A, id="a row less by minus"),
        pytest.param("SELECT DISTINCT ?x ?z { ?x :p ?y OPTIONAL { ?x :r ?z } }", A, id="an optional column"),
    ],
)
def test_the_solutions_that_the_matches_of_a_triple_concern(text: str, reach: object) -> None:
    (added,) = quads(":a :p :b .")
    assert reach_of(PREFIX + text, quads(DATA), [], [added]) == reach
    # To take a triple away concerns the same.
    assert reach_of(PREFIX + text, [*quads(DATA), added], [added], []) == reach


def test_a_literal_may_be_the_value_in_another_form() -> None:
    change = CHANGE._replace(object='"01"^^<http://www.w3.org/2001/XMLSchema#integer>')
    assert reach_without_asking(PREFIX + "SELECT ?x { ?x :p 1 }", [change]) == {"?x": {"<http://e/a>"}}
    assert reach_without_asking(PREFIX + "SELECT ?y { ?x :p ?y }", [change]) is None


def test_too_many_values_are_no_limit() -> None:
    many = [CHANGE._replace(subject=f"<http://e/{number}>") for number in range(1000)]
    assert reach_without_asking(PREFIX + "SELECT ?x { ?x :p ?y }", many) is None
