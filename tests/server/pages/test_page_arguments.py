"""An argument that a page does not know: tables, JSON and pictures refuse it, and a page says what it may mean."""

from __future__ import annotations

import html

import pytest
from flask import Flask
from flask.testing import FlaskClient
from visited import Visit

from adgo.server.pages import page_arguments


@pytest.mark.parametrize(
    ("path", "near"),
    [
        ("/projects?format=csv&standings=done", "standing"),
        ("/projects?format=csv&Place=Germany", "place"),
        ("/network?format=xlsx&grups=all", "groups"),
        ("/map?format=csv&plcae=Germany", "place"),
        ("/timeline?format=xlsx&Party=Momenta", "party"),
        ("/indicators?format=csv&levels=L4", "level"),
        ("/differences?format=csv&sources=002", "source"),
        ("/map.svg?plcae=Germany", "place"),
        ("/network.png?group=all", "groups"),
        ("/timeline.svg?kinds=Firm", "kind"),
        ("/neighbourhood.svg?About=Momenta", "about"),
        ("/embed/map?plcae=Germany", "place"),
        ("/search?format=csv&kindd=Firm", "kind"),
        ("/search.json?limits=2&q=Momenta", "limit"),
        ("/corrections?format=csv&abouts=x", "about"),
    ],
)
def test_a_misspelt_filter_is_400_with_the_nearest(client: FlaskClient, path: str, near: str) -> None:
    """Bug: it was ignored, and the whole table came back as if it had been filtered."""
    refused = client.get(path)
    assert refused.status_code == 400, path
    assert f"the nearest is {near}=." in refused.json["detail"]


@pytest.mark.parametrize(
    "path",
    [
        "/search.json?query=Momenta", "/projects?format=csv&utm_source=letter", "/about?format=csv&place=Germany",
        "/changes?format=csv&year=2025", "/ontology?format=csv&class=Firm", "/queries?words=plans",
        "/sparql/differences?format=csv&area=dates", "/about/id/Momenta.csv?place=Germany",
        "/id/Momenta?format=csv&place=Germany", "/neighbourhood.svg?place=Germany",
    ],
)  # fmt: skip
def test_an_argument_like_no_other_is_400_with_those_that_there_are(client: FlaskClient, path: str) -> None:
    """Bug: it was ignored, and the answer was that to another question."""
    refused = client.get(path)
    assert refused.status_code == 400, path
    assert "has no argument" in refused.json["detail"]
    assert "it takes" in refused.json["detail"]


@pytest.mark.parametrize(
    ("path", "detail"),
    [
        ("/projects?format=csv&table=claim", "Write claims."),
        ("/network.svg?groups=none", "Write all."),
        ("/projects?format=csv&show=done", "It takes real, planned, all."),
        ("/search.json?q=Momenta&q=QCraft", "q= has two values"),
        ("/differences?format=csv&about=Momenta&about=QCraft", "about= has two values"),
        ("/search.json?q=Momenta&limit=many", "limit="),
    ],
)
def test_a_value_that_would_be_ignored_is_400(client: FlaskClient, path: str, detail: str) -> None:
    """Bug: 200 with another table, or with the answer to one of two values."""
    refused = client.get(path)
    assert refused.status_code == 400, path
    assert detail in refused.json["detail"]


TABLES = ("/projects", "/indicators", "/queries", "/about/id/Momenta", "/queries/firms-in-germany")
MARK = "\ufeff".encode()


@pytest.mark.parametrize("path", TABLES)
def test_a_table_without_byte_order_mark_has_the_same_rows(client: FlaskClient, path: str) -> None:
    """Bug: `bom=` was ignored by tables; a stored question took it for a parameter of its own."""
    marked, plain = (client.get(f"{path}?format=csv&labels=1&bom={on}").data for on in "10")
    assert marked == MARK + plain
    assert not plain.startswith(MARK)


def test_the_plain_answer_to_a_question_takes_the_mark_too(client: FlaskClient) -> None:
    marked, plain = (client.get(f"/queries/firms-in-germany?format=csv&bom={on}").data for on in "10")
    assert marked == MARK + plain


