"""The server around the app: which HTTP server, when it is ready, and in which locale it works."""

from __future__ import annotations

import hashlib
import json
import socket
import threading
import time

import pytest
from process import eventually

from adgo.server import wsgi_server
from adgo.server.listen import http_server
from adgo.server.listen.http_server import NotInstalled, choose
from adgo.server.listen.listener import ListeningPlace

PAGES = (
    "/",
    "/about",
    "/ontology",
    "/network",
    "/map",
    "/timeline",
    "/differences",
    "/indicators",
    "/queries",
)
FILES = ("/openapi.json", "/.well-known/void", "/shapes", "/context.jsonld", "/adgo.owl")


@pytest.mark.parametrize("asked", ["granian", "waitress"])
def test_a_server_that_is_not_installed_is_refused_by_name(monkeypatch, asked):
    monkeypatch.setattr(http_server, "_is_installed", lambda name: name != asked)
    with pytest.raises(NotInstalled, match=f"{asked} is not installed: run `pip install {asked}`"):
        choose(asked)


def test_granian_is_the_default_if_it_is_installed(monkeypatch, capsys):
    monkeypatch.setattr(http_server, "_is_installed", lambda name: True)
    assert (choose(None), choose("waitress")) == ("granian", "waitress")
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(http_server, "_is_installed", lambda name: name != "granian")
    assert choose(None) == "waitress"
    assert capsys.readouterr().err.count("\n") == 1


class Unready:
    """A port whose /health says 503 until `ready` is set; it counts the requests."""

    def __init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.ready = False
        self.asked = 0
        threading.Thread(target=self._answer, daemon=True).start()

    def _answer(self) -> None:
        while True:
            try:
                sock, _ = self.listener.accept()
            except OSError:
                return
            with sock:
                sock.recv(1000)
                self.asked += 1
                status = b"200 OK" if self.ready else b"503 Service Unavailable"
                sock.sendall(b"HTTP/1.1 " + status + b"\r\nContent-Length: 0\r\n\r\n")


@pytest.fixture
def unready():
    found = Unready()
    yield found
    found.listener.close()


def test_a_server_that_is_not_ready_is_asked_ever_less_often(unready, capsys):
    """Regression: it was asked a hundred times a second, without end."""
    place = ListeningPlace((unready.listener,), "127.0.0.1", 10)
    thread = threading.Thread(target=wsgi_server._announce, args=(place, ""), daemon=True)
    thread.start()
    time.sleep(1.5)
    # 10 ms, doubled each time: 7 pauses are 1.27 s.
    assert 2 <= unready.asked <= 9
    unready.ready = True
    thread.join(10)
    assert capsys.readouterr().out == f"ADGO is ready at http://127.0.0.1:{place.port}/\n"


def test_a_server_that_never_becomes_ready_is_reported(unready, monkeypatch, capsys):
    monkeypatch.setattr(wsgi_server, "GIVE_UP", 0.1)
    wsgi_server._announce(ListeningPlace((unready.listener,), "127.0.0.1", 10), "")
    said = capsys.readouterr()
    assert said.out == ""
    assert "is not ready" in said.err
    assert "503 Service Unavailable" in said.err
    asked = unready.asked
    time.sleep(0.2)
    assert unready.asked == asked


@pytest.mark.full
def test_everything_works_in_a_locale_without_utf_8(start):
    """Regression: files were read in the encoding of the locale, so /openapi.json was 500."""
    locale = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    server = start("--log-queries", "18", env=locale)
    for path in PAGES:
        assert server.get(path, Accept="text/html").status == 200, path
    for path in FILES:
        assert server.get(path).status == 200, path
    query = "SELECT ?é ?long { not SPARQL"
    assert server.ask(query).status == 400
    lines = [line for line in server.log.read_text(encoding="utf-8").splitlines() if line.startswith("{")]
    assert any(json.loads(line).get("text") == query[:18] for line in lines)
    assert "Traceback" not in server.log.read_text(encoding="utf-8")


def test_without_the_setting_no_text_of_a_query_is_logged(people):
    query = "SELECT ?private { not SPARQL"
    assert people.ask(query).status == 400
    digest = hashlib.sha256(query.encode()).hexdigest()
    assert eventually(lambda: digest in people.log.read_text(encoding="utf-8"))
    assert "?private" not in people.log.read_text(encoding="utf-8")
