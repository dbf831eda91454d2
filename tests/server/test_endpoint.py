"""The endpoint: how often it reads a text, and what it logs and keeps."""

from __future__ import annotations

import json
import logging

import pytest

from adgo.server import endpoint
from adgo.server.app import close, create_app
from adgo.server.engine.pool import Pool
from adgo.server.settings import Settings
from adgo.sparql import text
from adgo.sparql.tokens import tokenize

TOKEN = "a token for the tests of the endpoint"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    app = create_app(store=tmp_path_factory.mktemp("endpoint") / "store", token=TOKEN)
    yield app.test_client()
    close(app)


@pytest.fixture
def tokenized(monkeypatch):
    """The texts that are tokenized during a test, in order."""
    found = []

    def count(source):
        found.append(source)
        return tokenize(source)

    monkeypatch.setattr(text, "tokenize", count)
    return found


@pytest.mark.parametrize("accept", ["*/*", "text/html"])
@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("SELECT * { VALUES ?x { 'service' } }", 200),
        ("CONSTRUCT { [] ?p 'load' , <#b(c)> } WHERE { BIND (<urn:p> AS ?p) }", 200),
        ("SELECT * { ?s ?p 'no answer' ", 400),
        ("SELECT * { ?s a:b 1 }", 400),
    ],
)
def test_a_query_is_tokenized_once_on_its_way(client, tokenized, query, status, accept):
    """It was tokenized twice if it had the word "service" in a string."""
    reply = client.get("/sparql", query_string={"query": query}, headers={"Accept": accept})
    assert reply.status_code == status
    assert tokenized.count(query) == 1


@pytest.mark.parametrize(
    ("update", "status"),
    [
        ("DELETE { ?s <urn:p> 1 } INSERT { ?s <urn:p> 'load' } WHERE { ?s <urn:p> 1 }", 204),
        ("DELETE WHERE { ?s <urn:p> 'x' ", 400),
        ("WITH <urn:g> DELETE WHERE { ?s <urn:p> 1 }", 400),
    ],
)
def test_an_update_is_tokenized_once_on_its_way(client, tokenized, update, status):
    """A DELETE/INSERT with using-graph-uri was tokenized three times."""
    headers = {"Authorization": f"Bearer {TOKEN}"}
    data = {"update": update, "using-graph-uri": "urn:g"}
    assert client.post("/sparql", data=data, headers=headers).status_code == status
    assert tokenized == [update]


@pytest.fixture
def logged(caplog):
    """The lines of the log of queries, as they are now."""
    caplog.set_level(logging.INFO, "adgo.query")
    return lambda: [
        json.loads(record.getMessage()) for record in caplog.records if record.name == "adgo.query"
    ]


def test_the_log_has_a_digest_alone_unless_texts_are_asked_for(client, logged):
    client.get("/sparql?query=nonsense")
    (line,) = logged()
    assert len(line["query"]) == 64
    assert line["outcome"] == "syntax"
    assert "text" not in line


def test_the_log_has_the_first_characters_of_slow_and_failed_queries_if_asked(tmp_path, logged):
    """An operator got a digest in place of the slow query."""
    app = create_app(store=tmp_path / "store", token=TOKEN, settings=Settings(log_queries=9, short=0.000001))
    try:
        client, header = app.test_client(), {"Authorization": f"Bearer {TOKEN}"}
        for query in ("ASK { ?s ?p 'slow' }", "ASK { ?s ?p 'slow' }", "ASK { 'failed' }", "CLEAR ALL"):
            client.get("/sparql", query_string={"query": query})
        client.post("/sparql", data={"update": "CLEAR GRAPH <urn:none>"}, headers=header)
        client.post("/sparql", data={"update": "CLEAR ALL"})
    finally:
        close(app)
    found = [(line["outcome"], line.get("text")) for line in logged()]
    assert found == [
        ("ok", "ASK { ?s "),
        ("kept", None),
        ("syntax", "ASK { 'fa"),
        ("refused", "CLEAR ALL"),
        ("evaluation", "CLEAR GRA"),
        ("refused", "CLEAR ALL"),
    ]


@pytest.fixture
def prepared(monkeypatch):
    """The queries that the endpoint has prepared during a test."""
    found = []
    prepare = endpoint.Endpoint.prepare

    def observed(*arguments):
        found.append(prepare(*arguments))
        return found[-1]

    monkeypatch.setattr(endpoint.Endpoint, "prepare", observed)
    return found


def test_the_tokens_of_a_query_do_not_stay_in_the_cache(client, prepared):
    """They would take many times the bytes that the cache counts."""
    query = "SELECT * { VALUES ?kept { 'service' } }"
    assert client.get("/sparql", query_string={"query": query}).status_code == 200
    assert [request.text.source for request in prepared] == [query]
    assert "tokens" not in vars(prepared[0].text)


def test_the_tokens_of_a_long_query_are_not_kept_while_it_waits(client, prepared, monkeypatch):
    kept = []
    ask = Pool.ask
    query = f"SELECT * {{ VALUES ?x {{ 'service' {'1 ' * endpoint.LONG} }} }}"

    def observed(pool, *arguments):
        kept.append("tokens" in vars(prepared[0].text))
        return ask(pool, *arguments)

    monkeypatch.setattr(Pool, "ask", observed)
    assert client.post("/sparql", data={"query": query}).status_code == 200
    assert kept == [False]


def test_answers_of_former_data_are_dropped(tmp_path):
    """They were kept in memory until newer answers took their place."""
    app = create_app(store=tmp_path / "store", token=TOKEN)
    try:
        caches = app.extensions["adgo"].endpoint.caches
        client, header = app.test_client(), {"Authorization": f"Bearer {TOKEN}"}
        assert client.get("/sparql", query_string={"query": "ASK { ?s ?p ?o }"}).json["boolean"] is False
        assert all(cache.size > 0 for cache in caches)
        client.post("/sparql", data={"update": "INSERT DATA { <urn:a> <urn:b> 1 }"}, headers=header)
        assert [cache.size for cache in caches] == [0] * len(caches)
        assert client.get("/sparql", query_string={"query": "ASK { ?s ?p ?o }"}).json["boolean"] is True
    finally:
        close(app)
