"""What is over, hedged or only planned is shown as such in pictures, lists, tables and counts.

Expected values are from the articles: in the past, Chinese intelligent driving went abroad mainly inside vehicles of
automakers such as NIO and XPeng (002), or essentially so (003); European makers brought their knowledge of combustion
engines to China before (004); Momenta and Uber mean to enter markets outside China (002); the cars of Volkswagen and
XPeng are for the Chinese market, and the article does not say where they are made (004). Euro EV means to bring cars
that are engineered in China back to Europe, and no car is reported to have come (004).
"""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient
from visited import Visit

import adgo.server
from adgo.corpus import facets, facts, posts, selection, standings, undertakings
from adgo.corpus.corpus import Claim, Corpus, Term
from adgo.corpus.summary import summarizing
from adgo.corpus.tables import reports
from adgo.graph.namespaces import ADGO, BASE, ID
from adgo.server.pages import assets
from adgo.server.pages.drawing import arrows, map_picture, neighbourhood, network, world_map
from adgo.server.pages.drawing.picture import Picture
from adgo.server.pages.overviews import world_map as map_page
from adgo.server.pages.tables import places

SVG = "{http://www.w3.org/2000/svg}"
PARTNERSHIP, PURE_MARKET = ID + "momenta-uber", ID + "volkswagen-xpeng"
BOUND, EUROPE = ID + "return-of-cars-to-europe", ID + "Europe"
needs_outlines = pytest.mark.skipif(not assets.has(assets.OUTLINES), reason="the build brought no outlines")


def around(corpus: Corpus, name: str) -> Picture:
    picture = neighbourhood.draw_neighbourhood(corpus, ID + name)
    assert picture
    return picture


def changed(corpus: Corpus, claims: list[Claim]) -> Corpus:
    return Corpus("", claims, corpus.records, corpus.apart)


def ended_partnership(corpus: Corpus) -> Corpus:
    """The graph in which the partnership of Momenta and Uber is over."""
    report = f"{BASE}report/momenta-uber-ended"
    records = {it: record for it, record in corpus.records.items() if it not in corpus.reports[PARTNERSHIP]}
    records[report] = {
        ADGO + "reportsOn": [Term("uri", PARTNERSHIP)],
        ADGO + "standing": [Term("uri", ADGO + "Ended")],
    }
    return Corpus("", corpus.claims, records, corpus.apart)


def test_a_link_of_the_past_has_a_line_of_its_own(corpus: Corpus) -> None:
    """Bug: it had the solid line of what is "stated as fact", and only its hover title said that it had ended."""
    picture = around(corpus, "group-004-european-automakers")
    [line] = [each for each in picture.lines if each.one.label.startswith("know-how on combustion engines")]
    assert (line.css, line.one.css) == ("ended", "ended")
    assert "ended" in " ".join(line.one.note)
    assert [each.css for each in picture.legend] == ["real", "ended", "planned"]


@pytest.mark.parametrize(
    ("name", "labels"),
    [
        ("group-002-exporting-automakers", {"inside exported vehicles"}),
        (
            "mode-inside-vehicles",
            {
                "automakers whose exported vehicles carried Chinese intelligent driving, in China Daily",
                "NIO",
                "XPeng",
            },
        ),
    ],
)
def test_a_hedged_link_of_the_past_is_dashed_and_says_that_it_ended(
    corpus: Corpus, name: str, labels: set[str]
) -> None:
    lines = {line.one.label: line for line in around(corpus, name).lines}
    for label in labels:
        assert lines[label].css == lines[label].one.css == "planned"
        assert "unconfirmed, ended" in " ".join(lines[label].one.note)


def test_a_picture_without_the_past_does_not_explain_it(corpus: Corpus) -> None:
    assert "ended" not in [each.css for each in around(corpus, "QCraft").legend]


