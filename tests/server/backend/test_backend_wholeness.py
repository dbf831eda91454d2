"""Answers of a backend that look right and are not: cut off, of other columns, of other graphs, or without an end."""

from __future__ import annotations

import io
import json
import time
from contextlib import closing
from typing import Any

import pytest
from fake_backend import FakeBackend, Sent
from pyoxigraph import RdfFormat
from test_backend_answers import FACTS, JSON, ask, failure, values

from adgo.graph.virtuoso_results import CorrectedFile
from adgo.server.backend import completeness, engines
from adgo.server.backend.pool import BackendPool, BackendUnreachable
from adgo.server.engine.failure import Failure
from adgo.server.protocol import query_problems
from adgo.server.settings import MIB, Settings
from adgo.sparql.text import SparqlText

NT = {"Content-Type": "application/n-triples"}
TEMPLATE = "?s <urn:n> ?n . ?s <urn:m> ?n"
CONSTRUCT = f"CONSTRUCT {{ {TEMPLATE} }} WHERE {{ ?s <urn:n> ?n }}"


def numbers(backend: FakeBackend, count: int) -> None:
    """Load things with a number each."""
    lines = [f"<urn:s{n}> <urn:n> {n} ." for n in range(count)]
    backend.store.load("\n".join(lines).encode(), RdfFormat.TURTLE)


def triples(count: int) -> bytes:
    """Return the first triples of CONSTRUCT in Turtle."""
    lines = [f"<urn:s{n}> <urn:{p}> {n} ." for n in range(count) for p in "nm"]
    return "\n".join(lines[:count]).encode()


@pytest.mark.parametrize(("cap", "given"), [(1500, 1501), (1500, 1500), (3000, 3001), (4096, 4097)])
@pytest.mark.parametrize("is_known", [True, False])
def test_triples_that_the_engine_stopped_at_are_refused(
    begin: Any, backend: FakeBackend, monkeypatch: Any, cap: int, given: int, is_known: bool
) -> None:
    """Bug: Virtuoso gives one triple more than ResultSetMaxRows, without saying so; only solutions were counted."""
    if not is_known:
        monkeypatch.setattr("adgo.server.backend.survey.LARGEST_CAP", 1)
    numbers(backend, 2500)
    pool = begin()
    backend.cap = cap if is_known else None
    backend.plan = [Sent(200, {"Content-Type": "text/turtle"}, triples(given))]
    found = failure(pool, CONSTRUCT)
    assert (found.reason, found.message) == ("backend-cut", f"it sent {given:,} of 5,000 triples, its limit")
    # The solutions are within the limit, and the triples are not.
    backend.plan = [Sent(200, {"Content-Type": "text/turtle"}, triples(1001))]
    assert failure(pool, f"{CONSTRUCT} LIMIT 700").message == "it sent 1,001 of 1,400 triples, its limit"


def test_triples_as_many_as_counted_are_whole(begin: Any, backend: FakeBackend) -> None:
    numbers(backend, 50)
    pool = begin()
    assert ask(pool, CONSTRUCT).rows == 100
    assert len(backend.seen) == 2
    backend.plan = [Sent(200, NT, b"<urn:a> <urn:b> <urn:c> .\n" * 100)]
    assert failure(pool, CONSTRUCT).message == "it sent 1 of 100 triples, its limit"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        (CONSTRUCT, 6),
        ("CONSTRUCT WHERE { ?s <urn:n> ?n }", 3),
        (
            "PREFIX u: <urn:> CONSTRUCT { ?s a u:T ; u:x 1, 'a'@en } WHERE { ?s u:n ?n } ORDER BY ?n LIMIT 2",
            6,
        ),
        ("CONSTRUCT { ?n <urn:x> ?s . ?s ?n ?s . ?s <urn:x> ?none } WHERE { ?s <urn:n> ?n }", 0),
        ("CONSTRUCT { ?s a <urn:T> } WHERE { { ?s <urn:n> ?n } UNION { ?s <urn:n> ?m } }", 3),
        ("BASE <http://h/> CONSTRUCT { ?s a <T> } WHERE { ?s <urn:n> _:n } VALUES ?s { <urn:s0> }", 1),
    ],
)
def test_the_triples_of_a_template_are_counted(backend: FakeBackend, text: str, number: int) -> None:
    numbers(backend, 3)
    (row,) = list(backend.store.query(completeness.constructed(text)))  # type: ignore[arg-type]
    assert int(row["adgo_solutions"].value) == number
    assert len(list(backend.store.query(text))) == number  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "CONSTRUCT { ?s <urn:x> [ <urn:y> ?n ] } WHERE { ?s <urn:n> ?n }",
        f"CONSTRUCT {{ {TEMPLATE} }} WHERE {{ ?s <urn:n> ?n , _:x }}",
        "SELECT * { ?s ?p ?o }",
    ],
)
def test_some_triples_cannot_be_counted(text: str) -> None:
    assert completeness.constructed(text) == ""


