"""The content of gzip files."""

from __future__ import annotations

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adgo.turtle.gzip_content import GzipError, unpacked


@given(st.lists(st.binary(max_size=200), min_size=1, max_size=5), st.integers(0, 40))
def test_all_members_are_unpacked_as_gzip_itself_does(members: list[bytes], zeros: int) -> None:
    content = b"".join(map(gzip.compress, members)) + bytes(zeros)
    whole = b"".join(members)
    assert unpacked(content, len(whole)) == whole
    if whole:
        with pytest.raises(GzipError, match="the limit"):
            unpacked(content, len(whole) - 1)


@given(st.binary(min_size=1, max_size=300), st.data())
def test_a_cut_file_is_never_taken_for_a_whole_one(text: bytes, data: st.DataObject) -> None:
    content = gzip.compress(text)
    with pytest.raises(GzipError, match="not complete"):
        unpacked(content[: data.draw(st.integers(0, len(content) - 1))], 10_000)


@pytest.mark.parametrize(
    "wrong",
    [b"text", zlib.compress(b"text"), gzip.compress(b"a", mtime=0) + b"the rest"],
    ids=["plain", "zlib", "with a rest"],
)
def test_what_is_not_gzip_is_refused(wrong: bytes) -> None:
    with pytest.raises(GzipError, match="not gzip"):
        unpacked(wrong, 100)


def test_the_members_of_content_can_be_limited() -> None:
    content = gzip.compress(b"a") * 3
    assert unpacked(content, 3, members=3) == b"aaa"
    with pytest.raises(GzipError, match="more than 2 gzip members"):
        unpacked(content, 3, members=2)


def test_a_file_of_many_empty_members_takes_linear_time() -> None:
    """zlib copies what follows a member: given the whole rest each time, 20,000 members would copy 4 GB."""
    assert unpacked(gzip.compress(b"") * 20_000, 10) == b""
