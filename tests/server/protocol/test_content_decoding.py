"""Compressed bodies: decoded completely, and never further than the limit."""

from __future__ import annotations

import gzip
import time
import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adgo.server.protocol.content_decoding import decode
from adgo.server.protocol.problem import Problem

PACKERS = {"gzip": gzip.compress, "deflate": zlib.compress}


@given(st.binary(max_size=100_000), st.sampled_from(sorted(PACKERS)), st.integers(0, 100_000))
def test_a_body_up_to_the_limit_is_decoded_and_a_longer_one_refused(content, coding, limit):
    packed = PACKERS[coding](content)
    if len(content) <= limit:
        assert decode(packed, coding, limit) == content
    else:
        with pytest.raises(Problem) as caught:
            decode(packed, coding, limit)
        assert caught.value.status == 413


@given(st.lists(st.binary(max_size=40_000), min_size=1, max_size=5))
def test_a_gzip_file_of_several_members_is_all_of_them(pieces):
    """RFC 1952, section 2.2: bgzip and `cat a.gz b.gz` make such files."""
    packed = b"".join(map(gzip.compress, pieces))
    assert decode(packed, "gzip", 200_000) == b"".join(pieces)


@given(st.binary(max_size=2000), st.data())
def test_a_body_that_is_cut_off_is_refused(content, data):
    packed = gzip.compress(content)
    cut = packed[: data.draw(st.integers(0, len(packed) - 1))]
    with pytest.raises(Problem) as caught:
        decode(cut, "gzip", 2000)
    assert caught.value.status == 400


@given(st.binary(max_size=200))
def test_any_bytes_are_decoded_or_refused(content):
    try:
        decode(content, "gzip", 1000)
    except Problem as problem:
        assert problem.status in (400, 413)  # noqa: PT017


@pytest.mark.parametrize("coding", ["", "identity", "Identity"])
def test_a_plain_body_stays_as_it_is(coding):
    assert decode(b"\x1f\x8b", coding, 1) == b"\x1f\x8b"


def test_a_bomb_takes_no_more_memory_than_the_limit():
    bomb = gzip.compress(bytes(100_000_000), 1)
    tracemalloc.start()
    with pytest.raises(Problem):
        decode(bomb, "gzip", 1_000_000)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4_000_000


def test_a_body_of_a_million_empty_members_is_refused_at_once():
    """Each member costs a decoder: without a limit 20 MB would take a thread for minutes."""
    bomb = gzip.compress(b"") * 1_000_000
    start = time.thread_time()
    with pytest.raises(Problem, match="10000 gzip members"):
        decode(bomb, "gzip", 1000)
    assert time.thread_time() - start < 5
