"""Which IRIs of a query the data do not hold, and what is nearest to each."""

from __future__ import annotations

import pytest

from adgo.graph import unknown_terms
from adgo.graph.namespaces import ADGO, ID
from adgo.sparql.text import SparqlText

KNOWN = [ADGO + "partnersWith", ADGO + "Firm", ID + "Momenta", "http://example.org/a#knows"]


@pytest.mark.parametrize(
    ("text", "iris"),
    [
        ("SELECT * { ?s adgo:partnersWith ?o }", [ADGO + "partnersWith"]),
        (
            "PREFIX x: <http://x.org/> SELECT * { x:a <http://y.org/b> x:a }",
            ["http://x.org/a", "http://y.org/b"],
        ),
        ("PREFIX adgo: <http://x.org/> ASK { ?s adgo:b 1 }", ["http://x.org/b"]),
        ('SELECT * { ?s ?p "1"^^xsd:date FILTER (xsd:integer(?s) > 1) }', []),
        ("SELECT * { SERVICE SILENT <http://x.org/sparql> { ?s id:a\\.b ?o } }", [ID + "a.b"]),
        ('ASK { # adgo:no\n ?s ?p "id:no" }', []),
        ("ASK { ?s unknown:a ?o }", []),
    ],
)
def test_the_names_of_a_query_are_those_of_its_patterns(text: str, iris: list[str]) -> None:
    assert unknown_terms.named(SparqlText(text)) == iris


@pytest.mark.parametrize(
    ("iri", "near"),
    [
        (ADGO + "partnerWith", ADGO + "partnersWith"),
        (ADGO + "firm", ADGO + "Firm"),
        (ID + "momenta", ID + "Momenta"),
        (ADGO + "Momenta", ID + "Momenta"),
        ("http://example.org/a#know", "http://example.org/a#knows"),
        (ADGO + "zzzzzz", ""),
        ("urn:uuid:1", ""),
    ],
)
def test_the_nearest_is_of_the_same_namespace_or_of_the_same_name(iri: str, near: str) -> None:
    assert unknown_terms.nearest(iri, KNOWN) == near


def test_terms_are_read_only_if_something_is_absent() -> None:
    def terms() -> list[str]:
        raise AssertionError("read")

    assert unknown_terms.find(SparqlText("ASK { ?s adgo:Firm ?o }"), lambda iri: True, terms) == []
    found = unknown_terms.find(SparqlText("ASK { ?s adgo:Fim ?o }"), lambda iri: False, lambda: KNOWN)
    assert unknown_terms.words(found) == ["adgo:Fim does not occur in the data; near it: adgo:Firm"]
    assert unknown_terms.words([(ADGO + "Zz", "")]) == ["adgo:Zz does not occur in the data"]


def test_a_long_query_costs_no_more_than_a_few_lookups() -> None:
    asked: list[str] = []
    text = " ".join(f"id:a{number}" for number in range(500))
    found = unknown_terms.find(SparqlText(text), lambda iri: bool(asked.append(iri)), list)
    assert len(asked) == len(found) == unknown_terms.MOST
