"""Why an answer has no rows: what the data do not hold, what nothing uses, and what is nearest."""

from __future__ import annotations

import pytest
from pyoxigraph import RdfFormat, Store

from adgo.corpus.absence.notes import LONGEST, notes
from adgo.corpus.absence.required_terms import required_terms
from adgo.corpus.reading import asking
from adgo.graph.dataset import load
from adgo.graph.namespaces import ADGO
from adgo.sparql.text import SparqlText

DATA = """
@prefix ex: <http://example.org/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
ex:Parent rdfs:subClassOf ex:Grandparent . ex:Child rdfs:subClassOf ex:Parent . ex:Pet rdfs:subClassOf ex:Child .
ex:ann a ex:Child . ex:bob a ex:Child . ex:zoe a ex:Pet .
ex:Van rdfs:subClassOf ex:Car . ex:one a ex:Car . ex:Lorry rdfs:subClassOf ex:Bus .
ex:sees rdfs:subPropertyOf ex:knows . ex:ann ex:sees ex:bob . ex:lifts rdfs:subPropertyOf ex:moves .
"""
APART = "<http://example.org/x> a <http://example.org/Lorry> ; <http://example.org/lifts> <http://example.org/y> ."


@pytest.fixture(scope="module")
def small() -> Store:
    store = Store()
    store.load(DATA.encode(), RdfFormat.TURTLE)
    store.update(f"INSERT DATA {{ GRAPH <http://example.org/apart> {{ {APART} }} }}")
    return store


def said(store: Store, text: str) -> list[str]:
    return notes(SparqlText("PREFIX ex: <http://example.org/> " + text), asking(store))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "SELECT * { ?x a ex:Parent }",
            "The class <http://example.org/Parent> has no members in the data; "
            "the narrower <http://example.org/Child> has 2 members",
        ),
        (
            "SELECT * { ?x a ex:Van }",
            "The class <http://example.org/Van> has no members in the data; the broader <http://example.org/Car> has 1 "
            "member",
        ),
        ("SELECT * { ?x a ex:Bus }", "The class <http://example.org/Bus> has no members in the data"),
        (
            "SELECT * { ?x ex:knows ?y }",
            "The property <http://example.org/knows> has no triples in the data; "
            "the narrower <http://example.org/sees> has 1 triple",
        ),
        ("ASK { ?x ex:moves+ ?y }", "The property <http://example.org/moves> has no triples in the data"),
        (
            "SELECT * { ?x a ex:Chld }",
            "<http://example.org/Chld> does not occur in the data; near it: <http://example.org/Child>",
        ),
    ],
)
def test_a_term_that_is_absent_or_unused_is_named_with_the_nearest(
    small: Store, text: str, expected: str
) -> None:
    """Bug: a class without direct members, and a property that is only defined, gave an empty table and no word."""
    assert said(small, text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ex:ann ex:sees ex:zoe }",
        "SELECT * { ?x a ex:Lorry }",
        "SELECT * { ?x ex:lifts ex:zoe }",
        "SELECT * { ?x ex:knows* ex:Nobody FILTER (false) OPTIONAL { ?x ex:moves ?y } }".replace(
            "ex:Nobody", "ex:ann"
        ),
        "SELECT * { ?x ex:knows|ex:moves ?y }",
        "SELECT * { ?x !ex:moves ?y FILTER (false) }",
        "SELECT * { <relative> ?p ?o }",
        "SELECT * { ?x a ex:Parent " + "#" * LONGEST + "\n}",
    ],
)
def test_what_is_not_the_reason_is_not_named(small: Store, text: str) -> None:
    assert said(small, text) == []


def test_the_terms_that_an_answer_needs() -> None:
    text = "SELECT * { ?x a adgo:Firm ; adgo:partnersWith/^adgo:involves ?y MINUS { ?x adgo:supplies ?z } }"
    assert required_terms(SparqlText(text)) == (
        [ADGO + "Firm"],
        [ADGO + "partnersWith", ADGO + "involves"],
    )
    assert required_terms(SparqlText("SELECT * { broken")) == ([], [])


def test_no_class_or_property_of_the_ontology_gives_an_empty_answer_without_a_word() -> None:
    """Every term that nothing uses is named, and no term that something uses."""
    store = load().store
    ask = asking(store)
    for kind, pattern in (("Class", "?x a <{}>"), ("ObjectProperty", "?x <{}> ?y")):
        query = f"SELECT ?it {{ ?it a <http://www.w3.org/2002/07/owl#{kind}> FILTER STRSTARTS(STR(?it), '{ADGO}') }}"
        for row in ask(query):
            text = "SELECT * { " + pattern.format(row["it"]["value"]) + " } LIMIT 1"
            is_named = bool(ask(text) or ask(text.replace("{ ", "{ GRAPH ?g { ", 1).replace("}", "} }", 1)))
            assert is_named != bool(notes(SparqlText(text), ask)), text
