"""Updates over HTTP: what a client learns of a graph that is missing, a difference, and a construct that is refused."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from process import TOKEN

COUNT = "INSERT { ?g <urn:size> ?n } WHERE { GRAPH ?g { SELECT (COUNT(*) AS ?n) { ?s ?p ?o } } }"


@pytest.fixture
def send(writable):
    """A function that sends an update to the server, whose store has two triples in the graph <urn:g>."""

    def update(text: str):
        headers = {"Content_Type": "application/sparql-update", "Authorization": f"Bearer {TOKEN}"}
        return writable.send("POST", "/sparql", text, **headers)

    assert update("DROP ALL ; INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:p> 1, 2 } }").status == 204
    return update


def size(server) -> int:
    return int(server.rows("SELECT (COUNT(*) AS ?n) { GRAPH <urn:g> { ?s ?p ?o } }")[0]["n"]["value"])


@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri"])
@pytest.mark.parametrize("is_form", [True, False])
def test_an_update_with_the_graphs_of_a_query_changes_nothing(send, writable, name, is_form):
    """Bug: 204, and the update ran on the default graph of the store, not on the graph that was named."""
    assert send("INSERT DATA { <urn:kept> <urn:p> 1 }").status == 204
    update, token = "DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", f"Bearer {TOKEN}"
    if is_form:
        body, kind, path = (
            urlencode({"update": update, name: "urn:g"}),
            "application/x-www-form-urlencoded",
            "",
        )
    else:
        body, kind, path = update, "application/sparql-update", f"?{name}=urn:g"
    refused = writable.send("POST", f"/sparql{path}", body, Content_Type=kind, Authorization=token)
    assert refused.status == 400
    right = "using-graph-uri=" if name.startswith("default") else "using-named-graph-uri="
    assert right in refused.json["detail"]
    assert writable.ask("ASK { <urn:kept> ?p ?o }").json["boolean"]


@pytest.mark.parametrize("verb", ["COPY", "MOVE", "ADD"])
def test_a_misspelt_source_is_400_with_its_place(send, writable, verb):
    """Once, COPY and ADD were 204, and COPY emptied its target."""
    refused = send(f"PREFIX u: <urn:>\n{verb} u:typo TO u:g")
    assert refused.status == 400
    assert (refused.json["line"], refused.json["column"]) == (2, len(verb) + 2)
    assert "<urn:typo>" in refused.json["detail"]
    assert f"{verb} SILENT" in refused.json["detail"]
    assert size(writable) == 2
    assert send(f"{verb} SILENT <urn:typo> TO <urn:g>").status == 204
    assert size(writable) == 2


def test_a_graph_that_only_the_engine_misses_is_400_with_its_place(send, writable):
    """Bug: after an operation that may make graphs, `The graph <urn:typo> does not exist.` had no place or remedy."""
    refused = send("DROP ALL ;\nINSERT DATA { <urn:a> <urn:p> 1 } ;\nDROP GRAPH <urn:typo>")
    assert refused.status == 400
    assert (refused.json["line"], refused.json["column"]) == (3, 12)
    assert "<urn:typo>" in refused.json["detail"]
    assert "DROP SILENT" in refused.json["detail"]
    assert size(writable) == 2


def test_a_graph_that_is_created_twice_is_400_with_its_place(send, writable):
    """Bug: `The graph <urn:g> already exists.` had no place or remedy."""
    refused = send("PREFIX u: <urn:>\nCREATE SILENT GRAPH u:g ; CREATE GRAPH u:g")
    assert refused.status == 400
    assert (refused.json["line"], refused.json["column"]) == (2, 40)
    assert "CREATE SILENT" in refused.json["detail"]
    assert size(writable) == 2


def test_an_update_that_meets_a_difference_says_so(send, writable):
    made = send(COUNT)
    assert made.status == 204
    assert made.headers["Link"] == '</sparql/differences#graph-variable>; rel="help"'
    assert [row["n"]["value"] for row in writable.rows("SELECT ?n { <urn:g> <urn:size> ?n }")] == ["2"]
    assert send("INSERT DATA { <urn:b> <urn:p> 1 }").headers["Link"] is None


def test_a_function_that_does_not_exist_is_501_with_its_place(send):
    refused = send(
        "INSERT { ?s <urn:m> ?n } WHERE {\nGRAPH ?g { ?s <urn:p> ?o BIND(<urn:half>(?o) AS ?n) } }"
    )
    assert refused.status == 501
    assert (refused.json["line"], refused.json["column"]) == (2, 31)
    assert "urn:half" in refused.json["detail"]
