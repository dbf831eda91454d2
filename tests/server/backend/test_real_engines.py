"""The same app over Oxigraph's server and over Virtuoso: the rows of the embedded graph, and the protocol's answers."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

import pytest
import real_engines
from flask.testing import FlaskClient
from pyoxigraph import QueryResultsFormat

from adgo.graph.dataset import load as load_graph
from adgo.graph.namespaces import PREFIXES
from adgo.queries import load
from adgo.server.app import close, create_app
from adgo.sparql.answering.query import query

JSON = {"Accept": "application/sparql-results+json"}
#: The start of each engine, the name of its program, and how to install it.
ENGINES = {
    "oxigraph": (real_engines.oxigraph, real_engines.OXIGRAPH, "pip install oxigraph, or ADGO_OXIGRAPH"),
    "virtuoso": (real_engines.virtuoso, real_engines.VIRTUOSO, "apt-get install virtuoso-opensource"),
}
pytestmark = pytest.mark.full


class Served(NamedTuple):
    """An app over an engine."""

    client: FlaskClient


@pytest.fixture(scope="module", params=ENGINES)
def served(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    begin, program, remedy = ENGINES[request.param]
    if not program:
        pytest.skip(f"{request.param} is not installed: {remedy}")
    embedded = load_graph([]).store
    with begin(embedded, tmp_path_factory.mktemp(request.param)) as address:
        app = create_app(backend=address)
        yield Served(app.test_client())
        close(app)


def multiset(bindings: list[dict[str, dict[str, str]]]) -> Counter[tuple[Any, ...]]:
    """Return rows without their order, and without the labels of blank nodes."""
    return Counter(
        tuple(
            sorted(
                (
                    name,
                    *((v["type"], v["value"]) if v["type"] != "bnode" else ("bnode",)),
                    v.get("datatype", ""),
                )
                for name, v in row.items()
            )
        )
        for row in bindings
    )


@cache
def embedded_answers() -> dict[str, Any]:
    """Return the answers of the embedded graph to all stored questions, as JSON results."""
    store, written = load_graph([]).store, {}
    for name, question in load().items():
        result: Any = query(store, question.text, prefixes=PREFIXES).result
        written[name] = json.loads(result.serialize(format=QueryResultsFormat.JSON))
    return written


def test_every_stored_question_has_the_rows_of_the_embedded_graph(served: Served) -> None:
    for name, question in load().items():
        reply = served.client.post("/sparql", data={"query": question.text}, headers=JSON)
        assert reply.status_code == 200, (name, reply.text[:300])
        found, content = json.loads(reply.text), embedded_answers()[name]
        if "boolean" in content:
            assert found["boolean"] == content["boolean"], name
        else:
            assert multiset(found["results"]["bindings"]) == multiset(content["results"]["bindings"]), name
            assert reply.headers["Adgo-Rows"] == str(len(content["results"]["bindings"]))


def test_a_plan_is_not_among_the_facts(served: Served) -> None:
    text = (
        "SELECT (COUNT(*) AS ?n) { GRAPH graph:plans { ?s ?p ?o } ?s ?p ?o FILTER NOT EXISTS { GRAPH ?g { ?s ?p ?o } "
        "FILTER (?g IN (graph:ontology, graph:entities, graph:context, graph:claims, graph:facts, graph:reports, "
        "graph:inferred)) } }"
    )
    rows = json.loads(served.client.post("/sparql", data={"query": text}, headers=JSON).text)
    assert rows["results"]["bindings"][0]["n"]["value"] == "0"


@pytest.mark.parametrize(
    "path", ["/", "/source/002", "/id/Momenta", "/network", "/timeline", "/differences", "/queries"]
)
def test_pages_work_and_say_how_old_their_data_may_be(served: Served, path: str) -> None:
    page = served.client.get(path, headers={"Accept": "text/html"}, follow_redirects=True)
    assert page.status_code == 200, page.text[:500]
    assert int(page.headers["Age"]) <= 60
    assert "Adgo-Data" not in page.headers


TRIAL = "ASK { ?trial a adgo:Trial }"
TRIALS = "SELECT ?trial { ?trial a adgo:Trial }"
GRAPH = "CONSTRUCT { ?trial a adgo:Trial } WHERE { ?trial a adgo:Trial }"


@pytest.mark.parametrize(
    ("text", "accept", "shape"),
    [
        (TRIAL, "application/sparql-results+json", r'\{"head":\{\},"boolean":true\}'),
        (TRIAL, "application/sparql-results+xml", r"<\?xml.*<boolean>true</boolean></sparql>"),
        (TRIALS, "text/csv", r"trial\r\n(https://w3id.org/adgo/id/\S+\r\n)+"),
        (TRIALS, "text/tab-separated-values", r"\?trial\n(<https://w3id.org/adgo/id/\S+>\n)+"),
        (TRIALS, "application/sparql-results+xml", r"<\?xml.*</sparql>"),
        (
            GRAPH,
            "application/n-triples",
            r"(<\S+> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <\S+Trial> \.\n)+",
        ),
        (GRAPH, "text/turtle", r"<\S+>.*Trial> \.\n"),
        (GRAPH, "application/ld+json", r'\{"@context":\{.*\}\s*'),
        (GRAPH, "application/rdf+xml", r"<\?xml.*</rdf:RDF>\s*"),
    ],
)
def test_every_format_of_the_protocol(served: Served, text: str, accept: str, shape: str) -> None:
    reply = served.client.get("/sparql", query_string={"query": text}, headers={"Accept": accept})
    assert (reply.status_code, reply.mimetype) == (200, accept)
    assert re.fullmatch(shape, reply.text, re.DOTALL), reply.text
    head = served.client.head("/sparql", query_string={"query": text}, headers={"Accept": accept})
    assert (head.status_code, head.data) == (200, b"")
    assert {"Adgo-Rows", "Repr-Digest"} <= set(head.headers.keys())


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("SELECT * { ?s ?p }", 400),
        ("INSERT DATA { <urn:a> <urn:b> <urn:c> }", 403),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", 403),
    ],
)
def test_what_is_refused_says_why(served: Served, text: str, status: int) -> None:
    reply = served.client.get("/sparql", query_string={"query": text}, headers=JSON)
    assert (reply.status_code, reply.mimetype) == (status, "application/problem+json")


def test_a_query_that_takes_too_long_is_stopped(served: Served) -> None:
    text = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER (STRLEN(STR(?c)) > STRLEN(STR(?i))) }"
    reply = served.client.get("/sparql", query_string={"query": text, "timeout": "1"}, headers=JSON)
    assert reply.status_code == 504


def test_updates_have_no_address(served: Served) -> None:
    update = {"update": "INSERT DATA { <urn:a> <urn:b> <urn:c> }"}
    assert served.client.post("/sparql", data=update).status_code in (403, 405)
    turtle = {"Content-Type": "text/turtle"}
    assert served.client.put("/store?default", data=b"", headers=turtle).status_code in (403, 405)


def test_no_version_of_the_data_is_promised(served: Served) -> None:
    reply = served.client.get("/sparql", query_string={"query": TRIAL}, headers=JSON)
    assert "Adgo-Data" not in reply.headers
    assert "ETag" not in reply.headers
    pinned = served.client.get("/sparql", query_string={"query": TRIAL}, headers={**JSON, "Adgo-Data": "a1"})
    assert (pinned.status_code, "Adgo-Data" in pinned.headers) == (412, False)