def test_a_file_draws_the_past_with_its_own_strokes_and_legend(client: FlaskClient) -> None:
    reply = client.get("/neighbourhood.svg?about=id%3Agroup-004-european-automakers")
    assert ".line.ended path" in reply.text
    assert ".box.ended rect" in reply.text
    texts = ["".join(each.itertext()) for each in ElementTree.fromstring(reply.data).iter(f"{SVG}text")]
    assert "stated as fact, but ended" in texts
    assert "engages in (ended)" in texts


def test_no_line_of_any_neighbourhood_shows_the_past_as_present(corpus: Corpus) -> None:
    seen = 0
    for it in (*corpus.by_subject, *corpus.by_object):
        picture = neighbourhood.draw_neighbourhood(corpus, it)
        for line in picture.lines if picture else ():
            if "ended" in line.label:
                assert line.css != "real", line.label
                seen += 1
    assert seen > 5


def test_an_ended_project_is_drawn_counted_and_listed_as_ended(corpus: Corpus) -> None:
    over = ended_partnership(corpus)
    (project,) = (each for each in undertakings.every(over) if each.iri == PARTNERSHIP)
    assert project.line == "ended"
    picture = network.draw_network(over, [project])
    assert {line.css for line in picture.lines if line.one.css == "party"} == {"ended"}
    assert "ended" in [each.css for each in picture.legend]
    rows = [facets.of_undertakings(over)[PARTNERSHIP]]
    (menu,) = (m for m in selection.menus(selection.read(over, []), rows) if m.facet.name == facets.STANDING)
    assert [(each.label, each.depth) for each in menu.options] == [("ended", 0)]


def test_what_any_family_reports_as_over_is_under_no_standing_of_what_goes_on(corpus: Corpus) -> None:
    over = ended_partnership(corpus)
    over.records[f"{BASE}report/second"] = {
        ADGO + "reportsOn": [Term("uri", PARTNERSHIP)],
        ADGO + "standing": [Term("uri", ADGO + "Running")],
    }
    assert facets.of_undertakings(over)[PARTNERSHIP][facets.STANDING] == {ADGO + "Ended"}


@pytest.mark.parametrize("path", ["/indicators", "/differences"])
def test_what_has_ended_is_not_counted_as_in_operation_or_done(visit: Visit, path: str) -> None:
    """Bug: "in operation or done 9: done 6, running 1, ended 2", which is 7 and two prices of the past."""
    text = visit(path).html
    found = re.findall(r'(?:· )*([a-z ]+) (?:<span class="number">|\()(\d+)(?:</span>|\))', text)
    counts = {name.strip(): int(number) for name, number in found}
    assert counts["ended"] > 0
    at_most = counts["done"] + counts["running"]
    assert counts["in operation or done"] <= at_most


def test_a_planned_market_of_what_runs_is_planned_on_the_map(
    client: FlaskClient, visit: Visit, corpus: Corpus
) -> None:
    """Bug: the partnership of Momenta and Uber stood under "In operation or done" in the row "outside China"."""
    assert undertakings.line_at(corpus, undertakings.one(corpus, PARTNERSHIP), ID + "Abroad") == "planned"
    html = visit("/map").html
    row = next(
        each for each in html.split("<tr>") if each.startswith('<th scope="row"><a href="/id/Abroad">')
    )
    _, real, planned, *_ = re.split("<td>", row)
    link = '<a href="/id/momenta-uber">'
    assert link not in real
    assert (
        f"{link}partnership of Momenta and Uber</a> <small>market (planned or unconfirmed)</small>" in planned
    )
    reply = client.get("/map?format=csv")
    rows = list(csv.DictReader(StringIO(reply.data.decode("utf-8-sig"), newline="")))
    (cell,) = (each for each in rows if each["id"] == PARTNERSHIP)
    assert (cell["place"], cell["standing"]) == ("outside China", "announced plan")
    assert cell["place or market"] == "market (planned or unconfirmed)"


def test_a_page_of_a_place_lists_what_is_only_planned_there_as_planned(visit: Visit) -> None:
    page = visit("/id/Abroad")
    name = "partnership of Momenta and Uber"
    assert name not in page.sections["In operation or done"]
    assert name in page.sections["Planned or unconfirmed"]
    assert name in visit("/id/Momenta").sections["In operation or done"]


