"""Documents from the web: whole, within limits, by the rules of redirects; each fault is explained."""

from __future__ import annotations

import socket
import time
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import faulty_server
import pytest
from faulty_server import FAULTS, REDIRECT_FAULTS, TRIPLE, FaultyServer

from adgo.turtle.web import client
from adgo.turtle.web.client import PostBody, WebDocument, check_url, fetch
from adgo.turtle.web.errors import FetchError
from adgo.turtle.web.limits import MIB, FetchRules

RULES = FetchRules(size=MIB, seconds=0.5)


@pytest.fixture(scope="module")
def server() -> Iterator[FaultyServer]:
    made = FaultyServer()
    yield made
    made.close()


def test_a_document_comes_whole_with_its_type(server: FaultyServer) -> None:
    assert fetch(f"{server.url}/good#part", RULES) == WebDocument(f"{server.url}/good", "text/turtle", TRIPLE)
    request = server.requests[-1].decode()
    assert request.startswith("GET /good HTTP/1.1\r\n")
    assert "Accept: text/turtle, application/n-triples," in request


def test_chunks_codings_charsets_and_redirects_are_understood(server: FaultyServer) -> None:
    assert fetch(f"{server.url}/chunks", RULES).content == TRIPLE
    assert fetch(f"{server.url}/gzip", RULES).content == TRIPLE * 2
    assert fetch(f"{server.url}/latin", RULES).content.decode() == '<urn:a> <urn:p> "é" .'
    assert fetch(f"{server.url}/moved", RULES).url == f"{server.url}/good"


@pytest.mark.parametrize(("path", "said"), (FAULTS | REDIRECT_FAULTS).items())
def test_each_fault_is_explained(server: FaultyServer, path: str, said: str) -> None:
    with pytest.raises(FetchError) as raised:
        fetch(server.url + path, RULES)
    assert said in str(raised.value)


def test_an_error_page_is_quoted_without_control_characters(server: FaultyServer) -> None:
    with pytest.raises(FetchError) as raised:
        fetch(f"{server.url}/broken", RULES)
    assert (raised.value.status, raised.value.detail) == (500, "out of [31m memory")


@pytest.mark.parametrize(
    ("after", "least", "most"),
    [
        ("120", 120, 120),
        ("in two hours", 3000, 7200),
        ("in two hours, without a zone", 3000, 7200),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0, 0),
        ("Wednesday, 21-Oct-15 07:28:00 GMT", 0, 0),
    ],
)
def test_a_server_says_when_to_ask_again_in_seconds_or_with_a_date(
    server: FaultyServer, monkeypatch: pytest.MonkeyPatch, after: str, least: float, most: float
) -> None:
    """Bug: dates were ignored, so that a client was told to come back at once (RFC 9110, 10.2.3)."""
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    if after.startswith("in two hours"):
        later = datetime.now(UTC) + timedelta(hours=2)
        after = f"{later:%a %b %e %H:%M:%S %Y}" if "without" in after else format_datetime(later, usegmt=True)
    answer = faulty_server.answer(b"", f"Retry-After: {after}", status="503 Service Unavailable")
    monkeypatch.setitem(faulty_server.ANSWERS, "/busy", answer)
    with pytest.raises(FetchError) as raised:
        fetch(f"{server.url}/busy", RULES)
    assert raised.value.retry_after is not None
    assert least <= raised.value.retry_after <= most
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize("after", ["", "soon", "-5", "1.5", "9" * 400, "Wed, 99 Oct 2015 07:28:00 GMT"])
def test_a_header_that_says_no_time_is_ignored(
    server: FaultyServer, monkeypatch: pytest.MonkeyPatch, after: str
) -> None:
    answer = faulty_server.answer(b"", f"Retry-After: {after}", status="503 Service Unavailable")
    monkeypatch.setitem(faulty_server.ANSWERS, "/busy", answer)
    with pytest.raises(FetchError) as raised:
        fetch(f"{server.url}/busy", RULES)
    assert raised.value.retry_after is None


