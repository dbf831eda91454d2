"""Which content coding a client gets, and that packing loses nothing."""

from __future__ import annotations

import gzip

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adgo.server.protocol.content_coding import BROTLI, CODINGS, GZIP, choose

UNPACK = {BROTLI: brotli.decompress, GZIP: gzip.decompress}


@pytest.mark.parametrize(
    ("header", "chosen"),
    [
        (None, None),
        ("", None),
        ("gzip", GZIP),
        ("br", BROTLI),
        ("gzip, deflate, br, zstd", BROTLI),
        ("GZIP", GZIP),
        ("*", BROTLI),
        ("gzip;q=1.0, br;q=0.2", GZIP),
        ("gzip;q=0.2, br;q=0.9", BROTLI),
        ("br;q=0, *;q=0.1", GZIP),
        ("*;q=0", None),
        ("*;q=0, gzip", GZIP),
        ("br;q=0, gzip;q=0", None),
        ("identity", None),
        ("Identity, br;q=0.5", None),
        ("identity;q=0.5, gzip;q=0.5", GZIP),
        ("identity;q=0, gzip;q=0.001", GZIP),
        ("deflate, zstd", None),
        ("gzip;q=nonsense, \x01", None),
        ("gzip, " * 1000, None),
    ],
)
def test_the_quality_rules_and_the_best_coding_comes_first_among_equals(header, chosen):
    assert choose(header) is chosen


@pytest.mark.parametrize("coding", CODINGS, ids=lambda coding: coding.name)
@given(blocks=st.lists(st.binary(max_size=300), max_size=8))
def test_what_was_packed_whole_or_in_pieces_comes_back(coding, blocks):
    whole = b"".join(blocks)
    assert UNPACK[coding](coding.pack(whole)) == whole
    assert UNPACK[coding](b"".join(coding.stream(blocks))) == whole


@pytest.mark.parametrize("coding", CODINGS, ids=lambda coding: coding.name)
def test_the_same_bytes_are_packed_the_same(coding):
    """A strong entity tag promises the same bytes; gzip would else write the time into them."""
    blocks = [bytes([number % 7]) * 5000 for number in range(40)]
    assert b"".join(coding.stream(blocks)) == b"".join(coding.stream(blocks))
    assert coding.pack(b"".join(blocks)) == coding.pack(b"".join(blocks))
    assert len(b"".join(coding.stream(blocks))) < 5000
