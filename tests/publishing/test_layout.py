"""Which file of a published folder stands for which address of the site."""

from __future__ import annotations

import pytest

from adgo.publishing.layout import LONGEST, Layout, segment, thing_file
from adgo.publishing.links import ROOT, LinkRewriter

THINGS = ("id/Momenta", "claim/002-34a", "id/a b", "id/..", "id/x.html/y")
LAYOUT = Layout(THINGS, graphs=("graph/claims",), has_editor=True)


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("/", "index.html"),
        ("/projects", "projects.html"),
        ("/projects?format=csv", "projects.csv"),
        ("/projects?place=Germany", "projects/place=Germany.html"),
        ("/projects?standing=Done&standing=Running", "projects/standing=Done,Running.html"),
        ("/projects?place=Germany&format=csv&table=claims", "projects/place=Germany/table=claims.csv"),
        ("/network?groups=all", "network/groups=all.html"),
        ("/network.svg?place=Germany", "network/place=Germany.svg"),
        ("/network.png", "network.png"),
        ("/neighbourhood.svg?about=id%3AMomenta", "about/id/Momenta.svg"),
        ("/id/Momenta", "about/id/Momenta.html"),
        ("/about/id/Momenta.ttl", "about/id/Momenta.ttl"),
        ("/id/a%20b", "about/id/a%20b.html"),
        ("/id/..", "about/id/%2E%2E.html"),
        ("/id/x.html/y", "about/id/x%2Ehtml/y.html"),
        ("/about", "about.html"),
        ("/corrections?about=claim:002-34a", "corrections.html"),
        ("/queries/partnerships?format=csv&labels=1", "queries/partnerships/labels=1.csv"),
        ("/queries/partnerships?format=json", "queries/partnerships.json"),
        ("/search?q=Momenta", "search.html"),
        ("/query?question=partnerships", "query.html"),
        ("/queries/firm-profile?firm=id%3AQCraft", "queries/firm-profile.html"),
        ("/ontology/0.1.0", "ontology/0.1.0.html"),
        ("/ontology?format=ttl", "ontology.ttl"),
        ("/graph/claims", "graph/claims.ttl"),
        ("/changes.atom", "changes.atom"),
        ("/static/style.css", "static/style.css"),
        ("/.well-known/void", "dataset.ttl"),
    ],
)
def test_an_address_has_its_file(address: str, file: str) -> None:
    target = LAYOUT.target(address)
    assert target is not None
    assert target.file == file


@pytest.mark.parametrize(
    "address",
    [
        "/sparql",
        "/store?format=trig",
        "/metrics",
        "/openapi.json",
        "/id/Unknown",
        "/about/id/Momenta.xml",
        "/graph/unknown",
        "/projects?place=Germany&party=Momenta",
        "/network.png?place=Germany",
        "/queries?q=words",
    ],
)
def test_what_needs_a_server_has_no_file(address: str) -> None:
    assert LAYOUT.target(address) is None


def test_without_an_engine_there_is_no_page_for_queries() -> None:
    assert Layout(()).target("/query?question=partnerships") is None


def test_different_names_have_different_files_that_every_file_system_takes() -> None:
    names = ["a", "A:b", "A%3Ab", ".", "..", "", "é", "x" * 500, "x" * 501, "a/b", "%2E"]
    made = [segment(name) for name in names]
    assert len(set(made)) == len(names)
    assert all(0 < len(each) <= LONGEST and each.isascii() and each not in (".", "..") for each in made)
    assert not any(set(each) & set('/\\:*?"<>|') for each in made)


def test_a_thing_never_leaves_the_folder() -> None:
    assert thing_file("id/../../../etc/passwd", "html") == "about/id/%2E%2E/%2E%2E/%2E%2E/etc/passwd.html"


def test_links_lead_to_the_top_of_the_folder_and_keep_what_a_page_reads_in_the_browser() -> None:
    links = LinkRewriter(LAYOUT)
    page = (
        '<a href="/id/Momenta#done">x</a> <a href="?format=json">j</a> <a href="/store?format=nq">s</a>'
        '<a href="/search?q=a&amp;kind=b">f</a> <a href="#main">m</a> <a href="https://example.org/">o</a>'
        '<form action="/search">'
    )
    assert links.rewritten(page, "/queries/partnerships", "queries/partnerships.html") == (
        '<a href="../about/id/Momenta.html#done">x</a> <a href="../queries/partnerships.json">j</a> <a>s</a>'
        '<a href="../search.html?q=a&amp;kind=b">f</a> <a href="#main">m</a> <a href="https://example.org/">o</a>'
        '<form action="../search.html">'
    )
    assert links.unpublished == {"/store?format=nq"}


def test_pictures_name_the_public_url_if_there_is_one() -> None:
    picture = f'<a href="{ROOT}/id/Momenta">x</a>'
    made = LinkRewriter(LAYOUT, "https://example.org/adgo/").rewritten(picture, "/network.svg", "network.svg")
    assert made == '<a href="https://example.org/adgo/about/id/Momenta.html">x</a>'
    assert (
        LinkRewriter(LAYOUT).rewritten(picture, "/a/b.svg", "a/b.svg")
        == '<a href="../about/id/Momenta.html">x</a>'
    )
