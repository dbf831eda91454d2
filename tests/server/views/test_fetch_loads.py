"""LOAD: what may be fetched, what never is, and what becomes of the documents."""

from __future__ import annotations

import http.server
import threading
import time
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, NamedNode

from adgo.graph.namespaces import GRAPH
from adgo.server.engine.change_documents import ChangeDocuments
from adgo.server.engine.change_refusal import ChangeRefused
from adgo.server.views.fetch_loads import PREFIX, format_of, may_load
from adgo.sparql.loads import Load, loads
from adgo.sparql.text import SparqlText
from adgo.turtle.web.errors import FetchError

TOKEN = "a token for the tests of loading"
OPEN = "http://data.example/open/"
LARGE = b"<urn:large> <urn:p> 1 .\n" * 60_000
DOCUMENTS = {
    "/open/one.ttl": (200, {"Content-Type": "text/turtle"}, b"<#a> <urn:p> _:x . _:x <urn:p> 1 ."),
    "/open/two.ttl": (200, {"Content-Type": "text/plain"}, b"@prefix e: <urn:> . e:b e:p _:x . _:x e:p 2 ."),
    "/open/three": (200, {"Content-Type": "application/n-triples"}, b"<urn:c> <urn:p> <urn:d> ."),
    "/open/broken.ttl": (200, {"Content-Type": "text/turtle"}, b"<urn:a> <urn:b>\n}"),
    "/open/page": (200, {"Content-Type": "text/html"}, b"<p>no RDF</p>"),
    "/open/large.ttl": (200, {"Content-Type": "text/turtle"}, LARGE),
    "/open/cut.ttl": (200, {"Content-Type": "text/turtle", "Content-Length": "900"}, b"<urn:a> <urn:b> 1 ."),
    "/open/packed.ttl": (200, {"Content-Type": "text/turtle", "Content-Encoding": "gzip"}, b"packed"),
    "/open/away.ttl": (302, {"Location": "/secret/key.ttl"}, b""),
    "/secret/key.ttl": (200, {"Content-Type": "text/turtle"}, b"<urn:secret> <urn:p> 1 ."),
}


