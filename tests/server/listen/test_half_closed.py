"""Whether a client has closed its side of a connection."""

from __future__ import annotations

import socket

import pytest
from process import eventually

from adgo.server.listen import half_closed

pytestmark = pytest.mark.skipif(
    not half_closed.TABLES[0].exists(), reason="the system has no table of connections"
)


@pytest.mark.parametrize(("host", "family"), [("127.0.0.1", socket.AF_INET), ("::1", socket.AF_INET6)])
def test_a_connection_is_half_closed_from_the_end_of_its_client_to_its_own(host, family):
    with socket.create_server((host, 0), family=family) as listener:
        port = listener.getsockname()[1]
        with socket.create_connection((host, port)) as client:
            accepted, _ = listener.accept()
            with accepted:
                assert not half_closed.is_any(host, port)
                client.shutdown(socket.SHUT_WR)
                assert eventually(lambda: half_closed.is_any(host, port))
                assert not half_closed.is_any(host, port + 1)
                assert not half_closed.is_any("192.0.2.1", port)
            assert eventually(lambda: not half_closed.is_any(host, port))


def test_an_address_of_ipv4_is_found_as_one_of_ipv6():
    with socket.create_server(("::", 0), family=socket.AF_INET6, dualstack_ipv6=True) as listener:
        port = listener.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)) as client:
            accepted, _ = listener.accept()
            with accepted:
                client.shutdown(socket.SHUT_WR)
                for address in ("127.0.0.1", "::ffff:127.0.0.1"):
                    assert eventually(lambda address=address: half_closed.is_any(address, port))


@pytest.mark.parametrize("address", ["", "unix:", "host.example"])
def test_what_is_not_an_address_has_no_connection(address):
    assert not half_closed.is_any(address, 80)
