"""`/sparql` over HTTP: requests, formats, and every status there is."""

from __future__ import annotations

import csv
import io
import json
import socket
from urllib.parse import quote, urlencode
from xml.etree import ElementTree

import pytest
from pyoxigraph import RdfFormat, parse

KNOWS = "PREFIX ex: <http://example.org/> SELECT ?who ?name WHERE { ?who ex:name ?name } ORDER BY ?name"
ASK = "ASK { ?s ?p ?o }"
GRAPH = (
    "PREFIX ex: <http://example.org/> CONSTRUCT { ?a ex:met ?b } WHERE { ?a ex:knows ?b FILTER(isIRI(?b)) }"
)
FORM = "application/x-www-form-urlencoded"
HTML = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"


@pytest.fixture(scope="module")
def caller(start, small, people):
    """A server whose queries may call the endpoint of `people`, and no other."""
    return start("--data", small, "--allow-service", people.url + "sparql", "--timeout", "20")


def names(reply):
    return [row["name"]["value"] for row in reply.json["results"]["bindings"]]


def test_the_three_ways_to_ask_give_the_same_answer(people):
    accept = "application/sparql-results+json"
    answers = [
        people.ask(KNOWS),
        people.send("POST", "/sparql", urlencode({"query": KNOWS}), Content_Type=FORM, Accept=accept),
        people.send("POST", "/sparql", KNOWS, Content_Type="application/sparql-query", Accept=accept),
        people.send("POST", "/sparql/", KNOWS, Content_Type="application/sparql-query; charset=UTF-8"),
    ]
    assert [answer.status for answer in answers] == [200] * 4
    assert {answer.body for answer in answers} == {answers[0].body}
    assert names(answers[0]) == ["Alice", "Bob", "nobody <&> 'quoted', in commas"]


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("*/*", "application/sparql-results+json"),
        ("application/json", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("application/sparql-results+xml;q=0.2, text/csv;q=0.9", "text/csv"),
        ("text/tab-separated-values", "text/tab-separated-values"),
        ("text/*;q=0.5, application/xml;q=0.4", "text/csv"),
        ("application/sparql-results+json;q=0, */*;q=0.1", "application/sparql-results+xml"),
        ("application/sparql-results+json;charset=utf-8", "application/sparql-results+json"),
        (
            "application/sparql-results+xml, application/sparql-results+json;q=0.5, */*;q=0.1",
            "application/sparql-results+xml",
        ),
    ],
)
def test_results_are_negotiated(people, accept, media_type):
    reply = people.ask(KNOWS, accept)
    assert (reply.status, reply.type) == (200, media_type)
    assert "Accept" in reply.headers["Vary"]
    assert int(reply.headers["Content-Length"]) == len(reply.body)


def test_the_same_rows_in_every_format(people):
    expected = names(people.ask(KNOWS))
    rows = list(csv.DictReader(io.StringIO(people.ask(KNOWS, "text/csv").text)))
    assert [row["name"] for row in rows] == expected
    assert len(people.ask(KNOWS, "text/tab-separated-values").text.splitlines()) == 1 + len(expected)
    document = ElementTree.fromstring(people.ask(KNOWS, "application/sparql-results+xml").body)
    namespace = "{http://www.w3.org/2005/sparql-results#}"
    assert [each.text for each in document.iter(namespace + "literal")] == expected


@pytest.mark.parametrize(
    ("accept", "media_type", "rdf"),
    [
        ("*/*", "text/turtle", RdfFormat.TURTLE),
        ("application/n-triples", "application/n-triples", RdfFormat.N_TRIPLES),
        ("application/ld+json", "application/ld+json", RdfFormat.JSON_LD),
        ("application/rdf+xml", "application/rdf+xml", RdfFormat.RDF_XML),
        (
            'application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"',
            "application/ld+json",
            RdfFormat.JSON_LD,
        ),
    ],
)
def test_graphs_are_negotiated(people, accept, media_type, rdf):
    reply = people.ask(GRAPH, accept)
    assert (reply.status, reply.type) == (200, media_type)
    triples = {quad.triple for quad in parse(reply.body, rdf)}
    assert triples == {quad.triple for quad in parse(people.ask(GRAPH, "text/turtle").body, RdfFormat.TURTLE)}
    assert len(triples) == 3


