"""The W3C suites of SPARQL 1.1 Protocol, Graph Store Protocol, Service Description and Update, over HTTP."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import pytest
import w3c
from process import TOKEN
from pyoxigraph import CanonicalizationAlgorithm, Dataset, NamedNode, Quad, RdfFormat, Store, parse

#: Protocol tests say what is there before they begin; "the endpoint" of the graph store is /gsp there and /store here.
PATHS = {"/gsp": "/store", "/sparql/": "/sparql/"}
FORMATS = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/rdf+xml": RdfFormat.RDF_XML,
}
SD = "http://www.w3.org/ns/sparql-service-description#"


@dataclass(frozen=True)
class Step:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes | None
    statuses: tuple[str, ...] = ()
    boolean: bool | None = None
    form: str | None = None
    location: str | None = None
    graph: str | None = None


@dataclass(frozen=True)
class Case:
    name: str
    steps: list[Step]
    data: list[tuple[Path, str]] = field(default_factory=list)


def read_step(found, node) -> Step:
    response = found.value(node, w3c.HT + "resp")
    boolean = found.text(response, w3c.MF + "expectedBoolean")
    return Step(
        found.text(node, w3c.HT + "methodName"),
        found.text(node, w3c.HT + "absolutePath"),
        read_headers(found, node),
        read_body(found, node),
        tuple(each.value.rpartition("#")[2] for each in found.values(response, w3c.MF + "expectedStatus")),
        None if boolean is None else boolean == "true",
        found.text(response, w3c.MF + "expectedFormat"),
        found.text(response, w3c.MF + "expectedLocation"),
        (read_body(found, response) or b"").decode() or None,
    )


def read_headers(found, node) -> dict[str, str]:
    return {
        found.text(each, w3c.HT + "fieldName"): found.text(each, w3c.HT + "fieldValue")
        for each in found.items(found.value(node, w3c.HT + "headers"))
    }


def read_body(found, node) -> bytes | None:
    body = found.value(node, w3c.HT + "body")
    if body is None:
        return None
    encoding = found.text(body, w3c.CNT + "characterEncoding") or "UTF-8"
    return found.text(body, w3c.CNT + "chars").encode(encoding)


def read_cases(folder: str, kind: str) -> dict[str, Case]:
    root = w3c.suite()
    cases = {}
    for path in sorted((root / folder).glob("manifest*.ttl")) if root else ():
        found = w3c.manifest(path)
        for test in found.of_type(kind):
            action = found.value(test, w3c.MF + "action")
            steps = [read_step(found, node) for node in found.items(found.value(action, w3c.HT + "requests"))]
            data = [
                (w3c.file_of(found.value(each, w3c.UT + "graph")), found.text(each, w3c.RDFS + "label"))
                for each in found.values(test, w3c.UT + "graphData")
            ]
            name = test.value.rpartition("#")[2]
            cases[name] = Case(name, steps, data)
    return cases


PROTOCOL = read_cases("protocol", "ProtocolTest")
GRAPH_STORE = read_cases("graph-store-protocol", "GraphStoreProtocolTest")
needs_suite = pytest.mark.skipif(not PROTOCOL, reason="ADGO_W3C names no folder with the W3C test suites")


@pytest.fixture
def empty(writable):
    """The same server, emptied."""
    update(writable, "DROP ALL")
    return writable


def bearer() -> dict[str, str]:
    return {"Authorization": f"Bearer {TOKEN}"}


def update(server, text: str) -> None:
    reply = server.send("POST", "/sparql", text, Content_Type="application/sparql-update", **bearer())
    assert reply.status == 204, reply.text


def put(server, path: Path, graph: str | None) -> None:
    target = "/store?default" if graph is None else f"/store?graph={quote(graph, safe='')}"
    base = f"@base <{path.as_uri()}> .\n".encode() if path.suffix == ".ttl" else b""
    kind = {".ttl": "text/turtle", ".nt": "application/n-triples", ".rdf": "application/rdf+xml"}[path.suffix]
    reply = server.send("PUT", target, base + path.read_bytes(), Content_Type=kind, **bearer())
    assert reply.status in (201, 204), reply.text


def fits(status: int, wanted: tuple[str, ...]) -> bool:
    names = {
        "OK": 200,
        "Created": 201,
        "NoContent": 204,
        "NotFound": 404,
        "BadRequest": 400,
        "MethodNotAllowed": 405,
    }
    return not wanted or any(
        name == f"StatusCode{status // 100}xx" or names.get(name) == status for name in wanted
    )


def canonical(quads) -> Dataset:
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return dataset


def run(server, case: Case) -> None:
    variables: dict[str, str] = {}
    for step in case.steps:
        path = step.path.replace("/gsp", "/store", 1)
        body = step.body
        for name, value in variables.items():
            path = path.replace(name, value)
            body = body and body.replace(name.encode(), value.encode())
        path = path.removeprefix(server.url.rstrip("/"))
        reply = server.send(step.method, path, body, **step.headers, **bearer())
        assert fits(reply.status, step.statuses), (step.method, path, reply.status, step.statuses, reply.text)
        if step.boolean is not None:
            assert reply.json["boolean"] is step.boolean, step
        if step.form == "tabular":
            assert "bindings" in reply.json["results"]
        if step.form == "RDF":
            assert len(list(parse(reply.body, FORMATS[reply.type]))) >= 0
        if step.location:
            variables[step.location] = reply.headers["Location"]
        if step.graph and step.method == "GET":
            base = "http://www.example/gsp/base"
            wanted = canonical(parse(step.graph, RdfFormat.TURTLE, base_iri=base))
            assert canonical(parse(reply.body, FORMATS[reply.type], base_iri=base)) == wanted


@needs_suite
@pytest.mark.parametrize("name", PROTOCOL)
def test_protocol(empty, name):
    for path, graph in PROTOCOL[name].data:
        put(empty, path, graph)
    run(empty, PROTOCOL[name])


@needs_suite
@pytest.mark.parametrize("name", GRAPH_STORE)
def test_graph_store_protocol(empty, name):
    run(empty, GRAPH_STORE[name])


@needs_suite
def test_the_suites_are_whole():
    assert (len(PROTOCOL), len(GRAPH_STORE)) == (34, 14)


def description(server) -> list[Quad]:
    reply = server.get("/sparql", Accept="text/turtle")
    assert reply.status == 200
    return list(parse(reply.body, RdfFormat.TURTLE))


def test_returns_rdf(people):
    assert description(people)
    for media_type, form in FORMATS.items():
        reply = people.get("/sparql", Accept=media_type)
        assert reply.type == media_type
        assert len(list(parse(reply.body, form))) == len(description(people))


def test_has_endpoint_triple(people):
    endpoints = [quad.object for quad in description(people) if quad.predicate == NamedNode(SD + "endpoint")]
    assert endpoints == [NamedNode(people.url + "sparql")]


def test_conforms_to_schema(people):
    terms = {"Service", "Dataset", "Graph", "NamedGraph", "endpoint", "supportedLanguage", "resultFormat"}
    terms |= {
        "defaultDataset",
        "defaultGraph",
        "namedGraph",
        "name",
        "graph",
        "SPARQL11Query",
        "SPARQL11Update",
    }
    used = {
        term.value.removeprefix(SD)
        for quad in description(people)
        for term in (quad.predicate, quad.object)
        if isinstance(term, NamedNode) and term.value.startswith(SD)
    }
    assert {"endpoint", "Service", "namedGraph"} <= used
    assert used <= terms


@dataclass(frozen=True)
class Change:
    text: Path
    before: dict[str | None, list[Path]]
    after: dict[str | None, list[Path]]


def graphs_of(found, node) -> dict[str | None, list[Path]]:
    graphs: dict[str | None, list[Path]] = {}
    for each in found.values(node, w3c.UT + "data"):
        graphs.setdefault(None, []).append(w3c.file_of(each))
    for each in found.values(node, w3c.UT + "graphData"):
        path = w3c.file_of(found.value(each, w3c.UT + "graph"))
        graphs.setdefault(found.text(each, w3c.RDFS + "label"), []).append(path)
    return graphs


def read_changes() -> dict[str, Change]:
    root = w3c.suite()
    changes = {}
    for path in sorted(root.glob("*/manifest.ttl")) if root else ():
        found = w3c.manifest(path)
        for test in found.of_type("UpdateEvaluationTest"):
            action, result = found.value(test, w3c.MF + "action"), found.value(test, w3c.MF + "result")
            name = f"{path.parent.name}/{test.value.rpartition('#')[2]}"
            text = w3c.file_of(found.value(action, w3c.UT + "request"))
            changes[name] = Change(text, graphs_of(found, action), graphs_of(found, result))
    return changes


def read_update_syntax() -> dict[str, tuple[Path, bool]]:
    root = w3c.suite()
    cases = {}
    for path in sorted(root.glob("*/manifest.ttl")) if root else ():
        found = w3c.manifest(path)
        for kind in ("PositiveUpdateSyntaxTest11", "NegativeUpdateSyntaxTest11", "NegativeSyntaxTest11"):
            for test in found.of_type(kind):
                file = w3c.file_of(found.value(test, w3c.MF + "action"))
                if file.suffix == ".ru":
                    name = f"{path.parent.name}/{test.value.rpartition('#')[2]}"
                    cases[name] = (file, kind.startswith("Positive"))
    return cases


CHANGES = read_changes()
UPDATE_SYNTAX = read_update_syntax()
#: Updates that fetch from the web are refused on purpose: their tests are asserted to be refused.
FETCHING = {name for name, change in CHANGES.items() if "LOAD" in change.text.read_text().upper()}


@needs_suite
@pytest.mark.parametrize("name", CHANGES)
def test_update(empty, name):
    change = CHANGES[name]
    for graph, paths in change.before.items():
        for path in paths:
            put(empty, path, graph)
    text = change.text.read_text()
    if name in FETCHING:
        reply = empty.send("POST", "/sparql", text, Content_Type="application/sparql-update", **bearer())
        assert reply.status == 403
        return
    update(empty, text)
    wanted = Store()
    for graph, paths in change.after.items():
        for path in paths:
            base = path.as_uri()
            wanted.load(
                path.read_bytes(),
                RdfFormat.TURTLE,
                base_iri=base,
                to_graph=NamedNode(graph) if graph else None,
            )
    got = Store()
    got.load(empty.get("/store?default", Accept="application/n-triples").body, RdfFormat.N_TRIPLES)
    for row in empty.rows("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"):
        graph = row["g"]["value"]
        reply = empty.get(f"/store?graph={quote(graph, safe='')}", Accept="application/n-triples")
        got.load(reply.body, RdfFormat.N_TRIPLES, to_graph=NamedNode(graph))
    assert canonical(got) == canonical(wanted)


@needs_suite
@pytest.mark.parametrize("name", UPDATE_SYNTAX)
def test_update_syntax(empty, name):
    file, is_right = UPDATE_SYNTAX[name]
    text = f"BASE <{file.as_uri()}>\n".encode() + file.read_bytes()
    reply = empty.send("POST", "/sparql", text, Content_Type="application/sparql-update", **bearer())
    if b"LOAD" in text.upper():
        assert reply.status == 403
    elif is_right:
        # Right, though it may ask for what is not there: DROP of a graph that is missing, for instance.
        is_missing = reply.status == 400 and "which does not exist" in reply.json["detail"]
        assert reply.status == 204 or is_missing or "line" not in reply.json, reply.text
    else:
        assert reply.status == 400
        assert reply.json["line"] >= 1
