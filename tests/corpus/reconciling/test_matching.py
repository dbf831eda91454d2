"""Matching names with entities: candidates, honest scores, and matches that are certain."""

from __future__ import annotations

import pytest
from pyoxigraph import QuerySolutions

from adgo.corpus.corpus import Corpus
from adgo.corpus.reconciling import entities, extension, matching, suggestions
from adgo.corpus.reconciling.extension import WantedProperty
from adgo.corpus.reconciling.matching import MatchQuery
from adgo.corpus.search.search import Search
from adgo.graph.dataset import Dataset
from adgo.graph.namespaces import ID, PREFIXES


@pytest.fixture(scope="module")
def search(packaged_corpus: Corpus) -> Search:
    return Search(packaged_corpus, ())


@pytest.fixture(scope="module")
def corpus(search: Search) -> Corpus:
    return search.things.corpus


def found(search: Search, text: str, *types: str) -> list[tuple[str, bool]]:
    return [(each["id"], each["match"]) for each in matching.match(search, MatchQuery(text, types))]


def test_the_label_of_each_entity_is_matched_if_it_has_it_alone(search: Search, corpus: Corpus) -> None:
    members = entities.members(corpus)
    assert len(members) > 300
    labels = [corpus.label(it).casefold() for it in members]
    for it in members[::3]:
        label = corpus.label(it)
        candidates = matching.match(search, MatchQuery(label))
        best = {each["id"] for each in candidates if each["score"] == 100}
        assert it.removeprefix(ID) in best, label
        matched = [each["id"] for each in candidates if each["match"]]
        assert len(matched) <= 1
        assert matched in ([], [it.removeprefix(ID)]), label
        if labels.count(label.casefold()) > 1:
            assert matched == [], label


def test_an_identifier_is_matched(search: Search, corpus: Corpus) -> None:
    for it in entities.members(corpus)[::10]:
        name = it.removeprefix(ID)
        for written in (name, it, f"id:{name}"):
            assert (name, True) in found(search, written)[:1], written


@pytest.mark.parametrize(
    ("text", "first", "is_match"),
    [
        ("Momenta", "Momenta", True),
        ("MOMENTA", "Momenta", True),
        ("momnta", "Momenta", False),
        ("Mercedes", "MercedesBenz", True),
        ("Deep-Route.ai", "DeeprouteAI", True),
        ("Volkswagen AG", "Volkswagen", False),
        ("Zhang", "ZhangYongwei", False),
        ("Li Dong", "DongLi", True),
    ],
)
def test_only_an_exact_name_that_nobody_shares_is_a_match(
    search: Search, text: str, first: str, is_match: bool
) -> None:
    """Three people have the family name Zhang, though one article calls one of them by it alone."""
    assert found(search, text)[0] == (first, is_match)


@pytest.mark.parametrize("text", ["WeRide", "Baidu", "Waymo", "Tesla"])
def test_what_is_not_in_the_data_has_no_candidate(search: Search, text: str) -> None:
    assert found(search, text) == []


def test_types_restrict_the_candidates(search: Search) -> None:
    assert found(search, "Munich", "City")[0] == ("Munich", True)
    assert found(search, "Munich", "Firm") == []
    assert found(search, "Zhang", "Firm", "City") == []
    assert found(search, "Momenta", "Nonsense") == []


def test_scores_fall_and_say_how_similar_the_names_are(search: Search) -> None:
    for text in ("Momenta", "momnta", "Zhang", "data centre of Deeproute"):
        candidates = matching.match(search, MatchQuery(text))
        scores = [each["score"] for each in candidates]
        assert scores == sorted(scores, reverse=True)
        assert all(0 < score <= 100 for score in scores)
        assert all(each["score"] < 100 for each in candidates if not each["match"]) or text == "Zhang"
    assert len(matching.match(search, MatchQuery("Momenta", limit=2))) == 2


def test_properties_change_score_and_match(search: Search) -> None:
    def best(value: str, text: str = "Momenta") -> dict[str, object]:
        query = MatchQuery(text, ("Firm",), properties={"basedInCountry": [value]})
        return dict(matching.match(search, query)[0])

    assert (best("China")["score"], best("China")["match"]) == (100, True)
    assert (best("Germany")["score"], best("Germany")["match"]) == (70, False)
    without_name = matching.match(search, MatchQuery("", ("City",), properties={"within": ["Germany"]}))
    assert {each["id"] for each in without_name} == {"Munich"}
    assert not any(each["match"] for each in without_name)


def test_values_are_those_of_the_default_graph(packaged: Dataset, corpus: Corpus) -> None:
    """Nothing that is only planned is a value: the default graph has facts and what follows from them."""
    for name in ("partnersWith", "supplies", "hasParty", "locatedIn", "basedInCountry"):
        rows = packaged.store.query(f"SELECT ?s ?o {{ ?s adgo:{name} ?o }}", prefixes=dict(PREFIXES))
        assert isinstance(rows, QuerySolutions)
        expected = {(row["s"].value, row["o"].value) for row in rows if row["s"].value.startswith(ID)}  # type: ignore[union-attr]
        identifiers = [it.removeprefix(ID) for it in entities.members(corpus)]
        values = extension.extend(corpus, identifiers, [WantedProperty(name)])["rows"]
        assert {
            (ID + each, ID + value["id"]) for each in values for value in values[each][name] if "id" in value
        } == {pair for pair in expected if entities.is_entity(corpus, pair[1])}, name


def test_the_standing_of_a_project_is_a_value(corpus: Corpus) -> None:
    wanted = [WantedProperty("standing"), WantedProperty("isUndertakenBy")]
    rows = extension.extend(corpus, ["momenta-uber-robotaxi", "qcraft-buses", "Nobody"], wanted)["rows"]
    assert rows["momenta-uber-robotaxi"] == {"standing": [{"str": "announced plan"}], "isUndertakenBy": []}
    assert rows["qcraft-buses"]["standing"] == [{"str": "done"}]
    assert rows["Nobody"] == {"standing": [], "isUndertakenBy": []}


def test_numbers_and_limits(corpus: Corpus) -> None:
    rows = extension.extend(corpus, ["qcraft-buses"], [WantedProperty("cityCount")])["rows"]
    assert rows["qcraft-buses"]["cityCount"] == [{"int": 26}]
    several = extension.extend(
        corpus, ["Momenta"], [WantedProperty("isNamed"), WantedProperty("supplies", 1)]
    )
    assert len(several["rows"]["Momenta"]["supplies"]) == 1
    assert [each["id"] for each in several["meta"]] == ["isNamed", "supplies"]


def test_suggestions_begin_with_what_was_typed(search: Search, corpus: Corpus) -> None:
    assert suggestions.suggest_entities(search, "momen")[0]["id"] == "Momenta"
    assert suggestions.suggest_entities(search, "QCraft")[0]["id"] == "QCraft"
    assert suggestions.suggest_types(corpus, "fi")[0] == {"id": "Firm", "name": "firm"}
    assert suggestions.suggest_types(corpus, "City")[0]["id"] == "City"
    assert {"id": "basedInCountry", "name": "based in country"} in suggestions.suggest_properties(
        corpus, "country"
    )
    assert suggestions.suggest_properties(corpus, "basedInCountry")[0]["id"] == "basedInCountry"
    first = suggestions.suggest_entities(search, "ch")
    assert [each["id"] for each in suggestions.suggest_entities(search, "ch", 2)][: len(first) - 2] == [
        each["id"] for each in first
    ][2:]
    assert suggestions.suggest_entities(search, "") == []
