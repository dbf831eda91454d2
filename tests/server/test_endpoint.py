"""The endpoint: how much work a request costs, and what is logged."""

from __future__ import annotations

import pytest

from adgo.server.app import close, create_app
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
