"""Answers kept in memory: at most a number of bytes; the least recently used ones are dropped first."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from cachetools import LRUCache

from adgo.server.protocol.content_coding import Coding

#: Bytes that a cached answer takes besides its content.
OVERHEAD = 1500

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


@dataclass
class CachedAnswer:
    """One answer: its bytes, and copies in the content codings that clients have asked for.

    Attributes:
        content: the bytes, uncompressed.
        content_type: the header of that name.
        tag: the answer's entity tag, if it is not the key in the cache.
        differences: the names of the differences from SPARQL 1.1 that the query may meet.
        rows: how many rows or triples it has; None if it does not consist of such.
        packed: the copies, by the name of the coding.
    """

    content: bytes
    content_type: str
    tag: str | None = None
    differences: tuple[str, ...] = ()
    rows: int | None = None
    packed: dict[str, bytes] = field(default_factory=dict)
    _digests: dict[str, bytes] = field(default_factory=dict, repr=False, compare=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    @property
    def size(self) -> int:
        """The bytes it takes; it never changes, as it includes the space for the copies from the start."""
        return len(self.content) + self._space + OVERHEAD

    def sha256(self, coding: Coding | None = None) -> bytes:
        """Return the SHA-256 digest of the content, in a coding if one is given."""
        name = coding.name if coding else ""
        digest = self._digests.get(name)
        if digest is None:
            content = self.encoded(coding) if coding else self.content
            digest = self._digests[name] = hashlib.sha256(content).digest()
        return digest

    @property
    def _space(self) -> int:
        return len(self.content) // 2

    def encoded(self, coding: Coding) -> bytes:
        """Return the content in a coding; the copy is kept unless all copies would take more than their space."""
        kept = self.packed.get(coding.name)
        if kept is not None:
            return kept
        packed = coding.pack(self.content)
        with self._lock:
            others = sum(len(copy) for name, copy in self.packed.items() if name != coding.name)
            if others + len(packed) <= self._space:
                self.packed[coding.name] = packed
        return packed


class BoundedCache(Generic[K, V]):
    """Values by key, at most `capacity` bytes of them; the least recently used is dropped first.

    All methods can be called from many threads at once. Beside the values it counts hits and misses.
    """

    def __init__(self, capacity: int, size_of: Callable[[V], int]) -> None:
        """Make an empty cache.

        Args:
            capacity: the most bytes that the values may take together.
            size_of: returns the bytes that a value takes, the same number each time.
        """
        self._values: LRUCache[K, V] = LRUCache(capacity, size_of)
        self._size_of = size_of
        self._lock = threading.Lock()
        self.hits = self.misses = 0

    @property
    def size(self) -> int:
        """The bytes that the values take now."""
        return int(self._values.currsize)

    def get(self, key: K) -> V | None:
        """Return the value of a key, or None."""
        with self._lock:
            try:
                value = self._values[key]
            except KeyError:
                self.misses += 1
                return None
            self.hits += 1
            return value

    def count_hit(self) -> None:
        """Count an answer that was found in another cache in front of this one."""
        with self._lock:
            self.hits += 1

    def put(self, key: K, value: V) -> None:
        """Keep a value, unless it alone would take more than an eighth of the capacity."""
        if self._size_of(value) > self._values.maxsize // 8:
            return
        with self._lock:
            self._values[key] = value

    def clear(self) -> None:
        """Drop all values, as after a change of the data."""
        with self._lock:
            self._values.clear()