@dataclass
class Web:
    """A server of documents, and the paths that were asked of it."""

    url: str
    asked: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def web():
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.asked.append(self.path)
            if self.path == "/open/slow.ttl":
                drip(self)
                return
            status, headers, content = DOCUMENTS.get(self.path, (404, {}, b""))
            self.send_response(status)
            for name, value in ({"Content-Length": str(len(content))} | headers).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None: ...

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    found = Web(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield found
    server.shutdown()
    thread.join()
    server.server_close()


def drip(handler: http.server.BaseHTTPRequestHandler) -> None:
    """Send a byte now and then, so that no wait for the next byte is ever long."""
    try:
        for byte in b"HTTP/1.1 200 OK\r\nContent-Type: text/turtle\r\nX: " + b"x" * 1000:
            handler.wfile.write(bytes([byte]))
            time.sleep(0.1)
    except OSError:
        handler.close_connection = True


@pytest.fixture(scope="module")
def loader(start, web, tmp_path_factory):
    folder = tmp_path_factory.mktemp("loader")
    (folder / "token").write_text(TOKEN)
    return launch(start, web, folder)


@pytest.fixture(scope="module")
def impatient(start, web, tmp_path_factory):
    """A server on which nothing may take longer than a second."""
    return launch(start, web, tmp_path_factory.mktemp("impatient"), "--timeout", "1")


def launch(start, web, folder, *limits: str):
    (folder / "token").write_text(TOKEN)
    return start(
        *("--store", folder / "store", "--writable", "--token-file", folder / "token"),
        *("--allow-load", f"{web.url}/open/", "--upload", "1", *limits),
    )


def update(server, text: str):
    kind = "application/sparql-update"
    return server.send("POST", "/sparql", text, Content_Type=kind, Authorization=f"Bearer {TOKEN}")


def test_documents_come_into_their_graphs_with_the_rest_of_the_update(loader, web):
    reply = update(
        loader,
        f"PREFIX w: <{web.url}/open/> PREFIX e: <urn:> # LOAD <{web.url}/secret/key.ttl>\n"
        f"LOAD w:three ; INSERT DATA {{ GRAPH e:both {{ e:x e:p 'LOAD é 𐀀' }} }} ;\n"
        f"load SILENT <{web.url}/open/one.ttl#part> into graph e:both ; LOAD w:two.ttl INTO GRAPH <urn:both>",
    )
    assert reply.status == 204, reply.text
    assert loader.ask("ASK { <urn:c> <urn:p> <urn:d> }").json["boolean"] is True
    rows = loader.rows("SELECT ?s ?v { GRAPH <urn:both> { ?s <urn:p> ?x OPTIONAL { ?x <urn:p> ?v } } }")
    values = {row["s"]["value"]: row.get("v", {}).get("value") for row in rows if row["s"]["type"] == "uri"}
    # The blank nodes of the two documents have one label, and stay two nodes.
    assert values == {f"{web.url}/open/one.ttl#a": "1", "urn:b": "2", "urn:x": None}


@pytest.mark.parametrize(
    "text",
    [
        "LOAD <{0}/secret/key.ttl>",
        "LOAD SILENT <{0}/secret/key.ttl>",
        "LOAD <{0}/open/../secret/key.ttl>",
        "LOAD <{0}/open/%2e%2E/secret/key.ttl>",
        "LOAD <{0}/open/one.ttl> ; LOAD <{0}/secret/key.ttl>",
        "BASE <{0}/open/> LOAD <one.ttl>",
        "LOAD <file:///etc/passwd>",
        "LOAD <{0}/open/one.ttl> ; INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE <{0}/open/one.ttl> {{ ?s ?p ?o }} }}",
    ],
)
def test_what_is_not_on_the_list_is_refused_and_nothing_is_fetched(loader, web, text):
    web.asked.clear()
    reply = update(loader, text.format(web.url))
    assert reply.status == 403
    assert reply.type == "application/problem+json"
    assert "refused" in reply.json["detail"]
    assert web.asked == []


@pytest.mark.parametrize(
    ("name", "status", "said"),
    [
        ("away.ttl", 502, "redirects are not followed"),
        ("missing.ttl", 502, "answered 404"),
        ("page", 502, "text/html"),
        ("cut.ttl", 502, "was cut off"),
        ("packed.ttl", 502, "its content is not gzip"),
        ("large.ttl", 502, "larger than 1 MiB"),
        ("broken.ttl", 400, "broken.ttl> cannot be read"),
    ],
)
def test_a_document_that_cannot_be_had_says_why_and_nothing_has_changed(loader, web, name, status, said):
    web.asked.clear()
    mark = f"<urn:tried> <urn:p> '{name}'"
    text = f"INSERT DATA {{ {mark} }} ; LOAD <{web.url}/open/{name}>"
    reply = update(loader, text)
    assert reply.status == status
    assert said in reply.json["detail"]
    assert loader.ask(f"ASK {{ {mark} }}").json["boolean"] is False
    assert update(loader, text.replace("LOAD", "LOAD SILENT")).status == 204
    assert loader.ask(f"ASK {{ {mark} }}").json["boolean"] is True
    assert web.asked == [f"/open/{name}"] * 2
    assert loader.ask("ASK { <urn:secret> ?p ?o }").json["boolean"] is False


@pytest.mark.full
def test_a_document_that_drips_is_given_up_in_time(impatient, web):
    reply = update(impatient, f"LOAD <{web.url}/open/slow.ttl>")
    assert (reply.status, "within 1 s" in reply.json["detail"]) == (502, True), reply.text


def test_a_malformed_update_fetches_nothing(loader, web):
    web.asked.clear()
    reply = update(loader, f"LOAD <{web.url}/open/one.ttl> INTO <urn:g>")
    assert reply.status == 400
    assert reply.json["line"] == 1
    assert web.asked == []


@pytest.mark.parametrize(
    "text",
    [
        "LOADSILENT<{0}/open/one.ttl>",
        "PREFIX : <{0}/open/> LOAD:one.ttl",
        "PREFIX : <{0}/open/> INSERT DATA {{ }} ; LOADSILENT:one.ttl INTO GRAPH :g",
        "PREFIX : <{0}/open/> DELETE {{ ?s ?p ?o }} WHERE {{ FILTER NOT EXISTS {{ SERVICE:x{{ ?s ?p ?o }} }} }}",
    ],
)
def test_a_call_without_a_space_is_an_error_not_an_update_without_effect(loader, web, text):
    web.asked.clear()
    reply = update(loader, text.format(web.url))
    assert (reply.status, reply.json["line"]) == (400, 1)
    assert web.asked == []


def test_documents_of_one_update_share_the_limit(loader, web, monkeypatch):
    monkeypatch.setitem(DOCUMENTS, "/open/half.ttl", (200, {"Content-Type": "text/turtle"}, LARGE[:600_000]))
    half = f"LOAD <{web.url}/open/half.ttl> INTO GRAPH <urn:half>"
    assert update(loader, half).status == 204
    assert update(loader, f"{half} ; {half}").status == 502


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        (OPEN + "a.ttl", True),
        (OPEN, True),
        (OPEN + "a..b/.c", True),
        (OPEN[:-1], False),
        ("http://data.example.evil/open/a.ttl", False),
        ("http://data.example@evil/open/a.ttl", False),
        ("https://data.example/open/a.ttl", False),
        (OPEN + "../a", False),
        (OPEN + ".%2E/a", False),
        (OPEN + "x%2f..%2Fa", False),
        (OPEN + "x\\..\\a", False),
        (None, False),
    ],
)
def test_an_address_is_on_the_list_by_its_beginning_and_stays_below_it(address, allowed):
    assert may_load(address, (OPEN, "http://other.example/")) is allowed
    assert may_load(address, ()) is False


