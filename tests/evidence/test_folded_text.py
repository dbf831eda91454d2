"""Words are found although their white space, quotes, dashes, ellipses or normalisation differ, and only then."""

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from adgo.evidence.folded_text import FoldedText
from adgo.evidence.graphemes import boundaries, whole
from adgo.evidence.word_boundaries import inside_word

TEXT = "Zoë’s plan – “soon…”\r\n\r\nsaid a\u00a0partner.\tLevel 4 costs 2,645 or 25 yuan 👨‍👩‍👧!"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ('Zoe\u0308\'s plan - "soon..." said a partner', "Zoë’s plan – “soon…”\r\n\r\nsaid a\u00a0partner"),
        ("a partner. Level 4", "a\u00a0partner.\tLevel 4"),
        ("  2,645  ", "2,645"),
        ("👨‍👩‍👧", "👨‍👩‍👧"),
    ],
)
def test_allowed_differences_are_found(typed: str, found: str) -> None:
    (span,) = FoldedText(TEXT).find(typed)
    assert TEXT[slice(*span)] == found


@pytest.mark.parametrize(
    "typed",
    [
        "zoë's",
        "Zoe's",
        "plan soon",
        "soon..",
        "soon.",
        "👨",
        "👩‍👧",
        "Level four",
        "apartner",
        "2",
        "645",
        "",
    ],
)
def test_no_other_difference_is_allowed(typed: str) -> None:
    assert FoldedText(TEXT).find(typed) == []


def test_a_decomposed_text_is_found_by_composed_words_and_the_accent_is_not_cut_off() -> None:
    text = unicodedata.normalize("NFD", "Büro in München")
    (span,) = FoldedText(text).find("Büro")
    assert text[slice(*span)] == "Bu\u0308ro"
    assert FoldedText(text).find("Bu") == []
    assert FoldedText(text).find("Buro") == []


@pytest.mark.parametrize(
    ("text", "place"), [("2.5", 1), ("2.5", 2), ("25", 1), ("cafe\u0301s", 5), ("ab", 1)]
)
def test_numbers_and_words_with_marks_have_an_inside(text: str, place: int) -> None:
    assert inside_word(text, place)


@pytest.mark.parametrize(
    ("text", "place"), [("2. Then", 1), ("5, 6", 2), ("自动", 1), ("a b", 1), ("L4!", 2)]
)
def test_the_ends_of_words_and_numbers_are_outside(text: str, place: int) -> None:
    assert not inside_word(text, place)


texts = st.text(alphabet="ab1.,-–’'\"“…  \n\r\té\u0301\u0308🚗🏽\u200d자각가\u1100\u1161", max_size=60)


@given(content=texts, data=st.data())
def test_every_span_of_whole_graphemes_is_found_at_its_place(content: str, data: st.DataObject) -> None:
    places = [place for place in range(len(content) + 1) if place in boundaries(content)]
    start, end = (data.draw(st.sampled_from(places)) for _ in range(2))
    words = content[start:end]
    assume(words.strip() and words == words.strip())
    typed = data.draw(st.sampled_from(["NFC", "NFD"]))
    found = FoldedText(content).find_parts(unicodedata.normalize(typed, words))
    assert any(
        first <= start and end <= last and content[first:last].strip() == words for first, last in found
    )
    assert all(whole(content, *span) == span for span in found)
