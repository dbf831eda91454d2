"""Documents for LOAD: each fault of an answer is explained, without a word of what the other server sent."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from faulty_server import FAULTS, TRIPLE, FaultyServer

from adgo.server.engine.fetch import fetch
from adgo.turtle.web.errors import FetchError
from adgo.turtle.web.limits import MIB

#: Seconds for a process to start and to fetch; what never comes ends with them.
PATIENCE = 1.0


@pytest.fixture(scope="module")
def server() -> Iterator[FaultyServer]:
    made = FaultyServer()
    yield made
    made.close()


def test_a_document_comes_through_the_confined_process(server: FaultyServer) -> None:
    document = fetch(f"{server.url}/gzip", MIB, 60)
    assert (document.media_type, document.content) == ("text/turtle", TRIPLE * 2)


@pytest.mark.parametrize("path", ["/cut-chunk", "/garbage", "/broken", "/bomb"])
def test_a_fault_is_explained(server: FaultyServer, path: str) -> None:
    """Bug: a chunk that was cut off was said to be an answer that cannot be had, and gzip was refused."""
    with pytest.raises(FetchError) as raised:
        fetch(server.url + path, MIB, 60)
    assert FAULTS[path] in str(raised.value)
    assert "out of" not in str(raised.value)


@pytest.mark.parametrize("path", ["/moved", "/to-file"])
def test_redirects_are_not_followed(server: FaultyServer, path: str) -> None:
    with pytest.raises(FetchError, match="redirects are not followed; use that URL instead"):
        fetch(server.url + path, MIB, 60)


@pytest.mark.parametrize("path", [pytest.param("/silent", marks=pytest.mark.full), "/drip-body"])
def test_the_time_ends_a_fetch(server: FaultyServer, path: str) -> None:
    start = time.monotonic()
    with pytest.raises(FetchError, match="no complete response within 1 s"):
        fetch(server.url + path, MIB, PATIENCE)
    assert time.monotonic() - start < 5 * PATIENCE


def test_no_proxy_is_asked(server: FaultyServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy of the environment would resolve hosts that the server's list does not mean."""
    monkeypatch.setenv("http_proxy", server.url)
    monkeypatch.delenv("no_proxy", raising=False)
    with pytest.raises(FetchError, match="the server cannot be reached"):
        fetch("http://127.0.0.1:9/good", MIB, 60)
