"""The search page and its JSON: questions and things by kind, and what is not in the articles."""

from __future__ import annotations

import html
import re
from urllib.parse import quote

import pytest
from asked import column, count
from flask.testing import FlaskClient
from pyoxigraph import Store
from visited import Visit

from adgo.corpus.corpus import Corpus

FIRMS = "SELECT (COUNT(DISTINCT ?it) AS ?n) { ?it a/rdfs:subClassOf* adgo:Firm }"
SOURCES = "SELECT DISTINCT ?it { ?it a adgo:Source }"


def hits(client: FlaskClient, asked: str, **arguments: str) -> list[dict[str, object]]:
    answer = client.get("/search.json", query_string={"q": asked, **arguments}).get_json()
    return list(answer["hits"])


def test_a_sentence_leads_straight_to_the_answer(visit: Visit, client: FlaskClient) -> None:
    """Bug: stored questions were not searched."""
    page = visit("/search?q=" + quote("who plans germany"))
    target = "/queries/firms-in-germany?place=id:Germany"
    first = next(iter(page.sections))
    assert first == "Questions"
    assert "Firms with projects in Germany" in page.sections["Questions"]
    assert target in page.links
    answer = visit(target)
    assert answer.status == 200
    assert "QCraft" in answer.text
    found = client.get("/search.json?q=who plans germany").get_json()
    assert (found["first"], found["questions"][0]["href"]) == ("question", target)


@pytest.mark.parametrize(
    ("asked", "section", "title"),
    [
        ("which firms plan to enter Germany", "Questions", "Firms with projects in Germany"),
        ("robotaxi in Munich", "Projects", "planned robotaxi service of Momenta and Uber"),
        ("uber momenta munich", "Projects", "planned robotaxi service of Momenta and Uber"),
        ("who contradicts whom", "Questions", "Claims that contradict each other"),
        ("Momenta", "Firms", "Momenta"),
        ("Germny", "Places", "Germany"),
    ],
)
def test_the_first_hit_is_the_right_one(visit: Visit, asked: str, section: str, title: str) -> None:
    """Bug: "Nothing is called anything like …" for sentences that stored questions ask in the same words."""
    page = visit("/search?q=" + quote(asked))
    assert next(iter(page.sections)) == section
    assert page.sections[section].startswith(title)


def test_kinds_restrict_what_is_found(visit: Visit, client: FlaskClient) -> None:
    page = visit("/search?q=Munich")
    chips = [link for link in page.links if link.startswith("/search?q=Munich&kind=")]
    assert len(chips) > 2
    for chip in dict.fromkeys(chips):
        kind = chip.rpartition("=")[2]
        assert visit(chip).status == 200
        found = client.get("/search.json", query_string={"q": "Munich", "kind": kind}).get_json()
        assert {hit["group"] for hit in found["hits"]} <= {kind}
        assert found["hits"] or found["questions"]
    assert {hit["group"] for hit in hits(client, "Munich", kind="Undertaking")} == {"Undertaking"}


def test_the_twin_and_the_page_agree(client: FlaskClient, visit: Visit) -> None:
    found = hits(client, "uber")
    page = visit("/search?q=uber")
    # The page shows some of each kind, the first ones.
    assert {hit["href"] for hit in found[:3]} <= set(page.links)
    assert len(client.get("/search.json?q=uber&limit=2").get_json()["hits"]) == 2


def test_kinds_and_paraphrases_are_found(client: FlaskClient) -> None:
    assert any(hit["field"] == "kind" for hit in hits(client, "firm"))
    assert any(
        "/passage/" in str(hit["iri"]) for hit in hits(client, "royal convoys", kind="Passage")
    ) or hits(client, "royal convoys")


def test_nothing_is_found_for_nothing(client: FlaskClient, visit: Visit) -> None:
    assert hits(client, "") == hits(client, " .") == []
    assert "Ask in your own words" in visit("/search").text


@pytest.mark.parametrize(
    "asked", ["WeRide", "Baidu", "Waymo", "Mobileye", "Tesla", "Huawei", "Zoox", "Bosch"]
)
def test_the_page_says_that_no_article_names_a_firm(
    visit: Visit, client: FlaskClient, store: Store, asked: str
) -> None:
    """Bug: WeRide found a passage whose paraphrase holds "were"."""
    assert hits(client, asked) == []
    page = visit(f"/search?q={asked}")
    assert len(column(store, SOURCES)) == 5
    assert f"No firm, place or person is called “{asked}” in these five articles." in page.text
    firms = page.sections[f"The {count(store, FIRMS)} firms that the articles name"]
    assert "Momenta" in firms
    assert "No firm is called" in visit(f"/search?q={asked}&kind=Firm").text


def test_similar_names_are_offered(visit: Visit) -> None:
    page = visit("/search?q=Momentarily")
    assert "No firm, place or person is called" in page.text
    assert "Momenta" in re.sub(r".*Similar names:", "", page.text)[:40]


def test_words_of_passages_alone_are_not_a_name(visit: Visit) -> None:
    page = visit("/search?q=nowhere")
    assert "Passages" in page.sections
    assert "No firm, place or person is called “nowhere”" in page.text


@pytest.mark.parametrize(
    ("kind", "member"), [("Firm", "QCraft"), ("Place", "Munich"), ("Source", "China Daily")]
)
def test_the_things_of_a_class_are_listed_whole(visit: Visit, corpus: Corpus, kind: str, member: str) -> None:
    page = visit(f"/search?kind={kind}")
    assert member in page.text
    assert len([link for link in page.links if link.startswith(("/id/", "/source/"))]) == len(
        corpus.of_class(kind)
    )


def test_a_statement_that_is_not_a_fact_has_its_standing(visit: Visit, client: FlaskClient) -> None:
    """Bug: "… is being tested in Europe", which an article only reports with a hedge, was found without a badge."""
    asked = "technology like that meant for Mercedes-Benz in China is being tested in Europe"
    page = visit("/search?q=" + quote(asked))
    [item] = [
        each
        for each in page.html.split("<li>")
        if 'href="/statement/cla-related-tech-tested-in-europe"' in each
    ]
    assert 'class="standing unconfirmed"' in item
    assert ["unconfirmed"] in [hit["standings"] for hit in hits(client, asked) if hit["group"] == "Statement"]
    lines = client.get("/search?format=csv&q=" + quote(asked)).text.splitlines()
    assert any(
        line.startswith(asked.capitalize()[:1]) and ",statement,unconfirmed," in line for line in lines
    )


def test_the_files_that_a_search_offers_are_those_of_its_words(visit: Visit) -> None:
    """Bug: each search of a server offered the files of the first one; the links were made with the template."""
    for words in ("QCraft", "Uber"):
        offered = [html.unescape(each) for each in visit(f"/search?q={words}").links if "format=" in each]
        assert offered
        assert all(f"q={words}" in each for each in offered), words
