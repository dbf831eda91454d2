"""Connections that do nothing, by the hundred, and what becomes of everybody else."""

from __future__ import annotations

import contextlib
import http.client
import resource
import socket
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from click.testing import CliRunner
from process import Server, eventually
from without_granian import EACH_SERVER

from adgo.cli import adgo

#: The server could have 256 (granian) or 100 (waitress) connections at once, and none for anybody else.
NUMBER = 600
QUERY = b"Host: x\r\nContent-Type: application/sparql-query\r\n"
#: What the clients send before they send nothing more.
KINDS = {
    "idle": b"",
    "half a head": b"GET /sparql?query=ASK HTTP/1.1\r\nHo",
    "half a body": b"POST /sparql HTTP/1.1\r\n" + QUERY + b"Content-Length: 1000\r\n\r\nASK",
    "keep-alive": b"GET /static/style.css HTTP/1.1\r\nHost: x\r\n\r\n",
}
TURTLE = "<urn:a> <urn:b> 1 .\n<urn:a> <urn:b> 2 .\n"
TOKEN = "a token of a length"


def address(server: Server) -> tuple[str, int]:
    host, _, port = server.host.rpartition(":")
    return host, int(port)


@contextlib.contextmanager
def held(server: Server, sent: bytes, number: int = NUMBER) -> Iterator[list[socket.socket]]:
    with contextlib.ExitStack() as stack:
        socks = []
        for _ in range(number):
            socks.append(stack.enter_context(socket.create_connection(address(server), 30)))
            socks[-1].sendall(sent)
            if sent.endswith(b"\r\n\r\n"):
                # A whole request is answered before the connection does nothing.
                assert socks[-1].recv(1)
        yield socks


def is_closed(sock: socket.socket) -> bool:
    sock.settimeout(0.1)
    try:
        while sock.recv(65536):
            pass
    except TimeoutError:
        return False
    except OSError:
        return True
    return True


def exchange(server: Server, request: bytes, *, end: bool = False) -> bytes:
    """Everything that the server sends back; the client closes its side first if `end`."""
    with socket.create_connection(address(server), 30) as sock:
        sock.sendall(request)
        if end:
            sock.shutdown(socket.SHUT_WR)
        received = b""
        while block := sock.recv(65536):
            received += block
        return received


@pytest.fixture(scope="module", params=EACH_SERVER)
def server(request, start, small) -> Server:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = NUMBER + 200
    if soft != resource.RLIM_INFINITY and soft < wanted:
        if hard != resource.RLIM_INFINITY and hard < wanted:
            pytest.skip(f"the limit of open files is {hard}")
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return start("--data", small, "--server", request.param)


@pytest.mark.parametrize("kind", KINDS)
def test_hundreds_of_connections_that_do_nothing_stop_nobody(server, kind):
    # 300 of any kind kept the server from answering for as long as they were held, up to two minutes.
    with held(server, KINDS[kind]):
        for number in range(20):
            query = f"ASK {{}} # {kind} {number}"
            assert server.send("GET", "/sparql?query=" + quote(query), timeout=30).status == 200
            reply = server.send("POST", "/sparql", query, 30, Content_Type="application/sparql-query")
            assert reply.status == 200, reply.text
        assert server.get("/health").status == 200


@pytest.mark.parametrize("server_kind", EACH_SERVER)
def test_a_connection_that_does_nothing_is_closed(start, small, server_kind):
    # One that had sent nothing yet, or half a body, was kept for ever.
    limits = ("--idle", "1", "--timeout", "0.5", "--wait", "0.5")
    server = start("--data", small, "--server", server_kind, *limits)
    with contextlib.ExitStack() as stack:
        socks = {kind: stack.enter_context(held(server, sent, 3)) for kind, sent in KINDS.items()}
        open_ = {kind for kind in KINDS if not eventually(lambda kind=kind: all(map(is_closed, socks[kind])))}
        assert not open_
    assert server.ask("ASK {}").status == 200


