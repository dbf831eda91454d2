"""The cache of answers: never larger than its capacity, and never the wrong answer."""

from __future__ import annotations

import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st
from process import Reply

from adgo.server.protocol.cache import OVERHEAD, BoundedCache, CachedAnswer
from adgo.server.protocol.content_coding import CODINGS


def cache_of(capacity: int) -> BoundedCache[str, CachedAnswer]:
    return BoundedCache(capacity, lambda answer: answer.size)


def unpacked(coding, content: bytes) -> bytes:
    return Reply(200, {"Content-Encoding": coding.name}, content).plain


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 4000)), max_size=60))
def test_the_cache_never_outgrows_its_capacity_nor_mixes_answers(steps):
    cache = cache_of(32000)
    for key, size in steps:
        content = bytes([key]) * size
        cache.put(str(key), CachedAnswer(content, "text/csv"))
        assert cache.size <= 32000
        found = cache.get(str(key))
        assert found is None or found.content[:1] in (b"", bytes([key]))
        assert cache.size == sum(answer.size for answer in cache._values.values())


def test_the_cache_gives_up_the_least_recently_used():
    cache = cache_of(32000)
    for name in "abcdefghi":
        cache.put(name, CachedAnswer(b"x" * 1300, "text/csv"))
    assert cache.get("a")
    cache.put("j", CachedAnswer(b"x" * 1400, "text/csv"))
    assert cache.get("a")
    assert cache.get("b") is None
    cache.clear()
    assert (cache.get("a"), cache.size) == (None, 0)


@pytest.mark.parametrize("codings", [CODINGS, CODINGS[::-1]], ids=["br first", "gzip first"])
def test_compressing_what_is_kept_does_not_outgrow_what_was_counted(codings):
    """Once, compressed copies were added after the count, and the cache grew without bound."""
    third = secrets.token_bytes(1500) + b"x" * 2500
    for content in (b"x" * 4000, bytes(range(256)) * 20, secrets.token_bytes(4000), third):
        entry = CachedAnswer(content, "text/csv")
        counted = entry.size
        for coding in codings:
            assert unpacked(coding, entry.encoded(coding)) == content
            assert unpacked(coding, entry.encoded(coding)) == content
        assert entry.size == counted
        assert len(entry.content) + sum(map(len, entry.packed.values())) <= counted - OVERHEAD


def test_a_copy_that_is_kept_is_made_once():
    entry = CachedAnswer(b"x" * 4000, "text/csv")
    for coding in CODINGS:
        assert entry.encoded(coding) is entry.encoded(coding)