def test_the_list_under_the_network_says_what_is_a_market_and_what_is_planned(visit: Visit) -> None:
    html = visit("/network").html
    outline = html.partition('class="outline for-narrow"')[2].partition("<h2>")[0]
    market = (
        '<small>market</small> <a href="/id/Abroad">outside China</a> <small>(planned or unconfirmed)</small>'
    )
    items = [each for each in outline.split("<li") if 'href="/id/momenta-uber"' in each]
    assert items
    assert all(market in each for each in items)
    cars = [each for each in outline.split("<li") if f'href="/id/{PURE_MARKET.removeprefix(ID)}"' in each]
    assert cars
    assert all('<small>market</small> <a href="/id/China">China</a>' in each for each in cars)


def test_a_project_for_a_market_is_not_said_to_be_in_it(
    client: FlaskClient, visit: Visit, corpus: Corpus
) -> None:
    """Bug: "1 project in China with firms based in Germany"; the article gives only the market of the cars."""
    found = {
        (each.origin, each.target): each.name for each in arrows.find_arrows(corpus, world_map.spots(corpus))
    }
    assert found[ID + "Germany", ID + "China"] == (
        "1 project for the market China with firms based in Germany: "
        "1 under way or done, 0 planned, forecast or unconfirmed"
    )
    reply = client.get("/map?format=csv")
    rows = list(csv.DictReader(StringIO(reply.data.decode("utf-8-sig"), newline="")))
    assert {each["place or market"] for each in rows if each["id"] == PURE_MARKET} == {"market"}
    assert {each["place or market"] for each in rows if each["id"] == ID + "qcraft-buses"} == {"place"}
    html = visit("/map").html
    assert (
        '<a href="/id/volkswagen-xpeng">partnership of Volkswagen and XPeng</a> <small>market</small>' in html
    )
    assert (
        '<a href="/id/volkswagen-xpeng">partnership of Volkswagen and XPeng</a> <small>market China</small>'
        in html
    )


def test_counts_say_how_many_are_planned_or_unconfirmed(visit: Visit, corpus: Corpus) -> None:
    every = undertakings.every(corpus)
    planned = sum(not each.is_real for each in every)
    assert f'<dd>{len(every)}</dd><dd class="soft">{planned} planned or unconfirmed</dd>' in visit("/").html
    spots = {each.iri: each for each in world_map.spots(corpus)}
    # Articles 002 and 003 each report a launch in Singapore, and no article a plan there.
    assert spots[ID + "Singapore"].words == "Singapore 2"
    for spot in spots.values():
        doubtful = sum(
            undertakings.line_at(corpus, each, spot.iri) == "planned" for each in spot.undertakings
        )
        doubtful += sum(not each.is_real for each in spot.others)
        assert spot.planned == doubtful
        assert (f"{doubtful} of them planned, forecast or unconfirmed" in spot.title(corpus)) == bool(
            doubtful
        )
        assert spot.words.endswith(f" {spot.size - doubtful}+{doubtful}") == bool(doubtful)


@needs_outlines
def test_the_map_explains_its_sums_and_what_has_ended(corpus: Corpus) -> None:
    drawn = map_picture.draw_map(corpus, world_map.spots(corpus))
    assert drawn
    assert {"sum", "dot"} <= {each.kind for each in drawn.legend}
    # Of Damaiyu Port the articles report one shipment of November 2025, and nothing that goes on.
    (port,) = (each for each in drawn.spots if each.iri == ID + "DamaiyuPort")
    assert port.css == "ended"
    assert "only ended" in [each.words for each in drawn.legend]


def test_a_rule_of_the_past_is_not_in_force(corpus: Corpus) -> None:
    claims = [
        replace(each, status=ADGO + "Past") if each.predicate == ADGO + "appliesIn" else each
        for each in corpus.claims
    ]
    over = changed(corpus, claims)
    assert any(each.rules for each in world_map.spots(over))
    assert not any(each.is_ruled for each in world_map.spots(over))


