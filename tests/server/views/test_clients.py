"""Requests as real clients send them, byte for byte where it matters: each once failed, or got a wrong answer."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import time
from urllib.parse import quote, urlencode

import pytest
from process import TOKEN
from pyoxigraph import RdfFormat, parse

from adgo.server.engine.failure import Failure
from adgo.server.protocol import query_problems
from adgo.server.settings import Settings
from adgo.sparql.text import SparqlText

JSON, XML, CSV = "application/sparql-results+json", "application/sparql-results+xml", "text/csv"
FORM = "application/x-www-form-urlencoded"
ROWS = "SELECT ?name { ?s <http://example.org/name> ?name } ORDER BY ?name"
GRAPH = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o FILTER(isIRI(?o)) }"
#: What SPARQLWrapper accepts if its format is XML, and what a browser does.
WRAPPER = "application/sparql-results+xml"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def get(server, arguments: str, accept: str = "*/*", **headers: str):
    return server.get(f"/sparql?{arguments}", Accept=accept, **headers)


def asked(query: str, **more: str) -> str:
    return urlencode({"query": query, **more})


@pytest.mark.parametrize(
    ("arguments", "media_type"),
    [
        # A URL as people copy it: the plus sign of the media type arrives as a blank.
        ("format=application/sparql-results+json", JSON),
        ("format=application/sparql-results%2Bxml", XML),
        ("format=JSON", JSON),
        ("format=Text/CSV", CSV),
        ("output=csv", CSV),
        ("output=xml&stylesheet=/xml-to-html.xsl", XML),
        ("results=xml", XML),
        ("format=csv&output=csv&results=csv", CSV),
        ("format=", JSON),
        ("format=&output=csv", CSV),
        ("default-graph-uri=&named-graph-uri=&format=text%2Fcsv&timeout=0", CSV),
    ],
    ids=[
        "copied URL",
        "rdflib",
        "capitals",
        "media type in capitals",
        "Fuseki",
        "Fuseki's form",
        "Virtuoso",
        "SPARQLWrapper",
        "empty",
        "one empty",
        "Virtuoso's form",
    ],
)
@pytest.mark.parametrize("by_post", [False, True])
def test_a_format_by_any_name(people, arguments, media_type, by_post):
    """Faults: 406 for the blank and the capitals, and JSON for `output` and `results`, which were ignored."""
    text = f"query={quote(ROWS)}&{arguments}"
    reply = people.send("POST", "/sparql", text, Content_Type=FORM) if by_post else get(people, text)
    assert (reply.status, reply.type) == (200, media_type), reply.text


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("text/n3", "text/turtle"),
        ("text/rdf+n3", "text/turtle"),
        ("application/n-quads", "application/n-quads"),
        ("application/trig", "application/trig"),
        ("*/*", "text/turtle"),
        ("application/trig;q=0.5, text/turtle", "text/turtle"),
    ],
)
def test_a_graph_for_clients_that_accept_formats_of_datasets_or_n3_only(people, accept, media_type):
    """Fault: 406, though Turtle is N3, and each graph is a dataset without named graphs."""
    reply = get(people, asked(GRAPH), accept)
    assert (reply.status, reply.type) == (200, media_type)
    expected = get(people, asked(GRAPH), "application/n-triples")

    def triples(content: bytes, of: str) -> set:
        return {quad.triple for quad in parse(content, RdfFormat.from_media_type(of))}

    assert triples(reply.body, media_type) == triples(expected.body, "application/n-triples")


@pytest.mark.parametrize("accept", [CSV, "text/tab-separated-values"])
@pytest.mark.parametrize("by_name", [False, True])
def test_the_answer_to_ask_is_not_csv(people, accept, by_name):
    """Fault: rdflib's SPARQLStore read the bare `true` as the header of a table without rows, which is False.

    SPARQL 1.1 defines CSV and TSV for SELECT only.
    """
    reply = get(
        people, asked("ASK {}", **({"output": accept} if by_name else {})), "*/*" if by_name else accept
    )
    assert reply.status == 406
    assert ("output=" if by_name else "Accept") in reply.json["detail"]
    assert ("json" if by_name else JSON) in reply.json["detail"]
    assert get(people, asked("ASK {}"), f"{accept}, {JSON};q=0.1").json["boolean"] is True


def test_406_names_what_was_at_fault(people):
    assert "output='ttl'" in get(people, asked(ROWS, output="ttl")).json["detail"]
    assert "Accept" in get(people, asked(ROWS), "image/png").json["detail"]


def test_two_formats_are_400(people):
    reply = get(people, asked(ROWS, format="json", output="csv"))
    assert reply.status == 400
    assert "format='json'" in reply.json["detail"]
    assert "output='csv'" in reply.json["detail"]


@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri"])
def test_an_empty_graph_is_none_and_a_relative_one_is_named(people, name):
    """YASGUI and Virtuoso's form send it empty: 400 `No scheme found in an absolute IRI`, without its name."""
    assert get(people, asked(ROWS, **{name: ""})).json == get(people, asked(ROWS)).json
    reply = get(people, asked(ROWS, **{name: "people.ttl"}))
    assert (reply.status, f"{name}=" in reply.json["detail"]) == (400, True)


