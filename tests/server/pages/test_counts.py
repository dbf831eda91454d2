"""Every number that a page gives is the one that SPARQL counts."""

from __future__ import annotations

import re

from asked import count
from pyoxigraph import Store
from visited import Visit


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


def test_the_lists_say_how_many_they_show(visit: Visit, store: Store) -> None:
    total = count(store, "SELECT (COUNT(DISTINCT ?x) AS ?n) { ?report adgo:reportsOn ?x }")
    page = visit("/network")
    assert f"{total} of {total} projects" in page.text
    for kind in ("Trial", "Partnership", "Establishment"):
        shown = re.search(r"(\d+) of \d+ projects", visit(f"/network?kind={kind}").text)
        assert shown
        assert int(shown[1]) == count(
            store,
            f"SELECT (COUNT(DISTINCT ?x) AS ?n) {{ ?report adgo:reportsOn ?x ; adgo:reportedKind adgo:{kind} }}",
        )
