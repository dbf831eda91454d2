from __future__ import annotations

import re
import sys

import pytest

from adgo.turtle.tokens import BASE_CHARS, NAME_CHARS, char_class


@pytest.mark.parametrize("inside", [BASE_CHARS, f"{NAME_CHARS}:", f"{NAME_CHARS}:%\\\\", "a-c", "\\-x", "^]"])
def test_a_class_told_by_what_is_outside_is_the_same_class(inside: str) -> None:
    told, same = re.compile(f"[{inside}]" if inside != "^]" else r"[\^\]]"), re.compile(char_class(inside))
    assert [
        code
        for code in range(sys.maxunicode + 1)
        if bool(told.match(chr(code))) != bool(same.match(chr(code)))
    ] == []
