"""No text, parameter, path or header of a request makes the server fail: it answers, or says what to do."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from adgo.server.app import close, create_app
from adgo.server.settings import Settings

TOKEN = "a token for the tests of any request"
FORM, QUERY, UPDATE = (
    f"application/{kind}" for kind in ("x-www-form-urlencoded", "sparql-query", "sparql-update")
)
PIECES = """
SELECT ASK CONSTRUCT DESCRIBE INSERT DELETE DATA WHERE LOAD CLEAR WITH USING NAMED GRAPH SERVICE FROM PREFIX BASE
* ?s ?p $x { } ( ) [ ] . ; , <urn:a> <a> <\\u0000> ex: ex:a : _:b 'a' "é" '''x \\uD800 1 1.5e999 -0 99999999999999999999
"9999-12-31"^^xsd:date "P1Y"^^<http://www.w3.org/2001/XMLSchema#duration> now() UUID() IRI( STRDT( BIND AS COUNT GROUP
BY ORDER LIMIT -1 OFFSET VALUES UNDEF FILTER EXISTS MINUS REGEX(?s,"(a+)+$") << >> ~ {| # \x00 \u2028 𐀀 ^ | / + ! = !=
""".split()  # noqa: SIM905
NAMES = """
query update format default-graph-uri named-graph-uri using-graph-uri using-named-graph-uri graph default view day place
""".split()  # noqa: SIM905
texts = st.one_of(
    st.text(max_size=40),
    st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=8).map(lambda words: f"SELECT * {{ {' '.join(words)} }}"),
)
queries = texts.map(lambda text: text.encode("utf-8", "replace").decode())
plain = queries.map(lambda text: text.replace("\x00", ""))
names = st.sampled_from(NAMES)
parameters = st.lists(
    st.tuples(names, st.one_of(plain, st.sampled_from(["csv", "ttl", "urn:g", "", "x:"]))), max_size=4
)
media = st.sampled_from(
    [
        "*/*",
        "text/html",
        "text/turtle",
        "text/csv",
        "application/json;q=x",
        "a/b;q=0.5, */*;q=0",
        "application/rdf+xml",
    ]
)
#: Header values as a server passes them on: bytes without line feeds, read as Latin-1.
raw = st.binary(max_size=20).map(
    lambda value: value.decode("latin-1").translate({10: None, 13: None, 0: None})
)
tags = st.sampled_from(["*", '"a"', 'W/"a", "b"', '"', "a"])
headers = st.fixed_dictionaries(
    {},
    optional={
        "Accept": media | raw,
        "Accept-Encoding": st.sampled_from(["gzip", "br;q=0.1", "*", "identity;q=0"]) | raw,
        "Content-Type": st.sampled_from(
            [FORM, QUERY, UPDATE, "text/turtle", "multipart/form-data; boundary=x"]
        )
        | raw,
        "Content-Encoding": st.sampled_from(["gzip", "identity"]),
        "If-None-Match": tags | raw,
        "If-Match": tags | raw,
        "Range": st.just("bytes=0-1") | raw,
        "Authorization": st.sampled_from([f"Bearer {TOKEN}", "Basic eDp5", "Bearer"]) | raw,
        "Host": st.sampled_from(["example.org", "[::1]:80", "a b", "x" * 300]) | raw,
        "X-Forwarded-For": raw,
    },
)
paths = st.one_of(
    st.sampled_from(
        ["/sparql", "/store", "/queries/partnerships", "/queries/status-as-of", "/graph/claims", "/dataset"]
    ),
    st.tuples(
        st.sampled_from(["/store/", "/queries/", "/id/", "/about/id/", "/claim/", "/ontology/", "/data/"]),
        plain,
    ).map("".join),
)
methods = st.sampled_from(["GET", "GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS"])


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    limits = Settings(timeout=2, memory=300, workers=2)
    app = create_app(store=tmp_path_factory.mktemp("any") / "store", settings=limits, token=TOKEN)
    yield app.test_client()
    close(app)


def check(reply) -> None:
    """Fail unless the server answered, or refused with a sentence that says what to do."""
    assert reply.status_code != 500, reply.text
    if reply.content_type == "application/problem+json" and reply.data:
        problem = reply.json
        assert problem["status"] == reply.status_code
        assert problem["title"]
        assert len(problem["detail"]) > 20


def send(client, method, path, arguments, sent, body) -> None:
    check(client.open(quote(path), method=method, query_string=arguments, headers=sent, data=body))


def ask(client, text, kind, accept) -> None:
    check(
        client.post("/sparql", data=text.encode(), headers={"Content-Type": kind, "Accept": accept} | BEARER)
    )


BEARER = {"Authorization": f"Bearer {TOKEN}"}
few = settings(max_examples=40)
many = settings(max_examples=500)


@few
@given(methods, paths, parameters, headers, st.binary(max_size=40) | queries.map(str.encode))
@example("GET", "/sparql", [("query", "ASK {}"), ("default-graph-uri", "not an IRI")], {}, b"")
@example("GET", "/", [], {"Host": "x" * 300, "Accept": "text/html"}, b"")
@example("GET", "/id/a\0b", [], {}, b"")
@example("PUT", "/store", [("graph", "urn:g")], BEARER | {"Content-Type": "text/turtle"}, b"<a> <b> <c")
@example("POST", "/store", [], BEARER | {"Content-Type": "multipart/form-data"}, b"--x")
def test_no_request_makes_the_server_fail(client, method, path, arguments, sent, body):
    """A browser's request with a Host header that is not a host got 500, as its page could not be rendered."""
    send(client, method, path, arguments, sent, body)


@few
@given(queries, st.sampled_from([QUERY, UPDATE]), media)
@example("SELECT * { BIND(<\ufffd> AS ?x) }", QUERY, "*/*")
def test_no_query_or_update_makes_the_server_fail(client, text, kind, accept):
    ask(client, text, kind, accept)


@pytest.mark.full
@many
@given(methods, paths, parameters, headers, st.binary(max_size=40) | queries.map(str.encode))
def test_none_of_many_requests_makes_the_server_fail(client, method, path, arguments, sent, body):
    send(client, method, path, arguments, sent, body)


@pytest.mark.full
@many
@given(queries, st.sampled_from([QUERY, UPDATE]), media)
def test_none_of_many_queries_and_updates_makes_the_server_fail(client, text, kind, accept):
    ask(client, text, kind, accept)
