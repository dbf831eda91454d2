"""Bodies that are cut off or contradictory are refused, and change nothing; complete ones are read, in any framing."""

from __future__ import annotations

import base64
import gzip
import hashlib
import socket
import struct
import time
import zlib

import pytest
from process import PATIENCE
from without_granian import EACH_SERVER

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


@pytest.fixture(scope="module", params=EACH_SERVER)
def writable(start, memory_folder, request):
    """A server that takes changes, and what serves it."""
    folder = memory_folder / f"bodies-{request.param}"
    folder.mkdir()
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
    """What the server says to a request of exactly these bytes, after which the client ends its side in some way."""
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


#: The last chunk.
END = b"0\r\n\r\n"


def digest(content: bytes, algorithm: str = "sha256") -> str:
    return base64.b64encode(hashlib.new(algorithm, content).digest()).decode()


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
    body = chunk(KINDS[kind][3].encode()) + END
    said = raw(server, kind, "Transfer-Encoding: chunked", body, "whole")
    if server.notes == ["granian"]:
        assert said.startswith(b"HTTP/1.1 411")
        assert b"Content-Length" in said
        assert b"--data-binary" in said
        assert b"sparql-http-client" in said
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


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        *((kind, "Content-Digest: sha-256") for kind in KINDS),
        ("put", "Repr-Digest: sha-256"),
        ("update", "Content-Digest: sha-512"),
    ],
)
def test_a_chunked_body_with_its_digest_is_stored(server, kind, field):
    """Fault: no client that streams could write."""
    body = KINDS[kind][3].encode()
    stated = f"{field}=:{digest(body, 'sha512' if field.endswith('512') else 'sha256')}:"
    halves = chunk(body[:20]) + chunk(body[20:]) + END
    said = raw(server, kind, f"Transfer-Encoding: chunked\r\n{stated}", halves, "whole")
    assert said.startswith(b"HTTP/1.1 20"), said
    assert "urn:2" in values(server)


@pytest.mark.parametrize("framing", ["Transfer-Encoding: chunked", "Content-Length: {}"])
@pytest.mark.parametrize("kind", ["put", "update"])
def test_a_body_with_another_digest_changes_nothing(server, kind, framing):
    body = KINDS[kind][3].encode()
    stated = f"Content-Digest: md5=:AAAA:, sha-256=:{digest(body + b' ')}:"
    sent = chunk(body) + END if "chunked" in framing else body
    said = raw(server, kind, f"{framing.format(len(body))}\r\n{stated}", sent, "whole")
    assert said.startswith(b"HTTP/1.1 400")
    assert b"sha-256 digest that Content-Digest states" in said
    assert values(server) == ["urn:1"]


@pytest.mark.parametrize("end", [b"", b"5000\r\n<urn:", b"zz\r\n"])
def test_a_chunked_body_that_breaks_off_does_not_have_its_digest(server, end):
    body = KINDS["put"][3].encode()
    stated = f"Transfer-Encoding: chunked\r\nContent-Digest: sha-256=:{digest(body + b' ')}:"
    said = raw(server, "put", stated, chunk(body) + end, "half")
    assert b" 20" not in said[:15]
    assert values(server) == ["urn:1"]


@pytest.mark.parametrize("stated", ["md5=:AAAA:", "unixsum=30637"])
def test_a_digest_that_cannot_be_checked_does_not_count(server, stated):
    if server.notes == ["granian"]:
        framing = f"Transfer-Encoding: chunked\r\nContent-Digest: {stated}"
        said = raw(server, "put", framing, chunk(KINDS["put"][3].encode()) + END, "whole")
        assert said[9:12] == (b"411" if stated.startswith("md5") else b"400")
        assert values(server) == ["urn:1"]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("application/sparql-query", "SELECT (1 AS ?x) {}"),
        ("application/x-www-form-urlencoded", "query=SELECT+%281+AS+%3Fx%29+%7B%7D"),
    ],
)
def test_a_query_in_chunks_is_answered(server, kind, text):
    """Fault: 411, though a part of a query does no harm."""
    for pieces in ([text], list(text), [text[:7], text[7:]]):
        body = b"".join(chunk(piece.encode()) for piece in pieces) + END
        said = asked(server, kind, "Transfer-Encoding: chunked", body)
        assert said.startswith(b"HTTP/1.1 200"), said
        assert said.endswith(
            b'{"x":{"type":"literal","value":"1","datatype":"http://www.w3.org/2001/XMLSchema#integer"}}]}}'
        )


