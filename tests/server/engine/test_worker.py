"""Queries of every kind in a confined worker, over data in memory and over a store on disk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from process import eventually
from pyoxigraph import Store

from adgo.server.engine import answer as answers
from adgo.server.engine.failure import Failure
from adgo.server.engine.launcher import Launcher
from adgo.server.engine.pool import Pool
from adgo.server.settings import MIB, Settings

ROWS = 200_000
DIGITS = " ".join(map(str, range(10)))
#: One row for each number from 0 to 199,999.
NUMBERS = " ".join(f"VALUES ?{name} {{ {DIGITS} }}" for name in "abcde") + " VALUES ?f { 0 1 }"
NUMBER = "(((((?f * 10 + ?e) * 10 + ?d) * 10 + ?c) * 10 + ?b) * 10 + ?a)"
TRIPLES = "".join(
    f'<urn:s{n}> <urn:next> <urn:s{n + 1}> ; <urn:name> "name {n}"@en ; <urn:n> {n} .\n' for n in range(50)
)


@pytest.fixture(scope="module", params=["memory", pytest.param("disk", marks=pytest.mark.full)])
def source(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Pool, Any]]:
    """A pool and the snapshot that its queries name, which is None if the data are in memory."""
    folder = tmp_path_factory.mktemp("data")
    (folder / "data.ttl").write_text(TRIPLES, encoding="utf-8")
    settings, snapshot, path = Settings(timeout=60), None, None
    if request.param == "disk":
        path, snapshot = folder / "store", str(folder / "store" / "snapshots" / "1")
        Path(snapshot).parent.mkdir(parents=True)
        store = Store(str(path / "live"))
        store.load(path=str(folder / "data.ttl"))
        store.flush()
        store.backup(snapshot)
    pool = Pool(Launcher([str(folder / "data.ttl")], settings.memory * MIB, store=path), settings)
    pool.start()
    assert eventually(lambda: pool.state()["idle"] == settings.express)
    yield pool, snapshot
    pool.close()


def ask(source: tuple[Pool, Any], text: str, results: str = "csv", graph: str = "nt", **more: Any) -> str:
    pool, snapshot = source
    request = {"text": text, "base": None, "default": None, "named": None, "results": results, "graph": graph}
    answer = pool.ask(request | {"snapshot": snapshot} | more, 64 * MIB)
    try:
        return answer.content().decode()
    finally:
        answer.close()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('SELECT (COUNT(*) AS ?n) { ?s <urn:name> ?name FILTER(REGEX(?name, "^NAME [0-4]$", "i")) }', "5"),
        ("SELECT (SUM(?n) AS ?sum) { ?s <urn:n> ?n }", str(sum(range(50)))),
        ("SELECT (COUNT(*) AS ?n) { <urn:s0> <urn:next>+ ?o }", "50"),
        (
            "SELECT (MAX(?m) AS ?n) { SELECT ?x (AVG(?n) AS ?m) { ?s <urn:n> ?n BIND(?n / 10 AS ?x) } GROUP BY ?x }",
            "49",
        ),
        ("SELECT (COUNT(DISTINCT ?u) AS ?n) { ?s <urn:n> ?n BIND(STRUUID() AS ?u) }", "50"),
        ("SELECT (COUNT(?now) AS ?n) { ?s <urn:n> ?n BIND(NOW() AS ?now) }", "50"),
        (
            'SELECT (SHA256("abc") AS ?n) {}',
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        ),
    ],
)
def test_a_confined_worker_computes(source, text, expected):
    assert ask(source, text).splitlines()[1] == expected


def test_a_confined_worker_makes_graphs(source):
    assert len(ask(source, "CONSTRUCT WHERE { ?s <urn:next> ?o }").splitlines()) == 50
    assert len(ask(source, "DESCRIBE <urn:s7>").splitlines()) == 3
    for graph in ("ttl", "rdf", "jsonld"):
        assert "urn:s7" in ask(source, "DESCRIBE <urn:s7>", graph=graph, prefixes=True)


def test_a_confined_worker_sorts_many_rows_and_the_server_spools_them(source, monkeypatch):
    monkeypatch.setattr(answers, "IN_MEMORY", MIB)
    rows = ask(source, f"SELECT ?n {{ {NUMBERS} BIND({NUMBER} AS ?n) }} ORDER BY DESC(?n)").splitlines()
    assert rows == ["n", *map(str, reversed(range(ROWS)))]


def test_a_confined_worker_calls_no_endpoint(source):
    with pytest.raises(Failure) as failed:
        ask(source, "SELECT * { SERVICE <http://127.0.0.1:8099/> { ?s ?p ?o } }")
    assert failed.value.reason == "socket"


def test_a_worker_that_needs_too_much_memory_says_so(source):
    """It can abort itself, though it can send no signal to others."""
    text = f"SELECT * {{ {NUMBERS} VALUES ?g {{ {DIGITS} }} VALUES ?h {{ {DIGITS} }} }} ORDER BY ?a ?b"
    with pytest.raises(Failure) as failed:
        ask(source, text)
    assert failed.value.reason == "memory"