def test_a_format_argument_rules_over_the_header(people):
    reply = people.get("/sparql?" + urlencode({"query": KNOWS, "format": "csv"}), Accept=HTML)
    assert (reply.status, reply.type) == (200, "text/csv")


def test_ask_in_json_and_xml(people):
    assert people.ask(ASK).json["boolean"] is True
    assert b"<boolean>true</boolean>" in people.ask(ASK, "application/xml").body


def test_the_dataset_of_the_request_rules_over_the_query(people):
    query = "SELECT ?s FROM <http://example.org/none> { ?s ?p ?o }"
    assert people.rows(query) == []
    arguments = {"query": query, "default-graph-uri": "http://example.org/graph"}
    assert len(people.get("/sparql?" + urlencode(arguments)).json["results"]["bindings"]) == 1


def test_relative_iris_resolve_against_the_endpoint(people):
    row = people.rows("SELECT (<#here> AS ?iri) {}")[0]
    assert row["iri"]["value"] == people.url + "sparql#here"


def problem(reply, status):
    assert reply.status == status, reply.text
    assert reply.type == "application/problem+json"
    document = reply.json
    assert document["status"] == status
    assert document["detail"].endswith((".", ">")), document
    return document


def test_a_syntax_error_names_its_place(people):
    document = problem(people.ask("SELECT *\nWHERE { ?s ?p }\nLIMIT 3"), 400)
    assert (document["line"], document["column"]) == (2, 15)
    assert document["excerpt"] == "WHERE { ?s ?p }\n              ^"
    assert "expected one of" not in document["detail"]


def asked(server, text, **arguments):
    return server.get("/sparql?" + urlencode({"query": text, **arguments}))


def test_an_undeclared_prefix_is_named_with_its_declaration(people):
    document = problem(asked(people, "SELECT * { ?s\n adgo:subject ?o }", prefixes=0), 400)
    assert (document["line"], document["column"]) == (2, 2)
    assert "PREFIX adgo: <https://w3id.org/adgo/ontology#>" in document["detail"]
    document = problem(asked(people, "SELECT * { ?s adgo:subject ?o ; ex:knows ?o }"), 400)
    assert "Prefix ex: is used but not declared" in document["detail"]


@pytest.mark.full
def test_the_prefixes_of_the_graph_need_no_declaration_unless_that_is_switched_off(people, start, small):
    """Bug: the command declared them, and the endpoint did not, so the same query ran in one and not in the other."""
    for text in (
        "SELECT ?who { ?who foaf:name ?name ; a adgo:Firm }",
        "SELECT ?who { { ?who foaf:name+ ?n } FILTER (DATATYPE(?n) = xsd:string) } ORDER BY ?who",
    ):
        assert asked(people, text, format="csv").body == b"who\r\n"
        refused = problem(asked(people, text, format="csv", prefixes=0), 400)
        assert "is used but not declared" in refused["detail"]
        assert asked(people, text, format="csv").status == 200
    own = "PREFIX foaf: <http://example.org/> ASK { ?who foaf:name ?name }"
    assert asked(people, own).json["boolean"], "a declaration in the query must come before the server's"
    strict = start("--data", small, "--strict-prefixes", "--workers", "1")
    problem(asked(strict, text), 400)
    assert asked(strict, text, prefixes=1).status == 200


