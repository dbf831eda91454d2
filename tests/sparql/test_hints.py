"""Hints for correct queries that answer nothing."""

from __future__ import annotations

import pytest

from adgo.sparql import hints
from adgo.sparql.text import SparqlText

BODY = "{ ?s ?p ?o } GROUP BY ?s"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (f"SELECT ?s (COUNT(*) AS ?count) {BODY} HAVING (?count > 1)", ["?count"]),
        (f"SELECT ?s (COUNT(*) AS ?count) {BODY} HAVING (?count > 1) ($count < 9)", ["?count"]),
        (f"SELECT * {{ {{ SELECT (COUNT(*) AS ?n) {BODY} HAVING (1 < ?n) }} }}", ["?n"]),
        (f"SELECT ?s (COUNT(*) AS ?count) {BODY} HAVING (COUNT(*) > 1)", []),
        (f"SELECT ?s (COUNT(?o) AS ?n) {BODY} HAVING (SUM(?n) > 1)", []),
        (f"SELECT ?s (COUNT(?o) AS ?n) {BODY} HAVING (?s != <urn:x>) ORDER BY ?n", []),
        ("SELECT ?k { ?s ?p ?o } GROUP BY (STR(?s) AS ?k) HAVING (?k > 'a')", []),
        ("ASK { ?s ?p ?o } HAVING (COUNT(*) > 1)", []),
        ("not SPARQL", []),
    ],
)
def test_an_alias_in_having_is_pointed_out(text, names):
    """It is legal (section 18.2.4: HAVING filters before SELECT extends) and gave no rows and no hint."""
    found = list(hints.for_no_rows(SparqlText(text)))
    assert len(found) == len(names)
    for name, sentence in zip(names, found, strict=True):
        assert f"HAVING is evaluated before {name} gets its value" in sentence
