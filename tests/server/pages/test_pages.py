"""Every kind of page: sound HTML, landmarks, names for controls, nothing from another host, light enough, links."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote, urldefrag, urlsplit

import pytest
from flask.testing import FlaskClient
from pyoxigraph import NamedNode, Store
from visited import Visit, read

import adgo.server
from adgo.corpus.corpus import Corpus
from adgo.graph.namespaces import BASE
from adgo.server.app import close, create_app
from adgo.server.pages import assets
from adgo.server.pages.drawing import country_outlines

STATIC = Path(adgo.server.__file__).parent / "static"
QUERY = "SELECT ?a ?b WHERE { ?a <https://w3id.org/adgo/ontology#partnersWith> ?b }"
#: The addresses of things that the data describe.
DESCRIBED = "/(claim|family|id|inference|judgement|outside|passage|report|source|statement|time)/"
PAGES = {
    "/": "Autonomous Driving Goes Global",
    "/search": "Search",
    "/search?q=momenta": "Search: momenta",
    "/search?q=zzzzzz": "Search: zzzzzz",
    "/network": "Network",
    "/network?kind=Trial&market=Germany": "Network",
    "/network?place=MiddleEast": "Network",
    "/search?kind=Undertaking": "Search",
    "/timeline?show=real": "Timeline",
    "/id/MiddleEast": "Middle East",
    "/network?level=Level0": "Network",
    "/map": "Map",
    "/timeline": "Timeline",
    "/indicators": "Key figures",
    "/indicators?place=China": "Key figures",
    "/projects": "Projects",
    "/projects?place=Germany&standing=AnnouncedPlan": "Projects",
    "/differences": "Differences",
    "/queries": "Questions",
    "/queries?q=who%20plans%20germany": "Questions: who plans germany",
    "/search?q=who%20plans%20germany": "Search: who plans germany",
    "/queries/firm-profile": "Profile of QCraft",
    "/query": "Query",
    "/sparql?": "SPARQL",
    "/sparql?query=" + quote(QUERY): "SPARQL",
    "/sparql?view=network&query=" + quote(QUERY): "SPARQL",
    "/sparql?view=map&query=" + quote(QUERY): "SPARQL",
    "/ontology": "Ontology",
    "/shapes": "Shapes",
    "/sparql/differences": "How ADGO differs from SPARQL 1.1",
    "/about": "About",
    "/certainty": "How certain is it?",
    "/changes": "Changes",
    "/corrections?about=claim:002-34a": "Corrections",
    "/id/Momenta": "Momenta",
    "/id/Germany": "Germany",
    "/id/ZhangYongwei": "Zhang Yongwei",
    "/id/ChinaEV100": "China EV100",
    "/id/momenta-uber": "partnership of Momenta and Uber",
    "/id/driver-assistance-share-china": "share of new cars in China with driver assistance",
    "/claim/002-8c": "claim 002-8c",
    "/passage/004-5": "passage 004-5",
    "/source/002": "China Daily (Dec 2025)",
    "/statement/generation-gap": "A generational gap separates China",
    "/family/gidc7": "reports from the 7th Global Intelligent Driving Conference",
    "/judgement/dong-li": "Li Dong and Dong Li are one person",
    "/time/002-5": "by 2026",
    "/inference/supplies.Momenta.Toyota": "Momenta supplies Toyota",
    "/outside/004-date": "CGTN article (undated) is published on 2026-02-26",
}


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_sound(visit: Visit, path: str) -> None:
    page = visit(path)
    assert page.status == 200
    title = re.search("<title>(.*?)</title>", page.html, re.DOTALL)
    assert title
    assert PAGES[path] in title[1]
    assert title[1].endswith(" · ADGO")
    names = [each["aria-label"] for each in page.all("nav")]
    assert len(set(names)) == len(names) >= 1
    for landmark in ("header", "main", "footer", "h1"):
        assert len(page.all(landmark)) == (2 if landmark == "footer" and "<blockquote" in page.html else 1), (
            landmark
        )
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("path", PAGES)
def test_a_page_needs_no_other_host_and_no_script(visit: Visit, path: str) -> None:
    page = visit(path)
    fetched = [each.get("src", "") for tag in ("script", "img", "iframe") for each in page.all(tag)]
    fetched += [each["href"] for each in page.all("link") if each.get("rel") in ("stylesheet", "icon")]
    assert all(address.startswith("/static/") for address in fetched)
    assert all("src" in each for each in page.all("script")), "an inline script, which the policy forbids"
    assert not any(
        "style" in attributes or any(n.startswith("on") for n in attributes) for _, attributes in page.tags
    )
    assert "default-src 'self'" in page.headers["Content-Security-Policy"]
    assert "unsafe-inline" not in page.headers["Content-Security-Policy"]
    # Whatever scripts add, the page works without: nothing but the editor's own parts is hidden for them.
    assert not [attributes for tag, attributes in page.tags if "hidden" in attributes and path != "/query"]


@pytest.mark.parametrize("path", PAGES)
def test_every_control_has_a_name(visit: Visit, path: str) -> None:
    page = visit(path)
    labelled = {each.get("for") for each in page.all("label")}
    for tag in ("input", "select", "textarea"):
        for each in page.all(tag):
            if each.get("type") == "hidden":
                continue
            assert each.get("id") in labelled, f"{tag} {each} has no label"


@pytest.mark.parametrize(
    "path", ["/", "/id/Momenta", "/id/Germany", "/id/China", "/id/ZhangYongwei", "/id/Europe"]
)
def test_the_home_and_entity_pages_are_light(visit: Visit, path: str) -> None:
    page = visit(path)
    static = [each["src"] for each in page.all("script")]
    static += [each["href"] for each in page.all("link") if each.get("rel") in ("stylesheet", "icon")]
    files = [STATIC / urlsplit(address).path.removeprefix("/static/") for address in static]
    assert len(page.html.encode()) + sum(each.stat().st_size for each in files) < 150_000


def test_the_heaviest_entity_page_is_light(visit: Visit, corpus: Corpus) -> None:
    told = {
        it: len(corpus.by_subject.get(it, [])) + len(corpus.by_object.get(it, [])) for it in corpus.by_subject
    }
    for it in sorted(told, key=lambda each: -told[each])[:5]:
        assert len(visit("/" + it.removeprefix(BASE)).html.encode()) < 120_000, it


@pytest.fixture(scope="module")
def linked(visit: Visit) -> dict[str, set[str]]:
    """The addresses within the site to which the pages link, each with the fragments that are linked."""
    found: dict[str, set[str]] = {}
    for path in PAGES:
        for link in visit(path).links:
            parts = urlsplit(link)
            if (
                not parts.scheme
                and not link.startswith(("#", "?"))
                and not parts.path.startswith(("/about/", "/sparql"))
            ):
                address, fragment = urldefrag(link)
                found.setdefault(address, set()).add(fragment)
    return found


def test_every_thing_to_which_a_page_links_is_in_the_data(linked: dict[str, set[str]], store: Store) -> None:
    things = {address for address in linked if re.match(DESCRIBED, address)}
    assert len(things) > 500
    subjects = {quad.subject for quad in store}
    assert [each for each in things if NamedNode(BASE + each[1:]) not in subjects] == []


@pytest.mark.parametrize("most", [1, pytest.param(None, marks=pytest.mark.full)], ids=["some", "all"])
def test_links_within_the_site_lead_somewhere(
    visit: Visit, linked: dict[str, set[str]], most: int | None
) -> None:
    """Every day every tenth; of each kind of thing and each page with arguments one. All of them in the full run."""
    assert len(linked) > 200
    seen: Counter[str] = Counter()
    for address, fragments in sorted(linked.items())[:: 10 if most else 1]:
        kind = re.match(DESCRIBED, address) or re.match(r"[^?]+\?", address)
        seen[kind[0] if kind else ""] += 1
        if kind and most and seen[kind[0]] > most:
            continue
        page = visit(address)
        assert page.status == 200, address
        ids = {attributes.get("id") for _, attributes in page.tags}
        assert fragments - {""} <= ids, f"{address} has no {fragments - ids}"


def test_things_of_every_kind_have_a_page(visit: Visit, corpus: Corpus) -> None:
    for name in ("Firm", "Person", "Place", "Undertaking", "Indicator", "Source"):
        for it in corpus.of_class(name):
            page = visit("/" + it.removeprefix(BASE))
            assert page.status == 200
            assert corpus.label(it).casefold() in page.html.replace("&#39;", "'").casefold()


def test_what_is_not_known_is_a_page_that_says_what_to_do(visit: Visit) -> None:
    page = visit("/id/Nobody")
    assert page.status == 404
    assert "Nothing is known" in page.text
    assert visit("/nowhere").status == 404


def test_long_and_hostile_words_are_shown_as_words(visit: Visit) -> None:
    page = visit("/search?q=" + quote("<script>alert(1)</script>" + "x" * 500))
    assert page.status == 200
    assert "<script>alert" not in page.html
    assert visit("/network?kind=" + quote("\"'><b>")).status == 400


def test_pages_stand_without_the_assets(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(assets, "VENDOR", tmp_path)
    monkeypatch.setattr(country_outlines, "VENDOR", tmp_path)
    country_outlines.read_outlines.cache_clear()
    assets.record.cache_clear()
    try:
        assert "outlines of countries are missing" in read(client, "/map").text
        assert "Munich" in read(client, "/map").text
        query = read(client, "/query")
        assert "editor is missing" in query.text
        assert len(query.all("textarea")) == 1
        assert not [each for each in query.all("script") if "yasqe" in each["src"]]
        assert read(client, "/about").text.count("missing from this installation") == 2
    finally:
        country_outlines.read_outlines.cache_clear()
        assets.record.cache_clear()


def test_pages_stand_over_data_of_another_kind(tmp_path: Path) -> None:
    data = tmp_path / "people.ttl"
    data.write_text("@prefix ex: <https://w3id.org/adgo/id/> . ex:alice ex:knows ex:bob .")
    app = create_app([data])
    try:
        client: FlaskClient = app.test_client()
        for path in (
            "/",
            "/network",
            "/map",
            "/timeline",
            "/indicators",
            "/differences",
            "/search?q=a",
            "/ontology",
        ):
            assert read(client, path).status == 200, path
        assert "no claims" in read(client, "/").text
        assert "bob" in read(client, "/id/alice").text
    finally:
        close(app)