@pytest.mark.parametrize("is_own", [True, False])
@pytest.mark.parametrize(
    ("headers", "columns"), [({"X-SPARQL-default-graph": "urn:x"}, ()), ({}, ("__ASK_RETVAL",))]
)
def test_virtuoso_is_known_by_what_it_answers(headers: Any, columns: Any, is_own: bool) -> None:
    """Bug: behind a proxy with a `Server` of its own, its wrong answers to stored questions were shown."""
    server = {"server": "Virtuoso/07.20" if is_own else "nginx/1.24.0"}
    lower = {name.lower(): value for name, value in headers.items()}
    assert engines.recognized({**server, **lower}, columns).name == "Virtuoso"


def test_an_engine_that_is_not_known_is_asked_for_its_data_only(begin: Any, backend: FakeBackend) -> None:
    """Bug: an engine that is not known was trusted to answer stored questions by the standard."""
    backend.headers = {"Server": "nginx/1.24.0"}
    pool = begin(timeout=20)
    own = '#+ id: "x"\nSELECT ?o { <urn:a> <urn:p> ?o }'
    request: dict[str, Any] = {"prefixes": False, "snapshot": None, "declared": None}
    assert values(ask(pool, own, **request)) == ["urn:b"]
    asked = [arguments["query"][0] for _, arguments in backend.seen]
    assert asked
    assert all(text.startswith("CONSTRUCT") for text in asked)
    graph = "SELECT ?o { GRAPH ?g { <urn:a> <urn:p> ?o } FILTER (?o = <urn:planned>) }"
    assert values(ask(pool, f'#+ id: "x"\n{graph}', **request)) == ["urn:planned"]


def test_another_engine_at_the_same_address_is_noticed(begin: Any, backend: FakeBackend) -> None:
    backend.headers = {"Server": "Oxigraph/0.5"}
    pool: BackendPool = begin(backend_keep=0)
    assert pool._client.engine.is_exact
    backend.headers = {"Server": "Virtuoso/07.20"}
    ask(pool, FACTS)
    assert not pool._client.engine.is_exact


def test_a_limit_of_rows_that_changes_is_measured_again(begin: Any, backend: FakeBackend) -> None:
    """Bug: it was measured once, and an answer below it was not counted if the query had a LIMIT."""
    numbers(backend, 30)
    pool = begin(backend_keep=0)
    text = "SELECT ?n { ?s <urn:n> ?n } LIMIT 25"
    assert ask(pool, text).rows == 25
    backend.cap = 7
    assert failure(pool, text).message == "it gave 7 of 25 solutions, its limit"


def test_rows_below_the_limit_of_the_query_are_counted(begin: Any, backend: FakeBackend) -> None:
    numbers(backend, 2500)
    backend.cap = 2000
    pool = begin()
    backend.cap = 1000
    assert failure(pool, "SELECT ?n { ?s <urn:n> ?n } LIMIT 1500").reason == "backend-cut"


XML = {"Content-Type": "application/sparql-results+xml", "Content-Length": ""}
ROOT = b'<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="o"/></head>'
RESULT = b'<results><result><binding name="o"><literal>a</literal></binding></result>'


@pytest.mark.parametrize(
    "content",
    [ROOT + b"<results>", ROOT + RESULT, ROOT + RESULT + b"</results>", ROOT + RESULT + b"</results></"],
)
def test_xml_that_breaks_off_is_no_answer(begin: Any, backend: FakeBackend, content: bytes) -> None:
    """Bug: rows in XML were taken for whole wherever they broke off."""
    pool = begin()
    backend.plan = [Sent(200, XML, content)]
    assert failure(pool).reason == "backend"
    backend.plan = [Sent(200, XML, ROOT + RESULT + b"</results></sparql>")]
    assert values(ask(pool, FACTS)) == ["a"]


