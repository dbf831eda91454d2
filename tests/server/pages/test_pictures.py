"""Pictures outside their pages: files that stand alone, with the selection of the page, and views to be framed."""

from __future__ import annotations

import importlib.util
import struct
from datetime import UTC, datetime
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from asked import column, count
from flask.testing import FlaskClient
from pyoxigraph import Store
from visited import Visit

from adgo import __version__
from adgo.corpus import dates, standings, undertakings
from adgo.corpus.corpus import Corpus
from adgo.graph.namespaces import short
from adgo.server.pages import assets
from adgo.server.pages.drawing import map_outlines, neighbourhood, network, timeline
from adgo.server.pages.filters import link
from adgo.server.pages.pictures import png

SVG = "{http://www.w3.org/2000/svg}"
ABOUT = "neighbourhood.svg?about=Momenta"
FILES = ("network.svg", "map.svg", "timeline.svg", ABOUT, "network.svg?place=Germany&standing=AnnouncedPlan")
needs_resvg = pytest.mark.skipif(not importlib.util.find_spec("resvg_py"), reason="resvg-py is not installed")
pytestmark = pytest.mark.skipif(not assets.has(assets.OUTLINES), reason="the build brought no outlines")
#: The classes of things of which neighbourhoods are drawn.
CLASSES = ("Firm", "Person", "Place", "Undertaking", "Event", "UnnamedGroup", "Technology", "Vehicle")


def drawn(client: FlaskClient, path: str) -> ElementTree.Element:
    response = client.get("/" + path)
    assert response.status_code == 200, path
    assert response.mimetype == "image/svg+xml"
    return ElementTree.fromstring(response.data)


def texts(root: ElementTree.Element) -> str:
    return " ".join(" ".join("".join(each.itertext()) for each in root.iter(f"{SVG}text")).split())


@pytest.mark.parametrize("path", FILES)
def test_a_file_holds_all_that_it_needs(client: FlaskClient, corpus: Corpus, path: str) -> None:
    root = drawn(client, path)
    text = texts(root)
    title = root.findtext(f"{SVG}title") or ""
    assert title in text
    for words in (
        __version__,
        corpus.digest[:12],
        dates.day(datetime.now(UTC).date()),
        "CC BY 4.0",
        "Sources: ",
    ):
        assert words in text
    assert corpus.label("https://w3id.org/adgo/source/002") in text
    source = ElementTree.tostring(root, encoding="unicode")
    assert "var(" not in source
    assert "@import" not in source
    assert {each.tag for each in root.iter()}.isdisjoint(
        {f"{SVG}script", f"{SVG}image", f"{SVG}foreignObject"}
    )
    for each in root.iter(f"{SVG}a"):
        assert each.get("href", "").startswith("http://localhost/")
    assert all((each.text or "").strip() for each in root.iter(f"{SVG}title"))
    assert not [each for each in root.iter() if "style" in each.attrib]


@pytest.mark.parametrize("path", FILES)
def test_the_legend_of_a_file_explains_each_mark_that_it_has(client: FlaskClient, path: str) -> None:
    root = drawn(client, path)
    top = root.find(f"{SVG}g")
    assert top is not None
    *legend, body = top.findall(f"{SVG}g")
    explained = {
        each.get("class") for entry in legend for each in entry.iter() if each.get("class") != "note"
    }
    for name in ("span", "dot", "aim", "announcement"):
        marks = {each.get("class") for each in body.iter() if (each.get("class") or "").split(" ")[0] == name}
        assert marks <= explained, name


@pytest.mark.parametrize("query", ["place=Germany", "party=Momenta", "standing=AnnouncedPlan&place=Europe"])
def test_a_file_shows_what_its_page_shows(
    client: FlaskClient, visit: Visit, corpus: Corpus, query: str
) -> None:
    page = visit(f"/network?{query}")
    listed = {each for each in page.links if each in {link(it) for it in corpus.of_class("Undertaking")}}
    assert listed
    links = {each.get("href", "") for each in drawn(client, f"network.svg?{query}").iter(f"{SVG}a")}
    assert {f"http://localhost{each}" for each in listed} <= links
    all_undertakings = {f"http://localhost{link(it)}" for it in corpus.of_class("Undertaking")}
    assert links & all_undertakings == {f"http://localhost{each}" for each in listed}


