"""Words of two passages beside each other, and texts cut at the ends of their passages."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st
from random_examples import examples

from adgo.corpus.texts.segments import Occurrence, cut
from adgo.corpus.texts.word_marks import marked, marked_terms

TEXTS = st.text(alphabet="ab .,-\n“’é\U0001f697", max_size=40)
SPANS = st.lists(st.tuples(st.integers(-2, 45), st.integers(-2, 45)), max_size=8)


def only_here(text: str, other: str) -> list[str]:
    return [piece.text for piece in marked(text, other) if piece.is_marked]


@pytest.mark.parametrize(
    ("text", "other", "one", "two"),
    [
        # One, or several: the article and the plural are marked.
        (
            "plans data centers in Italy once partners sign",
            "plans a data center in Italy once partners sign",
            ["centers"],
            ["a", "center"],
        ),
        ("Tests begin, next year.", "tests begin by 2026", ["next year."], ["by 2026"]),
        ("one and the same", "One and the same.", [], []),
        # Other words in another order: only what the other lacks is marked.
        ("Uber and Momenta will test here", "here Momenta and Uber run taxis", ["will test"], ["run taxis"]),
        # Nothing in common: marks would say nothing.
        ("alpha beta gamma delta", "one two three four", [], []),
        ("", "anything", [], []),
    ],
)
def test_words_are_marked_that_the_other_passage_lacks(
    text: str, other: str, one: list[str], two: list[str]
) -> None:
    assert (only_here(text, other), only_here(other, text)) == (one, two)


@examples(40, 400, TEXTS, TEXTS)
def test_the_pieces_are_the_text_and_equal_texts_have_no_marks(text: str, other: str) -> None:
    assert "".join(piece.text for piece in marked(text, other)) == text
    assert "".join(piece.text for piece in marked_terms(text, other.split())) == text
    assert only_here(text, text) == []


def test_a_name_is_marked_wherever_it_occurs() -> None:
    pieces = marked_terms("Deep-Route.ai and Deep", ["Deep", "Deep-Route.ai"])
    assert [(piece.text, piece.is_marked) for piece in pieces] == [
        ("Deep-Route.ai", True),
        (" and ", False),
        ("Deep", True),
    ]


def test_overlapping_passages_are_cut_at_each_end() -> None:
    made = cut("0123456789", [Occurrence("a", 1, 6), Occurrence("b", 4, 8), Occurrence("c", 4, 6)])
    assert [(each.text, [it.passage for it in each.covering]) for each in made] == [
        ("0", []),
        ("123", ["a"]),
        ("45", ["a", "b", "c"]),
        ("67", ["b"]),
        ("89", []),
    ]
    assert [[it.passage for it in each.beginning] for each in made] == [[], ["a"], ["b", "c"], [], []]
    assert [[it.passage for it in each.ending] for each in made] == [[], [], ["a", "c"], ["b"], []]


@examples(60, 600, TEXTS, SPANS)
def test_segments_are_the_text_and_each_place_begins_and_ends_once(
    text: str, spans: list[tuple[int, int]]
) -> None:
    places = [Occurrence(f"p{number}", start, end) for number, (start, end) in enumerate(spans)]
    made = cut(text, places)
    assert "".join(each.text for each in made) == text
    inside = {each for each in places if 0 <= each.start < each.end <= len(text)}
    for part in ("beginning", "ending"):
        named = [it for each in made for it in getattr(each, part)]
        assert sorted(named, key=str) == sorted(inside, key=str)
    for it in inside:
        covered = "".join(each.text for each in made if it in each.covering)
        assert covered == text[it.start : it.end]
