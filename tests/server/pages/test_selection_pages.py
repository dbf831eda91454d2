"""All views show the same for the same selection: page, picture, CSV and XLSX."""

from __future__ import annotations

import csv
import re
from io import StringIO

import pytest
from asked import column
from flask.testing import FlaskClient
from pyoxigraph import Store
from visited import Visit

from adgo.corpus import facets, selection
from adgo.corpus.corpus import Corpus
from adgo.graph.namespaces import ID
from adgo.server.pages.filters import link

VIEWS = ("/projects", "/network", "/map", "/timeline")


def choices(corpus: Corpus, facet: str) -> list[str]:
    """Every option of a menu as a query string."""
    rows = list(facets.of_undertakings(corpus).values())
    menus = selection.menus(selection.read(corpus, []), rows)
    return [each.target.query for menu in menus if menu.facet.name == facet for each in menu.options]


def listed(html: str, corpus: Corpus) -> set[str]:
    """The undertakings in the tables of a page."""
    tables = "".join(re.findall(r"<table.*?</table>", html, re.DOTALL))
    hrefs = set(re.findall(r'href="([^"]+)"', tables))
    return {it for it in corpus.of_class("Undertaking") if link(it) in hrefs}


def rows_of(client: FlaskClient, path: str, query: str) -> list[dict[str, str]]:
    reply = client.get(path + query, headers={"Accept": "text/csv"})
    assert reply.status_code == 200, path + query
    return list(csv.DictReader(StringIO(reply.data.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize(
    "facet",
    [
        facets.PLACE,
        *(pytest.param(each.name, marks=pytest.mark.full) for each in facets.FACETS if each.name != "place"),
    ],
)
def test_all_views_list_the_same_projects_for_every_choice(
    client: FlaskClient, corpus: Corpus, facet: str
) -> None:
    known = set(corpus.of_class("Undertaking"))
    tried = choices(corpus, facet)
    assert tried
    for query in ["", *tried]:
        arguments = [pair.split("=") for pair in query[1:].split("&") if pair]
        wanted = {each.iri for each in selection.read(corpus, map(tuple, arguments)).undertakings()}  # type: ignore[arg-type]
        assert wanted, query
        for path in VIEWS:
            page = client.get(path + query, headers={"Accept": "text/html"})
            assert listed(page.text, corpus) == wanted, path + query
            names = ("project id",) if path in ("/projects", "/network") else ("id",)
            in_file = {row[name] for row in rows_of(client, path, query) for name in names}
            assert in_file & known == wanted, path + query
            said = re.search(r"(\d+) of (\d+) projects", page.text)
            assert said
            assert [int(number) for number in said.groups()] == [len(wanted), len(known)]


@pytest.mark.parametrize(
    "path", ["/indicators", *(pytest.param(each, marks=pytest.mark.full) for each in VIEWS)]
)
def test_every_count_of_a_menu_is_the_number_of_rows_behind_it(visit: Visit, path: str) -> None:
    options = re.findall(
        r'<a href="([^"]+)" rel="nofollow">[^<]+ <span class="number">(\d+)</span>', visit(path).html
    )
    assert options
    for target, count in options:
        found = re.search(r'role="status">(\d+) of', visit(target.replace("&amp;", "&")).html)
        assert found
        assert int(found[1]) == int(count), target


def test_a_place_counts_what_is_in_its_parts(client: FlaskClient, store: Store) -> None:
    """Against SPARQL: undertakings that reports place in Europe or in a place within it."""
    wanted = column(
        store,
        """SELECT DISTINCT ?it { ?report adgo:reportsOn ?it
        { ?report adgo:reportedPlace/adgo:within* id:Europe } UNION
        { ?c adgo:subject ?it ; adgo:predicate ?p ; adgo:object/adgo:within* id:Europe
          FILTER (?p IN (adgo:locatedIn, adgo:hasMarket, adgo:hasDestination)) } }""",
    )
    assert len(wanted) > 5
    found = {row["project id"] for row in rows_of(client, "/projects", "?place=Europe")}
    assert found == set(wanted)


def test_every_view_keeps_the_selection_in_its_tabs(visit: Visit) -> None:
    query = "?standing=AnnouncedPlan&place=Germany&party=Momenta"
    for path in (*VIEWS, "/indicators"):
        links = set(visit(path + query).links)
        assert {each + query for each in (*VIEWS, "/indicators", "/differences")} <= links, path
        assert f"{path}?standing=AnnouncedPlan&place=Germany" in links, "a chip removes one value"
        assert path in links, "everything can be cleared"


def test_a_link_of_old_still_works(visit: Visit, corpus: Corpus) -> None:
    assert listed(visit("/network?market=Germany").html, corpus) == listed(
        visit("/network?place=Germany").html, corpus
    )
    assert "7 of" in visit("/map?market=Germany").text
    assert visit("/timeline?show=real").text.count("done or running or ended") == 0
    assert "in operation or done ×" in visit("/timeline?show=real").text


@pytest.mark.parametrize("path", [*VIEWS, "/indicators"])
def test_an_unknown_value_is_refused_with_the_nearest(client: FlaskClient, visit: Visit, path: str) -> None:
    page = visit(f"{path}?place=Germny")
    assert page.status == 400
    assert "The nearest is 'Germany'" in page.text.replace("&#39;", "'")
    reply = client.get(f"{path}?place=Germny", headers={"Accept": "text/csv"})
    assert reply.status_code == 400
    assert reply.mimetype == "application/problem+json"


def test_a_place_with_rules_alone_shows_them(visit: Visit) -> None:
    for path in ("/network", "/map"):
        assert link(ID + "royal-convoy-rule") in visit(f"{path}?place=Middle East").links


def test_a_figure_is_found_by_the_firm_of_which_its_source_tells_it(
    visit: Visit, client: FlaskClient
) -> None:
    """Bug: article 002 says that Momenta works with more than twenty carmakers; `?party=Momenta` found no figure."""
    [row] = rows_of(client, "/indicators", "?party=Momenta")
    assert row["indicator"] == "number of automakers with which Momenta has partnerships"
    assert "/indicators?party=Momenta" in visit("/indicators").links
    assert rows_of(client, "/indicators", "?party=NIO") == []