def test_a_server_that_falls_silent_is_given_up_after_the_idle_time(server: FaultyServer) -> None:
    with pytest.raises(FetchError, match=r"no data received for 0\.2 s"):
        fetch(f"{server.url}/silent", FetchRules(seconds=5, idle=0.2))


def test_a_bomb_takes_no_more_memory_than_the_limit(server: FaultyServer) -> None:
    tracemalloc.start()
    with pytest.raises(FetchError, match="unpacked, larger than 1 MiB"):
        fetch(f"{server.url}/bomb", RULES)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 4 * MIB


def test_redirects_can_be_forbidden(server: FaultyServer) -> None:
    with pytest.raises(FetchError, match="redirects are not followed; use that URL instead"):
        fetch(f"{server.url}/moved", FetchRules(redirects=0))


def test_a_post_is_repeated_by_a_redirect_and_becomes_a_get_by_303(
    server: FaultyServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bug: a POST that was redirected became a GET without the query."""
    monkeypatch.setitem(faulty_server.ANSWERS, "/other", faulty_server.redirect("/good", "303 See Other"))
    post = PostBody(b"ASK {}", "application/sparql-query")
    fetch(f"{server.url}/moved", RULES, post=post)
    assert server.requests[-1].startswith(b"POST /good ")
    assert server.requests[-1].endswith(b"ASK {}")
    fetch(f"{server.url}/other", RULES, post=post)
    assert server.requests[-1].startswith(b"GET /good ")


@pytest.mark.parametrize(
    ("here", "location", "said"),
    [
        ("https://public.example/", "http://public.example/", "from https to http"),
        ("http://public.example/", "http://private.example/", "an address of a private network"),
        ("http://public.example/", "http://169.254.169.254/latest", "an address of a private network"),
        ("http://public.example/", "//[::1]/", "an address of a private network"),
        ("http://public.example/", "http://me:secret@public.example/", "a user name or a password"),
        ("http://public.example/", "http://[", "Invalid IPv6 URL"),
        ("http://public.example/", "../a b?é", None),
        ("http://private.example/", "http://private.example/", None),
        ("http://public.example/", "https://public.example/", None),
    ],
)
def test_redirects_follow_the_rules(
    monkeypatch: pytest.MonkeyPatch, here: str, location: str, said: str | None
) -> None:
    """A server on the web must not lead a reader into the network behind it."""
    numbers = {"public.example": "93.184.215.14", "private.example": "10.0.0.7"}

    def look_up(host: str, *_: object, **__: object) -> list[tuple[object, ...]]:
        return [(0, 0, 0, "", (numbers.get(host, host), 0))]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    if said is None:
        assert client._target(here, location, 1)
        return
    with pytest.raises(FetchError) as raised:
        client._target(here, location, 1)
    assert said in str(raised.value)


@pytest.mark.parametrize(
    ("url", "sent"),
    [
        ("http://example.org", "http://example.org/"),
        ("HTTPS://Example.org:8443/a%20b?x=é#y", "https://example.org:8443/a%20b?x=%C3%A9"),
        ("http://bücher.example/ü", "http://xn--bcher-kva.example/%C3%BC"),
        ("http://[::1]:80/", "http://[::1]:80/"),
    ],
)
def test_an_address_is_sent_in_ascii(url: str, sent: str) -> None:
    assert check_url(url) == sent


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "data:,x",
        "ftp://a/",
        "http://",
        "http://[",
        "http://a:b/",
        "http://a b/",
        "x",
        "",
    ],
)
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(FetchError, match="URL"):
        fetch(url)


def test_a_server_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(FetchError, match="the server cannot be reached: Connection refused"):
        fetch("http://127.0.0.1:9/", RULES)


def test_proxies_of_the_environment_are_used_if_allowed(
    server: FaultyServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", server.url)
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setitem(faulty_server.ANSWERS, "http://elsewhere.example/x", faulty_server.ANSWERS["/good"])
    assert fetch("http://elsewhere.example/x", RULES).content == TRIPLE
    with pytest.raises(FetchError, match="cannot be reached"):
        fetch("http://127.0.0.1:9/", FetchRules(proxies=False))
