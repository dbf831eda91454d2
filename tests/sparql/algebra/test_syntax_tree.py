"""The productions that the tokens of a text form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from translated import tree

from adgo.sparql.algebra.syntax_tree import parse
from adgo.sparql.grammar import misfit
from adgo.sparql.tokens import tokenize


def test_a_tree_has_the_productions_of_the_grammar():
    found = tree("PREFIX : <http://e/> SELECT ?a { ?a :b 1 } LIMIT 2")
    assert found.name == "Query"
    assert [each.name for each in found.parts] == ["Prologue", "SelectQuery", "ValuesClause"]
    select = found.need("SelectQuery")
    assert [each.name for each in select.parts] == ["SelectClause", "WhereClause", "SolutionModifier"]
    assert select.need("SelectClause").words == ["SELECT", "?a"]
    assert select.need("SolutionModifier").words == ["LIMIT", "2"]
    assert select.one("DatasetClause") is None
    with pytest.raises(KeyError):
        select.need("DatasetClause")


def test_keywords_are_found_in_any_case():
    assert tree("select distinct * { }").need("SelectQuery").need("SelectClause").words == [
        "SELECT",
        "DISTINCT",
        "*",
    ]


def test_parts_at_any_depth_are_found_in_their_order():
    found = tree("ASK { ?a <urn:b> ?c { ?d <urn:e> ?f } }")
    assert [each.first_token.text for each in found.below("Verb")] == ["<urn:b>", "<urn:e>"]
    assert found.first_token.text == "ASK"


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o . OPTIONAL { ?o ?q [] } } GROUP BY ?s HAVING(?n > 1)",
        "CONSTRUCT WHERE { ?s ?p (1 2) }",
        "DESCRIBE <urn:a> ?b",
    ],
)
def test_a_tree_keeps_every_token_in_its_place(text):
    assert list(tree(text).tokens()) == list(tokenize(text))


@pytest.mark.parametrize("text", ["SELECT * { ?s ?p }", "SELECT * {} {}", "", "INSERT DATA { }"])
def test_what_is_not_a_query_has_no_tree(text):
    assert tree(text) is None


def test_an_update_has_a_tree_of_its_own():
    found = tree("INSERT DATA { <urn:a> <urn:b> 1 } ; CLEAR ALL", is_update=True)
    assert [each.words[:2] for each in found.below("Change")] == [["INSERT", "DATA"], ["CLEAR", "ALL"]]


WORDS = "SELECT * ?x { } ( ) <urn:a> a . ; , 1 'x' FILTER OPTIONAL UNION BIND AS VALUES GROUP BY ORDER + = ! ^ | /"


@given(st.lists(st.sampled_from(WORDS.split()), max_size=12))
def test_there_is_a_tree_exactly_if_the_grammar_finds_no_misfit(words):
    text = "SELECT * { " + " ".join(words)
    assert (parse(tokenize(text)) is None) == (misfit(tokenize(text)) is not None)
