"""Articles by sound, lists and times in English."""

from __future__ import annotations

from datetime import date

import pytest

from adgo.corpus import english
from adgo.corpus.corpus import Corpus
from adgo.corpus.dates import DateRange
from adgo.graph.namespaces import ADGO


@pytest.mark.parametrize(
    ("words", "article"),
    [
        ("establishment", "an"), ("automaker", "an"), ("partnership", "a"), ("undertaking", "an"), ("unit", "a"),
        ("unique name", "a"), ("uninhabited place", "an"), ("European firm", "a"), ("hour", "an"), ("home", "a"),
        ("one-off", "a"), ("honest view", "an"), ("EV maker", "an"), ("SUV", "an"), ("L4 bus", "an"), ("UN rule", "a"),
        ("Level 4 test", "a"), ("“open” call", "an"), ("use", "a"), ("us", "a"), ("usher", "an"), ("umbrella", "an"),
        ("unimportant place", "an"), ("", "a"),
    ],
)  # fmt: skip
def test_the_article_follows_the_sound(words: str, article: str) -> None:
    assert english.indefinite(words) == article


def test_lists_end_with_and() -> None:
    assert english.listed([]) == ""
    assert english.listed(["a"]) == "a"
    assert english.listed(["a", "b"]) == "a and b"
    assert english.listed(["a", "b", "c"], "or") == "a, b or c"


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2025, 5, 1), date(2025, 5, 31), "in May 2025"),
        (date(2026, 1, 1), date(2026, 12, 31), "in 2026"),
        (None, date(2026, 12, 31), "by 31 December 2026"),
        (date(2025, 12, 1), None, "from 1 December 2025 on"),
        (date(2025, 11, 14), date(2025, 11, 14), "on 14 November 2025"),
        (date(2025, 10, 6), date(2027, 10, 6), "between 6 October 2025 and 6 October 2027"),
        (None, None, "soon"),
    ],
)
def test_a_time_has_the_preposition_of_its_kind(first: date | None, last: date | None, words: str) -> None:
    assert english.when(DateRange("soon", first, last)) == words


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2025, 5, 1), date(2025, 5, 31), "announced in May 2025"),
        (date(2025, 5, 3), date(2025, 5, 3), "announced on 3 May 2025"),
        (date(2025, 1, 1), date(2025, 12, 31), "announced in 2025"),
        (None, date(2026, 12, 31), "announced by 31 December 2026"),
        (None, None, "announced last week"),
    ],
)
def test_a_relation_to_a_time_has_the_preposition_of_the_time(
    first: date | None, last: date | None, words: str
) -> None:
    """Bug: "announced at May 2025" stood in the titles of bars, on pages of claims and in citations."""
    assert english.dated("announced at", DateRange("last week", first, last)) == words


def test_a_relation_that_needs_no_preposition_keeps_its_words() -> None:
    assert english.dated("date", DateRange("2017", date(2017, 1, 1), date(2017, 12, 31))) == "date 2017"


def test_a_claim_in_words_has_its_time_with_a_preposition(packaged_corpus: Corpus) -> None:
    times = [each for each in packaged_corpus.claims if each.predicate == ADGO + "announcedAt"]
    assert times
    for each in times:
        assert " announced in " in english.proposition(packaged_corpus, each)
