"""No passage starts or ends inside a word or number, and ordinary quotations stay possible."""

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from adgo.evidence.folded_text import FoldedText
from adgo.evidence.word_boundaries import inside_word, whole_words

BLANK, NARROW, THIN, SOFT_HYPHEN, JOINER = "\u00a0", "\u202f", "\u2009", "\u00ad", "\u2060"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Kestrel Motors can’t sell", "Kestrel Motors can"),
        ("it isn't so", "it isn"),
        ("they can`t", "can"),
        ("they canʼt", "can"),
        ("they’re, we’ll, I’d, you’ve", "they"),
        ("they’re, we’ll, I’d, you’ve", "we"),
        ("they’re, we’ll, I’d, you’ve", "I"),
        ("they’re, we’ll, I’d, you’ve", "ve"),
        ("O’Brien", "Brien"),
        ("a Level 2+ car", "Level 2"),
        ("an L2++ car", "L2+"),
        ("rated AA+", "AA"),
        ("cars in 12:30", "cars in 12"),
        ("Zahl 1 900 und", "Zahl 1"),
        ("Zahl 1 900 und", "900"),
        (f"1{BLANK}000{NARROW}000 cars", "000 cars"),
        (f"1{THIN}900", "1"),
        ("1’000 and 1'000", "1"),
        ("1’000", "000"),
        ("5 and 3/4", "5 and 3"),
        ("at −5 and", "5 and"),
        ("at -5 and", "5 and"),
        ("(−$5)", "5"),
        ("≥5 cars", "5 cars"),
        (".5 million", "5 million"),
        ("1,00,000", "1,00"),
        ("m²", "m"),
        ("3½", "3"),
        (f"Hyper{SOFT_HYPHEN}nova", "Hyper"),
        (f"Hyper{SOFT_HYPHEN}nova", "nova"),
        (f"un{JOINER}able", "able"),
        ("모멘타는 자율주행 회사", "모멘"),
        ("모멘타는 자율주행 회사", "자율주행 회"),
        ("חברתמומנטה", "חברת"),
        ("شركة", "شر"),
        ("momenta.ai", "momenta"),
        ("the U.S. market", "U"),
        ("snake_case", "snake"),
        ("١٢٣", "١"),
    ],
)
def test_words_and_numbers_are_never_cut(text: str, words: str) -> None:
    assert FoldedText(text).find_parts(words)
    assert FoldedText(text).find(words) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Momenta’s cars", "Momenta"),
        ("Momenta's cars", "Momenta"),
        ("“Momenta’s”", "Momenta’s"),
        ("firms’ cars", "firms"),
        ("Level 4-capable", "Level 4"),
        ("QCraft-led", "QCraft"),
        ("10-20% of it", "20%"),
        ("in 2026 500 cars", "in 2026"),
        ("5, 6 and 7.", "6 and 7"),
        ("$28 or 65%", "28"),
        ("as it said.The next", "it said"),
        ("said:Momenta", "Momenta"),
        ("d’Uber et l’auto", "Uber"),
        ("自动驾驶公司", "驾驶"),
        ("モメンタ社の", "モメンタ"),
        ("Momentaは", "Momenta"),
        ("สวัสดีครับ", "สวัสดี"),
        ("12月", "12"),
        ("a\u200bb", "a"),
        ("חברת\u200f x", "חברת"),
        ("Google+Bosch", "Bosch"),
        ("Table 3\n100 cars", "100 cars"),
    ],
)
def test_ordinary_quotations_are_found(text: str, words: str) -> None:
    assert len(FoldedText(text).find(words)) == 1


@pytest.mark.parametrize(
    ("text", "span", "whole"), [("minibuses", (4, 7), "minibuses"), ("at −2,000.5 now", (6, 9), "−2,000.5")]
)
def test_a_span_is_widened_to_whole_words(text: str, span: tuple[int, int], whole: str) -> None:
    start, end = whole_words(text, *span)
    assert text[start:end] == whole


#: Letters, digits and joiners of which nothing but Annex 29 decides: no capitals, no s, no scripts without blanks.
_PLAIN = st.text(alphabet="abé\u0301מ모ق12३.,’':_-\u00ad\u2060 \n", max_size=30)
_ANNEX = regex.compile(r"\B", regex.WORD)


@given(_PLAIN)
def test_no_place_is_cut_that_unicode_keeps_together(text: str) -> None:
    """Expected: `regex`, which has the default rules of Unicode Standard Annex 29."""
    for place in range(1, len(text)):
        joined = text[place - 1] + text[place]
        if _ANNEX.match(text, place) and not any(each.isspace() or each in "\u00ad\u2060" for each in joined):
            assert inside_word(text, place), (text, place)
