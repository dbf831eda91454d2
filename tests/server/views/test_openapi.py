"""openapi.json is true to the server: schemathesis sends what it allows, and what it does not."""

from __future__ import annotations

import contextlib
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis.errors import Unsatisfiable

from adgo.server.app import close, create_app
from adgo.server.settings import Settings

TOKEN = "a token for the tests of the description"
#: Requests to each address, by each method.
EXAMPLES = 10


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    """A writable app."""
    limits = Settings(timeout=2, memory=300, workers=2)
    made = create_app(store=tmp_path_factory.mktemp("openapi") / "store", settings=limits, token=TOKEN)
    yield made
    close(made)


def resolved(document: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    """A node of the description, or what it refers to."""
    for part in node.get("$ref", "").split("/")[1:]:
        document = document[part]
    return document if "$ref" in node else node


def undescribed_headers(document: dict[str, Any], operation: dict[str, Any], response: Any) -> set[str]:
    """The headers of a response that are described for some operation, but not for this one."""
    known = {
        name
        for methods in document["paths"].values()
        for each in methods.values()
        for found in each["responses"].values()
        for name in resolved(document, found).get("headers", {})
    }
    said = resolved(document, operation["responses"][str(response.status_code)]).get("headers", {})
    return {name for name in known - said.keys() if name.lower() in response.headers}


def references(node: Any):
    """Every $ref in a document."""
    if isinstance(node, dict):
        if "$ref" in node:
            yield node["$ref"]
        node = list(node.values())
    if isinstance(node, list):
        for each in node:
            yield from references(each)


def test_the_description_uses_what_it_defines_and_defines_what_it_uses(app):
    document = app.test_client().get("/openapi.json").json
    used = set(references(document))
    defined = {
        f"#/components/{kind}/{name}"
        for kind, members in document["components"].items()
        if kind != "securitySchemes"
        for name in members
    }
    assert used == defined


def test_a_query_is_required_and_every_argument_of_the_server_is_described(app):
    """Fault: the description let `query` be absent or empty, and `format` be anything."""
    document = app.test_client().get("/openapi.json").json
    described = [resolved(document, each) for each in document["paths"]["/sparql"]["get"]["parameters"]]
    by_name = {each["name"]: each for each in described}
    assert by_name["query"]["required"] is True
    assert by_name["query"]["schema"]["minLength"] == 1
    graphs = {"default-graph-uri", "named-graph-uri"}
    others = {"format", "output", "results", "timeout", "bom", "prefixes", "adgo-data"}
    assert set(by_name) == {"query"} | others | graphs
    form = document["paths"]["/sparql"]["post"]["requestBody"]["content"]["application/x-www-form-urlencoded"]
    assert all(each["minLength"] == 1 for each in form["schema"]["properties"].values())
    assert app.test_client().get("/sparql?query=").status_code == 400


def test_every_address_and_method_is_described_unless_it_is_a_page(app):
    described = {
        (re.sub(r"\{\w+\}", "{}", path), method.upper())
        for path, methods in app.test_client().get("/openapi.json").json["paths"].items()
        for method in methods
    }
    served = {
        (re.sub(r"<[^>]+>", "{}", rule.rule), method)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    pages = {
        path
        for path, method in served - described
        if method == "GET" and app.test_client().get(path).mimetype == "text/html"
    }
    assert described - served == set()
    assert served - described == {(path, "GET") for path in [*pages, "/static/{}"]}


def test_every_operation_that_needs_the_token_is_401_without_it(app):
    tried = 0
    for path, methods in app.test_client().get("/openapi.json").json["paths"].items():
        for method, operation in methods.items():
            if operation.get("security") == [{"token": []}, {"password": []}]:
                address = path.replace("{name}", "a") + ("" if "{" in path else "?default")
                reply = app.test_client().open(address, method=method, data="", content_type="text/turtle")
                assert (reply.status_code, "WWW-Authenticate" in reply.headers) == (401, True), (path, method)
                tried += 1
    assert tried >= 6


def test_no_address_lists_an_argument_twice(app):
    document = app.test_client().get("/openapi.json").json
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            named = [resolved(document, each)["name"] for each in operation.get("parameters", [])]
            assert len(named) == len(set(named)), (path, method)


@pytest.mark.full
@pytest.mark.parametrize("mode", ["POSITIVE", "NEGATIVE"])
def test_no_request_gets_what_the_description_does_not_say(app, mode):
    """Statuses, media types, headers and bodies of all responses; never 500."""
    # Imported here, as it takes a second.
    import schemathesis
    from schemathesis import GenerationMode
    from schemathesis.specs.openapi import checks

    chosen = [
        checks.status_code_conformance,
        checks.content_type_conformance,
        checks.response_headers_conformance,
        checks.response_schema_conformance,
    ]
    document = app.test_client().get("/openapi.json").json
    schema = schemathesis.openapi.from_wsgi("/openapi.json", app)
    tried = set()
    for operation in (found.ok() for found in schema.get_all_operations()):

        @settings(max_examples=EXAMPLES)
        @given(case=operation.as_strategy(GenerationMode[mode]))
        def send(case):
            # No generated value is the version of the data, so all that came would be 412.
            for part in (case.query, case.body):
                if isinstance(part, dict):
                    part.pop("adgo-data", None)
            response = case.call(headers={"Authorization": f"Bearer {TOKEN}"})
            assert response.status_code != 500, case.as_curl_command()
            case.validate_response(response, checks=chosen)
            described = document["paths"][case.operation.path][case.operation.method]
            assert undescribed_headers(document, described, response) == set()
            tried.add((case.method, case.operation.path))

        with contextlib.suppress(Unsatisfiable):  # nothing that is sent to it could be wrong
            send()
    if mode == "POSITIVE":
        assert len(tried) >= 25
