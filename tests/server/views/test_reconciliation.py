"""The reconciliation service as clients such as OpenRefine use it: version 0.2 of the API, over HTTP."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import strategies as st
from random_examples import examples

from adgo.server.app import close, create_app
from adgo.server.protocol import reconciliation_request
from adgo.server.protocol.problem import Problem
from adgo.server.settings import Settings

ORIGIN = {"Origin": "http://127.0.0.1:3333"}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda parts: (
        st.lists(parts, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["query", "type", "limit", "properties", "pid", "v", "id", "ids", "settings", "x"]
            ),
            parts,
            max_size=4,
        )
    ),
    max_leaves=8,
)


@pytest.fixture(scope="module")
def client() -> Iterator[FlaskClient]:
    app = create_app(settings=Settings(workers=1))
    yield app.test_client()
    close(app)


def match(client: FlaskClient, **query: Any) -> list[dict[str, Any]]:
    reply = client.post("/reconcile", data={"queries": json.dumps({"q0": query})}, headers=ORIGIN)
    assert reply.status_code == 200, reply.text
    assert reply.headers["Access-Control-Allow-Origin"] == "*"
    return list(reply.get_json()["q0"]["result"])


def test_the_manifest_names_addresses_that_answer(client: FlaskClient) -> None:
    reply = client.get("/reconcile", headers=ORIGIN)
    assert reply.headers["Access-Control-Allow-Origin"] == "*"
    manifest = reply.get_json()
    assert manifest["versions"] == ["0.2"]
    assert manifest["identifierSpace"] == "https://w3id.org/adgo/id/"
    assert manifest["schemaSpace"] == "https://w3id.org/adgo/ontology#"
    assert [each["id"] for each in manifest["defaultTypes"]][:3] == ["Firm", "Place", "Person"]
    addresses = [
        manifest["view"]["url"].replace("{{id}}", "Momenta"),
        manifest["preview"]["url"].replace("{{id}}", "Momenta"),
        manifest["documentation"],
        manifest["extend"]["propose_properties"]["service_url"]
        + manifest["extend"]["propose_properties"]["service_path"]
        + "?type=Firm",
    ]
    identifiers = {"entity": "Momenta", "type": "Firm", "property": "basedInCountry"}
    for kind, suggest in manifest["suggest"].items():
        addresses.append(suggest["service_url"] + suggest["service_path"] + "?prefix=mo")
        flyout = suggest["flyout_service_url"] + suggest["flyout_service_path"]
        addresses.append(flyout.replace("${id}", identifiers[kind]))
    for address in addresses:
        reply = client.get(address.removeprefix("http://localhost"), follow_redirects=True, headers=ORIGIN)
        assert reply.status_code == 200, address
        assert reply.headers["Access-Control-Allow-Origin"] == "*", address


def test_a_batch_is_answered_by_post_and_get(client: FlaskClient) -> None:
    batch = {"q0": {"query": "Momenta"}, "q1": {"query": "WeRide"}, "q2": {"query": "Munich", "type": "City"}}
    posted = client.post("/reconcile", data={"queries": json.dumps(batch)}).get_json()
    assert posted == client.get("/reconcile", query_string={"queries": json.dumps(batch)}).get_json()
    assert set(posted) == set(batch)
    assert posted["q1"] == {"result": []}
    first = posted["q0"]["result"][0]
    assert (first["id"], first["name"], first["match"], first["score"]) == ("Momenta", "Momenta", True, 100)
    assert {"id": "Firm", "name": "firm"} in first["type"]
    assert posted["q2"]["result"][0]["id"] == "Munich"


def test_types_may_be_strings_or_objects_or_iris(client: FlaskClient) -> None:
    for given in ("Firm", ["Firm"], [{"id": "Firm", "name": "firm"}], "https://w3id.org/adgo/ontology#Firm"):
        assert match(client, query="Uber", type=given)[0]["match"] is True
        assert match(client, query="Munich", type=given) == []


def test_properties_are_compared(client: FlaskClient) -> None:
    for value in ("China", {"id": "China", "name": "China"}, ["Germany", "China"]):
        asked = [{"pid": "basedInCountry", "v": value}]
        assert match(client, query="Momenta", properties=asked)[0]["match"] is True
    asked = [{"pid": "basedInCountry", "v": "Germany"}]
    assert match(client, query="Momenta", properties=asked)[0]["match"] is False


def test_rows_are_extended(client: FlaskClient) -> None:
    asked = {"ids": ["Momenta", "Nobody"], "properties": [{"id": "partnersWith", "settings": {"limit": "1"}}]}
    for reply in (
        client.post("/reconcile", data={"extend": json.dumps(asked)}),
        client.get("/reconcile", query_string={"extend": json.dumps(asked)}),
    ):
        assert reply.get_json() == {
            "meta": [{"id": "partnersWith", "name": "partners with"}],
            "rows": {
                "Momenta": {"partnersWith": [{"id": "Uber", "name": "Uber"}]},
                "Nobody": {"partnersWith": []},
            },
        }


def test_a_preview_may_be_framed_and_nothing_else_may(client: FlaskClient) -> None:
    preview = client.get("/reconcile/preview?id=DeeprouteAI")
    assert "frame-ancestors *" in preview.headers["Content-Security-Policy"]
    assert "default-src 'self'" in preview.headers["Content-Security-Policy"]
    assert not any(tag in preview.text for tag in ("<form", "<script", "<button"))
    assert "Deep-Route.ai" in preview.text
    assert "frame-ancestors 'none'" in client.get("/search").headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        ({"queries": "no json"}, 400),
        ({"queries": "[]"}, 400),
        ({"queries": '{"q0": {}}'}, 400),
        ({"queries": '{"q0": 1}'}, 400),
        ({"queries": '{"q0": {"query": "a", "limit": 0}}'}, 400),
        ({"queries": '{"q0": {"query": "a", "type": [1]}}'}, 400),
        ({"queries": json.dumps({f"q{n}": {"query": "a"} for n in range(101)})}, 413),
        ({"extend": "{}"}, 400),
        ({"extend": '{"ids": [1], "properties": []}'}, 400),
        ({"extend": json.dumps({"ids": ["a"] * 1001, "properties": []})}, 413),
        ({"queries": '{"q0": {"query": "a"}}', "callback": "steal"}, 400),
    ],
)
def test_what_is_not_a_batch_is_refused(client: FlaskClient, arguments: dict[str, str], status: int) -> None:
    """JSONP would run the server's answer as a script; CORS makes it needless."""
    reply = client.post("/reconcile", data=arguments)
    assert reply.status_code == status
    assert reply.mimetype == "application/problem+json"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/reconcile/preview?id=Nobody", 404),
        ("/reconcile/preview", 404),
        ("/reconcile/flyout/entity?id=Nobody", 404),
        ("/reconcile/flyout/nothing?id=Momenta", 404),
        ("/reconcile/suggest/entity?prefix=a&cursor=x", 400),
        ("/reconcile/suggest/entity", 200),
        ("/reconcile/properties", 200),
    ],
)
def test_unknown_addresses_and_arguments(client: FlaskClient, path: str, status: int) -> None:
    assert client.get(path).status_code == status


def test_hostile_names_stay_texts(client: FlaskClient) -> None:
    hostile = {"id": "<script>alert(1)</script>"}
    reply = client.get("/reconcile/preview", query_string=hostile, headers={"Accept": "text/html"})
    assert (reply.status_code, reply.mimetype) == (404, "text/html")
    assert "<script>alert" not in reply.text
    assert match(client, query="<script>alert(1)</script>") == []


@examples(10, 3000, JSON)
def test_any_json_is_read_or_refused(content: Any) -> None:
    for read, text in (
        (reconciliation_request.queries, json.dumps(content)),
        (reconciliation_request.queries, json.dumps({"q": content})),
        (reconciliation_request.extension, json.dumps(content)),
        (reconciliation_request.extension, json.dumps({"ids": [], "properties": [content]})),
    ):
        with contextlib.suppress(Problem):
            read(text)
