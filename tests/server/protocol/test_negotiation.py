"""Which format a client gets."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adgo.server.protocol.negotiation import GRAPHS, HTML, RESULTS, NotAcceptable, choose, prefers_page

FIREFOX = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
JENA = (
    "application/sparql-results+json, application/sparql-results+xml;q=0.9, text/tab-separated-values;q=0.7, "
    "text/csv;q=0.5, */*;q=0.1"
)
YASGUI = "application/sparql-results+json,*/*;q=0.9"


@pytest.mark.parametrize(
    ("accept", "offered", "name"),
    [
        (None, RESULTS, "json"),
        ("", RESULTS, "json"),
        ("*/*", GRAPHS, "ttl"),
        (JENA, RESULTS, "json"),
        (YASGUI, RESULTS, "json"),
        ("text/plain", GRAPHS, "nt"),
        ("application/json", GRAPHS, "jsonld"),
        ("application/xml", GRAPHS, "rdf"),
        ("application/*;q=0.5, text/turtle;q=0.1", GRAPHS, "nt"),
        ("text/turtle;q=0.1, application/ld+json;q=0.2", GRAPHS, "jsonld"),
        ("TEXT/TURTLE;charset=UTF-8", GRAPHS, "ttl"),
        ("text/html, text/turtle", (*GRAPHS, HTML), "ttl"),
        (FIREFOX, (*GRAPHS, HTML), "html"),
    ],
)
def test_the_best_of_what_is_accepted(accept, offered, name):
    assert choose(accept, offered).name == name


@pytest.mark.parametrize("accept", ["image/png", "*/*;q=0", "text/turtle;q=0", "nonsense"])
def test_nothing_acceptable(accept):
    with pytest.raises(NotAcceptable):
        choose(accept, RESULTS)


def test_a_wish_rules():
    assert choose("image/png", RESULTS, "csv").name == "csv"
    assert choose(None, RESULTS, "text/csv").name == "csv"
    with pytest.raises(NotAcceptable):
        choose("*/*", RESULTS, "ttl")


@pytest.mark.parametrize(
    ("wish", "name"),
    [
        ("turtle", "ttl"),
        ("n3", "ttl"),
        ("json-ld", "jsonld"),
        ("rdf+xml", "rdf"),
        ("xml", "rdf"),
        ("nt", "nt"),
    ],
)
def test_a_graph_is_had_by_the_names_that_libraries_have_for_its_formats(wish, name):
    """SPARQLWrapper sends `format=turtle` in addition to a right Accept, and each of its CONSTRUCTs got 406."""
    assert choose("application/turtle,text/turtle", GRAPHS, wish).name == name


def test_who_is_a_browser():
    assert prefers_page(FIREFOX)
    assert not any(map(prefers_page, (None, "*/*", JENA, YASGUI, "text/html;q=0.1, */*")))


@given(st.text(max_size=80))
def test_any_header_is_answered(accept):
    with contextlib.suppress(NotAcceptable):
        assert choose(accept, RESULTS) in RESULTS


def test_a_header_of_great_length_is_not_read():
    """It took seconds, in the server itself."""
    assert choose("text/csv," * 30_000, RESULTS) is RESULTS[0]
    assert choose(f"text/csv,{'image/png,' * 300}", RESULTS).name == "csv"
    assert not prefers_page(f"{FIREFOX},{'a/b,' * 1000}")