def test_only_pictures_may_be_framed_by_other_sites(client: FlaskClient) -> None:
    for path in (
        "/network.svg",
        "/embed/network",
        "/embed/timeline",
        "/embed/map",
        f"/embed/{ABOUT.replace('.svg', '')}",
    ):
        policy = client.get(path).headers["Content-Security-Policy"]
        assert "frame-ancestors *" in policy
        assert "script" not in policy
        assert policy.startswith("default-src 'none'" if path.endswith("svg") else "default-src 'self'")
    for path in ("/network", "/map", "/timeline", "/id/Momenta", "/"):
        policy = client.get(path, follow_redirects=True).headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in policy


@pytest.mark.parametrize("view", ["network", "map", "timeline", "neighbourhood"])
def test_an_embedded_view_has_title_legend_and_sources_but_no_navigation(visit: Visit, view: str) -> None:
    page = visit(f"/embed/{view}?about=Momenta" if view == "neighbourhood" else f"/embed/{view}")
    assert page.status == 200
    assert not page.all("nav")
    assert not page.all("script")
    assert not page.all("form")
    assert page.all("svg")
    assert "Sources: " in page.text
    assert 'class="legend"' in page.html
    assert page.all("base") == [{"target": "_blank"}]


@pytest.mark.parametrize("path", ["/network", "/map", "/timeline", "/id/Momenta", "/network?place=Germany"])
def test_a_page_offers_its_picture_as_files_and_to_embed(
    client: FlaskClient, visit: Visit, path: str
) -> None:
    page = visit(path)
    files = [each["href"] for each in page.all("a") if "download" in each and ".svg" in each["href"]]
    assert files
    for each in files:
        assert client.get(each).status_code == 200
        assert each.replace(".svg", ".png") in page.links
    assert "<iframe src=" in page.text
    assert "<img src=" in page.text


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/neighbourhood.svg", 400, "about"),
        ("/neighbourhood.svg?about=Nobody", 404, "Nobody"),
        ("/network.svg?place=Nowhere", 400, "Nowhere"),
        ("/network.svg?place=Singapore&party=QCraft", 404, "nothing to draw"),
        ("/embed/timeline?place=Singapore&party=QCraft", 404, "nothing to draw"),
        ("/network.gif", 404, ""),
    ],
)
def test_what_cannot_be_drawn_says_why(client: FlaskClient, path: str, status: int, words: str) -> None:
    response = client.get(path)
    assert response.status_code == status
    assert words in response.text