def test_columns_count_code_points(people):
    document = problem(people.ask("SELECT * { ?s ?p '🚗é' ]"), 400)
    assert (document["line"], document["column"]) == (1, 23)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods_are_refused(people, method):
    reply = people.send(method, "/sparql?" + urlencode({"query": ASK}))
    problem(reply, 405)
    assert "POST" in reply.headers["Allow"]


@pytest.mark.parametrize(
    "path",
    [
        "/sparql?foo=1",
        "/sparql?" + urlencode([("query", ASK), ("query", ASK)]),
        "/sparql?query=%FF",
        "/sparql?update=x",
    ],
)
def test_requests_without_one_query_are_bad(people, path):
    problem(people.get(path), 400)


def test_a_post_without_a_query_is_bad(people):
    problem(people.send("POST", "/sparql", "a=b", Content_Type=FORM), 400)


def test_what_cannot_be_accepted_is_406_and_lists_what_is_on_offer(people):
    assert "text/csv" in problem(people.ask(KNOWS, "image/png"), 406)["detail"]
    assert "text/turtle" in problem(people.ask(GRAPH, "text/csv"), 406)["detail"]


def test_an_update_is_refused_however_it_comes(people):
    update = "INSERT DATA { <urn:a> <urn:b> 1 }"
    problem(people.ask(update), 403)
    problem(people.send("POST", "/sparql", update, Content_Type="application/sparql-update"), 403)
    problem(people.send("POST", "/sparql", urlencode({"update": update}), Content_Type=FORM), 403)
    assert people.rows("SELECT * { <urn:a> ?p ?o }") == []


@pytest.mark.parametrize("silent", ["", "SILENT "])
def test_service_is_refused_at_its_place(people, silent):
    document = problem(
        people.ask(f"SELECT *\n{{ SERVICE {silent}<http://127.0.0.1:9/> {{ ?s ?p ?o }} }}"), 403
    )
    assert (document["line"], document["column"]) == (2, 3)


def test_the_word_service_in_a_literal_or_name_is_not_a_call(people):
    query = (
        'PREFIX ex: <http://example.org/> ASK { FILTER("SERVICE" != "x" || ex:SERVICE = ?LOAD) } # SERVICE'
    )
    assert people.ask(query).json["boolean"] is True


def test_a_post_of_nothing_is_400(people):
    """It got 415, to send its body in another type, though it had no body."""
    for path in ("/sparql", "/sparql?query=ASK%7B%7D"):
        assert "no body" in problem(people.send("POST", path, ""), 400)["detail"]


def test_a_body_of_another_kind_is_415(people):
    problem(people.send("POST", "/sparql", KNOWS, Content_Type="text/plain"), 415)
    problem(people.send("POST", "/sparql", KNOWS), 415)
    utf16 = KNOWS.encode("utf-16")
    problem(
        people.send("POST", "/sparql", utf16, Content_Type="application/sparql-query; charset=UTF-16"), 415
    )
    problem(people.send("POST", "/sparql", utf16, Content_Type="application/sparql-query"), 400)


def test_a_long_query_is_413(people):
    query = "ASK { } #" + "x" * 65536
    problem(people.send("POST", "/sparql", query, Content_Type="application/sparql-query"), 413)
    problem(people.send("POST", "/sparql", "query=" + quote(query), Content_Type=FORM), 413)


def test_a_query_just_under_the_limit_is_answered(people):
    query = "ASK { } #" + "x" * (65536 - 9)
    reply = people.send("POST", "/sparql", "query=" + quote(query, safe=""), Content_Type=FORM)
    assert reply.status == 200


def test_deep_nesting_is_400(people):
    assert (
        "128"
        in problem(people.ask("SELECT * { FILTER(" + "(" * 200 + "1" + ")" * 200 + ") }"), 400)["detail"]
    )


def test_a_function_that_is_not_there_is_501(people):
    assert "urn:f" in problem(people.ask("SELECT (<urn:f>(1) AS ?x) {}"), 501)["detail"]


