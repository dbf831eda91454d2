"""Typing errors: which words and names count as alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adgo.corpus.search.likeness import near, near_names
from adgo.corpus.search.words import canonical, content, fold

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


@pytest.mark.parametrize(
    ("typed", "meant", "is_near"),
    [
        ("xcraft", "qcraft", True),
        ("liautoo", "liauto", True),
        ("momenta", "momenta", True),
        ("nio", "nio", True),
        ("weride", "were", False),
        ("nip", "nio", False),
        ("baidu", "audi", False),
    ],
)
def test_a_whole_name_may_differ_by_one_letter(typed: str, meant: str, is_near: bool) -> None:
    assert near_names(typed, [meant]) == [meant][: int(is_near)]


@given(st.text(max_size=30))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("L4", ("level", "4")),
        ("SAE Level 4", ("level", "4")),
        ("robo-taxis", ("robotaxi",)),
        ("Car makers", ("automaker",)),
        ("the German law", ("the", "germany", "rule")),
    ],
)
def test_words_with_one_meaning_have_one_form(text: str, words: tuple[str, ...]) -> None:
    assert canonical(fold(text)) == words


@given(st.text(max_size=30))
def test_the_form_of_synonyms_is_stable(text: str) -> None:
    once = canonical(fold(text))
    assert canonical(" ".join(once)) == once


def test_stop_words_are_left_out_unless_there_is_nothing_else() -> None:
    assert content(("who", "contradict", "whom")) == ("contradict",)
    assert content(("who", "are", "you")) == ("who", "are", "you")