def test_what_may_be_one_service_is_counted_as_perhaps_one(visit: Visit) -> None:
    """Mogo AI (002) and Mushroom Connect (003) launched Level 4 buses in Singapore: by the editors, one launch."""
    for path in ("/projects?place=id:Singapore", "/map?place=id:Singapore"):
        page = visit(path)
        assert "2 of 32 projects" in page.text
        assert "Perhaps only 1, as some may be the same" in page.text
        assert "/judgement/mogo-ai-mushroom-connect-buses" in page.links
    assert "2 projects, perhaps only 1" in visit("/map").text
    assert "Perhaps only" not in visit("/projects?place=id:Singapore&party=MogoAI").text


def test_a_map_title_says_that_projects_may_be_one(corpus: Corpus) -> None:
    (spot,) = (each for each in world_map.spots(corpus) if each.iri == ID + "Singapore")
    assert spot.title(corpus) == "Singapore: 2 projects, events and headquarters, 2 projects may be 1"


@pytest.mark.parametrize("path", ["/statement/exported-inside-vehicles", "/differences?about=NIO", "/id/NIO"])
def test_what_is_hedged_and_past_is_not_only_unconfirmed(visit: Visit, path: str) -> None:
    """Bug: the pages said "unconfirmed" alone of what articles 002 and 003 report of the past."""
    assert "unconfirmed , ended" in visit(path).text.replace("unconfirmed, ended", "unconfirmed , ended")


def test_a_hedge_or_plan_about_the_past_keeps_both_words(corpus: Corpus) -> None:
    hedged = [each for each in corpus.claims if each.iri == BASE + "claim/002-18a"]
    given = standings.of_fact(corpus, hedged)
    assert standings.labels(corpus, given, standings.over(corpus, given, hedged)) == ["unconfirmed, ended"]
    (plain,) = (each for each in corpus.claims if each.iri == BASE + "claim/004-22a")
    assert standings.labels(corpus, ["Ended"], standings.over(corpus, ["Ended"], [plain])) == ["ended"]
    assert standings.over(corpus, given, [*hedged, replace(hedged[0], status=ADGO + "Ongoing")]) == ""
    (fact,) = (
        each for each in facts.gathered(corpus, hedged) if each.term.value == ID + "mode-inside-vehicles"
    )
    assert fact.line == "planned"


def test_rows_of_the_map_have_the_standing_of_the_place_that_they_name(corpus: Corpus) -> None:
    found = map_page.shown(selection.read(corpus, []))
    table = places.table(corpus, found.spots, found.elsewhere, "Map")
    for row in table.rows:
        named = dict(zip(table.columns, row, strict=True))
        if named["what"] == "project" and named["place"]:
            line = undertakings.line_at(
                corpus, undertakings.one(corpus, str(named["id"])), str(named["place id"])
            )
            assert (str(named["standing"]).split("; ")[0] in ("done", "running")) == (line == "real"), named


def shipped(corpus: Corpus) -> Corpus:
    """The graph in which the return of cars to Europe has happened, and only its arrival is not stated."""
    claims = [
        replace(each, modality=ADGO + "Asserted", status=ADGO + "Achieved") if each.subject == BOUND else each
        for each in corpus.claims
    ]
    records = {it: record for it, record in corpus.records.items() if it not in corpus.reports[BOUND]}
    return Corpus("", claims, records, corpus.apart)


def test_a_destination_is_shown_as_one(corpus: Corpus, client: FlaskClient) -> None:
    """Bug: a project with a destination and no other place had "not stated" as its place everywhere."""
    [row] = [
        each for each in csv.DictReader(StringIO(_text(client, "/projects"))) if each["project id"] == BOUND
    ]
    assert (row["place"], row["market"], row["destination"]) == ("", "", "Europe")
    [row] = [
        each
        for each in csv.DictReader(StringIO(_text(client, "/map?place=Europe")))
        if (each["id"], each["place"]) == (BOUND, "Europe")
    ]
    assert (row["place or market"], row["standing"]) == ("destination", "announced plan")
    rows = csv.DictReader(StringIO(_text(client, "/projects?table=claims")))
    assert {each["place"] for each in rows if each["subject id"] == BOUND} == {"to Europe"}
    listed = reports.table(corpus)
    [found] = [each for each in listed.rows if each[listed.columns.index("project id")] == BOUND]
    assert found[listed.columns.index("destinations")] == "Europe"
    page = client.get("/projects?place=Europe", headers={"Accept": "text/html"}).text
    cell = page.partition(">planned return to Europe of cars")[2].partition('data-label="Where">')[2]
    assert re.sub("<[^>]*>", "", cell.partition("</td>")[0]).split() == ["to", "Europe"]


