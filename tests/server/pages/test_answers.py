"""What a newcomer comes for stands on the page that search leads to, with its standing and its source."""

from __future__ import annotations

import html
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from visited import Visit, read

from adgo.corpus.corpus import Corpus
from adgo.server import page_queries
from adgo.server.app import close, create_app
from adgo.server.protocol.problem import Problem

REAL, PLANNED = "In operation or done", "Planned or unconfirmed"


def test_momentas_partners_and_their_status(visit: Visit) -> None:
    page = visit("/id/Momenta")
    for partner in ("Uber", "General Motors", "Toyota"):
        assert partner in page.sections[REAL]
    assert "Mercedes-Benz" not in page.sections[REAL]
    assert "Mercedes-Benz" in page.sections[PLANNED]
    assert "planned robotaxi service of Momenta and Uber announced plan" in page.sections[PLANNED]
    assert "running" in page.sections[REAL]


def test_what_germany_demands(visit: Visit) -> None:
    found = visit("/id/Germany").sections["Rules and barriers"]
    assert "requirement adaptation to high speed in Germany running" in found
    assert "China Daily (Dec 2025)" in found
    assert "Zhao Gang" in found


def test_zhang_yongweis_affiliation_according_to_whom(visit: Visit) -> None:
    found = visit("/id/ZhangYongwei").sections["Roles (by source)"]
    assert "president at China EV100 according to China Daily (Dec 2025)" in found
    assert (
        "Chairman at China Automotive Technology and Research Center according to "
        "Taizhou photo article (Dec 2025 or later)" in found
    )
    assert found.count("The editors consider this mistaken") == 1
    assert found.index("The editors consider this mistaken") > found.index(
        "according to Taizhou photo article (Dec 2025 or later)"
    )


def test_a_headquarters_that_is_announced_is_no_fact(visit: Visit) -> None:
    page = visit("/id/QCraft")
    assert "headquarters of QCraft in Germany" in page.sections[PLANNED]
    assert "headquarters of QCraft in Germany" not in page.sections[REAL]
    assert "buses with QCraft's technology in China" in page.sections[REAL]


def test_names_are_shown_with_who_prints_them(visit: Visit) -> None:
    page = visit("/id/DeeprouteAI")
    assert "Deep-Route.ai in China Daily (Dec 2025)" in page.text
    assert (
        "Deeproute.ai in “Open Cooperation” article (13 Oct 2025), evidence ; Indexbox retelling (6 Oct 2025), evidence"
        in page.text
    )


def test_a_fact_leads_to_claim_and_passage(visit: Visit) -> None:
    page = visit("/id/Momenta")
    assert any(link.startswith("/claim/") for link in page.links)
    claim = visit("/claim/001-38a")
    assert "/passage/001-38" in claim.links
    assert "planned" in claim.text
    assert "/source/001" in visit("/passage/001-38").links


def test_a_passage_that_is_printed_twice_shows_both_places(visit: Visit) -> None:
    page = visit("/passage/004-5")
    assert "occurrence 1 of 2" in page.text
    assert "388 to 471" in page.text
    assert "4164 to 4247" in page.text


def test_the_words_are_shown_only_where_the_texts_are(visit: Visit, texts: Path) -> None:
    assert "<mark>" not in visit("/passage/002-8").html
    app = create_app(texts=texts)
    try:
        page = read(app.test_client(), "/passage/002-8")
        assert page.html.count("<mark>") == 1
        assert "China EV100" in page.html[page.html.index("<mark>") : page.html.index("</mark>")]
    finally:
        close(app)


@pytest.mark.parametrize(
    ("choice", "shown", "hidden"),
    [
        ("kind=Trial", "Level 4 tests of Momenta and Uber", "partnership of Audi and SAIC"),
        ("standing=AnnouncedPlan", "headquarters of QCraft in Germany", "buses with QCraft"),
        ("level=Level4", "buses with QCraft", "robotaxi service"),
        ("place=Germany", "robotaxi service", "buses with QCraft"),
        ("place=Europe", "robotaxi service", "buses with QCraft"),
        ("party=XPeng", "partnership of Volkswagen and XPeng", "partnership of Audi and SAIC"),
    ],
)
def test_the_network_keeps_its_choice_in_the_link(visit: Visit, choice: str, shown: str, hidden: str) -> None:
    page = visit(f"/network?{choice}")
    table = page.sections["The same as a table"]
    assert shown in table
    assert hidden not in table
    assert [each for each in page.all("a") if each.get("class") == "chip" and each["href"] == "/network"]


