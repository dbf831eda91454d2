"""The sockets that the server listens on: every address of a name, one port, and clear errors."""

from __future__ import annotations

import contextlib
import errno
import http.client
import socket
import subprocess

import pytest
from process import PATIENCE
from without_granian import EACH_SERVER

from adgo.server.listen.listener import ListeningPlace, PortTaken, listen

#: Documentation addresses (RFC 5737), which no machine has.
ELSEWHERE = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("192.0.2.1", 0))


def has_ipv6() -> bool:
    try:
        with socket.create_server(("::1", 0), family=socket.AF_INET6):
            return True
    except OSError:
        return False


needs_ipv6 = pytest.mark.skipif(not has_ipv6(), reason="this machine has no ::1")


@contextlib.contextmanager
def listening(host: str, port: int = 0):
    listeners = listen(host, port)
    try:
        yield listeners
    finally:
        for each in listeners:
            each.close()


def ask(address: str, port: int, path: str = "/sparql?query=ASK%7B%7D") -> int:
    connection = http.client.HTTPConnection(address, port, timeout=PATIENCE)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()


@needs_ipv6
@pytest.mark.parametrize("kind", EACH_SERVER)
def test_localhost_is_served_at_both_of_its_addresses(start, small, kind):
    """Regression: only the first address of the name was served."""
    server = start("--data", small, "--host", "localhost", "--server", kind)
    assert server.url.startswith("http://localhost:")
    port = int(server.host.rpartition(":")[2])
    for address in ("127.0.0.1", "::1"):
        assert ask(address, port) == 200
        assert ask(address, port, "/about") == 200


@needs_ipv6
@pytest.mark.parametrize("address", ["127.0.0.1", "::1"])
def test_a_port_taken_at_one_address_is_an_error_that_names_it(small, python, address):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.create_server((address, 0), family=family) as other:
        port = other.getsockname()[1]
        command = [str(python), "-m", "adgo", "serve", "--data", str(small), "--host", "localhost"]
        refused = subprocess.run(
            [*command, "--port", str(port)], capture_output=True, text=True, check=False, timeout=PATIENCE
        )
    assert refused.returncode == 2
    assert f"localhost:{port} ({address})" in refused.stderr
    assert "choose another with --port" in refused.stderr


@needs_ipv6
def test_a_free_port_is_free_at_every_address():
    with listening("localhost") as listeners:
        assert {each.family for each in listeners} == {socket.AF_INET, socket.AF_INET6}
        assert len({each.getsockname()[1] for each in listeners}) == 1
        place = ListeningPlace(tuple(listeners), "localhost", 100)
        assert place.port == listeners[1].getsockname()[1]
        assert place.name == f"localhost:{place.port}"


def test_a_free_port_is_looked_for_again_if_another_address_has_it_taken(monkeypatch):
    first, second = ((socket.AF_INET, socket.SOCK_STREAM, 6, "", (f"127.0.0.{n}", 0)) for n in (1, 2))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [first, second])
    bind, refused = socket.socket.bind, []

    class Stubborn(socket.socket):
        def bind(self, address):
            if address[0] == "127.0.0.2" and len(refused) < 3:
                refused.append(address[1])
                raise OSError(errno.EADDRINUSE, "Address already in use")
            bind(self, address)

    monkeypatch.setattr(socket, "socket", Stubborn)
    with listening("a.name") as listeners:
        assert [each.getsockname()[0] for each in listeners] == ["127.0.0.1", "127.0.0.2"]
    assert len(refused) == 3


def test_addresses_of_a_name_that_are_not_of_this_machine_are_skipped(monkeypatch):
    here = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 0))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [ELSEWHERE, here, here])
    with listening("a.name") as listeners:
        assert [each.getsockname()[0] for each in listeners] == ["127.0.0.1"]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [ELSEWHERE, ELSEWHERE])
    with pytest.raises(PortTaken, match=r"a\.name:0: .*give an address of this machine with --host"):
        listen("a.name", 0)


@needs_ipv6
def test_sockets_are_closed_if_one_address_fails():
    with socket.create_server(("::1", 0), family=socket.AF_INET6) as other:
        port = other.getsockname()[1]
        with pytest.raises(PortTaken):
            listen("localhost", port)
        with socket.create_server(("127.0.0.1", port)):
            pass
