"""What machines read: health, metrics, the interface's description, the dataset's, and the log."""

from __future__ import annotations

import hashlib
import json
import re

import pytest
from process import eventually
from pyoxigraph import NamedNode, RdfFormat, parse

from adgo.server.settings import bounds_of, described
from adgo.server.views.monitoring import OPENAPI

VOID, DCAT = "http://rdfs.org/ns/void#", "http://www.w3.org/ns/dcat#"
TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


def metric(server, name: str) -> float:
    found = re.search(rf"^{re.escape(name)} (\S+)$", server.get("/metrics").text, re.MULTILINE)
    return float(found[1]) if found else 0.0


def test_health_says_ready_when_workers_are(people):
    reply = people.get("/health")
    assert reply.status == 200
    assert reply.json["status"] == "ready"
    assert reply.json["workers"]["idle"] + reply.json["workers"]["short"] >= 1
    assert re.fullmatch("[0-9a-f]{64}", reply.json["dataset"])


def test_metrics_count_what_happened(people):
    before = {name: metric(people, f'adgo_queries_total{{outcome="{name}"}}') for name in ("ok", "syntax")}
    count = metric(people, "adgo_query_seconds_count")
    people.ask("SELECT (1 AS ?metrics) {}")
    people.ask("nonsense")
    assert metric(people, 'adgo_queries_total{outcome="ok"}') == before["ok"] + 1
    assert metric(people, 'adgo_queries_total{outcome="syntax"}') == before["syntax"] + 1
    assert metric(people, "adgo_query_seconds_count") == count + 2
    for name in (
        "adgo_workers",
        "adgo_waiting",
        "adgo_workers_ended_total",
        "adgo_cache_bytes",
        "adgo_cache_hits_total",
    ):
        assert name in people.get("/metrics").text


def test_metrics_tell_what_was_computed_from_what_was_ready_or_refused(people):
    """Once, kept answers stood among the durations as 0, and refusals nowhere."""

    def counts(*names: str) -> list[float]:
        return [metric(people, name) for name in names]

    outcomes = [f'adgo_queries_total{{outcome="{name}"}}' for name in ("ok", "kept", "unchanged", "refused")]
    others = ["adgo_query_seconds_count", "adgo_result_bytes_total", "adgo_cache_hits_total"]
    before = counts(*outcomes, *others)
    query = "SELECT ('told apart' AS ?x) {}"
    first = people.ask(query)
    people.ask(query)
    assert people.ask(query, If_None_Match=first.headers["ETag"]).status == 304
    assert people.ask("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }").status == 403
    assert people.ask(query, "image/png").status == 406
    assert people.send("POST", "/sparql", "x", Content_Type="text/plain").status == 415
    after = counts(*outcomes, *others)
    assert [b - a for a, b in zip(before, after, strict=True)] == [1, 1, 1, 3, 1, len(first.body), 1]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("query=ASK { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", 403),
        ("query=CLEAR ALL", 403),
        ("update=CLEAR ALL", 403),
        ("query=ASK {}&query=ASK {}", 400),
    ],
)
def test_what_the_page_refuses_is_counted_once_and_logged(people, query, status):
    """Once, refusals on the page stood neither in the metrics nor in the log."""
    name = 'adgo_queries_total{outcome="refused"}'

    def lines() -> int:
        return people.log.read_text().count('"outcome": "refused"')

    before, logged = metric(people, name), lines()
    form = {"Accept": "text/html", "Content_Type": "application/x-www-form-urlencoded"}
    assert people.send("POST", "/sparql", query, **form).status == status
    assert metric(people, name) == before + 1
    assert eventually(lambda: lines() == logged + 1)


@pytest.mark.full
def test_workers_that_were_killed_are_told_from_those_that_had_served_their_time(people):
    before = metric(people, 'adgo_workers_ended_total{reason="killed"}')
    endless = " ".join(f"VALUES ?{name} {{ {' '.join(map(str, range(300)))} }}" for name in "abcde")
    assert people.ask(f"SELECT (COUNT(*) AS ?n) {{ {endless} }}").status == 504
    assert eventually(lambda: metric(people, 'adgo_workers_ended_total{reason="killed"}') == before + 1)


