"""Federated queries: other engines join their data, or those of another server, with what this server answers."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from rdflib import Graph

COMUNICA = Path(__file__).parents[2] / "comunica"
LABEL = "<http://www.w3.org/2004/02/skos/core#prefLabel>"
TICKER = "<http://example.org/ticker>"
#: Data of a stranger about firms of the articles, and about one that no article names.
TICKERS = {"Momenta": "1", "Uber": "2", "Toyota": "3", "Nobody": "4"}
TURTLE = "".join(f'<https://w3id.org/adgo/id/{name}> {TICKER} "{it}" .\n' for name, it in TICKERS.items())
EXPECTED = {("1", "Momenta"), ("2", "Uber"), ("3", "Toyota")}


def service(address: str, pattern: str) -> str:
    return f"SERVICE <{address}sparql> {{ {pattern} }}"


@pytest.mark.parametrize("length", [0, 1000])
def test_rdflib_joins_its_own_data_with_those_of_the_server(everyday, length):
    """rdflib sends a short query with GET and a long one with POST."""
    graph = Graph().parse(data=TURTLE)
    pattern = service(everyday.url, f"?firm {LABEL} ?label {' ' * length}")
    found = graph.query(f"SELECT ?ticker ?label {{ ?firm {TICKER} ?ticker . {pattern} }}")
    assert {tuple(map(str, row)) for row in found} == EXPECTED


def comunica(query: str, *sources: str) -> list[dict[str, str]]:
    """The rows that Comunica finds over sources, each with its type: sparql@ or file@."""
    node = shutil.which("node")
    if not node or not (COMUNICA / "node_modules").is_dir():
        pytest.skip("Comunica is not in tests/comunica/node_modules; npm ci in tests/comunica brings it")
    run = [node, "query.mjs", query, *sources]
    done = subprocess.run(run, cwd=COMUNICA, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.full
def test_comunica_joins_two_servers_and_calls_one_from_a_document(everyday, start, tmp_path):
    (tmp_path / "tickers.ttl").write_text(TURTLE, encoding="utf-8")
    tickers = start("--data", tmp_path)
    joined = f"SELECT ?ticker ?label {{ ?firm {TICKER} ?ticker ; {LABEL} ?label }}"
    called = f"SELECT ?ticker ?label {{ ?firm {TICKER} ?ticker . {service(everyday.url, f'?firm {LABEL} ?label')} }}"
    for query, sources in (
        (joined, [f"sparql@{tickers.url}sparql", f"sparql@{everyday.url}sparql"]),
        (called, [f"file@{tickers.url}store?default"]),
    ):
        found = comunica(query, *sources)
        assert len(found) == len(EXPECTED)
        assert {(row["ticker"], row["label"]) for row in found} == EXPECTED


@pytest.mark.full
def test_comunica_finds_the_firms_that_cooperate_as_the_server_does(everyday, people):
    """Beside a second source, Comunica asks for each pattern by itself and joins the answers."""
    query = (
        "PREFIX adgo: <https://w3id.org/adgo/ontology#> SELECT DISTINCT ?it ?label { "
        f"?it adgo:cooperatesWith ?other ; {LABEL} ?label . ?other {LABEL} ?name }}"
    )
    expected = {(row["it"]["value"], row["label"]["value"]) for row in everyday.rows(query)}
    found = comunica(query, f"sparql@{everyday.url}sparql", f"sparql@{people.url}sparql")
    assert {(row["it"], row["label"]) for row in found} == expected
    assert expected
