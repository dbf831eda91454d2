from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adgo.turtle import lines
from adgo.turtle.lines import LINE_END, Lines


@given(st.text(alphabet="ab\r\n\u0085\U00010000", max_size=40), st.integers(1, 9))
def test_every_offset_is_on_the_line_that_the_ends_before_it_count(text: str, stretch: int) -> None:
    starts = [0, *(match.end() for match in LINE_END.finditer(text))]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines, "BLOCK", stretch)
        found = Lines(text)
        assert len(found) == len(starts)
        for offset in range(len(text) + 1):
            line = sum(start <= offset for start in starts)
            assert found.position(offset) == (line, offset - starts[line - 1] + 1)
        for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(text)], strict=True), 1):
            assert found.line(number) == text[start:end].rstrip("\r\n")
        assert found.line(0) == found.line(len(starts) + 1) == ""
