"""The fast path gives the same response as the view, for every request."""

from __future__ import annotations

from urllib.parse import quote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from process import Reply, Server

from adgo.sparql.text import SparqlText

#: A server that takes no changes ignores this header, but the request goes to the view.
VIEW = {"Authorization": "Bearer none"}
#: The server closes the connection if it sends an answer before it has received a body that it does not need.
CHANGING = {"date", "server", "connection"}

LONG = "SELECT ?a ?b { VALUES ?a { " + " ".join(map(str, range(300))) + " } VALUES ?b { 1 2 3 4 5 6 7 } }"
QUERIES = [
    "SELECT * { ?s ?p ?o }",
    "ASK {}",
    "CONSTRUCT { ?s a ?o } WHERE { ?s ?p ?o }",
    "DESCRIBE <http://example.org/alice>",
    LONG,
    "SELECT (NOW() - NOW() AS ?zero) {}",
    "SELECT * { <rel> ?p ?o }",
    # Queries that are refused, before they run or by the engine.
    "SELECT * { ?s ?p }",
    "SELECT * { ?s x:p ?o }",
    "INSERT DATA { <a> <b> <c> }",
    "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
    "SELECT (STR(1/0) AS ?x) (<http://example.org/f>(1) AS ?y) {}",
    "ASK { FILTER" + "(" * 200 + "1" + ")" * 200 + " }",
    "",
    "SELECT ?x { VALUES ?x { " + "1 " * 70_000 + "} }",
]
ACCEPTS = [
    None,
    "",
    "*/*",
    "application/sparql-results+json",
    "text/csv;q=0.5, application/xml",
    "text/turtle",
    "application/ld+json",
    "image/png",
    "text/html",
    "text/html;q=0.1, */*;q=0.9",
]
CODINGS = [None, "identity", "gzip", "br, gzip;q=0.5", "identity;q=0", "nonsense;;"]


def shown(reply: Reply) -> tuple[int, dict[str, str], bytes]:
    named = {name.lower(): value for name, value in reply.headers.items() if name.lower() not in CHANGING}
    if "vary" in named:
        named["vary"] = ", ".join(sorted(part.strip() for part in named["vary"].split(",")))
    return reply.status, named, reply.body


def both(server: Server, path: str, headers: dict[str, str]) -> tuple[Reply, Reply]:
    send = {name.replace("-", "_"): value for name, value in headers.items()}
    return server.get(path, **send), server.get(path, **send, **VIEW)


def headers_of(accept: str | None, coding: str | None) -> dict[str, str]:
    headers = {"Accept": accept, "Accept-Encoding": coding}
    return {name: value for name, value in headers.items() if value is not None}


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query[:30] or "nothing")
@pytest.mark.parametrize("accept", ACCEPTS, ids=str)
def test_both_paths_answer_alike(people, query, accept):
    path = "/sparql?" + urlencode({"query": query})
    fast, view = both(people, path, headers_of(accept, None))
    if "html" not in fast.type:
        assert shown(fast) == shown(view)
    else:
        assert fast.status == view.status


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query[:30] or "nothing")
@pytest.mark.parametrize("kind", ["application/sparql-query", "application/x-www-form-urlencoded"])
def test_both_paths_answer_a_post_alike(people, query, kind):
    body = urlencode({"query": query}) if "form" in kind else query
    named = {"Content_Type": kind, "Accept": "application/json"}
    fast, view = (people.send("POST", "/sparql", body, **named, **more) for more in ({}, VIEW))
    assert shown(fast) == shown(view)


