"""Rules that the grammar lacks (SPARQL 1.1, sections 18.2.4.1, 19.6 and 19.8): each with reason and place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Store

from adgo.sparql.algebra import arities, text_rules
from adgo.sparql.answering.query import query
from adgo.sparql.errors import explain
from adgo.sparql.text import SparqlText
from adgo.sparql.tokens import tokenize

ENGINE = Store()
PREFIX = "PREFIX : <http://e/> "


def refused(text: str) -> bool:
    """Whether the engine refuses the text."""
    try:
        ENGINE.query(text)
    except SyntaxError:
        return True
    return False


#: A query, with a mark before the token at fault, and a part of the message.
BROKEN = [
    ("SELECT ¦?s (COUNT(*) AS ?n) { ?s ?p ?o }", "?s is neither grouped nor aggregated"),
    ("SELECT ¦?s (COUNT(*) AS ?n) { ?s ?p ?o }", "Write GROUP BY ?s at the end"),
    ("SELECT ¦?s ?p (COUNT(*) AS ?n) { ?s ?p ?o }", "Write GROUP BY ?s ?p at the end"),
    ("SELECT ?s ¦?p { ?s ?p ?o } GROUP BY ?s", "Add ?p to GROUP BY"),
    ("SELECT ?s (COUNT(*) + ¦?o AS ?n) { ?s ?p ?o } GROUP BY ?s", "?o is neither grouped nor aggregated"),
    ("SELECT (SUM(?o) + ¦?o AS ?n) { ?s ?p ?o }", "SAMPLE(?o)"),
    ("SELECT ($s AS ?x) (COUNT(*) AS ?n) { ?s ?p ?o }".replace("$", "¦$"), "?s is neither grouped"),
    ("SELECT * { { SELECT ¦?s (COUNT(*) AS ?n) { ?s ?p ?o } } }", "?s is neither grouped"),
    ("SELECT * { SERVICE <urn:x> { } { SELECT ¦?s (COUNT(*) AS ?n) { ?s ?p ?o } } }", "neither grouped"),
    ("¦SELECT * { ?s ?p ?o } GROUP BY ?s", "SELECT * is not possible with GROUP BY"),
    ("SELECT (1 AS ?n) (2 AS ¦?n) { }", "?n already has a value in another column"),
    ("SELECT ?n (2 AS ¦?n) { }", "?n already has a value in another column"),
    ("SELECT (1 AS ¦?s) { ?s ?p ?o }", "?s already has a value in the query"),
    ("SELECT (1 AS ¦?s) { ?s ?p ?o } GROUP BY ?s", "?s already has a value in the query"),
    ("SELECT * { ?s ?p ?o BIND(1 AS ¦?s) }", "?s already has a value before this BIND"),
    ("SELECT * { { ?s ?p 1 } UNION { ?o ?p 2 } BIND(1 AS ¦?o) }", "Choose another name after AS"),
    ("SELECT * { _:b ?p ?o OPTIONAL { ¦_:b ?q ?r } }", "The label _:b stands in another graph pattern"),
    ("SELECT * { { _:b ?p ?o } UNION { ¦_:b ?q ?r } }", "Use a variable"),
    ("SELECT * { VALUES (?a ?b) { (1 2) ¦(3) } }", "This row of VALUES needs 2 terms, not 1"),
    ("SELECT * { VALUES (?a ¦?a) { (1 2) } }", "?a stands twice"),
    ("SELECT * { } LIMIT ¦1.5", "LIMIT needs a whole number, not 1.5"),
    (
        "SELECT * { ?s ?p ?o FILTER(¦COUNT(?s) > 1) }",
        "COUNT is an aggregate, which can stand in SELECT, HAVING",
    ),
    ("SELECT * { ?s ?p ?o BIND(¦SUM(?o) AS ?n) }", "Compute it in a subquery"),
    ("SELECT (¦STR(1, 2) AS ?x) { }", "STR takes 1 argument, not 2"),
    ("SELECT (¦REGEX('a') AS ?x) { }", "REGEX takes 2 to 3 arguments, not 1"),
    ("SELECT (¦NOW(1) AS ?x) { }", "NOW takes 0 arguments"),
    ("SELECT (¦SUM(1, 2) AS ?x) { }", "SUM takes one argument, not 2"),
    ("SELECT (STR(¦DISTINCT 1) AS ?x) { }", "DISTINCT can stand in the arguments of an aggregate only"),
    ("SELECT (:f(¦DISTINCT 1) AS ?x) { }", "DISTINCT can stand in the arguments of an aggregate only"),
    ("SELECT (BOUND(¦1) AS ?x) { }", "BOUND takes a variable"),
    ("CONSTRUCT WHERE { ?s ¦:p/:q ?o }", "A property path cannot stand in the template"),
    ("CONSTRUCT { ?s ¦^:q ?o } WHERE { ?s :p ?o }", "A property path cannot stand in the template"),
    ("SELECT * { ?s ?p ¦'a\\xb' }", "begins no escape of SPARQL"),
    ("SELECT * { ?s ?p ¦'\\uD800' }", "begins no escape of SPARQL"),
]


@pytest.mark.parametrize(("marked", "message"), BROKEN)
def test_the_rule_that_a_query_breaks_is_named_at_its_place(marked, message):
    before, _, after = (PREFIX + marked).partition("¦")
    text = SparqlText(before + after)
    assert text.misfit is None
    assert refused(text.source), "the engine answers it"
    found = explain(text, "error at 1:1: expected x")
    assert message in found.detail
    assert (found.line, found.column) == (1, len(before) + 1)


@pytest.mark.parametrize("name", sorted(arities.FUNCTIONS))
def test_every_function_takes_as_many_arguments_as_the_engine_says(name):
    for count in range(6):
        text = f"SELECT ({name}({', '.join(['?x'] * count)}) AS ?y) {{ }}"
        assert (text_rules.broken(tokenize(text), {}) is not None) == refused(text), text


#: Neighbours that no rule forbids.
FINE = [
    "SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?s",
    "SELECT ?k (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY (STR(?s) AS ?k)",
    "SELECT (COUNT(*) AS ?n) (?n + 1 AS ?m) { ?s ?p ?o }",
    "SELECT (SUM(?o + 1) AS ?n) { ?s ?p ?o }",
    "SELECT ?s { ?s ?p ?o } GROUP BY ?s HAVING(COUNT(*) > 1) ORDER BY SUM(?o)",
    "SELECT ?s (EXISTS { ?s ?x ?y } AS ?b) { ?s ?p ?o } GROUP BY ?s",
    "SELECT ?s ?s { ?s ?p ?o }",
    "SELECT * { ?s ?p ?o BIND(1 AS ?n) BIND(2 AS ?m) }",
    "SELECT * { { BIND(1 AS ?s) } ?s ?p ?o }",
    "SELECT * { FILTER(?n > 1) BIND(1 AS ?n) }",
    "SELECT * { ?s ?p ?o MINUS { ?s :q ?x } BIND(1 AS ?x) }",
    "SELECT * { _:b ?p ?o FILTER(1 = 1) _:b ?q ?r }",
    "CONSTRUCT { _:b ?p ?o } WHERE { _:b ?p ?o }",
    "SELECT * { VALUES (?a ?b) { (1 UNDEF) } VALUES ?c { } }",
    "SELECT (CONCAT() AS ?x) (COALESCE(1, 2, 3, 4) AS ?y) (BNODE() AS ?z) { }",
    "CONSTRUCT WHERE { ?s a ?o ; :p ?x }",
    "SELECT * { } LIMIT 0 OFFSET 0",
    "SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?s VALUES ?s { :a }",
    "SELECT ?k (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY (STR(?s) AS ?k) VALUES ?k { 'a' }",
    "SELECT (1 + ?o AS ?n) { ?s ?p ?o } VALUES ?o { 3 }",
    "SELECT * { { SELECT (1 + ?o AS ?n) { ?s ?p ?o } } VALUES ?n { 3 } }",
    "SELECT * { SERVICE <urn:x> { ?s ?p ?o } }",
]


@pytest.mark.parametrize("text", FINE)
def test_a_query_that_breaks_no_rule_is_not_blamed(text):
    assert text_rules.broken(tokenize(PREFIX + text), {}) is None


@pytest.mark.parametrize(
    "text",
    ["SELECT (SUM(COUNT(?s)) AS ?n) { ?s ?p ?o }", "SELECT * { _:b ?p ?o BIND(1 AS ?w) _:b ?q ?r }"],
)
def test_some_rules_are_not_the_engine_s(text):
    """The engine answers these; by the standard they are not queries, so ADGO does not evaluate them itself."""
    assert not refused(text)
    assert text_rules.broken(tokenize(text), {}) is not None


@pytest.mark.parametrize(
    ("marked", "cure"),
    [
        ("SELECT ?s (COUNT(*) AS ¦?n) { ?s ?p ?o } GROUP BY ?s VALUES ?n { 2 }", "into HAVING"),
        ("SELECT (1 + ?o AS ¦?n) { ?s ?p ?o } VALUES ?n { 3 }", "into a FILTER"),
        ("SELECT * { { SELECT (1 + ?o AS ¦?n) { ?s ?p ?o } VALUES (?s ?n) { (:a 3) } } }", "into a FILTER"),
    ],
)
def test_a_column_with_a_value_in_values_is_refused(marked, cure):
    """Bug: the engine ignores such VALUES, so the rows were more than asked for.

    SPARQL 1.1, 18.2.4: VALUES is joined before the expressions of SELECT, which cannot give a second value.
    """
    before, _, after = (PREFIX + marked).partition("¦")
    found = text_rules.broken(tokenize(before + after), {})
    assert found is not None
    assert found.token.start == len(before)
    assert str(found).startswith("?n already has a value in the VALUES at the end")
    assert cure in str(found)
    with pytest.raises(SyntaxError, match="already has a value in the VALUES at the end"):
        query(Store(), before + after)


def test_prefixes_that_need_no_declaration_are_not_blamed():
    """`adgo query` declares the prefixes of the graph, and blamed them for every other mistake."""
    text = SparqlText("SELECT ?s (COUNT(*) AS ?n) { ?s a adgo:Company ; ex:p ?o }")
    known = {"adgo": "https://w3id.org/adgo/", "ex": "http://example.org/"}
    assert "neither grouped" in explain(text, "", declared=known).detail
    assert "Prefix ex: is used but not declared" in explain(text, "", declared={"adgo": "x"}).detail


def test_a_very_deep_query_is_not_an_error():
    text = "SELECT * { " + "{ " * 3000 + "?s ?p ?o" + " }" * 3000 + " }"
    assert text_rules.broken(tokenize(text), {}) is None


PIECES = """
SELECT ?s ?p * { } { } ( ) ( ) AS ?n COUNT(*) SUM(?o) (COUNT(*) (1 ?s ?p ?o . ?o ?p 1 _:b ?p ?o FILTER BIND OPTIONAL
UNION GROUP BY ?s ORDER BY HAVING VALUES ?v { 1 } LIMIT 1 1.5 STR(?s) IF(1, 2) :a :a/:b , ; 'x' EXISTS + = TRUE
""".split()  # noqa: SIM905
SKELETONS = [
    "SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?s",
    "SELECT * { ?s :a/:b ?o OPTIONAL { ?o ?p _:b } FILTER(STR(?o) = 'x') BIND(1 AS ?n) }",
    "SELECT ?s { { ?s ?p ?o } UNION { ?o ?p 1 } VALUES ( ?v ?o ) { ( 1 2 ) } } ORDER BY ?s LIMIT 1",
    "CONSTRUCT { ?s :a _:b } WHERE { ?s ?p ?o } LIMIT 1",
]


@st.composite
def edited(draw) -> str:
    words = draw(st.sampled_from(SKELETONS)).split()
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(words)))
        words[start : start + draw(st.integers(0, 2))] = draw(st.lists(st.sampled_from(PIECES), max_size=2))
    return PREFIX + " ".join(words)


@given(edited())
def test_what_the_engine_refuses_is_explained_by_the_grammar_or_a_rule(text):
    """So ADGO's own evaluation never answers a text that is not a query, and no mistake lacks a reason."""
    query = SparqlText(text)
    if refused(text) and query.misfit is None and not _is_legal(query):
        assert text_rules.broken(query.tokens, {}) is not None


def _is_legal(query: SparqlText) -> bool:
    """Whether only the engine refuses the query: it forbids a column twice, and booleans in capitals."""
    words = query.source.split()
    columns = words[words.index("SELECT") + 1 : words.index("{")] if "SELECT" in words else []
    return any(columns.count(each) > 1 for each in columns) or "TRUE" in words