def test_a_page_says_which_graph_of_the_request_is_not_there(people):
    """The answer is empty with 200, as the standard wants; a person should learn why."""
    for name in ("default-graph-uri", "named-graph-uri"):
        page = get(people, asked("SELECT * { ?s ?p ?o }", **{name: "http://example.org/none"}), BROWSER)
        assert page.status == 200
        assert "&lt;http://example.org/none&gt;, which is not a graph of the data" in page.text
    page = get(people, asked("SELECT * FROM <http://example.org/none> { ?s ?p ?o }"), BROWSER)
    assert "&lt;http://example.org/none&gt; does not occur in the data" in page.text


@pytest.mark.parametrize("iri", ["urn:x-arq:UnionGraph", "urn:x-arq:DefaultGraph"])
def test_the_graphs_of_jena_are_refused_if_a_query_names_them(people, iri):
    """Fault: 200 without rows."""
    for query in (f"SELECT * FROM <{iri}> {{ ?s ?p ?o }}", f"SELECT * {{ GRAPH <{iri}> {{ ?s ?p ?o }} }}"):
        reply = get(people, asked(query))
        assert (reply.status, reply.json["column"]) == (400, query.index("<") + 1)
    assert get(people, asked("SELECT * {}", **{"default-graph-uri": iri})).status == 400
    assert get(people, asked(f"SELECT * {{ VALUES ?x {{ <{iri}> }} }}")).status == 200


@pytest.mark.parametrize("kind", ["application/sparql-query", FORM])
def test_a_byte_order_mark_before_a_query_is_skipped(people, kind):
    """Fault: 400 with an invisible character. Notepad writes it, and `curl --data-binary @query.rq` sends it."""
    text = f"query={quote(ROWS)}" if kind == FORM else ROWS
    for body in (f"\ufeff{text}", text.replace("query=", "query=%EF%BB%BF")):
        reply = people.send("POST", "/sparql", body, Content_Type=kind, Accept=JSON)
        assert (reply.status, len(reply.json["results"]["bindings"])) == (200, 3), reply.text
    wrong = people.send("POST", "/sparql", "\ufeffSELEC", Content_Type="application/sparql-query")
    assert wrong.json["column"] == 1


def test_a_byte_order_mark_before_an_update_is_skipped(writable):
    text = "\ufeffINSERT DATA { GRAPH <urn:bom> { <urn:s> <urn:p> 1 } }"
    headers = {"Content_Type": "application/sparql-update", "Authorization": f"Bearer {TOKEN}"}
    assert writable.send("POST", "/sparql", text, **headers).status == 204


#: Counts pairs for minutes: no client waits for the end.
# Small tables: a join of the whole graph with itself took more memory than allowed before its half second was over.
ENDLESS = "SELECT (COUNT(*) AS ?n) {{ {} }}".format(
    " ".join(f"VALUES ?{name} {{ {' '.join(map(str, range(400)))} }}" for name in "abcd")
)


def test_a_client_may_lower_the_time_limit(people, everyday):
    """The limit of `everyday` is 30 seconds; a loaded machine may be late by ten."""
    start = time.monotonic()
    reply = get(everyday, asked(ENDLESS, timeout="0.5"))
    assert (reply.status, time.monotonic() - start < 20) == (504, True)
    assert "0.5 seconds, its timeout=; this server allows 30" in reply.json["detail"]
    assert people.send("POST", "/sparql", asked(ROWS, timeout="30000"), Content_Type=FORM).status == 200


@pytest.mark.parametrize(
    ("seconds", "sentence"),
    [
        (0, "30 seconds, the limit of this server"),
        (60, "30 seconds, the limit of this server"),
        (2.5, "2.5 seconds, its timeout=; this server allows 30"),
    ],
)
def test_504_names_the_limit_that_applied(seconds, sentence):
    failure = Failure("timeout")
    problem = query_problems.problem(SparqlText("ASK {}"), failure, Settings(timeout=30), 1, seconds)
    assert (problem.status, sentence in problem.detail) == (504, True)


@pytest.mark.parametrize("value", ["-1", "1000ms", "NaN", "later"])
def test_a_time_limit_that_is_not_a_number_is_400(people, value):
    reply = get(people, asked(ROWS, timeout=value))
    assert (reply.status, "timeout=" in reply.json["detail"]) == (400, True)