def results(names: list[str], *rows: str) -> bytes:
    """Return results in JSON; each row is the content of its braces."""
    head = json.dumps({"vars": names})
    bindings = ",".join(f"{{{row}}}" for row in rows)
    return f'{{"head":{head},"results":{{"bindings":[{bindings}]}}}}'.encode()


AGAIN = b'<binding name="o"><uri>u:u</uri></binding>'
ONE = '"o":{"type":"literal","value":"1"}'


@pytest.mark.parametrize(
    "sent",
    [
        Sent(200, JSON, results(["z"], ONE.replace('"o"', '"z"'))),
        Sent(200, JSON, results(["o", "z"], ONE)),
        Sent(200, JSON, results([])),
        Sent(200, JSON, results(["o"], f"{ONE},{ONE}")),
        Sent(200, JSON, results(["o"], ONE.replace("}", ',"value":"2"}'))),
        Sent(200, XML, ROOT + RESULT.replace(b"</r", AGAIN + b"</r") + b"</results></sparql>"),
    ],
)
@pytest.mark.parametrize("form", ["json", "csv"])
def test_an_answer_with_other_columns_or_two_values_is_no_answer(
    begin: Any, backend: FakeBackend, sent: Sent, form: str
) -> None:
    pool = begin()
    backend.plan = [sent]
    assert failure(pool, results=form).reason == "backend"


def test_the_columns_of_a_star_are_the_variables_in_scope(begin: Any, backend: FakeBackend) -> None:
    pool = begin()
    text = (
        "SELECT * { ?s <urn:p> ?o . ?s ?any [] FILTER EXISTS { ?s ?hidden ?x } MINUS { ?m <urn:none> ?o } }"
    )
    assert ask(pool, text).rows == 2
    backend.plan = [Sent(200, JSON, results(["s", "o"]))]
    assert failure(pool, text).reason == "backend"


def test_a_backend_that_answers_every_query_alike_cannot_be_served(begin: Any, backend: FakeBackend) -> None:
    """Bug: `internal error: KeyError: 'g'`, and later 500."""
    pool = begin(backend_keep=0)
    always = Sent(200, JSON, results(["z"], ONE.replace('"o"', '"z"')))
    backend.answer = lambda _: always  # type: ignore[method-assign]
    assert failure(pool).reason == "backend"
    with pytest.raises(BackendUnreachable, match=r"its columns are \?z, and those of the query are \?n"):
        begin()


@pytest.mark.parametrize(
    ("media_type", "content"),
    [
        ("application/trig", b"<urn:g> { <urn:a> <urn:p> <urn:b> }"),
        ("application/n-quads", b"<urn:a> <urn:p> <urn:b> <urn:g> .\n"),
        ("application/ld+json", b'{"@id":"urn:g","@graph":[{"@id":"urn:a","urn:p":"b"}]}'),
    ],
)
def test_a_graph_does_not_lose_the_names_of_graphs(
    begin: Any, backend: FakeBackend, media_type: str, content: bytes
) -> None:
    pool = begin()
    backend.plan = [Sent(200, {"Content-Type": media_type}, content)]
    assert failure(pool, "CONSTRUCT WHERE { ?s <urn:p> ?o }").reason == "backend"


@pytest.mark.parametrize("headers", [{"Transfer-Encoding": "identity"}, {"Content-Length": "many"}])
def test_a_header_that_states_no_end_does_not_make_triples_whole(
    begin: Any, backend: FakeBackend, headers: Any
) -> None:
    pool = begin()
    backend.plan = [Sent(200, {**NT, "Content-Length": "", **headers}, b"<urn:a> <urn:p> <urn:b> .\n")]
    assert failure(pool, "CONSTRUCT WHERE { ?s <urn:p> ?o }").reason == "backend-cut"