@pytest.mark.parametrize(
    ("path", "detail"),
    [
        ("/projects?format=csv&labels=0", "always have names"),
        ("/id/Momenta?format=xlsx&labels=0", "always have names"),
        ("/projects?format=csv&labels=maybe", "Write 1 or 0."),
        ("/projects?format=xlsx&bom=1", "Only CSV"),
        ("/queries/firms-in-germany?format=xlsx&bom=1", "Only CSV"),
        ("/queries/firms-in-germany?format=json&labels=1", "Only CSV and XLSX"),
        ("/queries/firms-in-germany?format=ttl&labels=1", "Only CSV and XLSX"),
        ("/search.json?q=Momenta&labels=1", "has no argument 'labels'"),
        ("/queries?format=json&bom=1", "has no argument 'bom'"),
        ("/map.svg?bom=1", "has no argument 'bom'"),
    ],
)
def test_labels_and_the_mark_are_refused_where_they_cannot_be_had(
    client: FlaskClient, path: str, detail: str
) -> None:
    """Bug: both were accepted everywhere, and did nothing."""
    refused = client.get(path)
    assert refused.status_code == 400, path
    assert detail in refused.json["detail"]


@pytest.mark.parametrize(
    "path",
    [
        "/projects?place=Germny", "/differences?about=Germny", "/queries/firms-in-germany?place=Germny",
        "/queries/firms-in-germany?place=id:Germny", "/network?place=Germny",
    ],
)  # fmt: skip
def test_the_nearest_name_of_a_refusal_is_a_link(client: FlaskClient, visit: Visit, path: str) -> None:
    """Bug: a page said which name may be meant, and the reader had to type it."""
    page = visit(path)
    assert page.status == 400
    assert '<a href="/id/Germany">&#39;Germany&#39;</a>' in page.html
    assert "/queries/" in path or f'href="{path.partition("?")[0]}">This page without arguments' in page.html
    refused = client.get(path, headers={"Accept": "application/json"})
    assert set(refused.json) == {"title", "status", "detail"}
    assert "<a" not in refused.json["detail"]
    assert "'Germany'" in refused.json["detail"]


def test_the_picture_of_an_unknown_thing_links_the_nearest(visit: Visit) -> None:
    page = visit("/neighbourhood.svg?about=Germny")
    assert page.status == 404
    assert '<a href="/id/Germany">&#39;Germany&#39;</a>' in page.html


def test_a_page_says_that_an_argument_was_ignored(visit: Visit) -> None:
    """Bug: the page had all projects, as if it had been filtered."""
    page = visit("/projects?standings=done&Place=Germany")
    assert page.status == 200
    for name, near in (("standings", "standing"), ("Place", "place")):
        assert (
            f"<code>{name}</code> of this address was ignored; the nearest is <code>{near}</code>"
            in page.html
        )
    assert "was ignored" not in visit("/projects?standing=done&market=Germany&show=&table=claims").text


@pytest.mark.parametrize("path", ["/projects", "/network", "/map", "/differences", "/search", "/about"])
def test_a_page_with_arguments_of_others_has_links_without_them(
    visit: Visit, client: FlaskClient, path: str
) -> None:
    """Letters and advertisements append arguments to links; the files that the page offers are not refused for it."""
    own = {"/search": "q=Momenta", "/about": "format=html"}.get(path, "place=Germany")
    page = visit(f"{path}?utm_source=letter&{own}&fbclid=1")
    assert page.status == 200
    assert "was ignored" not in page.text
    files = [each for each in page.links if "format=csv" in each or ".svg" in each or ".png" in each]
    assert files
    for each in files:
        link = html.unescape(each)
        assert "utm_source" not in link
        assert client.get(link).status_code == 200, link


def test_the_arguments_are_those_of_views_that_there_are(app: Flask) -> None:
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert set(page_arguments.KNOWN) <= endpoints
    assert set(page_arguments.PICTURES) == {"network", "map", "timeline", "neighbourhood"}


def test_the_description_of_the_addresses_has_the_same_arguments(app: Flask, client: FlaskClient) -> None:
    described = client.get("/openapi.json").json
    rules = {rule.endpoint: rule.rule for rule in app.url_map.iter_rules()}
    for endpoint, known in page_arguments.KNOWN.items():
        item = described["paths"].get(rules[endpoint])
        if item is None:  # its address has parameters
            continue
        names = set()
        for parameter in item["get"]["parameters"]:
            name = parameter.get("$ref", "").rpartition("/")[2]
            found = described["components"]["parameters"][name] if name else parameter
            names |= {found["name"]} if found["in"] == "query" else set()
        assert names - {"format", "adgo-data", "bom"} == set(known), endpoint
