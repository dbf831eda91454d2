"""The private parts of granian that `granian_server` overrides are still there; see the docstring of that module."""

from __future__ import annotations

import inspect

import pytest

server = pytest.importorskip("granian.server.mt", reason="granian is not installed")


@pytest.mark.parametrize(
    ("method", "parameters"),
    [
        ("_check_gil", ["self"]),
        ("_init_shared_socket", ["self"]),
        ("_spawn_worker", ["self", "idx", "target", "callback_loader"]),
        ("signal_handler_interrupt", ["self", "args", "kwargs"]),
        ("signal_handler_reload", ["self", "args", "kwargs"]),
    ],
)
def test_granian_has_the_methods_that_we_override(method, parameters):
    assert list(inspect.signature(getattr(server.MTServer, method)).parameters) == parameters


def test_a_worker_of_granian_gets_the_socket_that_we_set():
    assert "(self._ssp, self._shd)" in inspect.getsource(server.MTServer._spawn_worker)


def test_granian_asks_for_its_sockets_once_and_then_starts_the_workers():
    source = inspect.getsource(server.AbstractServer.startup)
    assert source.index("self._init_shared_socket()") < source.index("self._spawn_workers(")
    assert "self._check_gil()" in inspect.getsource(server.MTServer._serve)
