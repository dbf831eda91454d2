"""The pages about the project, how pages are cited and previewed, and what a page that is not found offers."""

from __future__ import annotations

import html
import re
from datetime import date, datetime
from urllib.parse import parse_qs, unquote, urlsplit
from xml.etree import ElementTree

import pytest
from asked import column, count, rows
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import Store
from visited import Page, Visit

from adgo import __version__
from adgo.corpus.corpus import Corpus
from adgo.graph.namespaces import BASE
from adgo.server.pages.project import corrections

ATOM = "{http://www.w3.org/2005/Atom}"
#: A page of each kind, and what its canonical address is.
CANONICAL = {
    "/": "http://localhost/",
    "/id/Momenta": BASE + "id/Momenta",
    "/id/momenta-uber": BASE + "id/momenta-uber",
    "/id/Germany": BASE + "id/Germany",
    "/claim/002-34a": BASE + "claim/002-34a",
    "/passage/002-34": BASE + "passage/002-34",
    "/source/002": BASE + "source/002",
    "/family/gidc7": BASE + "family/gidc7",
    "/statement/qcraft-l4-buses-26-cities": BASE + "statement/qcraft-l4-buses-26-cities",
    "/judgement/dong-li": BASE + "judgement/dong-li",
    "/outside/004-date": BASE + "outside/004-date",
    "/change/names-of-articles": BASE + "change/names-of-articles",
    "/queries/partnerships": "http://localhost/queries/partnerships",
    "/network?place=Germany": "http://localhost/network?place=Germany",
    "/map": "http://localhost/map",
    "/timeline": "http://localhost/timeline",
    "/indicators": "http://localhost/indicators",
    "/differences": "http://localhost/differences",
    "/projects": "http://localhost/projects",
    "/queries": "http://localhost/queries",
    "/search?q=Uber": "http://localhost/search?q=Uber",
    "/ontology": "http://localhost/ontology",
    "/shapes": "http://localhost/shapes",
    "/about": "http://localhost/about",
    "/changes": "http://localhost/changes",
    "/corrections": "http://localhost/corrections",
}
#: Pages that only lead to others, so nobody cites them.
UNCITED = ("/", "/queries", "/search?q=Uber", "/ontology", "/shapes", "/about", "/changes", "/corrections")


def meta(page: Page) -> dict[str, str]:
    """The page's description and the properties of its preview."""
    return {
        each.get("name") or each.get("property", ""): each.get("content", "") for each in page.all("meta")
    }


@pytest.mark.parametrize("path", CANONICAL)
def test_a_page_has_a_canonical_address_a_description_and_a_preview(visit: Visit, path: str) -> None:
    """Bug: a browser showed /about/id/Momenta.html, and nothing said that the address to cite is another one."""
    page = visit(path)
    links = [each["href"] for each in page.all("link") if each.get("rel") == "canonical"]
    assert links == [CANONICAL[path]]
    found = meta(page)
    assert found["og:url"] == CANONICAL[path]
    assert 20 <= len(found["description"]) <= 200
    assert found["og:description"] == found["description"]
    assert found["og:title"]
    assert "<" not in found["og:title"] + found["description"]


PREVIEWED = {
    "/map": "http://localhost/map.png",
    "/timeline": "http://localhost/timeline.png",
    "/network?place=Germany": "http://localhost/network.png?place=Germany",
    "/id/Momenta": "http://localhost/neighbourhood.png?about=id%3AMomenta",
}


@pytest.mark.parametrize("path", PREVIEWED)
def test_a_page_with_a_picture_has_it_in_its_preview(visit: Visit, client: FlaskClient, path: str) -> None:
    pytest.importorskip("resvg_py")
    found = meta(visit(path))
    assert html.unescape(found["og:image"]) == PREVIEWED[path]
    assert found["twitter:card"] == "summary_large_image"
    drawn = client.get(PREVIEWED[path].removeprefix("http://localhost"))
    assert drawn.content_type in ("image/png", "application/problem+json")  # The machine may have no fonts.


@pytest.mark.parametrize(
    "path", ["/about", "/claim/002-34a", "/network?place=Germany&party=NIO&standing=Done"]
)
def test_a_page_without_a_picture_has_none_in_its_preview(visit: Visit, path: str) -> None:
    found = meta(visit(path))
    assert "og:image" not in found
    assert found["twitter:card"] == "summary"