@pytest.mark.parametrize(
    ("address", "kind", "body"),
    [
        ("?query=ASK%7B%7D", "application/x-www-form-urlencoded", "query=ASK%7B%7D"),
        ("?query=ASK%7B%7D", "application/sparql-query", "ASK {}"),
        ("?update=CLEAR%20ALL", "application/sparql-query", "ASK {}"),
        ("?format=csv", "application/sparql-query", "ASK {}"),
        ("?format=csv", "application/x-www-form-urlencoded", "query=ASK%7B%7D&format=xml"),
        ("?default-graph-uri=http://example.org/graph", "application/sparql-query", "ASK { ?s ?p ?o }"),
        ("", "application/x-www-form-urlencoded", "query=ASK%7B%7D&update=CLEAR%20ALL"),
        ("", "application/x-www-form-urlencoded", "update=CLEAR%20ALL"),
        ("", "application/x-www-form-urlencoded", "query=%FF"),
        ("", "application/sparql-query", b"ASK { ?s ?p '\xff' }"),
        ("", "application/sparql-update", "CLEAR ALL"),
        ("", "application/sparql-query; charset=utf-8", "ASK {}"),
        ("", "application/sparql-query; charset=latin-1", "ASK {}"),
        ("", "text/plain", "ASK {}"),
    ],
)
def test_both_paths_read_a_body_alike(people, address, kind, body):
    named = {"Content_Type": kind, "Accept": "application/json"}
    fast, view = (people.send("POST", f"/sparql{address}", body, **named, **more) for more in ({}, VIEW))
    assert shown(fast) == shown(view)


@pytest.mark.parametrize("coding", CODINGS, ids=str)
@pytest.mark.parametrize("query", [QUERIES[0], LONG], ids=["small", "longer"])
def test_both_paths_compress_alike(people, query, coding):
    path = "/sparql?" + urlencode({"query": query})
    fast, view = both(people, path, headers_of("text/csv", coding))
    assert shown(fast) == shown(view)


@pytest.mark.parametrize(
    "arguments",
    [
        "query=ASK%20%7B%7D&query=ASK%20%7B%7D",
        "query=ASK%20%7B%7D&update=CLEAR%20ALL",
        "update=CLEAR%20ALL",
        "query=%FF",
        "query=ASK%7B%7D&format=csv",
        "query=ASK%7B%7D&format=nonsense",
        "query=ASK%7B?s%20?p%20?o%7D&default-graph-uri=http://example.org/graph",
        "query=ASK%7B?s%20?p%20?o%7D&default-graph-uri=relative",
        "query=SELECT*%7BGRAPH?g%7B?s?p?o%7D%7D&named-graph-uri=http://example.org/graph",
        "&".join(f"a{number}=1" for number in range(300)) + "&query=ASK%7B%7D",
        "query",
        "=",
        "",
    ],
)
def test_both_paths_read_the_arguments_alike(people, arguments):
    fast, view = both(people, f"/sparql?{arguments}", {"Accept": "application/json"})
    assert shown(fast) == shown(view)


@pytest.mark.parametrize(
    "host", ["example.org", "example.org:80", "example.org:8080", "[::1]:1", "a b", "x/y"]
)
def test_both_paths_resolve_against_the_same_address(people, host):
    """The base of relative IRIs is the address that the client called."""
    path = "/sparql?" + urlencode({"query": "SELECT (STR(<x>) AS ?base) {}"})
    fast, view = both(people, path, {"Host": host, "Accept": "text/csv"})
    assert shown(fast) == shown(view)


WORDS = """
SELECT ASK CONSTRUCT DESCRIBE INSERT DELETE LOAD SERVICE NOW RAND UUID BNODE SILENT select now() (NOW()) PREFIX BASE
ex: : ex:now ex:b SELECT.: ?x $now * { } ( ) [ ] <http://a/> <x> 'now' "SERVICE" \'\'\'load\'\'\' # @en ^^ 1e5 5now 1.0
_:b é éNOW _NOW NOW_ a.NOW xNOW ; , . || !=
"""
pieces = st.sampled_from([*WORDS.split(), "\n", "\\", "\u2003", "\x00"])


@given(st.lists(pieces, max_size=14), st.sampled_from(["", " ", "\n"]))
def test_a_glance_tells_what_the_whole_reading_tells(words, gap):
    text = gap.join(words)
    glance, whole = SparqlText(text).analysis, SparqlText(text).full_analysis
    assert (glance.form, glance.volatile, glance.services, glance.loads) == (
        whole.form,
        whole.volatile,
        whole.services,
        whole.loads,
    )
    assert (glance.call is None) == (whole.call is None)
    assert whole.depth <= glance.depth


def test_a_percent_encoded_query_of_any_characters_comes_through(people):
    text = "SELECT ('é \U0001f697 + & = % ?' AS ?x) {}"
    for encoded in (quote(text), urlencode({"q": text})[2:]):
        reply = people.get(f"/sparql?query={encoded}", Accept="text/csv")
        assert reply.text.splitlines()[1].strip('"') == "é \U0001f697 + & = % ?"