SMALL_GRAPH = "/store?graph=https://w3id.org/adgo/graph/inferred"
#: The headers that the description of the interface must name wherever they are sent.
HEADERS = (
    *("ETag", "Vary", "Link", "Location", "Content-Disposition", "Retry-After", "WWW-Authenticate"),
    *(
        "Adgo-Changed-Literals",
        "Accept-Encoding",
        "Adgo-Data",
        "Adgo-Rows",
        "Repr-Digest",
        "Unencoded-Digest",
    ),
)
#: Path in the description of the interface, address, Accept, and the status that comes.
ASKED = [
    ("/sparql", "/sparql", "text/turtle", 200),
    ("/sparql", "/sparql?query=nonsense", "*/*", 400),
    ("/sparql", "/sparql?query=ASK%20%7B%7D", "*/*", 200),
    ("/store", "/store", "*/*", 400),
    ("/store", SMALL_GRAPH, "*/*", 200),
    ("/store", SMALL_GRAPH, "image/png", 406),
    ("/store/{name}", "/store/none", "*/*", 404),
    ("/projects", "/projects?place=Germany", "text/csv", 200),
    ("/projects", "/projects?place=Atlantis", "*/*", 400),
    ("/network", "/network", "text/html", 200),
    ("/network", "/network", "image/gif", 406),
    ("/map", "/map", "text/html", 200),
    ("/timeline", "/timeline?standing=done", "text/html", 200),
    ("/indicators", "/indicators", "text/csv", 200),
    ("/differences", "/differences?about=Momenta", "text/html", 200),
    ("/differences", "/differences?about=Atlantis", "*/*", 400),
    ("/search", "/search?q=momenta", "text/csv", 200),
    ("/{view}.{form}", "/network.svg", "*/*", 200),
    ("/{view}.{form}", "/map.svg?place=Atlantis", "*/*", 400),
    ("/embed/{view}", "/embed/timeline", "*/*", 200),
    ("/changes.atom", "/changes.atom", "*/*", 200),
    ("/about", "/about", "text/html", 200),
    ("/changes", "/changes", "text/html", 200),
    ("/corrections", "/corrections", "text/html", 200),
    ("/sparql/differences", "/sparql/differences", "text/html", 200),
    ("/queries", "/queries", "text/html", 200),
    ("/queries", "/queries", "image/png", 406),
    ("/queries/{name}", "/queries/partnerships", "text/csv", 200),
    ("/queries/{name}", "/queries/partnerships?nothing=1", "*/*", 400),
    ("/queries/{name}", "/queries/none", "*/*", 404),
    ("/{kind}/{name}", "/id/Momenta", "*/*", 303),
    ("/{kind}/{name}", "/id/Momenta", "image/png", 406),
    ("/about/{kind}/{name}", "/about/id/Momenta", "application/rdf+xml", 200),
    ("/graph/{name}", "/graph/facts", "*/*", 303),
    ("/dataset", "/dataset", "*/*", 303),
    ("/ontology", "/ontology", "application/ld+json", 200),
    ("/ontology/{version}", "/ontology/0.0.0", "*/*", 404),
    ("/ontology/{version}", "/ontology/0.1.0", "application/ld+json", 200),
    ("/ontology/context", "/ontology/context", "*/*", 200),
    ("/context.jsonld", "/context.jsonld", "*/*", 200),
    ("/adgo.owl", "/adgo.owl", "*/*", 200),
    ("/graph/{name}", "/graph/claims/000", "text/turtle", 200),
    ("/shapes", "/shapes", "text/html", 200),
    ("/data/{file}", "/data/facts.ttl", "*/*", 200),
    ("/data/{file}", "/data/none.ttl", "*/*", 404),
    ("/.well-known/void", "/.well-known/void", "application/n-triples", 200),
    ("/.well-known/void", "/.well-known/void", "image/png", 406),
    ("/schema", "/schema", "*/*", 200),
    ("/health", "/health", "*/*", 200),
    ("/metrics", "/metrics", "*/*", 200),
    ("/openapi.json", "/openapi.json", "*/*", 200),
    ("/search.json", "/search.json?q=Momenta", "*/*", 200),
    ("/reconcile", "/reconcile", "*/*", 200),
    ("/reconcile", "/reconcile?queries=nonsense", "*/*", 400),
    ("/reconcile/suggest/{kind}", "/reconcile/suggest/entity?prefix=Mo", "*/*", 200),
    ("/reconcile/suggest/{kind}", "/reconcile/suggest/entity?prefix=Mo&cursor=x", "*/*", 400),
    ("/reconcile/flyout/{kind}", "/reconcile/flyout/type?id=Firm", "*/*", 200),
    ("/reconcile/flyout/{kind}", "/reconcile/flyout/type?id=none", "*/*", 404),
    ("/reconcile/preview", "/reconcile/preview?id=Momenta", "*/*", 200),
    ("/reconcile/preview", "/reconcile/preview?id=none", "*/*", 404),
    ("/reconcile/properties", "/reconcile/properties?type=Firm", "*/*", 200),
    ("/absent.json", "/absent.json?query=ASK%20%7B%7D", "*/*", 200),
    ("/completion.json", "/completion.json", "*/*", 200),
    ("/ontology/context.jsonld", "/ontology/context.jsonld", "*/*", 200),
    ("/ontology/{version}/context.jsonld", "/ontology/0.0.0/context.jsonld", "*/*", 404),
    ("/ontology/adgo.owl", "/ontology/adgo.owl", "*/*", 200),
]