@pytest.mark.parametrize("path", [each for each in CANONICAL if each not in UNCITED])
def test_a_page_can_be_cited_with_version_digest_and_address(visit: Visit, corpus: Corpus, path: str) -> None:
    page = visit(path)
    box = re.search(r'<details class="cite".*?</details>\s*</details>', page.html, re.S)
    assert box
    text = html.unescape(box[0])
    assert f"version {__version__}" in text
    assert corpus.digest in text
    assert text.count(CANONICAL[path]) >= 3
    for words in ("@misc{", '"type": "dataset"', "accessed"):
        assert words in text


def test_the_format_is_not_part_of_the_address_of_a_page(client: FlaskClient) -> None:
    page = client.get("/network?format=html&place=Germany&kind=", headers={"Accept": "text/html"}).text
    assert '<link rel="canonical" href="http://localhost/network?place=Germany">' in page


def test_every_claim_links_to_a_report_that_names_it(visit: Visit, corpus: Corpus) -> None:
    for claim in corpus.claims[::60]:
        name = claim.iri.removeprefix(BASE + "claim/")
        assert f'href="/corrections?about=claim%3A{name}#report"' in visit(f"/claim/{name}").html
    report = visit("/corrections?about=claim%3A002-34a").text
    for words in (
        BASE + "claim/002-34a",
        corpus.digest,
        "announced plan",
        "What is wrong?",
        "has not set an address",
    ):
        assert words in report


