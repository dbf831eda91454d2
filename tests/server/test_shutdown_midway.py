"""How the server stops while it works for clients that have left."""

from __future__ import annotations

import signal
import socket
from typing import Any
from urllib.parse import quote

import pytest
from process import Server, eventually, running
from test_shutdown import LONG
from without_granian import SERVERS


@pytest.mark.parametrize("kind", SERVERS[:1])
def test_a_query_whose_client_has_left_does_not_break_the_end(start: Any, small: Any, kind: str) -> None:
    """granian does not wait for it: its thread was ended inside Rust code, which aborted the process (SIGABRT)."""
    server: Server = start("--data", small, "--server", kind, "--short", "0.05")
    host, _, port = server.host.partition(":")
    with socket.create_connection((host, int(port))) as client:
        client.sendall(f"GET /sparql?query={quote(LONG)} HTTP/1.1\r\nHost: {server.host}\r\n\r\n".encode())
        assert eventually(lambda: server.workers()["long"] == 1)
    below = server.descendants()
    assert server.stop(signal.SIGTERM) == 0
    assert "panic" not in server.log.read_text(encoding="utf-8")
    assert eventually(lambda: not running(below))