def test_every_address_of_the_description_is_tried(everyday):
    described = everyday.get("/openapi.json").json
    assert described["openapi"].startswith("3.1")
    assert {path for path, *_ in ASKED} == {
        path for path, methods in described["paths"].items() if "get" in methods
    }


@pytest.mark.parametrize(("path", "address", "accept", "status"), ASKED)
def test_what_comes_is_in_the_description_of_the_interface(everyday, path, address, accept, status):
    """It left out 304, 400 and 406 of many addresses, the graphs below /store, and that /shapes is a page too."""
    described = everyday.get("/openapi.json").json
    responses = described["paths"][path]["get"]["responses"]
    reply = everyday.get(address, Accept=accept)
    assert reply.status == status
    response = responses[str(status)]
    name = response.get("$ref", "").rpartition("/")[2]
    response = described["components"]["responses"][name] if name else response
    named = {header for header in HEADERS if reply.headers.get(header)}
    assert named <= response.get("headers", {}).keys()
    assert status == 303 or reply.type in response["content"]
    if status == 200 and "ETag" in reply.headers:
        assert everyday.get(address, Accept=accept, If_None_Match=reply.headers["ETag"]).status == 304
        assert "304" in responses


def has_format(path: str) -> bool:
    """Whether the description says that the argument `format` applies to an address."""
    parameters = json.loads(OPENAPI.read_text(encoding="utf-8"))["paths"][path]["get"].get("parameters", [])
    return any(each.get("$ref", "").endswith("Format") for each in parameters)


@pytest.mark.parametrize(
    ("address", "accept"),
    [row[1:3] for row in ASKED if row[3] in (200, 303) and row[1] != "/sparql" and has_format(row[0])],
)
def test_a_format_is_named_as_the_description_says(everyday, address, accept):
    """Faults: an empty `format=` of a stored question was 406 for browsers; that of a graph was ignored."""
    named = f"{address}{'&' if '?' in address else '?'}format="
    assert everyday.get(f"{named}nonsense", Accept=accept).status == 406
    for wanted in (accept, "text/html"):
        empty, absent = everyday.get(named, Accept=wanted), everyday.get(address, Accept=wanted)
        assert (empty.status, empty.type) == (absent.status, absent.type)


