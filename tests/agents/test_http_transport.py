"""`adgo mcp --http`: the official client over streamable HTTP, and what is refused."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractContextManager, asynccontextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import httpx2
import pytest
import uvicorn
from mcp.client.streamable_http import streamable_http_client
from mcp_session import Session, connected

from adgo.agents import http
from adgo.agents.graph_source import GraphSource
from adgo.agents.toolbox import Toolbox
from adgo.cli import run
from adgo.server.listen import listener

TOKEN = "a token for the tests of agents"
GREETING = b'{"jsonrpc":"2.0","id":1,"method":"ping"}'


@asynccontextmanager
async def transport(port: int) -> AsyncIterator[Any]:
    async with (
        httpx2.AsyncClient(headers={"Authorization": f"Bearer {TOKEN}"}, timeout=60) as sender,
        streamable_http_client(f"http://127.0.0.1:{port}{http.PATH}", http_client=sender) as streams,
    ):
        yield streams


def client(port: int) -> AbstractContextManager[Session]:
    return connected(lambda: transport(port))


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """Serve in this process, without data, which only calls of tools need; yield the port."""
    [socket] = listener.listen("127.0.0.1", 0)
    number = socket.getsockname()[1]
    app = http.application(Toolbox(GraphSource([], 30, 512)), number, TOKEN)
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, args=[[socket]])
    thread.start()
    yield number
    server.should_exit = True
    thread.join()


def post(port: int, **headers: str) -> tuple[int, str, Any]:
    """Return status, body and headers of the answer to a request with other headers."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    sent = {
        "Content-Type": "application/json",
        "Accept": "application/json, text/event-stream",
        "Authorization": f"Bearer {TOKEN}",
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    connection.request("POST", http.PATH, GREETING, {name: value for name, value in sent.items() if value})
    answer = connection.getresponse()
    found = answer.status, answer.read().decode(), answer.headers
    connection.close()
    return found


def test_the_official_client_connects(port: int) -> None:
    with client(port) as session:
        assert len(session.portal.call(session.client.list_tools).tools) == 6


@pytest.mark.parametrize("sent", ["", "Bearer another token than the right one", "Bearer", f"Digest {TOKEN}"])
def test_a_request_without_the_token_is_refused(port: int, sent: str) -> None:
    status, body, headers = post(port, Authorization=sent)
    assert status == 401
    assert headers["WWW-Authenticate"].startswith("Bearer")
    assert "Authorization: Bearer" in body


@pytest.mark.parametrize(
    "origin",
    [
        "https://example.org",
        "http://127.0.0.1.example.org",
        "null",
        "http://127.0.0.1:1",
        "https://localhost",
    ],
)
def test_a_page_of_another_origin_is_refused(port: int, origin: str) -> None:
    status, body, _ = post(port, Origin=origin)
    assert status == 403
    assert "other origins" in body


def test_a_page_of_its_own_origin_is_answered(port: int) -> None:
    assert post(port, Origin=f"http://127.0.0.1:{port}")[0] not in (401, 403, 421)


@pytest.mark.parametrize("host", ["example.org", "127.0.0.1.example.org:80", "127.0.0.1"])
def test_another_host_is_refused(port: int, host: str) -> None:
    """A page may give its own name the address of this machine (DNS rebinding)."""
    status, body, _ = post(port, Host=host)
    assert status == 421
    assert f"127.0.0.1:{port}" in body


@pytest.fixture
def token_file(tmp_path: Path) -> Path:
    path = tmp_path / "token"
    path.write_text(TOKEN, encoding="ascii")
    return path


def test_http_needs_a_token_file_and_a_token_file_needs_http(
    token_file: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(["mcp", "--http"]) == 2
    assert "--token-file" in capfd.readouterr().err
    assert run(["mcp", "--token-file", str(token_file)]) == 2


def test_a_short_token_is_refused(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "token"
    path.write_text("short", encoding="ascii")
    assert run(["mcp", "--http", "--token-file", str(path)]) == 3
    assert "16 characters or more" in capfd.readouterr().err


@pytest.mark.full
def test_the_command_serves_at_loopback_and_ends_when_it_is_stopped(token_file: Path) -> None:
    command = [sys.executable, "-m", "adgo", "mcp", "--http", "--port", "0", "--token-file", str(token_file)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            found = re.fullmatch(r"Serving MCP at http://127\.0\.0\.1:(\d+)/mcp\n", process.stderr.readline())
            assert found
            with client(int(found[1])) as session:
                assert session.call("question", name="partnerships")["complete"]
            assert post(int(found[1]), Authorization="")[0] == 401
            process.terminate()
            process.wait(20)
            assert "Traceback" not in process.stderr.read()
        finally:
            process.kill()