def test_a_bare_get_gives_a_browser_the_editor_and_a_client_the_description(people):
    assert people.get("/sparql", Accept=HTML).type == "text/html"
    assert people.get("/sparql?", Accept=HTML).type == "text/html"
    assert people.get("/sparql").type == "text/turtle"
    assert people.get("/sparql", Accept="application/ld+json").type == "application/ld+json"
    problem(people.get("/sparql", Accept="image/png"), 406)


def test_head_has_the_headers_of_get_and_no_body(people):
    path = "/sparql?" + urlencode({"query": KNOWS})
    get, head = people.get(path), people.send("HEAD", path)
    assert (head.status, head.body) == (200, b"")
    for name in ("Content-Type", "Content-Length", "ETag"):
        assert head.headers[name] == get.headers[name]


@pytest.mark.parametrize(
    ("path", "methods"),
    [
        ("/queries", "GET, HEAD, OPTIONS"),
        ("/about/id/Momenta.ttl", "GET, HEAD, OPTIONS"),
        ("/.well-known/void", "GET, HEAD, OPTIONS"),
        ("/sparql", "GET, HEAD, OPTIONS, POST"),
        ("/store/a/b", "DELETE, GET, HEAD, OPTIONS, POST, PUT"),
    ],
)
def test_pages_of_any_origin_may_send_conditions_to_every_address(people, path, methods):
    """Preflights were answered at /sparql and /store alone: a script elsewhere could not revalidate what it had."""
    reply = people.send(
        "OPTIONS",
        path,
        Origin="https://example.com",
        Access_Control_Request_Method="GET",
        Access_Control_Request_Headers="if-none-match",
    )
    assert (reply.status, reply.body) == (204, b"")
    assert reply.headers["Allow"] == reply.headers["Access-Control-Allow-Methods"] == methods
    assert "If-None-Match" in reply.headers["Access-Control-Allow-Headers"]
    assert reply.headers["Access-Control-Allow-Origin"] == "*"
    assert people.send("OPTIONS", "/nowhere").status == 404


def test_options_lets_pages_of_any_origin_ask(people):
    reply = people.send(
        "OPTIONS", "/sparql", Origin="https://example.com", Access_Control_Request_Method="POST"
    )
    assert reply.status == 204
    assert reply.headers["Access-Control-Allow-Origin"] == "*"
    assert "POST" in reply.headers["Access-Control-Allow-Methods"]
    assert "Authorization" in reply.headers["Access-Control-Allow-Headers"]


def test_the_editor_answers_without_javascript(people):
    page = people.get("/sparql?" + urlencode({"query": KNOWS}), Accept=HTML)
    assert page.status == 200
    assert "nobody &lt;&amp;&gt; &#39;quoted&#39;" in page.text
    assert "<script>" not in page.text
    assert 'href="http://example.org/alice"' in page.text


def test_the_editor_shows_the_problem_with_its_status(people):
    page = people.get("/sparql?" + urlencode({"query": "SELECT * { ?s ?p }"}), Accept=HTML)
    assert (page.status, page.type) == (400, "text/html")
    assert "Line 1, column 18" in page.text


def test_a_query_in_a_page_is_text_and_never_markup(people):
    page = people.get("/sparql?" + urlencode({"query": "</textarea><script>alert(1)</script>"}), Accept=HTML)
    assert "<script>" not in page.text


def test_every_response_carries_the_protective_headers(people):
    for path in ("/", "/sparql?" + urlencode({"query": ASK}), "/nowhere", "/static/style.css"):
        reply = people.get(path)
        assert reply.headers["Content-Security-Policy"].startswith("default-src 'self'"), path
        assert reply.headers["X-Content-Type-Options"] == "nosniff"


def test_an_unknown_address_is_404(people):
    problem(people.get("/nowhere"), 404)
    assert people.get("/nowhere", Accept=HTML).type == "text/html"