def test_a_destination_is_no_place_of_operation(corpus: Corpus) -> None:
    after = shipped(corpus)
    assert undertakings.one(after, BOUND).line == standings.REAL_LINE
    [spot] = [each for each in world_map.spots(after) if each.iri == EUROPE]
    assert BOUND in [each.iri for each in spot.having(standings.PLANNED_LINE)]
    assert "1 only bound for it" in spot.title(after)
    [project] = [each for each in spot.undertakings if each.iri == BOUND]
    assert spot.part(after, project) == "destination"
    edge = next(each for each in network.draw_network(after, [project]).lines if each.one.label == "Europe")
    assert edge.role == "destination"


def test_the_map_selects_a_headquarters_by_its_own_standing(client: FlaskClient) -> None:
    """Bug: that of Euro EV, which it has (004), was found among announced plans, since its cars are one."""
    found = {
        name: [row["name"] for row in csv.DictReader(StringIO(_text(client, f"/map?standing={name}")))]
        for name in ("Running", "AnnouncedPlan")
    }
    assert "Euro EV" in found["Running"]
    assert "Euro EV" not in found["AnnouncedPlan"]


@pytest.mark.parametrize(
    ("modality", "status", "words"),
    [("Asserted", "Past", "ended"), ("Planned", "Announced", "announced plan"), ("Denied", "", "denied")],
)
def test_a_post_is_no_more_certain_than_that_somebody_holds_it(
    corpus: Corpus, modality: str, status: str, words: str
) -> None:
    """Bug: a post had the standing of its title alone, so one that somebody only had before was shown as current."""
    person = ID + "AlexKlose"
    after = changed(
        corpus,
        [
            replace(each, modality=ADGO + modality, status=status and ADGO + status)
            if (each.subject, each.predicate) == (person, posts.HOLDS)
            else each
            for each in corpus.claims
        ],
    )
    assert standings.of_fact(corpus, posts.of(corpus, person)[0].claims) == []
    [post] = posts.of(after, person)
    assert words in " ".join(standings.labels(after, standings.of_fact(after, post.claims)))
    for it in (person, post.organization):
        summary = summarizing.of(after, it)
        assert summary
        named = [line for line in summary.lines if any(post.role in clause.about for clause in line.clauses)]
        assert named
        assert all(words in " ".join(standings.labels(after, line.standings)) for line in named), it


def test_what_has_ended_has_marks_of_its_own_in_lists_and_tables(visit: Visit) -> None:
    """Bug: a price of 2017 (002) had the mark and the colour of what is so now, and its row named no standing."""
    page = visit("/indicators?standing=Ended")
    assert page.html.count('<div class="fact ended">') == page.html.count('<tr class="ended">') == 2
    rows = page.html.partition("The same as a table")[2].split('<tr class="ended">')[1:]
    assert all('<a class="standing ended"' in row for row in rows)
    assert '<li class="fact ended">' in visit("/id/group-004-european-automakers").html
    style = (Path(adgo.server.__file__).parent / "static/style.css").read_text(encoding="utf-8")
    for mark in (".standing.ended {", ".fact.ended {", "tr.ended >"):
        assert "var(--soft)" in style.partition(mark)[2].partition("}")[0], mark


def _text(client: FlaskClient, address: str) -> str:
    return client.get(address, headers={"Accept": "text/csv"}).text.removeprefix("\ufeff")