@pytest.mark.parametrize(
    "about", ["claim:nope", "x", "javascript:alert(1)", "https://example.org/", "claim:%22%3E"]
)
def test_a_report_about_something_unknown_does_not_name_it(client: FlaskClient, about: str) -> None:
    page = client.get("/corrections", query_string={"about": about}, headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert "Address of the claim or page:" in page.text


@pytest.mark.parametrize(
    "contact", ["adgo@example.org", "https://example.org/new", "https://example.org/?p=1"]
)
def test_a_contact_gets_the_report(app: Flask, corpus: Corpus, contact: str) -> None:
    with app.test_request_context():
        report = corrections.error_report(corpus, BASE + "claim/002-34a", contact)
    parts = urlsplit(report.link)
    sent = parse_qs(parts.query)
    if parts.scheme == "mailto":
        assert parts.path == contact
        assert unquote(parts.query.partition("body=")[2]).replace("\r\n", "\n") == report.text
    else:
        assert report.link.startswith(contact)
        assert sent["body"] == [report.text]
        assert sent["title"] == ["ADGO: error in claim 002-34a"]


def test_the_feed_is_valid_atom(client: FlaskClient, store: Store) -> None:
    """RFC 4287: what a feed and an entry must have, and dates by RFC 3339."""
    response = client.get("/changes.atom")
    assert response.mimetype == "application/atom+xml"
    feed = ElementTree.fromstring(response.data)
    assert feed.tag == f"{ATOM}feed"
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == count(
        store, "SELECT (COUNT(DISTINCT ?x) AS ?n) { GRAPH graph:changes { ?x dcterms:type ?t } }"
    )
    assert [each.get("rel") for each in feed.findall(f"{ATOM}link")] == ["self", "alternate"]
    assert feed.findtext(f"{ATOM}author/{ATOM}name")
    for each in (feed, *entries):
        for name in ("id", "title", "updated"):
            assert len(each.findall(f"{ATOM}{name}")) == 1
        assert datetime.fromisoformat(str(each.findtext(f"{ATOM}updated"))).tzinfo
    ids = [each.findtext(f"{ATOM}id") for each in entries]
    assert len(set(ids)) == len(ids)
    updated = [str(each.findtext(f"{ATOM}updated")) for each in entries]
    assert updated == sorted(updated, reverse=True)
    assert feed.findtext(f"{ATOM}updated") == updated[0]
    for each in entries:
        target = each.find(f"{ATOM}link")
        assert target is not None
        page = client.get(
            urlsplit(target.attrib["href"]).path, headers={"Accept": "text/html"}, follow_redirects=True
        )
        assert page.status_code == 200


def test_changes_are_about_things_that_exist(store: Store) -> None:
    subjects = column(store, "SELECT DISTINCT ?s { GRAPH graph:changes { ?x dcterms:subject ?s } }")
    known = column(store, "SELECT DISTINCT ?s { GRAPH graph:changes { ?x dcterms:subject ?s } ?s ?p ?o }")
    assert subjects
    assert set(subjects) == set(known)
    types = rows(store, "SELECT DISTINCT ?t { GRAPH graph:changes { ?x dcterms:type ?t } }")
    assert {each for (each,) in types} == {"release", "correction", "change"}


def test_corrections_are_listed_with_the_claims_that_they_correct(visit: Visit, store: Store) -> None:
    page = visit("/corrections").sections["Corrected so far"]
    listed = rows(
        store,
        """SELECT ?title ?s ?day
        { GRAPH graph:changes { ?x dcterms:type "correction" ; dcterms:title ?title ; dcterms:subject ?s ;
          dcterms:issued ?day } }""",
    )
    assert listed
    for title, subject, issued in listed:
        day = date.fromisoformat(issued)
        assert title in page
        if subject.startswith(BASE + "claim/"):
            assert (
                f"Corrected on {day.day} {day:%B %Y}: {title}" in visit(subject.removeprefix(BASE[:-1])).text
            )
            assert f"claim {subject.removeprefix(BASE + 'claim/')}" in page


def test_the_page_of_a_change_has_words_for_its_properties(visit: Visit, store: Store) -> None:
    """Bug: it had `dcterms:description`, `dcterms:subject` and `dcterms:type` in place of labels."""
    for [name] in rows(store, "SELECT DISTINCT ?s { GRAPH graph:changes { ?s dcterms:issued ?day } }"):
        text = visit(name.removeprefix(BASE[:-1])).text
        assert "concerns" in text or "is described as" in text
        assert "dcterms:" not in text, name


@pytest.mark.parametrize(
    ("path", "name", "nearest"),
    [
        ("/id/Momnta", "Momnta", "/id/Momenta"),
        ("/id/QCarft.html", "QCarft", "/id/QCraft"),
        ("/about/id/Germny.html", "Germny", "/id/Germany"),
        ("/Uberr", "Uberr", "/id/Uber"),
    ],
)
def test_a_page_that_is_not_found_offers_what_is_similar(
    visit: Visit, path: str, name: str, nearest: str
) -> None:
    """Bug: "Nothing is known about <https://w3id.org/adgo/id/Nope>. /queries and /sparql help", without a link."""
    page = visit(path)
    assert page.status == 404
    assert [each["value"] for each in page.all("input") if each.get("id") == "sought"] == [name]
    offered = re.search(r"The most similar names:(.*?)</p>", page.html)
    assert offered
    targets = re.findall(r'href="([^"]*)"', offered[1])
    assert 1 <= len(targets) <= 3
    assert targets[0] == nearest


@pytest.mark.parametrize("path", ["/id/WeRide", "/no-such-page", "/id/26-cities"])
def test_a_page_that_is_not_found_offers_nothing_that_is_not_similar(visit: Visit, path: str) -> None:
    """The three names with the least difference were offered, however different: Mercedes for WeRide."""
    page = visit(path)
    assert page.status == 404
    assert "most similar names" not in page.html


@pytest.mark.parametrize(
    "path", ["/id/%22%3E%3Cscript%3E", "/id/%00", "/id/" + "x" * 3000, "/%F0%9F%98%80", "/id/a/b/c"]
)
def test_any_address_that_is_not_found_has_a_sound_page(visit: Visit, path: str) -> None:
    page = visit(path)
    assert page.status == 404
    assert "<script>" not in page.html.partition("<main")[2]
    assert not [each for each in page.all("link") if each.get("rel") == "canonical"]


def test_about_names_the_articles_and_what_is_not_covered(visit: Visit, store: Store) -> None:
    page = visit("/about")
    for label in column(store, "SELECT ?l { ?x a adgo:Source ; skos:prefLabel ?l }"):
        assert label in page.sections["The articles"]
    order = list(page.sections)
    assert (
        order.index("The articles")
        < order.index("What is not covered")
        < order.index("How many claims are wrong")
    )
    folded = page.html.partition("<summary>What the pages are made of</summary>")
    assert "yasqe" not in folded[0]
    for path in ("/changes.atom", "/changes", "/corrections", "/store?format=trig"):
        assert path in page.links
    assert "What they do not report" in visit("/").text
