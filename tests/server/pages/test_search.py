"""Search: names, other spellings, kinds and paraphrases, typing errors, and the JSON twin."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from visited import Visit

from adgo.corpus.corpus import Corpus
from adgo.graph.namespaces import PREFIXES
from adgo.server.pages.search import fold, near

DESCRIPTION = PREFIXES["dcterms"] + "description"
#: How each typing error changes a word at a place after its first letter.
ERRORS = {
    "inserted": lambda word, at: word[:at] + "x" + word[at:],
    "deleted": lambda word, at: word[:at] + word[at + 1 :],
    "changed": lambda word, at: word[:at] + "x" + word[at + 1 :],
    "swapped": lambda word, at: (
        word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :] if at > 1 else word[:at] + "x"
    ),
}
WORDS = st.text(alphabet="abcdefghij", min_size=4, max_size=14)


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
    assert "this graph contains no similar name" in visit("/search?q=qqqqqqq").text


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
    ("kind", "member"), [("Firm", "QCraft"), ("Place", "Munich"), ("Source", "China Daily (Dec 2025)")]
)
def test_the_things_of_a_class_are_listed_whole(visit: Visit, corpus: Corpus, kind: str, member: str) -> None:
    page = visit(f"/search?kind={kind}")
    assert member in page.text
    assert len([link for link in page.links if link.startswith(("/id/", "/source/"))]) == len(
        corpus.of_class(kind)
    )


@given(WORDS, st.sampled_from(sorted(ERRORS)), st.data())
def test_one_typing_error_is_allowed_in_a_word_of_four_letters_and_two_in_one_of_eight(
    word: str, error: str, data: st.DataObject
) -> None:
    """The rules of the search as the page states them: the first letter is right, one letter is wrong, or two."""
    once = ERRORS[error](word, data.draw(st.integers(2, len(word) - 1)))
    if len(once) < 4:
        return
    assert near(once, word) in (0.8, 0.92) if once[0] == word[0] else near(once, word) == 0
    assert near("z" + word[1:], word) == (0 if word[0] != "z" else 0.92)
    twice = word[:2] + "xy" + word[2:]
    assert (near(twice, word) > 0) == (len(twice) >= 8)


@pytest.mark.parametrize(
    ("typed", "meant", "errors"),
    [
        ("momnta", "momenta", 1),
        ("mometna", "momenta", 1),
        ("mobenta", "momenta", 1),
        ("momentta", "momenta", 1),
        ("momneta", "momenta", 1),
        # Optimal string alignment: a swap cannot be edited again, so this is one deletion and two insertions.
        ("pqba", "pbca", 2),
        ("deeprotue", "deeproute", 1),
        ("deperuote", "deeproute", 2),
        ("deeeproutee", "deeproute", 2),
    ],
)
def test_errors_are_counted_as_in_optimal_string_alignment(typed: str, meant: str, errors: int) -> None:
    allowed = 1 if len(typed) < 8 else 2
    assert near(typed, meant) == (pytest.approx(0.92 - 0.12 * errors) if errors <= allowed else 0)


@given(st.text(max_size=30))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
