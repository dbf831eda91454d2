"""An exception that nobody foresaw gives the same 500 response and the same log, wherever it is raised."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from functools import cache

import pytest
from without_granian import EACH_SERVER, SERVERS

from adgo.server import delivery, endpoint
from adgo.server.app import close, create_app
from adgo.server.listen.fault_guard import FaultGuard
from adgo.server.listen.request_bodies import RequestBodies

#: What a site that starts with a fault injected runs instead of `adgo`.
BROKEN = """
import sys
from adgo.server import endpoint
from adgo.cli import main

def reply(*_, **__):
    raise RuntimeError("broken for this test")

endpoint.Endpoint.reply = reply
main()
"""
QUERY = "/sparql?query=ASK%7B%7D"
#: A header that sends the request to the view.
VIEW = {"Authorization": "Bearer none"}
CHANGING = {"date", "server", "connection"}


class Fault(RuntimeError):
    pass


class Panic(BaseException):
    """What a panic in Rust code is in Python: not an Exception."""


@pytest.fixture(scope="module")
def app(small):
    app = create_app([small])
    yield app
    close(app)


def shown(reply) -> tuple[int, dict[str, str], bytes]:
    headers = {name.lower(): value for name, value in reply.headers.items()}
    return reply.status_code, headers, reply.data


def raise_(fault: BaseException):
    def fail(*_, **__):
        raise type(fault)(*fault.args)

    return fail


@pytest.mark.parametrize("fault", [Fault("broken"), Panic("broken")], ids=["exception", "panic"])
def test_a_fault_on_the_fast_path_is_the_same_as_in_the_view(app, monkeypatch, caplog, fault):
    """Regression: the fast path gave an empty 500 without headers, and nothing was logged."""
    monkeypatch.setattr(endpoint.Endpoint, "reply", raise_(fault))
    client = app.test_client()
    fast, view = client.get(QUERY), client.get(QUERY, headers=VIEW)
    assert shown(fast) == shown(view)
    assert fast.status_code == 500
    assert fast.content_type == "application/problem+json"
    assert "bug in the server" in fast.json["detail"]
    for name, value in delivery.COMMON.items():
        assert fast.headers[name] == value
    records = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert [record.getMessage() for record in records] == ["internal error while serving GET '/sparql'"] * 2
    assert caplog.text.count("Traceback (most recent call last)") == 2


def test_a_browser_gets_a_page_and_a_client_json(app, monkeypatch):
    monkeypatch.setattr("adgo.server.pages.project.about.figures", raise_(Fault("broken")))
    client = app.test_client()
    page = client.get("/about", headers={"Accept": "text/html"})
    assert (page.status_code, page.mimetype) == (500, "text/html")
    assert "bug in the server" in page.text
    assert "<nav" in page.text
    other = client.get("/about", headers={"Accept": "*/*"})
    assert (other.status_code, other.mimetype) == (500, "application/problem+json")
    for reply in (page, other):
        for name, value in delivery.COMMON.items():
            assert reply.headers[name] == value


def test_a_browser_gets_json_if_the_page_of_the_fault_fails_too(app, monkeypatch, caplog):
    monkeypatch.setattr("adgo.server.pages.project.about.figures", raise_(Fault("first")))
    monkeypatch.setattr("adgo.server.app.refuse", raise_(Fault("second")))
    reply = app.test_client().get("/about", headers={"Accept": "text/html"})
    assert (reply.status_code, reply.mimetype) == (500, "application/problem+json")
    assert "first" in caplog.text
    assert "second" in caplog.text


def test_a_fault_in_front_of_the_app_is_the_same_too(app, monkeypatch, caplog):
    monkeypatch.setattr(endpoint.Endpoint, "reply", raise_(Fault("broken")))
    client = app.test_client()
    expected = shown(client.get(QUERY))
    monkeypatch.undo()
    guard = app.wsgi_app
    monkeypatch.setattr(guard, "app", RequestBodies(guard.app, "localhost", 10))
    monkeypatch.setattr(RequestBodies, "__call__", raise_(Fault("in front")))
    caplog.clear()
    assert shown(client.get(QUERY)) == expected
    assert "in front" in caplog.text


def parts(blocks):
    """A WSGI body whose blocks are given, each an exception to raise or bytes."""
    for block in blocks:
        if isinstance(block, BaseException):
            raise block
        yield block


LENGTH = ("Content-Length", "6")


def guarded(app, blocks, *headers: tuple[str, str]) -> FaultGuard:
    def wsgi(_, start_response):
        start_response("200 OK", [("Content-Type", "text/plain"), *headers])
        return parts(blocks)

    return FaultGuard(wsgi, app.wsgi_app._respond)


def answered_by(wsgi) -> tuple[list[object], list[bytes]]:
    heads: list[object] = []
    body = wsgi(
        {"REQUEST_METHOD": "GET", "PATH_INFO": "/", "wsgi.url_scheme": "http", "HTTP_HOST": "x"},
        lambda status, headers, exc_info=None: heads.append((status, sorted(headers))),
    )
    try:
        return heads, list(body)
    finally:
        if hasattr(body, "close"):
            body.close()


@pytest.mark.parametrize(
    ("sent", "headers"), [([], [LENGTH]), ([b"abc"], [])], ids=["first block", "no Content-Length"]
)
def test_a_fault_in_the_body_gets_the_response_of_any_fault_if_nothing_was_sent(app, caplog, sent, headers):
    """Without a length, granian would end the cut-off body as if it were complete."""
    heads, blocks = answered_by(guarded(app, [*sent, Fault("in the body")], *headers))
    [(status, _)] = heads
    assert status.startswith("500 ")
    assert json.loads(b"".join(blocks))["status"] == 500
    assert "in the body" in caplog.text


def test_a_fault_in_the_middle_of_a_body_is_logged_and_breaks_the_response_off(app, caplog):
    with pytest.raises(Fault):
        answered_by(guarded(app, [b"abc", Fault("later"), b"def"], LENGTH))
    assert "later" in caplog.text


def test_a_body_without_a_fault_comes_through_as_it_is(app):
    for headers in ([], [LENGTH]):
        heads, blocks = answered_by(guarded(app, [b"abc", b"", b"def"], *headers))
        assert heads == [("200 OK", [*headers, ("Content-Type", "text/plain")])]
        assert b"".join(blocks) == b"abcdef"
    assert answered_by(guarded(app, []))[1] == []


@pytest.fixture(scope="module")
def replies(start, small, tmp_path_factory) -> Callable[[str], tuple[object, ...]]:
    """What an HTTP server sends for a fault on the fast path and in the view, and its log."""
    folder = tmp_path_factory.mktemp("broken")
    (folder / "broken.py").write_text(BROKEN, encoding="utf-8")

    @cache
    def of(kind: str) -> tuple[object, ...]:
        server = start("--data", small, "--server", kind, module="broken", env={"PYTHONPATH": str(folder)})
        sent = [server.get(QUERY), server.get(QUERY, **VIEW), server.get(QUERY, Accept="text/html")]
        return sent, server.log.read_text(encoding="utf-8")

    return of


@pytest.mark.parametrize("kind", EACH_SERVER)
def test_every_http_server_sends_and_logs_a_fault_alike(replies, kind):
    """Regression: under granian a fault on the fast path was an empty 500, and nothing was in the log."""
    (fast, view, page), log = replies(kind)
    named = [
        {name.lower(): value for name, value in reply.headers.items() if name.lower() not in CHANGING}
        for reply in (fast, view)
    ]
    assert (fast.status, named[0], fast.body) == (view.status, named[1], view.body)
    assert (fast.status, fast.type) == (500, "application/problem+json")
    assert fast.headers["Content-Length"] == str(len(fast.body))
    for name, value in delivery.COMMON.items():
        assert fast.headers[name] == page.headers[name] == value
    assert (page.status, page.type) == (500, "text/html")
    assert log.count("RuntimeError: broken for this test") == 3
    assert log.count("Traceback (most recent call last)") == 3
    (first, *_), _ = replies(SERVERS[0])
    assert fast.body == first.body
