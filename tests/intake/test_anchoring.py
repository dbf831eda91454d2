"""A draft is anchored by its quotation, whatever its offsets say; it is never anchored at a wrong place."""

import unicodedata
from typing import Any

import pytest
from hypothesis import strategies as st
from random_examples import examples

from adgo.intake.anchoring import Offsets, OffsetUnit, Quotation, Unanchored, anchor

TEXT = "🚗 Zoë said “yes”.\r\nLater Zoë said “yes” again – 25 times."


def offsets_of(text: str, start: int, end: int, unit: OffsetUnit) -> Offsets:
    """The offsets that a program with this unit gives; worked out by encoding what comes before."""
    encoding, width = {
        OffsetUnit.CODE_POINTS: ("utf-32-le", 4),
        OffsetUnit.UTF16: ("utf-16-le", 2),
        OffsetUnit.BYTES: ("utf-8", 1),
    }[unit]
    before, words = (len(each.encode(encoding)) // width for each in (text[:start], text[start:end]))
    return Offsets(before, before + words, unit)


def reason(text: str, quotation: Quotation | None, offsets: Offsets | None = None) -> str:
    with pytest.raises(Unanchored) as error:
        anchor(text, quotation, offsets)
    return error.value.reason


def test_wrong_offsets_do_not_matter_if_the_words_occur_once() -> None:
    assert anchor(TEXT, Quotation("25 times"), Offsets(0, 3, OffsetUnit.BYTES)) == (48, 56)
    assert TEXT[48:56] == "25 times"


@pytest.mark.parametrize("unit", list(OffsetUnit))
@pytest.mark.parametrize("place", [2, 25])
def test_exact_offsets_decide_between_two_places(unit: OffsetUnit, place: int) -> None:
    end = place + len("Zoë said “yes”")
    found = anchor(TEXT, Quotation('Zoe\u0308 said "yes"'), offsets_of(TEXT, place, end, unit))
    assert found == (place, end)


def test_offsets_that_are_nearly_exact_do_not_decide() -> None:
    exact = offsets_of(TEXT, 2, 16, OffsetUnit.CODE_POINTS)
    assert (
        reason(TEXT, Quotation("Zoë said “yes”"), Offsets(exact.start, exact.end - 1, exact.unit))
        == "ambiguous"
    )
    assert reason(TEXT, Quotation("Zoë said “yes”")) == "ambiguous"


def test_offsets_without_a_unit_decide_only_if_all_units_agree() -> None:
    assert reason(TEXT, Quotation("Zoë said “yes”"), Offsets(2, 16)) == "ambiguous"
    plain = "yes or no, yes or no"
    assert anchor(plain, Quotation("yes"), Offsets(11, 14)) == (11, 14)


def test_words_before_and_after_decide() -> None:
    assert anchor(TEXT, Quotation("Zoë said “yes”", before="Later"))[0] == 25
    assert anchor(TEXT, Quotation("Zoë said “yes”", after="."))[0] == 2
    assert reason(TEXT, Quotation("25", before="exactly")) == "absent"


@pytest.mark.parametrize(
    ("quotation", "expected"),
    [("26 times", "absent"), ("nothing of it", "absent"), ("2", "inside a word"), ("time", "inside a word")],
)
def test_other_words_are_refused_with_a_reason(quotation: str, expected: str) -> None:
    assert reason(TEXT, Quotation(quotation)) == expected


def test_without_a_quotation_the_unit_must_be_declared() -> None:
    assert reason(TEXT, None, Offsets(2, 5)) == "no unit"
    assert reason(TEXT, Quotation("  "), None) == "nothing"
    assert anchor(TEXT, None, Offsets(3, 6, OffsetUnit.UTF16)) == (2, 5)
    assert reason(TEXT, None, Offsets(3, 600, OffsetUnit.UTF16)) == "outside the text"
    assert (
        reason(TEXT, None, Offsets(1, 6, OffsetUnit.UTF16)) == "outside the text"
    )  # inside the car's two units
    assert (
        reason(TEXT, None, Offsets(0, 18, OffsetUnit.CODE_POINTS)) == "cuts a character"
    )  # between CR and LF
    assert reason(TEXT, None, Offsets(1, 2, OffsetUnit.CODE_POINTS)) == "nothing"


@pytest.mark.parametrize(
    ("words", "expected", "meant"),
    [
        ("2", "inside a word", "2,000"),
        ("000 buses", "inside a word", "2,000 buses"),
        ("ans to open", "inside a word", "plans to open"),
        ("firm can", "inside a word", "firm can’t"),
        (" plans", "white space", "plans"),
        ("open\r\n\r\n", "white space", "open"),
        ("plans to open", "", "plans to open"),
    ],
)
def test_offsets_alone_keep_the_rule_for_quotations(words: str, expected: str, meant: str) -> None:
    """Bug: without a quotation, a passage was taken that cut a word or number, or started with white space."""
    text = "2,000 buses: a firm can’t but plans to open\r\n\r\nthem."
    given = offsets_of(text, text.index(words), text.index(words) + len(words), OffsetUnit.CODE_POINTS)
    if not expected:
        assert text[slice(*anchor(text, None, given))] == meant
        return
    with pytest.raises(Unanchored) as error:
        anchor(text, None, given)
    assert error.value.reason == expected
    assert [text[slice(*span)] for span in error.value.places] == [meant]


WORDS = ["Zoë", "Zoe\u0308", "“so”", "L4", "25", "2.5", "👨‍👩‍👧", "🚗", "自动", "–", "it’s", "firm", "firms"]
GAPS = [" ", "\n", "\r\n\r\n", "\u00a0", "\t "]
CHANGES = [
    str,
    lambda words: unicodedata.normalize("NFD", words),
    lambda words: unicodedata.normalize("NFC", words),
    lambda words: " ".join(words.split()),
    lambda words: words.replace("“", '"').replace("”", '"').replace("’", "'").replace("–", "-"),
]


@examples(
    100,
    2000,
    st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(GAPS)), min_size=1, max_size=15),
    st.sampled_from(CHANGES),
    st.sampled_from([*OffsetUnit, None]),
    st.integers(-2, 3),
    st.data(),
)
def test_no_draft_with_hostile_offsets_gets_a_wrong_span(
    parts: list[tuple[str, str]], change: Any, unit: OffsetUnit | None, shift: int, data: st.DataObject
) -> None:
    text = "".join(word + gap for word, gap in parts)
    first = data.draw(st.integers(0, len(parts) - 1))
    last = data.draw(st.integers(first, len(parts) - 1))
    start = len("".join(word + gap for word, gap in parts[:first]))
    end = len("".join(word + gap for word, gap in parts[: last + 1])) - len(parts[last][1])
    counted = offsets_of(text, start, end, unit or data.draw(st.sampled_from(list(OffsetUnit))))
    given_offsets = Offsets(counted.start + shift, counted.end + shift, unit)
    key = [unicodedata.normalize("NFC", word) for word, _ in parts]
    meant = key[first : last + 1]
    same = [i for i in range(len(key)) if key[i : i + len(meant)] == meant]
    found, refused = anchored(text, change(text[start:end]), given_offsets)
    if found is None:
        assert refused == "ambiguous"
        assert len(same) > 1
        assert shift or unit is None
    elif len(same) == 1 or shift == 0:
        assert found == (start, end)
    else:  # Shifted offsets that are exact for another place with the same words.
        assert found in [offset_span(parts, i, len(meant)) for i in same]
        assert unit is None or offsets_of(text, *found, unit) == given_offsets


def offset_span(parts: list[tuple[str, str]], first: int, count: int) -> tuple[int, int]:
    before = "".join(word + gap for word, gap in parts[:first])
    inside = "".join(word + gap for word, gap in parts[first : first + count])
    return len(before), len(before) + len(inside) - len(parts[first + count - 1][1])


def anchored(text: str, words: str, offsets: Offsets) -> tuple[tuple[int, int] | None, str]:
    try:
        return anchor(text, Quotation(words), offsets), ""
    except Unanchored as error:
        return None, error.reason