def test_the_timeline_shows_imprecise_dates_as_ranges(visit: Visit) -> None:
    assert "by 2026" not in visit("/timeline?show=real").sections["The same as a table"]
    table = visit("/timeline?show=planned").sections["The same as a table"]
    assert "by 2026 31 December 2026 or earlier" in table
    assert "within two years 6 October 2025 to 6 October 2027" in table


def test_a_bound_is_no_value(visit: Visit) -> None:
    page = visit("/indicators")
    assert "more than 65" in page.text
    assert "exactly 65" not in page.text


def test_a_statement_shows_who_tells_it(visit: Visit) -> None:
    found = visit("/statement/momenta-uber-germany-l4").sections["Claims by article"]
    for name in (
        "“Open Cooperation” article (13 Oct 2025)",
        "Indexbox retelling (6 Oct 2025)",
        "China Daily (Dec 2025)",
    ):
        assert name in found
    assert (
        "China Daily (Dec 2025), Taizhou photo article (Dec 2025 or later)"
        in visit("/family/gidc7").sections["Articles"]
    )


@pytest.mark.parametrize("path", ["/sparql?query=", "/absent.json?query="])
def test_a_page_without_rows_names_what_the_data_do_not_hold(visit: Visit, path: str) -> None:
    """Bug: a property that does not exist gave an empty table and no word."""
    found = visit(
        path + quote("PREFIX adgo: <https://w3id.org/adgo/ontology#> SELECT * { ?s adgo:partnerWith ?o }")
    )
    assert "adgo:partnerWith does not occur in the data; near it: adgo:partnersWith" in found.html
    held = visit(
        path + quote("PREFIX adgo: <https://w3id.org/adgo/ontology#> SELECT * { ?s adgo:partnersWith ?o }")
    )
    assert "does not occur" not in held.html


def test_a_machine_finds_nothing_in_the_body_of_an_answer_without_rows(client: FlaskClient) -> None:
    text = "PREFIX adgo: <https://w3id.org/adgo/ontology#> SELECT * { ?s adgo:partnerWith ?o }"
    reply = client.get("/sparql", query_string={"query": text}, headers={"Accept": "text/csv"})
    assert reply.text.split() in (["s,o"], ["o,s"])


def test_a_stored_question_without_rows_names_what_the_data_do_not_hold(visit: Visit) -> None:
    page = visit("/queries/firm-profile?firm=http://example.org/Momento")
    assert "<http://example.org/Momento> does not occur in the data" in html.unescape(page.text)


def test_the_map_tells_real_from_planned(visit: Visit) -> None:
    assert "headquarters of QCraft" not in visit("/map?show=real").sections["The same as a table"]
    page = visit("/map")
    assert "Singapore" in page.sections["The same as a table"]
    assert "restrictions that close the US market" in page.text


def test_differences_stand_side_by_side(visit: Visit) -> None:
    page = visit("/differences")
    disputed = page.sections["Disputed by the editors 4"]
    assert "president at China EV100" in disputed
    assert "Chairman at China Automotive Technology and Research Center" in disputed
    tighter = page.text
    assert "share of new cars in China with driver assistance exceeds 65" in tighter
    assert "share of cars sold in China with autonomous driving features exceeds 50" in tighter
    assert "Mogo AI" in page.text


def test_the_ontology_says_which_questions_use_a_term(visit: Visit, corpus: Corpus) -> None:
    page = visit("/ontology")
    assert "/queries/levels-named" in page.links
    assert f"adgo:Claim {len(corpus.claims)} things" in page.text.replace(",", "")
    assert {attributes.get("id") for _, attributes in page.tags} >= {"Firm", "partnersWith", "Planned"}


def test_the_form_of_a_question_offers_things_of_the_right_kind(visit: Visit) -> None:
    page = visit("/queries/firm-profile")
    offered = {each.get("value") for each in page.all("option")}
    assert "Momenta" in offered
    assert "Germany" not in offered
    assert "Momenta" in visit("/queries/firm-profile?firm=id:Momenta").text


def test_an_empty_answer_stays_one_if_the_data_cannot_be_looked_through(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_slow(*_: object, **__: object) -> bool:
        raise Problem(504, "too slow")

    monkeypatch.setattr(page_queries, "answered", too_slow)
    page = visit("/sparql?query=" + quote("SELECT * { ?s <urn:none> ?o }"))
    assert page.status == 200
    assert "0 rows" in page.text