def test_triples_are_as_many_as_the_backend_says(begin: Any, backend: FakeBackend) -> None:
    pool = begin()
    line = b"<urn:a> <urn:p> <urn:b> .\n"
    backend.plan = [Sent(200, {**NT, "Adgo-Rows": "3"}, 2 * line)]
    assert failure(pool, "CONSTRUCT WHERE { ?s <urn:p> ?o }").reason == "backend-cut"
    backend.plan = [Sent(200, {**NT, "Adgo-Rows": "2"}, 2 * line)]
    assert ask(pool, "CONSTRUCT WHERE { ?s <urn:p> ?o }").rows == 1


def test_a_long_line_takes_no_more_time_than_many_lines(begin: Any, backend: FakeBackend) -> None:
    """Bug: each piece copied the rest of the line, so that 300,001 rows took 15 seconds of a limit of 5."""
    content = results(["o"], *[ONE] * 300_001)
    file, begun = CorrectedFile(io.BytesIO(content)), time.thread_time()
    assert b"".join(iter(lambda: file.read(1024), b"")) == content
    assert time.thread_time() - begun < 5
    pool = begin()
    backend.plan = [Sent(200, JSON, content)]
    with closing(ask(pool, FACTS, limit=64 * MIB)) as answer:
        assert answer.rows == 300_001


@pytest.mark.parametrize("size", [1, 7, 1000, -1])
def test_pieces_of_any_size_are_corrected(size: int) -> None:
    boolean = '"datatype": "http://www.w3.org/2001/XMLSchema#boolean", "value": '
    row = f'{{"o": {{ "type": "typed-literal", {boolean}"1" }}, "s": {{ "type": "uri", "value": "nodeID://b1" }} }},'
    content = (row * 2000).encode()
    right = content.replace(b'"1"', b'"true"').replace(
        b'"uri", "value": "nodeID://b1"', b'"bnode", "value": "b1"'
    )
    file = CorrectedFile(io.BytesIO(content))
    assert b"".join(iter(lambda: file.read(size), b"")) == right


def test_an_answer_is_written_within_the_time_of_the_query(begin: Any, backend: FakeBackend) -> None:
    pool = begin()
    backend.plan = [Sent(200, JSON, results(["o"], *[ONE] * 300_000))]
    assert failure(pool, seconds=0.2, limit=64 * MIB).reason == "timeout"


@pytest.mark.parametrize("form", ["jsonld", "nt"])
def test_an_answer_is_written_within_the_memory_of_the_query(
    begin: Any, backend: FakeBackend, form: str
) -> None:
    pool = begin(memory=1)
    content = b"".join(b"<urn:a> <urn:p> <urn:%d> .\n" % each for each in range(10_000))
    backend.plan = [Sent(200, NT, content)]
    assert failure(pool, "CONSTRUCT WHERE { ?s <urn:p> ?o }", graph=form).reason == "memory"


def test_rows_before_their_columns_need_memory(begin: Any, backend: FakeBackend) -> None:
    pool = begin(memory=1)
    rows = ",".join([f"{{{ONE}}}"] * 10_000)
    backend.plan = [
        Sent(200, JSON, f'{{"results":{{"bindings":[{rows}]}},"head":{{"vars":["o"]}}}}'.encode())
    ]
    assert failure(pool).reason == "memory"


def test_the_pause_that_the_backend_asks_for_is_passed_on(begin: Any, backend: FakeBackend) -> None:
    pool = begin()
    backend.plan = [Sent(503, {"Retry-After": "100"})]
    found = failure(pool, seconds=5)
    problem = query_problems.problem(SparqlText(FACTS), found, Settings(), MIB)
    assert (problem.status, problem.headers) == (503, {"Retry-After": "100"})
    assert "in 100 seconds" in problem.detail
    endless = Failure("backend-busy", retry_after=float("inf"))
    assert (
        query_problems.problem(SparqlText(FACTS), endless, Settings(), MIB).headers["Retry-After"] == "86400"
    )


def test_the_host_header_of_a_client_stays_here(begin: Any, backend: FakeBackend) -> None:
    ask(begin(), FACTS, base="http://secret.example/sparql")
    assert "secret" not in str(backend.seen)
    ask(begin(is_public=True), FACTS, base="https://public.example/sparql")
    assert "BASE <https://public.example/sparql> " in backend.seen[-1][1]["query"][0]
