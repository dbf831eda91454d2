"""Runs of words shared with an article, and names that may be shared."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Store

from adgo.evidence.verification import copied_wording
from adgo.evidence.verification.copied_wording import RUN, Wording, words

StoreOf = Callable[[str], Store]

ARTICLE = "One two three, four five six; seven “eight” nine ten.\nElf zwölf!"


@pytest.fixture
def articles() -> Wording:
    return Wording({"900": ARTICLE, "901": "Nothing of that kind stands here at all, or so it seems."})


def test_eight_words_are_a_run_whatever_stands_between(articles: Wording) -> None:
    (run,) = articles.runs("He wrote: ONE two three four\nfive — six seven eight... and more")
    assert (run.source, run.words) == ("900", tuple(words("one two three four five six seven eight")))
    assert ARTICLE[run.start : run.end] == "One two three, four five six; seven “eight"


def test_seven_words_are_none(articles: Wording) -> None:
    assert articles.runs("one two three four five six seven and eight nine ten") == []


def test_a_run_is_as_long_as_both_texts_agree(articles: Wording) -> None:
    (run,) = articles.runs("two three four five six seven eight nine ten elf zwölf dreizehn")
    assert len(run.words) == 11


def test_runs_of_two_articles_may_share_words() -> None:
    both = Wording({"900": "a b c d e f g h", "901": "e f g h i j k l"})
    assert [(run.source, len(run.words)) for run in both.runs("a b c d e f g h i j k l")] == [
        ("900", 8),
        ("901", 8),
    ]


def test_lower_case_that_grows_keeps_the_places() -> None:
    text = "İİİ a b c d e f g h"
    (run,) = Wording({"900": text}).runs("a b c d e f g h")
    assert text[run.start : run.end] == "a b c d e f g h"


@given(
    text=st.lists(st.sampled_from("abc"), max_size=30),
    other=st.lists(st.sampled_from("abc"), max_size=30),
)
def test_runs_are_found_where_there_are_some(text: list[str], other: list[str]) -> None:
    shared = {tuple(text[i : i + RUN]) for i in range(len(text) - RUN + 1)}
    expected = any(tuple(other[i : i + RUN]) in shared for i in range(len(other) - RUN + 1))
    assert bool(Wording({"900": " ".join(text)}).runs("\n".join(other))) == expected


def test_nearness_counts_word_triples(articles: Wording) -> None:
    assert articles.nearness("one two three four five six", "900") == 1.0
    assert articles.nearness("one two three stand here for six", "900") == pytest.approx(1 / 5)
    assert articles.nearness("one two three", "900") == 0.0
    assert articles.nearness("one two three four five six", "999") == 0.0


def test_names_are_those_of_naming_properties_direct_or_in_claims(store_of: StoreOf) -> None:
    store = store_of(
        'id:a dcterms:title "The Alpha" . id:b dcterms:description "The Beta" . st:c skos:prefLabel "Gamma" .'
        'claim:1 adgo:predicate dcterms:title ; adgo:object "The Gamma" .'
        'claim:2 adgo:predicate adgo:qualifier ; adgo:object "The Delta" .'
        'id:c dcterms:title "a b c d e f g h i j k l m" .'
    )
    assert copied_wording.names(store) == {("the", "alpha"), ("the", "gamma")}


def test_run_within_a_name_is_allowed_and_one_beyond_it_is_not() -> None:
    allowed = {tuple("abcdefghij")}
    assert copied_wording.within("bcdefghi", allowed)
    assert not copied_wording.within("cdefghijk", allowed)