@pytest.mark.full
def test_an_upload_may_take_its_time(start, tmp_path):
    server = writable(start, tmp_path, "--idle", "1", "--timeout", "0.5", "--wait", "0.1")
    body = (TURTLE + "#" * 4000 + "\n") * 12
    with socket.create_connection(address(server), 30) as sock:
        sock.sendall(put(f"Content-Length: {len(body)}"))
        # Twice as long as a connection may be silent.
        for start_ in range(0, len(body), 4040):
            sock.sendall(body[start_ : start_ + 4040].encode())
            # What is waited for is the time itself.
            eventually(lambda: False, 0.55)
        assert sock.recv(100).startswith(b"HTTP/1.1 204")


def test_bodies_in_the_making_are_few_enough_that_others_are_answered(start, small):
    server = start("--data", small, "--connections", "40")

    def post():
        return server.send("POST", "/sparql", "ASK {}", Content_Type="application/sparql-query")

    with held(server, KINDS["half a body"], 30):
        assert server.ask("ASK {}").status == 200
        # Bug of the test: one request came before the server had begun to read all the bodies.
        assert eventually(lambda: post().status == 503)
        reply = post()
        assert (reply.status, reply.type) == (503, "application/problem+json")
        assert int(reply.headers["Retry-After"]) > 0
    assert eventually(lambda: post().status == 200)


def writable(start, folder, *arguments: str) -> Server:
    (folder / "data.ttl").write_text("<urn:x> <urn:y> 1 .\n")
    (folder / "token").write_text(TOKEN, encoding="utf-8")
    done = CliRunner().invoke(adgo, ["load", "--store", str(folder / "db"), str(folder / "data.ttl")])
    assert done.exit_code == 0, done.output
    return start("--store", folder / "db", "--writable", "--token-file", folder / "token", *arguments)


def put(length: str) -> bytes:
    lines = ["PUT /store?default HTTP/1.1", "Host: x", f"Authorization: Bearer {TOKEN}"]
    return "\r\n".join([*lines, "Content-Type: text/turtle", length, "", ""]).encode()


@pytest.mark.parametrize("kind", EACH_SERVER)
def test_half_an_upload_changes_nothing(start, tmp_path, kind):
    # With granian a graph was replaced by as much as had come when the client left.
    server = writable(start, tmp_path, "--server", kind)
    answer = exchange(server, put("Content-Length: 4000") + TURTLE.encode(), end=True)
    assert b" 204 " not in answer
    chunk = f"{len(TURTLE):x}\r\n{TURTLE}\r\n".encode()
    answer = exchange(server, put("Transfer-Encoding: chunked\r\nConnection: close") + chunk, end=True)
    assert b" 204 " not in answer
    assert [row["o"]["value"] for row in server.rows("SELECT ?o { ?s ?p ?o }")] == ["1"]


def test_a_client_of_http_1_0_needs_no_host(server):
    # It got 400; its relative IRIs are resolved against the server's own name.
    query = quote("SELECT (<x> AS ?x) {}")
    answer = exchange(server, f"GET /sparql?query={query}&format=csv HTTP/1.0\r\n\r\n".encode())
    assert answer.split()[1] == b"200"
    assert f"http://{server.host}/x".encode() in answer
    page = exchange(server, b"GET / HTTP/1.0\r\nAccept: text/html\r\n\r\n")
    assert page.split()[1] == b"200"


def test_a_query_too_long_for_an_address_is_answered_by_post(everyday):
    # The README says so: what refuses the address is the HTTP server, without a word.
    query = "ASK {} #" + "é" * 15_000
    connection = http.client.HTTPConnection(everyday.host, timeout=60)
    connection.request("GET", "/sparql?query=" + quote(query))
    assert connection.getresponse().status == 414
    connection.close()
    assert everyday.send("POST", "/sparql", query, Content_Type="application/sparql-query").status == 200