@pytest.mark.parametrize("path", ["/.well-known/void", "/sparql"])
def test_the_description_of_the_dataset_is_true(everyday, path):
    quads = list(parse(everyday.get(path, Accept="application/n-triples").body, RdfFormat.N_TRIPLES))

    def value(subject, predicate):
        return next(
            q.object.value for q in quads if q.subject == subject and q.predicate == NamedNode(predicate)
        )

    default = NamedNode(everyday.url + ".well-known/void#default")
    counted = everyday.rows("SELECT (COUNT(*) AS ?n) (COUNT(DISTINCT ?p) AS ?ps) { ?s ?p ?o }")[0]
    assert value(default, VOID + "triples") == counted["n"]["value"]
    assert value(default, VOID + "properties") == counted["ps"]["value"]
    graphs = {
        row["g"]["value"]: row["n"]["value"]
        for row in everyday.rows("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
    }
    sd = "http://www.w3.org/ns/sparql-service-description#"
    entries = [q.subject for q in quads if q.predicate == NamedNode(sd + "name")]
    assert {
        value(e, sd + "name"): value(NamedNode(value(e, sd + "graph")), VOID + "triples") for e in entries
    } == graphs
    types = {q.object.value for q in quads if q.predicate == TYPE}
    assert {VOID + "Dataset", DCAT + "Dataset", DCAT + "DataService", DCAT + "Distribution"} <= types


def test_the_description_declares_the_prefixes_that_it_uses_and_no_others(everyday):
    declared, _, body = everyday.get("/sparql", Accept="text/turtle").text.rpartition("@prefix ")
    names = re.findall(r"^@prefix (\S+:)", declared, flags=re.M)
    assert len(names) > 3
    # A whole number is written without its type.
    assert {name for name in names if not re.search(rf"(?<![\w/]){name}\w", body)} <= {"xsd:"}


def test_other_peoples_data_are_not_described_as_adgos_own(everyday, people):
    """With --data and --store too, VoID and DCAT gave them ADGO's title and its licence, CC BY 4.0."""

    def said(server):
        return {
            quad.predicate.value
            for quad in parse(
                server.get("/.well-known/void", Accept="application/n-triples").body, RdfFormat.N_TRIPLES
            )
            if quad.subject == NamedNode(server.url + ".well-known/void#dataset")
        }

    terms = "http://purl.org/dc/terms/"
    own = {terms + "title", terms + "description", terms + "license", VOID + "uriSpace", VOID + "vocabulary"}
    assert own <= said(everyday)
    assert not own & said(people)
    assert VOID + "sparqlEndpoint" in said(people)


def test_every_query_leaves_one_line_in_the_log_and_no_text(people):
    query = "SELECT (42 AS ?logged) {}"
    people.ask(query)
    digest = hashlib.sha256(query.encode()).hexdigest()

    def lines():
        found = [line for line in people.log.read_text().splitlines() if digest in line]
        return [json.loads(line) for line in found]

    assert eventually(lines)
    (line,) = lines()
    assert (line["outcome"], line["form"], line["format"]) == ("ok", "SELECT", "json")
    assert line["bytes"] > 0
    assert line["milliseconds"] >= 0
    assert "42" not in json.dumps({**line, "time": "", "query": "", "milliseconds": 0, "bytes": 0})


def test_a_refused_query_leaves_a_line_in_the_log_too(people):
    query = "SELECT * { SERVICE <http://127.0.0.1:9/logged> { ?s ?p ?o } }"
    assert people.ask(query).status == 403
    digest = hashlib.sha256(query.encode()).hexdigest()
    assert eventually(lambda: digest in people.log.read_text())
    (line,) = [json.loads(line) for line in people.log.read_text().splitlines() if digest in line]
    assert (line["outcome"], line["status"]) == ("refused", 403)


def test_help_lists_every_setting_with_its_default():
    from click.testing import CliRunner

    from adgo.cli.serve import serve

    text = " ".join(CliRunner().invoke(serve, ["--help"], terminal_width=200).output.split())
    for name, default, line in described():
        assert f"--{name.replace('_', '-')}" in text
        assert line in text
        assert (f"[default: {default}; " if bounds_of(name) else "[default: (off)]") in text


@pytest.mark.full
def test_a_setting_comes_from_the_environment_too(start, small):
    server = start("--data", small, env={"ADGO_QUERY_SIZE": "1"})
    reply = server.send("POST", "/sparql", "ASK {} #" + "x" * 1024, Content_Type="application/sparql-query")
    assert reply.status == 413
    assert "1 KiB" in reply.json["detail"]


@pytest.mark.full
def test_stored_questions_are_had_as_page_json_and_csv(everyday):
    listed = everyday.get("/queries", Accept="application/json").json
    assert len(listed) >= 10
    for each in listed:
        path = "/queries/" + each["name"]
        assert everyday.get(path).type in ("application/sparql-results+json", "text/turtle"), each
        assert everyday.get(path, Accept="text/html").status == 200
    table = everyday.get(f"/queries/{listed[0]['name']}?format=csv")
    assert (table.status, table.type) == (200, "text/csv")
    assert everyday.get("/queries/none").status == 404
    assert everyday.get("/queries", Accept="text/html").type == "text/html"


def test_the_parameters_of_a_question_are_arguments(everyday):
    def rows(firm):
        return everyday.get(f"/queries/firm-profile?firm={firm}").json["results"]["bindings"]

    assert rows("id:Momenta") != rows("id:QCraft")
    assert rows("https://w3id.org/adgo/id/Momenta") == rows("id:Momenta")
    for wrong in ("?firm=a%20b", "?nothing=1", "?firm=%3E%20%3Curn:x%3E%20%7D%20%23"):
        reply = everyday.get("/queries/firm-profile" + wrong)
        assert (reply.status, reply.type) == (400, "application/problem+json")
