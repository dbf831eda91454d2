"""Every number that a page gives is the one that SPARQL counts."""

from __future__ import annotations

import re

from asked import count, rows
from pyoxigraph import Store
from visited import Visit

from adgo.graph.namespaces import ADGO


def test_the_figures_of_the_front_page_are_what_sparql_counts(visit: Visit, store: Store) -> None:
    shown = {
        words: int(number.replace(",", ""))
        for words, number in re.findall(
            r"<dt><a href=\"[^\"]*\">(\w+)</a></dt><dd>([\d,]+)</dd>", visit("/").html
        )
    }
    counted = {
        "firms": "SELECT (COUNT(DISTINCT ?x) AS ?n) { ?x a adgo:Firm }",
        "undertakings": "SELECT (COUNT(DISTINCT ?x) AS ?n) { ?report adgo:reportsOn ?x }",
        "claims": "SELECT (COUNT(DISTINCT ?x) AS ?n) { ?x a adgo:Claim }",
        "sources": "SELECT (COUNT(DISTINCT ?x) AS ?n) { ?x a adgo:Source }",
    }
    assert {name: shown[name] for name in counted} == {
        name: count(store, text) for name, text in counted.items()
    }
    for kind, name in (("Firm", "firms"), ("Undertaking", "undertakings"), ("Source", "sources")):
        assert len(re.findall("<li>", visit(f"/search?kind={kind}").html.partition("hits")[2])) == shown[name]


def test_the_uses_of_every_term_are_what_sparql_counts(visit: Visit, store: Store) -> None:
    """Bug: the page gave 20 automakers where there are 10: it added the claims that name the class to its members."""
    shown = re.findall(r"<code>adgo:(\w+)</code> <small>([^<]*)</small>", visit("/ontology").html)
    assert len(shown) > 150
    things = dict(rows(store, "SELECT ?t (COUNT(DISTINCT ?x) AS ?n) { ?x a ?t } GROUP BY ?t"))
    triples = dict(
        rows(store, "SELECT ?t (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?t ?o { ?s ?t ?o } } GROUP BY ?t")
    )
    claims = dict(
        rows(
            store,
            "SELECT ?t (COUNT(DISTINCT ?c) AS ?n) { ?c ?p ?t FILTER (?p != rdf:type) ?c a adgo:Claim } GROUP BY ?t",
        )
    )
    for name, words in shown:
        term = ADGO + name
        numbers = {
            noun: int(n.replace(",", "")) for n, noun in re.findall(r"([\d,]+) (thing|triple|claim)", words)
        }
        expected = {"thing": things.get(term), "triple": triples.get(term), "claim": claims.get(term)}
        assert numbers == {noun: int(n) for noun, n in expected.items() if n}, name


def test_the_lists_say_how_many_they_show(visit: Visit, store: Store) -> None:
    total = count(store, "SELECT (COUNT(DISTINCT ?x) AS ?n) { ?report adgo:reportsOn ?x }")
    page = visit("/network")
    assert f"{total} of {total} undertakings" in page.text
    for kind in ("Trial", "Partnership", "Establishment"):
        shown = re.search(r"(\d+) of \d+ undertakings", visit(f"/network?kind={kind}").text)
        assert shown
        assert int(shown[1]) == count(
            store,
            f"SELECT (COUNT(DISTINCT ?x) AS ?n) {{ ?report adgo:reportsOn ?x ; adgo:reportedKind adgo:{kind} }}",
        )