def test_json_results_are_what_the_standard_says(people):
    document = json.loads(people.ask("SELECT ?a ?b { VALUES (?a ?b) { (1 UNDEF) } }").body)
    integer = "http://www.w3.org/2001/XMLSchema#integer"
    assert document == {
        "head": {"vars": ["a", "b"]},
        "results": {"bindings": [{"a": {"type": "literal", "value": "1", "datatype": integer}}]},
    }


def test_service_calls_the_addresses_on_the_list_and_no_others(caller, people):
    other = people.url + "sparql"
    name = '?who <http://example.org/name> "Alice"@en'
    called = caller.rows(f"SELECT ?who {{ SERVICE <{other}> {{ {name} }} }}")
    assert [row["who"]["value"] for row in called] == ["http://example.org/alice"]
    called = caller.rows(f"PREFIX s: <{people.url}> SELECT ?who {{ SERVICE SILENT s:sparql {{ {name} }} }}")
    assert [row["who"]["value"] for row in called] == ["http://example.org/alice"]
    assert "ETag" not in caller.ask(f"SELECT ?who {{ SERVICE <{other}> {{ {name} }} }}").headers
    for described, federated in ((caller, True), (people, False)):
        turtle = described.get("/sparql", Accept="text/turtle").text
        assert ("sd:BasicFederatedQuery" in turtle) is federated
    for refused in (
        f"SELECT * {{ SERVICE <{other}> {{ {name} }} SERVICE <{people.url}store> {{ {name} }} }}",
        f"SELECT * {{ BIND(<{people.url}store> AS ?e) SERVICE ?e {{ {name} }} }}",
        f"SELECT * {{ SERVICE <{other}?x> {{ {name} }} }}",
        f"SELECT * {{ SERVICE <{other}> {{ SERVICE <http://127.0.0.1:9/> {{ {name} }} }} }}",
        f"BASE <{people.url}> SELECT * {{ SERVICE <sparql> {{ {name} }} }}",
    ):
        problem(caller.ask(refused), 403)
    assert caller.ask("ASK {}").json["boolean"] is True


@pytest.mark.parametrize(
    "query",
    [
        "PREFIX a: <{good}> PREFIXa: <{bad}> SELECT * {{ SERVICE a: {{ ?s ?p ?o }} }}",
        "PREFIX a: <{good}> PREFIX SILENTb: <{good}> PREFIX b: <{bad}> SELECT * {{ SERVICE SILENTb: {{ ?s ?p ?o }} }}",
        "SELECT ?s {{{{ SERVICE <{good}> {{ ?a ?p ?o }} }} UNION {{ SERVICESILENT<{bad}> {{ ?s ?p ?o }} }}}}",
        "PREFIX : <{bad}> SELECT * {{{{ SERVICE <{good}> {{ ?a a ?o }} }} UNION {{ SERVICE:sparql {{ ?s ?p ?o }} }}}}",
        "SELECT ?s {{ SERVICE SILENT <{good}> {{ ?a ?p ?o }} ?s ?p trueSERVICE<{bad}> {{ ?s ?p ?o }} }}",
        "PREFIX : <{bad}> SELECT * {{ SERVICE <{good}> {{ ?a ?p ?o }} {{ ?s ?p :a.b.SERVICE:x {{ ?s ?p ?o }} }} }}",
        "SELECT * {{ SERVICE <{good}> {{}} VALUES ?x {{ '''a'}} SERVICE<{bad}>{{ ?s ?p ?o }}}} #\\x '''}} }}",
    ],
)
def test_no_way_of_writing_service_calls_an_address_that_is_not_on_the_list(caller, people, query):
    """The engine's parser needs no space behind a keyword, and made calls that the tokens did not show."""
    good = people.url + "sparql"
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.3)
        bad = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        document = problem(caller.ask(query.format(good=good, bad=bad)), 400)
        assert document["line"] == 1
        with pytest.raises(TimeoutError):
            listener.accept()