def test_csv_for_programs_is_plain_and_csv_for_spreadsheets_is_marked(people):
    """Fault: Excel showed umlauts and Chinese names wrongly, as it reads CSV without the mark in the code page."""
    query = 'SELECT ?x { VALUES ?x { "Löwenbräu" "汽车" } }'
    plain = get(people, asked(query), CSV)
    assert plain.body.startswith(b"x\r\n")
    assert "Content-Disposition" not in plain.headers
    marked = get(people, asked(query, format="csv", bom="1"))
    assert marked.body == b"\xef\xbb\xbf" + plain.body
    assert marked.headers["Content-Disposition"] == 'attachment; filename="adgo.csv"'
    assert marked.headers["ETag"] != plain.headers["ETag"]
    again = get(people, asked(query, format="csv", bom="1"), If_None_Match=marked.headers["ETag"])
    assert again.status == 304
    rows = list(csv.reader(io.StringIO(marked.body.decode("utf-8-sig"))))
    assert rows == [["x"], ["Löwenbräu"], ["汽车"]]
    assert get(people, asked(query, format="json", bom="1")).body.startswith(b"{")


def test_a_browser_gets_a_file_if_it_names_a_format_by_any_name(people):
    for name in ("format", "output", "results"):
        reply = get(people, asked(ROWS, **{name: "csv"}), BROWSER)
        assert (reply.type, reply.body[:3]) == (CSV, b"\xef\xbb\xbf")
        assert "attachment" in reply.headers["Content-Disposition"]
        assert "Accept" in reply.headers["Vary"]
    plain = get(people, asked(ROWS, format="csv", bom="0"), BROWSER)
    assert plain.body == get(people, asked(ROWS), CSV).body
    assert people.get("/queries/partnerships?format=csv", Accept=BROWSER).body.startswith(b"\xef\xbb\xbf")
    assert get(people, asked(ROWS, format=""), BROWSER).type == "text/html"


@pytest.mark.parametrize("user", ["", "user", "dba"])
def test_basic_authentication_takes_the_token_as_password(writable, user):
    """Fault: 401 for SPARQLWrapper, rdflib's `auth=`, RDF4J and Protégé, which know nothing else."""
    credentials = base64.b64encode(f"{user}:{TOKEN}".encode()).decode()
    update = urlencode({"update": "INSERT DATA { GRAPH <urn:basic> { <urn:s> <urn:p> 1 } }"})
    reply = writable.send("POST", "/sparql", update, Content_Type=FORM, Authorization=f"Basic {credentials}")
    assert reply.status == 204, reply.text


def test_a_client_that_asks_first_learns_how_to_authenticate(writable):
    """Python's urllib, and SPARQLWrapper with it, sends credentials only after a 401 that offers Basic."""
    reply = writable.send("POST", "/sparql", urlencode({"update": "CLEAR DEFAULT"}), Content_Type=FORM)
    assert reply.status == 401
    assert 'Basic realm="adgo"' in reply.headers["WWW-Authenticate"]
    assert reply.headers["WWW-Authenticate"].startswith('Bearer realm="adgo"')
    assert writable.get("/sparql", Accept=BROWSER).status == 200


@pytest.mark.parametrize(
    "asked_for", ["x-requested-with", "content-type,x-requested-with", "Sentry-Trace, Baggage"]
)
def test_a_preflight_allows_the_headers_that_it_asks_for(people, asked_for):
    """Fault: Chromium refused the request of a page that sends X-Requested-With."""
    reply = people.send(
        *("OPTIONS", "/sparql"),
        Origin="https://example.com",
        Access_Control_Request_Method="POST",
        Access_Control_Request_Headers=asked_for,
    )
    allowed = reply.headers["Access-Control-Allow-Headers"].lower().split(", ")
    assert (reply.status, set(asked_for.lower().replace(" ", "").split(",")) <= set(allowed)) == (204, True)
    assert len(set(allowed)) == len(allowed)
    assert "Access-Control-Request-Headers" in reply.headers["Vary"]
    assert reply.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in reply.headers


@pytest.mark.parametrize("asked_for", ["", "a b", "x;y", "é", "x" * 2000])
def test_a_preflight_that_asks_for_something_else_gets_the_usual_headers(people, asked_for):
    reply = people.send("OPTIONS", "/sparql", Access_Control_Request_Headers=asked_for)
    assert "Content-Type" in reply.headers["Access-Control-Allow-Headers"]
    assert asked_for not in reply.headers["Access-Control-Allow-Headers"].split(", ")


@pytest.mark.parametrize("has_digest", [False, True])
def test_store_put_of_sparql_http_client_streams(writable, has_digest):
    """Fault: 411 `Length Required`, without what helps; a stream could not be stored by any means."""
    triples = b"<urn:s> <urn:p> <urn:o> .\n"
    stated = base64.b64encode(hashlib.sha256(triples).digest()).decode()
    headers = {"Content_Digest": f"sha-256=:{stated}:"} if has_digest else {}
    reply = writable.send(
        *("PUT", "/store?graph=urn:stream"),
        f"{len(triples):x}\r\n".encode() + triples + b"\r\n0\r\n\r\n",
        Content_Type="application/n-triples",
        Authorization=f"Bearer {TOKEN}",
        Transfer_Encoding="chunked",
        **headers,
    )
    if not has_digest and reply.headers["Server"] == "granian":
        assert reply.status == 411
        assert "sparql-http-client" in reply.json["detail"]
        assert "Content-Digest" in reply.json["detail"]
    else:
        assert reply.status in (201, 204)
