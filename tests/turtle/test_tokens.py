from __future__ import annotations

import re
import sys

import pytest
from hypothesis import strategies as st
from random_examples import examples

from adgo.turtle import tokens
from adgo.turtle.tokens import BASE_CHARS, CLASSES, NAME_CHARS, Expression, ascii_class, char_class

EVERY_CHARACTER = "".join(map(chr, range(sys.maxunicode + 1)))


@pytest.mark.parametrize(
    "inside",
    [
        *(f"{NAME_CHARS}:%\\\\", "a-c", "\\-x", "\\^\\]"),
        *(pytest.param(inside, marks=pytest.mark.full) for inside in (BASE_CHARS, f"{NAME_CHARS}:")),
    ],
)
def test_a_class_written_as_its_complement_is_the_same_class(inside: str) -> None:
    told = set(re.findall(f"[{inside}]", EVERY_CHARACTER))
    assert told == set(re.findall(char_class(inside), EVERY_CHARACTER))
    assert told


@pytest.mark.parametrize("inside", CLASSES)
def test_the_ascii_part_of_a_class_is_that_part(inside: str) -> None:
    told = re.findall(ascii_class(inside), EVERY_CHARACTER)
    assert "".join(told) == "".join(
        char for char in EVERY_CHARACTER[:128] if re.match(char_class(inside), char)
    )


EXPRESSIONS = [each for each in vars(tokens).values() if isinstance(each, Expression)]
PIECES = [
    "ex:a",
    "ex:a.b",
    "<http://e/>",
    "_:b-1",
    '"x"',
    '"x"@en',
    "1.5e3",
    "a",
    "true",
    " ",
    "\n",
    "# r\n",
    "\\",
    "%2",
]


@examples(
    100, 1000, st.lists(st.sampled_from(PIECES) | st.characters(max_codepoint=127), max_size=9).map("".join)
)
def test_both_forms_of_an_expression_match_the_same_in_ascii(text: str) -> None:
    for expression in EXPRESSIONS:
        assert expression.of(text) is expression.in_ascii
        full, short = expression.in_full.match(text), expression.in_ascii.match(text)
        assert (full and (full.regs, full.lastgroup)) == (short and (short.regs, short.lastgroup))


def test_what_is_not_ascii_has_the_full_form() -> None:
    assert tokens.TOKEN.of("ex:\u00e4") is tokens.TOKEN.in_full
    assert "[" in tokens.TOKEN.in_ascii.pattern
    assert tokens.TOKEN.in_ascii.pattern.isascii()
