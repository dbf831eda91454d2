"""The check for idle connections looks at the descriptors of the process, and leaves them as they are."""

from __future__ import annotations

import os
import socket
import sys
import time

import pytest

from adgo.server.listen import idle_connections
from adgo.server.listen.idle_connections import Traffic, close_idle

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the kernel's counts are Linux's")


def descriptors() -> set[str]:
    return set(os.listdir("/proc/self/fd"))


@pytest.fixture
def connection():
    """A connection to a port: the port, the server's end and the client's."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)) as client:
            ours, _ = listener.accept()
            with ours:
                yield port, ours, client


def test_no_descriptor_leaks_if_a_file_took_the_number_of_a_socket(monkeypatch, connection):
    """Regression: the duplicate stayed open each time that the descriptor was no socket any more."""
    port, _, _ = connection
    with open(os.devnull, "rb"):
        before = descriptors()
        # Between readlink and dup, another thread closes the socket and opens a file: the number is the file's.
        monkeypatch.setattr(os, "readlink", lambda _: "socket:[1]")
        for _ in range(50):
            close_idle(port, 60, 0, {})
        monkeypatch.undo()
        assert descriptors() == before


def test_no_descriptor_leaks_for_sockets_of_other_kinds(connection):
    port, _, _ = connection
    one, other = socket.socketpair()
    with one, other, socket.socket(socket.AF_INET, socket.SOCK_DGRAM):
        before = descriptors()
        for _ in range(50):
            close_idle(port, 60, 0, {})
        assert descriptors() == before


def test_an_idle_connection_is_closed_and_a_busy_one_is_not(connection, monkeypatch):
    port, _, client = connection
    address = client.getsockname()
    started = time.monotonic()
    first = close_idle(port, 60, 1000, {})
    assert first[address].busy_at >= started
    client.sendall(b"x" * 2000)
    assert close_idle(port, 60, 1000, first)[address].received == 2000
    # A minute later it has sent less than it must.
    later = time.monotonic() + 61
    monkeypatch.setattr(idle_connections.time, "monotonic", lambda: later)
    before = {address: Traffic(started, 2000, started)}
    monkeypatch.setattr(idle_connections, "_traffic", lambda *_: before[address])
    close_idle(port, 60, 1000, before)
    client.settimeout(10)
    assert client.recv(1) == b""
