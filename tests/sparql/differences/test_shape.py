"""The shape of a query: which constants do not decide how it is answered."""

from __future__ import annotations

import os
import re
import time
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from random_queries import queries

from adgo.sparql.algebra.errors import QueryError
from adgo.sparql.differences import plan as planning
from adgo.sparql.differences.refusal import Unanswerable
from adgo.sparql.differences.shape import shape_of

ROOT = Path(__file__).parents[3]
PREFIX = "PREFIX : <http://e/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "


def kinds_by_shape(texts: Iterable[str]) -> dict[str, set[bool]]:
    """Return by shape whether its queries meet no difference, without texts that are refused or not SPARQL."""
    found = defaultdict(set)
    for text in texts:
        shape = shape_of(text)
        try:
            plan = planning._planned.__wrapped__(text, None, (), False)
        except (QueryError, Unanswerable):
            continue
        if shape is not None and (plan.differences or plan.starred is not None):
            found[shape].add(not plan.differences)
    return found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SELECT ?o { :a :p ?o FILTER (?o > 30) }", "SELECT ?o { <urn:x> :q.r ?o FILTER (?o > 7) }"),
        (
            'SELECT ?s { ?s :p "x" FILTER CONTAINS(?s, "y") }',
            "SELECT ?s { ?s :p '''x' ''' FILTER CONTAINS(?s, '') }",
        ),
        ('SELECT ?s { ?s :p "x"@en }', 'SELECT ?s { ?s :p "y#"@en }'),
        ("SELECT ?s { ?s :p ?o } # a :b 1\nLIMIT 10", "SELECT ?s { ?s :p ?o } # <c>\nLIMIT 20"),
        ("SELECT ?s { ?s :p :o. ?s :q 5 }", "SELECT ?s { ?s :p <o>. ?s :q 6 }"),
    ],
)
def test_queries_that_differ_in_constants_have_one_shape(one: str, other: str) -> None:
    assert shape_of(PREFIX + one) == shape_of(PREFIX + other) is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SELECT ?s { ?s :p 1 }", "SELECT ?s { ?s :p 1.0 }"),
        ("SELECT ?s { ?s :p 1 }", "SELECT ?s { ?s :p 01 }"),
        ("SELECT ?s { ?s :p 1 }", "SELECT ?s { ?s :p 1234567890123456789012 }"),
        ("SELECT ?s { ?s :p 1 }", "SELECT ?s { ?s :p 0 }"),
        ("SELECT ?s { ?s :p ?o1 }", "SELECT ?s { ?s :p ?o2 }"),
        ('SELECT ?s { ?s :p "1"^^xsd:int }', 'SELECT ?s { ?s :p "1"^^xsd:integer }'),
        ('SELECT ?s { ?s :p "1"^^xsd:integer }', 'SELECT ?s { ?s :p "01"^^xsd:integer }'),
        ("SELECT (xsd:int(?s) AS ?x) { ?s :p ?o }", "SELECT (xsd:string(?s) AS ?x) { ?s :p ?o }"),
        ("SELECT (<urn:f>(?s) AS ?x) { ?s :p ?o }", "SELECT (<urn:g> (?s) AS ?x) { ?s :p ?o }"),
        ('SELECT ?s { FILTER REGEX(?s, "a") }', r'SELECT ?s { FILTER REGEX(?s, "\\w") }'),
        ('SELECT (xsd:integer("1") AS ?x) {}', 'SELECT (xsd:integer(" 1") AS ?x) {}'),
        ("SELECT ?s { ?s :p :o. ?s :q 5 }", "SELECT ?s { ?s :p :o ?s :q 5 }"),
        ("SELECT ?s { ?s :p/:q ?o }", "SELECT ?s { ?s :p|:q ?o }"),
        ('SELECT ?s { ?s :p "x"@en }', 'SELECT ?s { ?s :p "x"@EN }'),
        ('SELECT ?s { ?s :p "}" }', 'SELECT ?s { ?s :p """" }'),
    ],
)
def test_what_decides_is_in_the_shape(one: str, other: str) -> None:
    assert shape_of(PREFIX + one) != shape_of(PREFIX + other)


PARTS = ['\\"""\n', '\\"', "a-", "<a ", ":a", "PREFIX ", "'''", '"\n', "^^<"]


@pytest.mark.parametrize("part", PARTS)
def test_the_time_grows_with_the_length(part: str) -> None:
    """Regression: a text of strings that do not end took the square of its length."""
    start = time.process_time()
    shape_of("SELECT * { " + part * (65_000 // len(part)))
    assert time.process_time() - start < 1


def test_declarations_are_in_the_shape() -> None:
    text = "SELECT (x:int(?s) AS ?x) {{ ?s <{}> ?o }}"
    shapes = {
        shape_of(f"{word} <http://e/{name}> " + text.format(name))
        for word in ("PREFIX x:", "base")
        for name in "ab"
    }
    assert len(shapes) == 4


def test_a_query_with_from_has_no_shape() -> None:
    """Whether it names one graph twice decides."""
    assert shape_of("SELECT ?s FROM <urn:a> FROM <urn:b> { ?s ?p ?o }") is None


def test_a_mistake_does_not_hide_a_difference() -> None:
    """A text that is not SPARQL is left to the engine; this must not be remembered for others."""
    planning._HARMLESS.clear()
    assert planning.plan(PREFIX + "SELECT ?s { ?s :p|:q ?o ").starred is None
    assert planning._HARMLESS == {}


def test_the_columns_of_an_asterisk_are_remembered() -> None:
    planning._HARMLESS.clear()
    for name in "ab":
        found = planning.plan(f"{PREFIX}SELECT DISTINCT * {{ ?s :{name}/:p ?o . ?a ?b 5 }}")
        assert found.text == f"{PREFIX}SELECT DISTINCT ?s ?o ?a ?b {{ ?s :{name}/:p ?o . ?a ?b 5 }}"
    assert len(planning._HARMLESS) == 1


def changed(text: str, number: int) -> str:
    """Return a query of the same shape with other constants, if its prefix is declared."""
    text = re.sub(
        r"(?<![\w:.+\"'<-])([1-9])(?![\w.\"'])", lambda found: str(int(found[1]) % 9 + 1 + number), text
    )
    return re.sub(r"(?<![\w<>]):([a-z]\w*)(?![\w(]| *\()", rf":{'xyz'[number]}\1", text)


@settings(max_examples=40)
@given(queries())
def test_random_queries_of_one_shape_are_alike(text: str) -> None:
    alike = [text, *(changed(text, number) for number in range(3))]
    assert all(len(kinds) == 1 for kinds in kinds_by_shape(alike).values()), alike


@pytest.mark.full
def test_no_two_known_queries_of_one_shape_differ() -> None:
    """All queries of the project and of the W3C suite."""
    paths = [path for folder in ("src", "shapes", "ontology") for path in (ROOT / folder).rglob("*.rq")]
    if suites := os.environ.get("ADGO_W3C"):
        paths += Path(suites, "sparql").rglob("*.rq")
    by_shape = kinds_by_shape(path.read_text(encoding="utf-8") for path in paths)
    assert len(by_shape) > 100
    assert all(len(found) == 1 for found in by_shape.values())