@pytest.mark.parametrize(
    "glued", ["SERVICESILENT<http://127.0.0.1:9/>", "SERVICE:x", "?s ?p trueSERVICE<urn:x>"]
)
def test_a_call_without_a_space_is_a_syntax_error_not_an_empty_answer(people, glued):
    document = problem(people.ask(f"PREFIX : <urn:> SELECT ?s {{ {glued} {{ ?s ?p ?o }} }}"), 400)
    assert document["line"] == 1


def test_what_varies_has_no_entity_tag_however_it_is_written(people):
    assert "ETag" in people.ask("SELECT (COUNT(DISTINCT*) AS ?x) {}").headers
    assert "ETag" not in people.ask("SELECT (COUNT(DISTINCTRAND()) AS ?x) {}").headers


@pytest.mark.parametrize(
    ("query", "accept"),
    [
        ("SELECT ('a\\u0001b' AS ?x) {}", "application/sparql-results+xml"),
        ("SELECT ('\\uFFFE' AS ?x) {}", "application/sparql-results+xml"),
        ("CONSTRUCT { <urn:a> <urn:p> 'a\\u0001b' } WHERE {}", "application/rdf+xml"),
        ("CONSTRUCT { <urn:a> <http://example.org/1> 1 } WHERE {}", "application/rdf+xml"),
        ("CONSTRUCT { <urn:a> <urn:p#> 1 } WHERE {}", "application/rdf+xml"),
        (
            "CONSTRUCT { <urn:a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#li> 1 } WHERE {}",
            "application/rdf+xml",
        ),
        ("CONSTRUCT { <urn:a> <urn:p> <<( <urn:a> <urn:b> 1 )>> } WHERE {}", "application/ld+json"),
    ],
)
def test_what_a_format_cannot_hold_is_not_sent_as_if_it_could(people, query, accept):
    """The engine writes XML that no parser reads for these; a 200 would be a broken answer."""
    problem(people.ask(query, accept), 406)
    assert people.ask(query, "*/*").status == 200


def test_what_looks_like_broken_xml_in_a_literal_is_sent(people):
    reply = people.ask("SELECT ('<oxprefix: x>\\t\\n\\r' AS ?x) {}", "application/sparql-results+xml")
    assert reply.status == 200
    ElementTree.fromstring(reply.body)


@pytest.mark.parametrize("value", ["a\rb", "a\r\nb", "x\r" * 10_000], ids=["mac", "dos", "many"])
def test_a_carriage_return_comes_through_xml(people, value):
    """Once, it stood in the XML as it is, which every reader takes for a line feed: a 200 with another literal."""
    written = value.replace("\r", "\\r").replace("\n", "\\n")
    kind = {"Content_Type": "application/sparql-query"}
    select = people.send(
        "POST", "/sparql", f"SELECT ('{written}' AS ?x) {{}}", Accept="application/xml", **kind
    )
    literal = ElementTree.fromstring(select.body).find(".//{*}literal")
    assert literal is not None
    assert literal.text == value
    graph = people.send(
        "POST",
        "/sparql",
        f"CONSTRUCT {{ <urn:a> <urn:p> '{written}' }} WHERE {{}}",
        Accept="application/rdf+xml",
        **kind,
    )
    (quad,) = parse(graph.body, RdfFormat.RDF_XML)
    assert quad.object.value == value


def test_xml_is_checked_to_the_end_of_a_long_result(people):
    values = " ".join(f"'{'y' * 90}{number}'" for number in range(600))
    query = f"SELECT ?x {{ VALUES ?x {{ {values} '\\u0001' }} }}"
    kind = {"Content_Type": "application/sparql-query"}
    problem(people.send("POST", "/sparql", query, Accept="application/sparql-results+xml", **kind), 406)
    assert people.send("POST", "/sparql", query, Accept="application/json", **kind).status == 200
