"""Endpoints of others: what they say of completeness is passed on, and faults have words."""

from __future__ import annotations

import json
from collections.abc import Iterator

import faulty_server
import pytest
from faulty_server import FAULTS, FaultyServer, answer

import adgo
from adgo.api.endpoint_data import EndpointData
from adgo.graph.sparql_client import EndpointError, QueryRefused
from adgo.turtle.web.limits import MIB

JSON = "Content-Type: application/sparql-results+json"
ROWS = json.dumps(
    {
        "head": {"vars": ["s", "n"]},
        "results": {
            "bindings": [
                {
                    "s": {"type": "literal", "value": text},
                    "n": {
                        "type": "literal",
                        "value": "1.50",
                        "datatype": "http://www.w3.org/2001/XMLSchema#decimal",
                    },
                }
                for text in ("a", "b")
            ]
        },
    }
).encode()


@pytest.fixture(scope="module")
def faulty() -> Iterator[FaultyServer]:
    made = FaultyServer()
    yield made
    made.close()


@pytest.fixture
def load(faulty: FaultyServer, monkeypatch: pytest.MonkeyPatch):
    def loaded(*headers: str, content: bytes = ROWS) -> adgo.Graph:
        monkeypatch.setitem(faulty_server.ANSWERS, "/sparql", answer(content, JSON, *headers))
        return adgo.load(f"{faulty.url}/sparql")

    return loaded


QUERY = "SELECT ?s ?n { ?s ?p ?n }"


@pytest.mark.parametrize(("headers", "is_complete"), [((), None), (("Adgo-Rows: 2", "Adgo-Data: abc"), True)])
def test_only_a_server_that_counts_its_rows_is_known_to_be_complete(load, headers, is_complete) -> None:
    result = load(*headers).query(QUERY)
    assert [row["s"] for row in result] == ["a", "b"]
    assert result.complete is is_complete
    assert result.dataset == ("abc" if is_complete else "")
    assert ("not known to be complete" in repr(result)) is (is_complete is None)
    assert result.to_pandas().attrs["complete"] is is_complete


@pytest.mark.parametrize(
    ("header", "why"),
    [("X-SPARQL-MaxRows: 2", "its limit is 2 rows"), ("X-SQL-State: S1TAT", "its time limit was reached")],
)
def test_an_answer_that_virtuoso_cut_off_is_not_complete(
    load, faulty: FaultyServer, header: str, why: str
) -> None:
    graph = load(header)
    with pytest.warns(UserWarning, match=f"cut the answer off: {why}"):
        result = graph.query(QUERY)
    assert result.complete is False
    assert "not complete" in result._repr_html_()
    with pytest.raises(EndpointError, match="needed whole"):
        EndpointData(f"{faulty.url}/sparql", 5).bindings(QUERY)


def test_rows_that_the_server_counted_and_did_not_send_are_an_error(load) -> None:
    with pytest.raises(EndpointError, match="it has 2 rows instead of 3"):
        load("Adgo-Rows: 3").query(QUERY)


def test_an_answer_that_is_not_a_result_is_an_error(load) -> None:
    with pytest.raises(QueryRefused, match="not a SPARQL result"):
        load(content=ROWS[:-10]).query(QUERY)


XML_ROWS = (
    b'<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="s"/>'
    b'<variable name="n"/></head><results><result><binding name="s"><literal>a</literal></binding></result></results>'
)
TRIPLE = b"<urn:a> <urn:p> <urn:b> "


@pytest.mark.parametrize(
    ("media_type", "content", "query", "says"),
    [
        ("application/sparql-results+xml", XML_ROWS, QUERY, "cut off"),
        ("text/tab-separated-values", b"?s\t?n\n", QUERY, "does not show where it ends"),
        ("application/sparql-results+json", ROWS, "SELECT ?x { ?x ?p ?n }", "those of the query are"),
        ("application/sparql-results+json", b'{"head":{},"boolean":true}', QUERY, "asks for rows"),
        ("application/n-quads", TRIPLE + b"<urn:g> .", "CONSTRUCT WHERE { ?s ?p ?o }", "named graphs"),
    ],
)
def test_an_answer_to_another_query_or_a_part_of_one_is_an_error(
    faulty: FaultyServer,
    monkeypatch: pytest.MonkeyPatch,
    media_type: str,
    content: bytes,
    query: str,
    says: str,
) -> None:
    """Bug: XML that broke off, other columns, and triples of named graphs were shown as the answer."""
    sent = answer(content, f"Content-Type: {media_type}")
    monkeypatch.setitem(faulty_server.ANSWERS, "/sparql", sent)
    with pytest.raises(QueryRefused, match=says):
        adgo.load(f"{faulty.url}/sparql").query(query)


def test_triples_that_end_with_the_connection_are_an_error(
    faulty: FaultyServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = (
        b"HTTP/1.1 200 OK\r\nContent-Type: application/n-triples\r\nConnection: close\r\n\r\n"
        + TRIPLE
        + b".\n"
    )
    monkeypatch.setitem(faulty_server.ANSWERS, "/sparql", sent)
    with pytest.raises(EndpointError, match="may be cut off"):
        adgo.load(f"{faulty.url}/sparql").query("CONSTRUCT WHERE { ?s ?p ?o }")


@pytest.mark.parametrize(("path", "said"), list(FAULTS.items())[:8])
def test_a_fault_is_a_connection_error_in_words(
    faulty: FaultyServer, monkeypatch: pytest.MonkeyPatch, path: str, said: str
) -> None:
    monkeypatch.setattr("adgo.graph.sparql_client.SIZE", MIB)
    with pytest.raises(ConnectionError) as error:
        adgo.load(faulty.url + path, timeout=0.3).query("ASK {}")
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("http://", "not an http or https URL"),
        ("http://user:secret@example.org/sparql", "user name or a password"),
        ("https://example.org/data.ttl", "address of a file"),
    ],
)
def test_an_address_that_cannot_be_asked_is_a_value_error(address: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        adgo.load(address)


def test_an_endpoint_is_not_merged_with_files() -> None:
    with pytest.raises(ValueError, match="cannot be merged"):
        adgo.load(["http://example.org/sparql", "mine.ttl"])
