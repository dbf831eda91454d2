"""Answers of a backend: whole and in the format that was asked for, or a failure that says why not."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from traceback import walk_tb
from typing import Any

import pytest
from fake_backend import FakeBackend, Sent
from pyoxigraph import DefaultGraph, NamedNode, Quad, QueryBoolean, QuerySolutions, RdfFormat, Store

from adgo.graph.namespaces import PREFIXES
from adgo.server.backend import address, completeness
from adgo.server.backend.backend_endpoint import BackendEndpoint
from adgo.server.backend.pool import BackendPool, BackendUnreachable
from adgo.server.engine.answer import Answer
from adgo.server.engine.child_process import CannotStart
from adgo.server.engine.failure import Failure
from adgo.server.engine.launcher import Launcher
from adgo.server.settings import MIB, Settings

GRAPH = PREFIXES["graph"]
FACTS = "SELECT ?o { <urn:a> <urn:p> ?o } ORDER BY ?o"


def ask(pool: BackendPool, text: str, limit: int = MIB, **others: Any) -> Answer:
    """Return the answer to a query of a client."""
    request: dict[str, Any] = {
        "text": text,
        "base": "http://127.0.0.1/sparql",
        "default": None,
        "named": None,
    }
    request |= {"results": "json", "graph": "nt", "declared": PREFIXES}
    return pool.ask({**request, **others}, limit)


def values(answer: Answer) -> list[str]:
    """Return the values of the column o."""
    return [row["o"]["value"] for row in json.loads(answer.content())["results"]["bindings"]]


def failure(pool: BackendPool, text: str = FACTS, **others: Any) -> Failure:
    """Return why a query has no answer."""
    with pytest.raises(Failure) as caught:
        ask(pool, text, **others)
    return caught.value


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("json", b'{"head":{"vars":["o"]},"results":{"bindings":[{"o":{"type":"uri","value":"urn:b"}}]}}'),
        ("csv", b"o\r\nurn:b\r\n"),
        ("tsv", b"?o\n<urn:b>\n"),
        (
            "xml",
            b'<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="o"/>'
            b'</head><results><result><binding name="o"><uri>urn:b</uri></binding></result></results></sparql>',
        ),
    ],
)
def test_rows_have_every_format(begin: Any, form: str, expected: bytes) -> None:
    answer = ask(begin(), FACTS, results=form)
    assert (answer.content(), answer.rows, answer.form) == (expected, 1, "bindings")


def test_a_graph_is_a_set_though_the_backend_repeats_a_triple(begin: Any, backend: FakeBackend) -> None:
    pool = begin()
    line = b"<urn:a> <urn:p> <urn:b> .\n"
    backend.plan = [Sent(200, {"Content-Type": "application/n-triples"}, line + line)]
    answer = ask(pool, "CONSTRUCT WHERE { ?s <urn:p> ?o }")
    assert (answer.content(), answer.rows, answer.form) == (line, 1, "graph")


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ('{"__ASK_RETVAL": {"type": "typed-literal", "value": "1"}}', b'{"head":{},"boolean":true}'),
        ("", b'{"head":{},"boolean":false}'),
    ],
)
def test_the_truth_of_virtuoso_is_that_of_the_standard(
    begin: Any, backend: FakeBackend, rows: str, expected: bytes
) -> None:
    pool = begin()
    content = f'{{ "head": {{ "vars": ["__ASK_RETVAL"] }}, "results": {{ "bindings": [ {rows} ] }} }}'
    content = content.replace('"value"', '"datatype": "http://www.w3.org/2001/XMLSchema#integer", "value"')
    backend.plan = [Sent(200, {"Content-Type": "application/sparql-results+json"}, content.encode())]
    assert ask(pool, "ASK { ?s ?p ?o }").content() == expected


def test_booleans_and_blank_nodes_of_virtuoso_are_those_of_the_standard(
    begin: Any, backend: FakeBackend
) -> None:
    pool = begin()
    boolean = '"type": "typed-literal", "datatype": "http://www.w3.org/2001/XMLSchema#boolean", "value": "1"'
    in_text = r'"type": "literal", "value": "\"type\": \"bnode\", \"value\": \"nodeID://b1\""'
    content = (
        '{ "head": { "vars": ["a", "b", "c"] }, "results": { "bindings": [\n'
        f'{{ "a": {{ {boolean} }}, "b": {{ "type": "bnode", "value": "nodeID://b10" }}, "c": {{ {in_text} }} }} ] }} }}'
    )
    backend.plan = [Sent(200, {"Content-Type": "application/sparql-results+json"}, content.encode())]
    row = json.loads(ask(pool, "SELECT ?a ?b ?c { ?a ?b ?c }").content())["results"]["bindings"][0]
    assert (row["a"]["value"], row["b"]["value"]) == ("true", "b10")
    assert row["c"]["value"] == '"type": "bnode", "value": "nodeID://b1"'


def test_a_plan_is_not_a_fact_though_the_default_graph_is_the_union(begin: Any, backend: FakeBackend) -> None:
    backend.is_union = True
    rows: Any = backend.store.query(FACTS, use_default_graph_as_union=True)
    union = {each["o"].value for each in rows}
    assert union == {"urn:b", "urn:planned"}
    pool = begin()
    assert values(ask(pool, FACTS)) == ["urn:b"]
    assert values(ask(pool, f"SELECT ?o {{ GRAPH <{GRAPH}plans> {{ ?s ?p ?o }} }}")) == ["urn:planned"]
    assert values(ask(pool, FACTS, default=[f"{GRAPH}plans"], named=[])) == ["urn:planned"]


def test_a_default_graph_of_its_own_is_left_to_the_backend(begin: Any, backend: FakeBackend) -> None:
    pool = begin()
    assert values(ask(pool, FACTS)) == ["urn:b"]
    assert set(backend.seen[0][1]) == {"query"}


def test_a_backend_that_ignores_the_dataset_of_a_request_is_refused(begin: Any, backend: FakeBackend) -> None:
    backend.is_union = True
    usual = backend.answer
    backend.answer = lambda arguments: usual({"query": arguments["query"]})  # type: ignore[method-assign]
    with pytest.raises(CannotStart, match="the default graph has triples of"):
        begin()


def test_an_engine_that_counts_a_triple_of_two_graphs_twice_is_refused(
    begin: Any, backend: FakeBackend
) -> None:
    backend.is_union = True
    backend.store.update(f"INSERT DATA {{ GRAPH <{GRAPH}claims> {{ <urn:a> <urn:p> <urn:b> }} }}")
    usual = backend.answer

    def repeating(arguments: dict[str, list[str]]) -> Sent:
        sent = usual(arguments)
        if arguments["query"] == ["SELECT (1 AS ?n) { <urn:a> <urn:p> <urn:b> }"]:
            row = b'{"n":{"type":"literal","value":"1"}}'
            sent.content = b'{"head":{"vars":["n"]},"results":{"bindings":[%s,%s]}}' % (row, row)
        return sent

    backend.answer = repeating  # type: ignore[method-assign]
    with pytest.raises(CannotStart, match="repeats a triple"):
        begin()


def test_plans_cannot_be_made_part_of_the_default_graph(begin: Any) -> None:
    with pytest.raises(CannotStart, match="asserts nothing"):
        begin(f"{GRAPH}facts", f"{GRAPH}plans")


def test_plans_that_are_loaded_later_are_found(begin: Any, backend: FakeBackend) -> None:
    pool = begin(backend_keep=0)
    backend.is_union = True
    assert values(ask(pool, FACTS)) == ["urn:b"]


def test_a_limit_of_rows_that_the_backend_does_not_report_is_found_at_the_start(
    begin: Any, backend: FakeBackend, caplog: pytest.LogCaptureFixture
) -> None:
    backend.cap = 3
    pool = begin()
    assert "gives 3 rows at most" in caplog.text
    found = failure(pool, "SELECT ?o { VALUES ?o { 1 2 3 4 } }")
    assert (found.reason, found.message) == ("backend-cut", "it gave 3 of 4 solutions, its limit")
    assert values(ask(pool, "SELECT ?o { VALUES ?o { 1 2 3 4 } } LIMIT 3")) == ["1", "2", "3"]
    assert values(ask(pool, "SELECT ?o { VALUES ?o { 1 2 3 } }")) == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("number", "is_whole"), [(99, True), (100, False), (101, True), (128, False), (200, False)]
)
def test_a_round_number_of_rows_is_counted(number: int, is_whole: bool) -> None:
    assert completeness.may_be_cut(number, None) is not is_whole


def test_rows_that_are_as_many_as_counted_are_whole(begin: Any, backend: FakeBackend) -> None:
    pool = begin()
    text = f"SELECT ?o {{ VALUES ?o {{ {' '.join(map(str, range(200)))} }} }}"
    assert ask(pool, text).rows == 200
    assert len(backend.seen) == 2
    backend.cap = 100
    assert failure(pool, text).message == "it gave 100 of 200 solutions, its limit"


def test_a_limit_that_the_backend_reports_is_no_answer(begin: Any, backend: FakeBackend) -> None:
    pool = begin()
    backend.headers = {"X-SPARQL-MaxRows": "1"}
    assert failure(pool).reason == "backend-cut"
    backend.headers = {"X-SQL-State": "S1TAT"}
    assert failure(pool).reason == "backend-slow"
    backend.headers = {"Adgo-Rows": "2"}
    assert failure(pool).reason == "backend-cut"


JSON = {"Content-Type": "application/sparql-results+json"}
ROW = b'{"head":{"vars":["o"]},"results":{"bindings":[]}}'


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        (Sent(302, {"Location": "http://127.0.0.1/"}), "backend"),
        (Sent(500, {}, b"secret trace"), "backend"),
        (Sent(401), "backend"),
        (Sent(404), "backend"),
        (Sent(206, JSON, ROW), "backend-cut"),
        (Sent(413), "backend-size"),
        (Sent(408), "backend-slow"),
        (Sent(200, {"Content-Type": "text/html"}, b"<p>Welcome"), "backend"),
        (Sent(200, JSON, b'{"head":{"vars":["o"]},"results":{"bindings":[{"o":'), "backend"),
        (Sent(200, JSON, b'{"head":{},"boolean":true}'), "backend"),
        (Sent(200, {**JSON, "Content-Encoding": "br"}, ROW), "backend"),
    ],
)
def test_a_response_that_is_not_the_answer_is_a_failure(
    begin: Any, backend: FakeBackend, sent: Sent, reason: str
) -> None:
    pool = begin()
    backend.plan = [sent]
    found = failure(pool)
    assert found.reason == reason
    assert "secret" not in found.message
    assert len(backend.seen) == 1


@pytest.mark.parametrize(
    "content",
    [b'{"head":{"vars":["o"]},"results":{"bindings":[{"o":', b'{"head":{},"boolean":true}', ROW + b"more"],
)
def test_a_failure_keeps_no_results_which_only_one_thread_may_free(
    begin: Any, backend: FakeBackend, content: bytes
) -> None:
    pool = begin()
    backend.plan = [Sent(200, JSON, content)]
    kept = _values_of_frames(failure(pool))
    assert BackendPool in map(type, kept)
    assert not [each for each in kept if isinstance(each, QuerySolutions | QueryBoolean)]


def _values_of_frames(error: BaseException | None) -> list[Any]:
    """Return what an error and those before it keep from being freed."""
    found: list[Any] = []
    while error is not None:
        for frame, _ in walk_tb(error.__traceback__):
            found += frame.f_locals.values()
        error = error.__context__
    return found


def test_a_refusal_of_the_query_says_what_the_backend_says(begin: Any, backend: FakeBackend) -> None:
    pool = begin()
    backend.plan = [Sent(400, {"Content-Type": "text/plain"}, b"no such function")]
    assert (failure(pool).reason, len(backend.seen)) == ("backend-refused", 1)


@pytest.mark.parametrize(
    "sent",
    [
        Sent(503),
        Sent(502),
        Sent(504),
        Sent(429, {"Retry-After": "0"}),
        Sent(200, JSON, ROW[:-9], length=len(ROW)),
    ],
)
def test_what_may_pass_is_asked_again(begin: Any, backend: FakeBackend, sent: Sent) -> None:
    pool = begin()
    backend.plan = [sent, sent]
    assert values(ask(pool, FACTS)) == ["urn:b"]
    assert len(backend.seen) == 3


def test_a_backend_that_stays_busy_is_busy_and_its_pause_is_kept(begin: Any, backend: FakeBackend) -> None:
    pool = begin()
    backend.plan = [Sent(503, {"Retry-After": "1"}), Sent(503, {"Retry-After": "60"})]
    begun = time.monotonic()
    assert failure(pool, seconds=50).reason == "backend-busy"
    assert 1 <= time.monotonic() - begun < 40
    assert len(backend.seen) == 2


def test_the_time_limit_is_that_of_this_server(begin: Any, backend: FakeBackend, monkeypatch: Any) -> None:
    monkeypatch.setattr("adgo.server.backend.client.GRACE", 0)
    pool = begin()
    backend.plan = [Sent(200, JSON, ROW, seconds=1)]
    assert failure(pool, seconds=0.2).reason == "timeout"


@pytest.mark.parametrize(
    ("headers", "told"),
    [
        ({"Server": "Virtuoso/07.20"}, r"(\d{4,5})"),
        ({"Adgo-Version": "1"}, r"(\d+\.\d{3})"),
        ({"Server": "Apache Jena Fuseki"}, r"(\d+\.\d{3})"),
        ({"Server": "QLever"}, r"(\d+)s"),
        ({}, None),
    ],
)
def test_an_engine_is_told_the_time_that_is_left(
    begin: Any, backend: FakeBackend, headers: Any, told: str | None
) -> None:
    """The limit is 30 seconds: a busy machine may take some of them before it asks."""
    backend.headers = headers
    ask(begin(), FACTS, seconds=30)
    timeouts = backend.seen[0][1].get("timeout", [])
    if told is None:
        assert timeouts == []
        return
    [found] = [re.fullmatch(told, timeout) for timeout in timeouts]
    assert found
    unit = 1000 if headers.get("Server", "").startswith("Virtuoso") else 1
    assert 15 < float(found[1]) / unit <= 30


def test_an_answer_larger_than_its_limit_is_refused(begin: Any) -> None:
    assert failure(begin(), limit=20).reason == "large"


@pytest.mark.parametrize(
    "text",
    [
        'DEFINE get:soft "soft" SELECT * { ?s ?p ?o }',
        "SELECT * { ?s ?p }",
        "SELECT * { ?s unknown:p ?o }",
        "SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o }",
    ],
)
def test_only_sparql_is_passed_on(begin: Any, backend: FakeBackend, text: str) -> None:
    pool = begin()
    assert failure(pool, text).reason == "syntax"
    assert not backend.seen


def test_service_is_not_passed_on(begin: Any, backend: FakeBackend) -> None:
    pool = begin()
    assert (
        failure(pool, "SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }", network=True).reason
        == "socket"
    )
    assert not backend.seen


def test_credentials_are_sent_and_never_printed(
    begin: Any, backend: FakeBackend, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "credentials"
    file.write_text("\ufeffreader:secret word\n", encoding="utf-8")
    line = address.read_authorization(file)
    pool = begin(authorization=line)
    ask(pool, FACTS)
    # echo -n 'reader:secret word' | base64
    assert backend.seen[0][0]["Authorization"] == "Basic cmVhZGVyOnNlY3JldCB3b3Jk"
    backend.plan = [Sent(401)]
    assert "cmVh" not in f"{failure(pool)} {pool.address} {caplog.text}"
    file.write_text("token-of-a-bearer")
    assert address.read_authorization(file) == "Bearer token-of-a-bearer"
    file.write_text("two\nlines")
    with pytest.raises(address.BackendRefused, match="one line"):
        address.read_authorization(file)


def test_a_backend_that_does_not_answer_cannot_be_served() -> None:
    nobody = address.BackendAddress("http://127.0.0.1:9/sparql")
    pool = BackendPool(nobody, Launcher([], MIB), Settings(timeout=0.5))
    with pytest.raises(BackendUnreachable, match="cannot be reached"):
        pool.start()
    assert not pool.is_ready(0.1)


@pytest.mark.parametrize("graph", ["http://example.org/own", ""])
def test_plans_are_no_facts_though_the_facts_are_in_a_graph_with_another_name(
    begin: Any, backend: FakeBackend, graph: str
) -> None:
    """Bug: the default graph was not examined if none of its parts was there."""
    facts = Store()
    for quad in backend.store.quads_for_pattern(None, None, None, DefaultGraph()):
        facts.add(Quad(quad.subject, quad.predicate, quad.object, NamedNode("http://example.org/own")))
    plans = backend.store.quads_for_pattern(None, None, None, NamedNode(GRAPH + "plans"))
    facts.extend(list(plans))
    backend.store, backend.is_union = facts, True
    if graph:
        assert values(ask(begin(graph), FACTS)) == ["urn:b"]
    else:
        with pytest.raises(CannotStart, match=r"plans as facts\. Name the graph .* --backend-default-graph"):
            begin()


def test_a_fact_that_is_also_a_plan_does_not_make_the_default_graph_a_union(
    begin: Any, backend: FakeBackend
) -> None:
    text = f"<urn:a> <urn:p> <urn:b> .\n<urn:a> <urn:p> <urn:b> <{GRAPH}plans> .\n"
    backend.store = Store()
    backend.store.load(f"{text}<urn:a> <urn:p> <urn:planned> <{GRAPH}plans> .".encode(), RdfFormat.N_QUADS)
    assert values(ask(begin(), FACTS)) == ["urn:b"]


def test_the_graphs_of_a_request_replace_those_of_the_query(begin: Any, backend: FakeBackend) -> None:
    """Bug: Virtuoso adds the graphs of FROM to those of the request, so that a plan was among the facts."""
    pool = begin()
    query = f"SELECT ?o FROM <{GRAPH}plans>\nFROM NAMED <{GRAPH}plans> {{ <urn:a> <urn:p> ?o }}"
    assert values(ask(pool, query, default=[GRAPH + "facts"], named=[])) == ["urn:b"]
    assert "FROM" not in backend.seen[-1][1]["query"][0]


def test_triples_as_many_as_the_limit_of_the_query_can_be_cut_off(begin: Any, backend: FakeBackend) -> None:
    """Bug: ten solutions with two triples each were taken for the twenty solutions of LIMIT 20."""
    lines = [f"<urn:s{n}> <urn:n> {n} ." for n in range(30)]
    backend.store.load("\n".join(lines).encode(), RdfFormat.TURTLE)
    backend.cap = 10
    pool = begin()
    cut = "\n".join(f"<urn:s{n}> <urn:x> {n} .\n<urn:s{n}> <urn:y> {n} ." for n in range(10)).encode()
    backend.plan = [Sent(200, {"Content-Type": "text/turtle"}, cut)]
    found = failure(pool, "CONSTRUCT { ?s <urn:x> ?n ; <urn:y> ?n } WHERE { ?s <urn:n> ?n } LIMIT 20")
    assert (found.reason, found.message) == ("backend-cut", "it gave 10 of 20 solutions, its limit")


def test_triples_that_end_with_the_connection_can_be_cut_off(begin: Any, backend: FakeBackend) -> None:
    """Bug: lines of triples were taken for whole, as nothing told their end."""
    pool = begin()
    content = b"<urn:a> <urn:p> <urn:b> .\n"
    backend.plan = [Sent(200, {"Content-Type": "application/n-triples", "Content-Length": ""}, content)]
    assert failure(pool, "CONSTRUCT WHERE { ?s <urn:p> ?o }").reason == "backend-cut"


def test_the_age_of_a_page_is_that_of_what_it_has_read(backend: FakeBackend) -> None:
    """Bug: if another request began to read anew meanwhile, the page said that it was 0 seconds old."""
    endpoint = BackendEndpoint(address.BackendAddress(backend.url), Settings(backend_keep=1))
    with endpoint.reading() as edition:
        time.sleep(1.1)
        assert endpoint.digest != edition.digest
        assert endpoint.age(edition) == 1


@pytest.mark.parametrize("given", [(), ("urn:own",)])
def test_a_dataset_flattened_into_one_graph_is_refused(
    begin: Any, backend: FakeBackend, given: tuple[str, ...]
) -> None:
    """Bug: without named graphs nothing was examined, and plans were given as facts without a warning."""
    quads = list(backend.store)
    backend.store.clear()
    graph = NamedNode(given[0]) if given else DefaultGraph()
    header = f"<{GRAPH}plans> a <http://www.w3.org/2002/07/owl#Ontology> ."
    backend.store.load(header.encode(), RdfFormat.TURTLE, to_graph=graph)
    backend.store.extend(Quad(*quad.triple, graph) for quad in quads)
    with pytest.raises(CannotStart, match="plans>, a part that states no facts"):
        begin(*given)
