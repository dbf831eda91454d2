from __future__ import annotations

import re
import sys

import pytest

from adgo.turtle.tokens import BASE_CHARS, NAME_CHARS, char_class

EVERY_CHARACTER = "".join(map(chr, range(sys.maxunicode + 1)))


@pytest.mark.parametrize(
    "inside", [BASE_CHARS, f"{NAME_CHARS}:", f"{NAME_CHARS}:%\\\\", "a-c", "\\-x", "\\^\\]"]
)
def test_a_class_told_by_what_is_outside_is_the_same_class(inside: str) -> None:
    told = set(re.findall(f"[{inside}]", EVERY_CHARACTER))
    assert told == set(re.findall(char_class(inside), EVERY_CHARACTER))
    assert told