def asked(server, kind: str, framing: str, body: bytes, more: bytes = b"") -> bytes:
    """What the server says to a query of exactly these bytes."""
    host, _, port = server.host.partition(":")
    lines = ["POST /sparql HTTP/1.1", f"Host: {server.host}", f"Content-Type: {kind}", "Connection: close"]
    head = "\r\n".join([*lines, framing, "", ""])
    with socket.create_connection((host, int(port)), PATIENCE) as client:
        client.sendall(head.encode() + body + more)
        return b"".join(iter(lambda: client.recv(4096), b""))


def test_a_query_in_chunks_above_the_limit_is_413(server):
    """The longest query is 64 KiB; the last chunk never comes, so the server does not wait for it."""
    said = asked(server, "application/sparql-query", "Transfer-Encoding: chunked", chunk(b" " * 70_000) + END)
    assert said.startswith(b"HTTP/1.1 413")


def test_length_and_chunks_together_smuggle_no_request(server):
    """A request with both ends at its last chunk, and nothing after it is read as a request."""
    body = chunk(b"ASK {}") + END
    framing = f"Content-Length: {len(body) + 40}\r\nTransfer-Encoding: chunked"
    hidden = f"GET /health HTTP/1.1\r\nHost: {server.host}\r\n\r\n".encode()
    said = asked(server, "application/sparql-query", framing, body, hidden)
    assert said.count(b"HTTP/1.1 ") <= 1
    assert b'"ready"' not in said


@pytest.mark.parametrize("coding", ["gzip, chunked", "identity"])
def test_other_transfer_codings_are_refused(server, coding):
    said = asked(server, "application/sparql-query", f"Transfer-Encoding: {coding}", chunk(b"ASK {}") + END)
    assert said[9:12] in (b"400", b"501")


@pytest.mark.parametrize(
    ("kind", "coding"), [*((kind, "gzip") for kind in KINDS), ("put", "X-GZIP"), ("update", "deflate")]
)
def test_a_compressed_body_is_read(server, kind, coding):
    """Fault: `nq.gz` was 415."""
    method, path, media_type, body = KINDS[kind]
    pack = zlib.compress if coding == "deflate" else gzip.compress
    assert send(server, method, path, pack(body.encode()), media_type, Content_Encoding=coding).status == 204
    assert "urn:2" in values(server)
    assert send(server, method, path, body, media_type, Content_Encoding="identity").status == 204


@pytest.mark.parametrize("kind", ["form", "update"])
def test_a_body_that_is_not_compressed_as_it_says_changes_nothing(server, kind):
    # Content-Encoding was not looked at, and the packed bytes were parsed.
    method, path, media_type, body = KINDS[kind]
    packed = gzip.compress(body.encode())
    for wrong in (body.encode(), packed[:-9], packed + b"rest", b""):
        reply = send(server, method, path, wrong, media_type, Content_Encoding="gzip")
        assert (reply.status, "gzip" in reply.text) == (400, True)
    assert values(server) == ["urn:1"]


@pytest.mark.parametrize("coding", ["br", "zstd", "gzip, gzip", "compress"])
def test_an_unknown_content_coding_is_refused_with_those_that_are_known(server, coding):
    """RFC 9110, section 15.5.16: 415 should name the codings in Accept-Encoding."""
    reply = server.send(
        "POST", "/sparql", "ASK {}", Content_Type="application/sparql-query", Content_Encoding=coding
    )
    assert (reply.status, reply.headers["Accept-Encoding"]) == (415, "gzip, deflate")
    assert coding in reply.json["detail"]


def test_a_compressed_query_is_answered_and_a_bomb_is_413(server):
    kind = "application/sparql-query"
    reply = server.send(
        "POST", "/sparql", gzip.compress(b"ASK {}"), Content_Type=kind, Content_Encoding="gzip"
    )
    assert reply.json["boolean"] is True
    bomb = gzip.compress(b" " * 80_000_000, 1)
    assert len(bomb) < 2_000_000
    assert server.send("POST", "/sparql", bomb, Content_Type=kind, Content_Encoding="gzip").status == 413


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
