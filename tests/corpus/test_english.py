"""Articles by sound, lists and times in English."""

from __future__ import annotations

from datetime import date

import pytest

from adgo.corpus import english
from adgo.corpus.dates import DateRange


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
