"""Spans of a text, and how Turtle writes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse

from adgo.evidence.passages import escape, next_name, occurrences, roman


def test_occurrences_may_overlap() -> None:
    assert occurrences("so so so", "so so") == [(0, 5), (3, 8)]
    assert occurrences("so so so", "os") == []
    with pytest.raises(ValueError, match="empty"):
        occurrences("banana", "")


def test_occurrences_are_whole_words_and_numbers() -> None:
    """Bug: a draft on "bus" got a selector inside "minibuses"."""
    assert occurrences("minibuses, a bus, 12 busses and 1,512 buses; the bus’s 12", "bus") == [
        (13, 16),
        (49, 52),
    ]
    assert occurrences("12:30, 1,512 or 12.5; 12 cars, 12", "12") == [(22, 24), (31, 33)]


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_words_come_back_from_a_turtle_string(words: str) -> None:
    turtle = f'<urn:a> <urn:b> "{escape(words)}" .'
    assert "\n" not in turtle
    assert "\r" not in turtle
    [quad] = parse(turtle, RdfFormat.TURTLE)
    assert quad.object.value == words  # type: ignore[union-attr]


@pytest.mark.parametrize(("value", "numeral"), [(1, "i"), (4, "iv"), (9, "ix"), (49, "xlix"), (199, "cxcix")])
def test_roman_numerals(value: int, numeral: str) -> None:
    assert roman(value) == numeral


def test_the_next_name_is_one_above_the_highest_of_its_source() -> None:
    assert next_name(["002-9", "002-10", "002-11b", "0021-40"], "002") == "002-11"
    assert next_name([], "002") == "002-1"
