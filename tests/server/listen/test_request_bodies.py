"""Bodies that are cut off, compressed or contradictory are refused, and change nothing."""

from __future__ import annotations

import socket
import struct
import time

import pytest
from process import PATIENCE
from without_granian import SERVERS

TOKEN = "a token for the tests of bodies"
TRIPLE = "<urn:s> <urn:p> <urn:{}> .\n"
KINDS = {
    "put": ("PUT", "/store?graph=urn:whole", "application/n-triples", TRIPLE.format(2)),
    "post": ("POST", "/store?graph=urn:whole", "application/n-triples", TRIPLE.format(2)),
    "form": (
        "PUT",
        "/store?graph=urn:whole",
        "multipart/form-data; boundary=x",
        '--x\r\nContent-Disposition: form-data; name="f"; filename="f.nt"\r\n'
        "Content-Type: application/n-triples\r\n\r\n" + TRIPLE.format(2) + "\r\n--x--\r\n",
    ),
    "update": (
        "POST",
        "/sparql",
        "application/sparql-update",
        f"INSERT DATA {{ GRAPH <urn:whole> {{ {TRIPLE.format(2)} }} }}",
    ),
}


@pytest.fixture(scope="module", params=SERVERS)
def writable(start, tmp_path_factory, request):
    """A server that takes changes, and what serves it."""
    folder = tmp_path_factory.mktemp("bodies")
    (folder / "token").write_text(TOKEN, encoding="utf-8")
    server = start(
        *("--store", folder / "store", "--writable", "--token-file", folder / "token"),
        *("--server", request.param),
    )
    server.notes.append(request.param)
    return server


@pytest.fixture
def server(writable):
    """The same, with one triple in the graph that the tests are about."""
    reply = send(writable, "PUT", "/store?graph=urn:whole", TRIPLE.format(1), "application/n-triples")
    assert reply.status in (201, 204), reply.text
    return writable


def send(server, method: str, path: str, body: str, kind: str, **headers: str):
    return server.send(method, path, body, Content_Type=kind, Authorization=f"Bearer {TOKEN}", **headers)


def values(server) -> list[str]:
    rows = server.rows("SELECT ?o { GRAPH <urn:whole> { <urn:s> <urn:p> ?o } }")
    return [row["o"]["value"] for row in rows]


def raw(server, kind: str, framing: str, body: bytes, end: str) -> bytes:
    """What the server says to a request of these very bytes, after which the client ends its side in some way."""
    method, path, media_type, _ = KINDS[kind]
    host, _, port = server.host.partition(":")
    head = (
        f"{method} {path} HTTP/1.1\r\nHost: {server.host}\r\nAuthorization: Bearer {TOKEN}\r\n"
        f"Content-Type: {media_type}\r\nConnection: close\r\n{framing}\r\n\r\n"
    )
    with socket.create_connection((host, int(port)), PATIENCE) as client:
        client.sendall(head.encode() + body)
        if end == "half":
            client.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: client.recv(4096), b""))
        if end == "whole":
            return b"".join(iter(lambda: client.recv(4096), b""))
        time.sleep(0.2)
        if end == "reset":
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    time.sleep(0.5)
    return b""


def chunk(content: bytes) -> bytes:
    return f"{len(content):x}\r\n".encode() + content + b"\r\n"


@pytest.mark.parametrize("end", ["half", "close", "reset"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_body_shorter_than_its_length_changes_nothing(server, kind, end):
    # granian hands on what came before the client left, and it was stored as if it were all.
    body = KINDS[kind][3].encode()
    said = raw(server, kind, f"Content-Length: {len(body) + 5000}", body, end)
    assert values(server) == ["urn:1"]
    if end == "half" and server.notes == ["granian"]:
        assert said.startswith(b"HTTP/1.1 400")
        assert b"Content-Length" in said


@pytest.mark.parametrize("end", [b"", b"5000\r\n<urn:", b"zz\r\n"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_chunked_body_that_breaks_off_changes_nothing(server, kind, end):
    said = raw(server, kind, "Transfer-Encoding: chunked", chunk(KINDS[kind][3].encode()) + end, "half")
    assert values(server) == ["urn:1"]
    assert b" 20" not in said[:15]


@pytest.mark.parametrize("kind", KINDS)
def test_a_chunked_body_is_refused_where_nobody_knows_whether_it_is_whole(server, kind):
    body = chunk(KINDS[kind][3].encode()) + b"0\r\n\r\n"
    said = raw(server, kind, "Transfer-Encoding: chunked", body, "whole")
    if server.notes == ["granian"]:
        assert said.startswith(b"HTTP/1.1 411")
        assert b"Content-Length" in said
        assert values(server) == ["urn:1"]
    else:
        assert said.startswith(b"HTTP/1.1 20")
        assert "urn:2" in values(server)


def test_a_query_that_breaks_off_gets_no_answer_to_the_rest_of_it(server):
    host, _, port = server.host.partition(":")
    query = b"SELECT * { ?s ?p ?o } LIMIT 1"
    for framing, body in (
        (f"Content-Length: {len(query) + 1}", query),
        ("Transfer-Encoding: chunked", chunk(query)),
    ):
        with socket.create_connection((host, int(port)), PATIENCE) as client:
            client.sendall(
                f"POST /sparql HTTP/1.1\r\nHost: {server.host}\r\nContent-Type: application/sparql-query\r\n"
                f"Connection: close\r\n{framing}\r\n\r\n".encode()
                + body
            )
            client.shutdown(socket.SHUT_WR)
            said = b"".join(iter(lambda: client.recv(4096), b""))
        assert not said.startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize("kind", KINDS)
def test_a_packed_body_is_refused(server, kind):
    # Content-Encoding was not looked at, and the packed bytes were parsed.
    method, path, media_type, body = KINDS[kind]
    reply = send(server, method, path, body, media_type, Content_Encoding="gzip")
    assert (reply.status, "gzip" in reply.json["detail"]) == (415, True)
    assert values(server) == ["urn:1"]
    assert send(server, method, path, body, media_type, Content_Encoding="identity").status == 204


def test_a_packed_query_is_refused(server):
    kind = "application/sparql-query"
    reply = server.send("POST", "/sparql", "ASK { }", Content_Type=kind, Content_Encoding="gzip")
    assert reply.status == 415


@pytest.mark.parametrize("kind", ["application/sparql-query", "application/sparql-update"])
@pytest.mark.parametrize("name", ["query", "update"])
def test_an_operation_in_the_body_and_one_in_the_address_are_refused(server, kind, name):
    # The one in the address was passed over in silence.
    text = (
        "ASK { }"
        if kind.endswith("query")
        else f"INSERT DATA {{ GRAPH <urn:whole> {{ {TRIPLE.format(2)} }} }}"
    )
    reply = send(server, "POST", f"/sparql?{name}=ASK%7B%7D", text, kind)
    assert reply.status == 400
    assert values(server) == ["urn:1"]


def test_a_body_far_above_the_limit_is_refused_before_it_is_sent(server):
    """Regression: waitress accepted up to a gigabyte, and never more, independently of --upload."""
    answer = raw(server, "put", "Content-Length: 300000000", b"", "whole")
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert values(server) == ["urn:1"]