@needs_resvg
@pytest.mark.parametrize(
    "path",
    [
        ABOUT,
        *(pytest.param(each, marks=pytest.mark.full) for each in ("network.svg", "map.svg", "timeline.svg")),
    ],
)
def test_a_png_is_the_svg_in_pixels(client: FlaskClient, path: str) -> None:
    root = drawn(client, path)
    response = client.get("/" + path.replace(".svg", ".png"))
    if response.status_code == 503:
        pytest.skip("this machine has no fonts")
    assert response.mimetype == "image/png"
    assert response.data[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", response.data[16:24])
    assert (width, height) == (2 * int(root.get("width", "")), 2 * int(root.get("height", "")))


@needs_resvg
def test_a_png_that_lacks_letters_says_so() -> None:
    head = '<svg xmlns="http://www.w3.org/2000/svg" width="80" height="40">'
    plain = head + '<text x="5" y="20">%s</text></svg>'
    other = head.replace("80", "90") + "</svg>"
    # No font has the last character; U+0394 is in every font for Greek.
    sizes = [
        struct.unpack(">I", png.draw(plain % text, other)[16:20])[0] for text in ("Momenta", "\U0010fffd")
    ]
    assert sizes == [160, 180]


def test_every_line_of_a_neighbourhood_has_a_name_and_every_thing_one_box(corpus: Corpus) -> None:
    """Bug: the lines had empty titles, and a thing could be in two columns."""
    tried = 0
    for name in CLASSES:
        for it in corpus.of_class(name):
            picture = neighbourhood.draw_neighbourhood(corpus, it)
            if picture:
                tried += 1
                hrefs = [each.href for each in picture.boxes if each.href]
                assert len(hrefs) == len(set(hrefs)), it
                for line in picture.lines:
                    neighbour = line.one if line.other is picture.centre else line.other
                    assert neighbour.label in line.label, it
                    assert corpus.label(it) in line.label, it
    assert tried > 100


def test_every_line_of_the_network_names_its_ends_and_how_certain_it_is(corpus: Corpus) -> None:
    every = undertakings.every(corpus)
    for unfold in ("", "/network?groups=all"):
        picture = network.draw_network(corpus, every, unfold)
        hrefs = [each.href for each in picture.boxes]
        assert len(hrefs) == len(set(hrefs))
        for line in picture.lines:
            project = next(
                each for each in every if corpus.label(each.iri) in (line.one.label, line.other.label)
            )
            other = line.one if line.other.label == project.label else line.other
            assert line.label.startswith(f"{project.label}: ")
            assert other.label in line.label or "folded" in other.css
            if not project.is_real:
                assert standings.label(corpus, project.standings[0]) in line.label
                assert line.css == "planned"


def test_groups_without_names_are_one_box_that_opens(visit: Visit, corpus: Corpus, store: Store) -> None:
    number = count(
        store,
        """SELECT (COUNT(DISTINCT ?group) AS ?n) { ?c adgo:subject ?it ; adgo:predicate ?p ; adgo:object ?group .
        ?p rdfs:subPropertyOf* adgo:involves . ?report adgo:reportsOn ?it .
        ?d adgo:subject ?group ; adgo:predicate rdf:type ; adgo:object adgo:UnnamedGroup }""",
    ) or len({p for u in undertakings.every(corpus) for p in u.parties if corpus.is_a(p, "UnnamedGroup")})
    folded, opened = visit("/network"), visit("/network?groups=all")
    assert f"groups without names ({number})" in folded.text
    assert "/network?groups=all" in folded.links
    assert "groups without names" not in opened.text


def test_places_of_the_network_count_the_projects_in_them_and_in_their_parts(
    visit: Visit, corpus: Corpus, store: Store
) -> None:
    every = undertakings.every(corpus)
    picture = network.draw_network(corpus, every)
    places = {each.label: each.note for each in picture.boxes if each.css == "place"}
    assert {"Europe", "Germany", "Munich"} <= set(places)
    for it in corpus.of_class("Place"):
        if corpus.label(it) in places:
            here = column(
                store,
                f"""SELECT DISTINCT ?u {{ ?report adgo:reportsOn ?u . ?c adgo:subject ?u ; adgo:object ?place ;
                adgo:predicate ?at .
                FILTER (?at IN (adgo:locatedIn, adgo:hasMarket, adgo:beginsWith, adgo:hasDestination))
                ?place (adgo:within|adgo:hasMembersIn)* <{it}> }}""",
            )
            note = " ".join(places[corpus.label(it)]).partition(",")[0]
            assert note == f"{len(here)} project{'' if len(here) == 1 else 's'}", it
    # Article 002 has the two partners mean to enter markets abroad, 001 has Momenta's supply in China to come.
    assert " ".join(places["outside China"]) == "3 projects, 1 planned or unconfirmed"
    assert " ".join(places["China"]) == "7 projects, 1 planned or unconfirmed"


def test_a_bar_is_filled_like_a_fact_only_if_its_thing_is_one(corpus: Corpus) -> None:
    for entry in timeline.entries(corpus):
        for moment in entry.moments:
            if not moment.is_announcement and moment.css == "real":
                assert standings.is_real(entry.standings) or not entry.standings, entry.iri
            if moment.css == "planned" and not moment.is_announcement:
                assert moment.standing not in standings.REAL, entry.iri


def test_a_ring_is_cut_to_the_frame() -> None:
    square = [(-10.0, -10.0), (30.0, -10.0), (30.0, 30.0), (-10.0, 30.0)]
    assert set(map_outlines.clip(square, 20, 10)) == {(0.0, 0.0), (20.0, 0.0), (20.0, 10.0), (0.0, 10.0)}
    inside = [(1.0, 1.0), (5.0, 1.0), (3.0, 4.0)]
    assert map_outlines.clip(inside, 20, 10) == inside
    assert map_outlines.clip([(30.0, 1.0), (40.0, 1.0), (35.0, 4.0)], 20, 10) == []
    triangle = map_outlines.clip([(15.0, 2.0), (25.0, 2.0), (15.0, 8.0)], 20, 10)
    assert all(x <= 20 for x, _ in triangle)
    assert (20.0, 2.0) in triangle


def test_a_neighbourhood_is_found_by_any_name(client: FlaskClient, corpus: Corpus) -> None:
    for it in corpus.of_class("Firm"):
        if neighbourhood.draw_neighbourhood(corpus, it):
            root = drawn(client, f"neighbourhood.svg?about={quote(short(it))}")
            assert corpus.label(it) in (root.findtext(f"{SVG}title") or "")
