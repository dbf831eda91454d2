"""Sets of characters: their operations, and the sets that have names."""

from __future__ import annotations

import sys
import unicodedata
from itertools import groupby, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adgo.sparql.xpath.character_ranges import (
    Ranges,
    block,
    category,
    complement,
    difference,
    merged,
    multi_character,
    with_case_variants,
)

codes = st.integers(0, 40)
ranges = st.lists(st.tuples(codes, codes).map(sorted).map(tuple), max_size=5).map(
    lambda found: merged(tuple(found))
)


def members(found: Ranges) -> set[int]:
    return {code for low, high in found for code in range(low, high + 1)}


@given(ranges, ranges)
def test_a_difference_has_the_members_of_one_set_alone(left: Ranges, right: Ranges) -> None:
    assert members(difference(left, right)) == members(left) - members(right)


@given(ranges)
def test_merged_ranges_do_not_touch(found: Ranges) -> None:
    assert all(before[1] + 1 < after[0] for before, after in pairwise(found))
    assert members(merged(found + found)) == members(found)


def test_a_set_and_its_complement_are_all_characters_and_no_surrogate() -> None:
    found = category("C")
    assert found is not None
    assert merged(found + complement(found)) == ((0, 0xD7FF), (0xE000, sys.maxunicode))
    assert difference(found, complement(found)) == found


def test_categories_are_those_of_unicode() -> None:
    """Of all characters, although the code skips long runs of one category."""
    found: dict[str, list[tuple[int, int]]] = {}
    start = 0
    for kind, group in groupby(map(unicodedata.category, map(chr, range(sys.maxunicode + 1)))):
        end = start + len(list(group))
        found.setdefault(kind, []).append((start, end - 1))
        start = end
    del found["Cs"]
    assert {kind: category(kind) for kind in found} == {kind: tuple(ranges) for kind, ranges in found.items()}
    assert category("M") == merged(tuple(each for kind in ("Mn", "Mc", "Me") for each in found[kind]))
    assert [category(name) for name in ("", "Cs", "X", "Lux", "lu")] == [None] * 5


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("BasicLatin", 0, 0x7F),
        ("Latin-1Supplement", 0x80, 0xFF),
        ("GreekandCoptic", 0x370, 0x3FF),
        ("CJKUnifiedIdeographs", 0x4E00, 0x9FFF),
        ("Emoticons", 0x1F600, 0x1F64F),
        ("SupplementaryPrivateUseArea-B", 0x100000, 0x10FFFF),
        # Former names, by XML Schema 1.0 part 2, appendix F.1.1.
        ("Greek", 0x370, 0x3FF),
        ("CombiningMarksforSymbols", 0x20D0, 0x20FF),
    ],
)
def test_blocks_by_name(name: str, first: int, last: int) -> None:
    assert block(name) == ((first, last),)


def test_the_former_name_of_private_use_is_three_ranges() -> None:
    assert block("PrivateUse") == ((0xE000, 0xF8FF), (0xF0000, 0xFFFFD), (0x100000, 0x10FFFD))


def test_names_of_blocks_are_matched_exactly() -> None:
    assert [block(name) for name in ("basiclatin", "Basic Latin", "HighSurrogates", "")] == [None] * 4


def test_white_space_has_four_characters() -> None:
    assert members(multi_character("s")) == {9, 10, 13, 32}


def test_names_of_xml_start_with_fewer_characters_than_follow() -> None:
    starts, follows = members(multi_character("i")), members(multi_character("c"))
    assert starts < follows
    assert {ord(char) for char in "-.0123456789·"} <= follows - starts
    assert {ord(char) for char in ":_aZé"} <= starts


@pytest.mark.parametrize(
    ("char", "variants"),
    [("k", "kK\u212a"), ("i", "iI\u0131"), ("ß", "ß\u1e9e"), ("1", "1"), ("\u0130", "\u0130")],
)
def test_case_variants_share_the_lower_or_the_upper_case(char: str, variants: str) -> None:
    """The lower case of İ is an i and a dot, so that it is not a variant of i."""
    code = ord(char)
    assert members(with_case_variants(((code, code),))) == set(map(ord, variants))


def test_case_variants_of_a_range_are_those_of_its_members() -> None:
    inside = range(0x370, 0x400)
    lower, upper = {chr(code).lower() for code in inside}, {chr(code).upper() for code in inside}
    expected = {code for code in range(0x3000) if chr(code).lower() in lower or chr(code).upper() in upper}
    assert members(with_case_variants(((0x370, 0x3FF),))) == expected