@pytest.mark.parametrize(
    ("prefix", "right"),
    [
        ("https://example.org/", True),
        ("http://[::1]:8080/data/x", True),
        ("http://example.org", False),
        ("http://someone@example.org/", False),
        ("file:///data/", False),
        ("http:///", False),
        ("http://example.org/?x", False),
    ],
)
def test_a_prefix_closes_its_host(prefix, right):
    assert bool(PREFIX.fullmatch(prefix)) is right


def test_a_load_knows_its_place_in_the_text():
    text = "PREFIX é: <http://a/> LOAD SILENT é:b INTO GRAPH é:g;load<http://a/c>"
    first, second = loads(SparqlText(text, is_update=True))
    assert first == Load(text.index("LOAD"), text.index(";"), "http://a/b", True, "é:g")
    assert second == Load(text.index("load"), len(text), "http://a/c", False, "")


@given(st.lists(st.tuples(st.booleans(), st.sampled_from(["", "<urn:g>"]), st.integers(0, 9)), max_size=5))
def test_each_load_becomes_the_triples_of_its_own_document(drawn):
    text = " ;\n".join(
        ["CLEAR ALL"]
        + [f"LOAD {'SILENT ' * s}<http://a/{n}>{f' INTO GRAPH {g}' if g else ''}" for s, g, n in drawn]
    )
    documents = [f"<urn:{number}> <urn:p> {number} .".encode() * (number % 3) for _, _, number in drawn]
    found = [
        {"start": load.start, "end": load.end, "graph": load.graph, "silent": load.silent}
        | {"source": load.source, "format": "ttl", "size": len(document)}
        for load, document in zip(loads(SparqlText(text, is_update=True)), documents, strict=True)
    ]
    replaced = ChangeDocuments(b"".join(documents), strict_terms=False).replacements(found)
    operations = SparqlText(text).replaced(replaced).split(" ;\n")
    assert operations[0] == "CLEAR ALL"
    for (_, graph, number), operation in zip(drawn, operations[1:], strict=True):
        assert operation.startswith("INSERT DATA { GRAPH <urn:g> {" if graph else "INSERT DATA {")
        assert operation.count(f"<urn:{number}> <urn:p>") == number % 3


def test_a_document_with_graphs_of_its_own_or_a_mistake_is_refused_unless_silent():
    load = {"start": 0, "end": 1, "graph": "", "source": "http://a/b"}
    for name, document in (("nq", b"<urn:a> <urn:b> <urn:c> <urn:g> ."), ("ttl", b"<urn:a>")):
        loads_of = {"format": name, "size": len(document)}
        with pytest.raises(ChangeRefused, match="http://a/b"):
            ChangeDocuments(document, strict_terms=False).replacements([load | loads_of | {"silent": False}])
        ((start, end, text),) = ChangeDocuments(document, strict_terms=False).replacements(
            [load | loads_of | {"silent": True}]
        )
        assert (start, end, text.split()) == (0, 1, ["INSERT", "DATA", "{", "}"])


def test_a_file_of_plans_is_not_added_to_the_facts():
    """Bug: LOAD, and PUT and POST of a graph, added ADGO's plans to the default graph, where they read as facts."""
    document = f"<{GRAPH}plans> <urn:p> 1 . <urn:a> <urn:p> <urn:planned> .".encode()
    one = {"format": "ttl", "size": len(document)}
    load = one | {"start": 0, "end": 1, "source": "http://a/b", "silent": False}
    with pytest.raises(ChangeRefused, match=f"{GRAPH}plans"):
        ChangeDocuments(document, strict_terms=False).replacements([load | {"graph": ""}])
    ((_, _, text),) = ChangeDocuments(document, strict_terms=False).replacements(
        [load | {"graph": "<urn:g>"}]
    )
    assert "<urn:planned>" in text
    with pytest.raises(ChangeRefused, match=f"{GRAPH}plans"):
        list(ChangeDocuments(document, strict_terms=False).quads([one], "http://a/", DefaultGraph()))
    assert (
        len(list(ChangeDocuments(document, strict_terms=False).quads([one], "http://a/", NamedNode("urn:g"))))
        == 2
    )


@pytest.mark.parametrize(
    ("media_type", "address", "name"),
    [
        ("text/turtle", "http://a/b.rdf", "ttl"),
        ("text/plain", "http://a/b.ttl", "ttl"),
        ("text/plain", "http://a/b.txt", "nt"),
        ("application/xml", "http://a/b", "rdf"),
        ("application/octet-stream", "http://a/b.OWL?x=1", "rdf"),
        ("application/ld+json", "http://a/b", "jsonld"),
    ],
)
def test_the_format_is_by_the_type_and_by_the_ending_where_the_type_is_vague(media_type, address, name):
    assert format_of(media_type, address) == name
    with pytest.raises(FetchError):
        format_of("image/png", address)
