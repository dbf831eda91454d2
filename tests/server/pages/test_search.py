"""Search: names, other spellings, kinds and paraphrases, typing errors, and the JSON twin."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from visited import Visit

from adgo.graph.namespaces import PREFIXES
from adgo.server.pages.content.corpus import Corpus
from adgo.server.pages.search import distance, fold

DESCRIPTION = PREFIXES["dcterms"] + "description"
WORDS = st.text(alphabet="abcdé ", max_size=12)


def first(client: FlaskClient, asked: str) -> str:
    hits = client.get("/search.json", query_string={"q": asked}).get_json()["hits"]
    return hits[0]["iri"].rpartition("/")[2] if hits else ""


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("Momenta", "Momenta"),
        ("momnta", "Momenta"),
        ("Mometna", "Momenta"),
        ("zhang yongwei", "ZhangYongwei"),
        ("Yongwei Zhang", "ZhangYongwei"),
        ("Zang Yongwei", "ZhangYongwei"),
        ("deep route ai", "DeeprouteAI"),
        ("Deep-Route.ai", "DeeprouteAI"),
        ("Li Dong", "DongLi"),
        ("Germny", "Germany"),
        ("german", "Germany"),
        ("zhang", "ZhangYongwei"),
        ("mushroom", "MushroomConnect"),
        ("LIDAR", "lidar"),
    ],
)
def test_a_thing_is_found_first_by_its_names(client: FlaskClient, asked: str, found: str) -> None:
    assert first(client, asked) == found


def test_kinds_and_paraphrases_are_found(client: FlaskClient) -> None:
    firms = client.get("/search.json?q=firm").get_json()["hits"]
    assert any(hit["field"] == "kind" for hit in firms)
    told = client.get("/search.json?q=royal convoys").get_json()["hits"]
    assert any("/passage/" in hit["iri"] for hit in told)


def test_the_twin_and_the_page_agree(client: FlaskClient, visit: Visit) -> None:
    hits = client.get("/search.json?q=uber").get_json()["hits"]
    assert [hit["href"] for hit in hits] == [
        link for link in visit("/search?q=uber").links if link in {h["href"] for h in hits}
    ]
    assert len(client.get("/search.json?q=uber&limit=2").get_json()["hits"]) == 2


def test_nothing_is_found_for_nothing(client: FlaskClient, visit: Visit) -> None:
    assert client.get("/search.json?q=").get_json()["hits"] == []
    assert client.get("/search.json?q=%20%2e").get_json()["hits"] == []
    assert "nothing is called anything like" in visit("/search?q=qqqqqqq").text


@pytest.mark.parametrize(
    "asked", ["WeRide", "Baidu", "Waymo", "Mobileye", "Tesla", "Huawei", "Zoox", "Bosch"]
)
def test_a_firm_that_no_article_names_is_not_found(visit: Visit, client: FlaskClient, asked: str) -> None:
    """Bug: WeRide found a passage whose paraphrase holds "were"."""
    assert client.get("/search.json", query_string={"q": asked}).get_json()["hits"] == []
    page = visit(f"/search?q={asked}")
    assert f"No article names “{asked}”" in page.text
    assert "Momenta" in page.sections["The 24 firms that the articles name"]


def test_only_a_word_of_a_name_is_found_with_letters_amiss(client: FlaskClient, corpus: Corpus) -> None:
    texts = [term.value for it in corpus.records for term in corpus.values(it, DESCRIPTION)]
    words = sorted({word for text in texts for word in fold(text).split() if len(word) > 6})[::25]
    assert len(words) > 10
    for word in words:
        hits = client.get("/search.json", query_string={"q": word[:-2] + "q" + word[-1]}).get_json()["hits"]
        assert not [hit for hit in hits if hit["field"] in ("paraphrase", "kind")], word


@pytest.mark.parametrize(
    ("kind", "member"), [("Firm", "QCraft"), ("Place", "Munich"), ("Source", "article 002")]
)
def test_the_things_of_a_class_are_listed_whole(visit: Visit, corpus: Corpus, kind: str, member: str) -> None:
    page = visit(f"/search?kind={kind}")
    assert member in page.text
    assert len([link for link in page.links if link.startswith(("/id/", "/source/"))]) == len(
        corpus.of_class(kind)
    )


@given(WORDS, WORDS, WORDS)
def test_the_distance_of_words_is_one(a: str, b: str, c: str) -> None:
    assert (distance(a, b) == 0) == (a == b)
    assert distance(a, b) == distance(b, a)
    assert abs(len(a) - len(b)) <= distance(a, b) <= max(len(a), len(b))
    assert distance(a + c, b + c) <= distance(a, b)


@given(st.text(max_size=30))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
