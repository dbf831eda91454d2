"""Answers kept ready, bounded in bytes, the least recently used given up first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field

from adgo.server.protocol.content_coding import Coding

#: Bytes that an entry takes beside its content.
OVERHEAD = 1500


@dataclass
class Entry:
    """One answer: its bytes, and the same in each content coding that somebody has asked for.

    `tag` is its entity tag where that is not the name under which the cache keeps it.
    """

    content: bytes
    content_type: str
    tag: str | None = None
    packed: dict[str, bytes] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    @property
    def size(self) -> int:
        """The bytes it takes, the same for as long as it lives: room for the packed copies is counted beforehand."""
        return len(self.content) + self._room + OVERHEAD

    @property
    def _room(self) -> int:
        return len(self.content) // 2

    def encoded(self, coding: Coding) -> bytes:
        """Return the content in a coding, made once, unless keeping every copy would take more room than is counted."""
        kept = self.packed.get(coding.name)
        if kept is not None:
            return kept
        packed = coding.pack(self.content)
        with self._lock:
            others = sum(len(copy) for name, copy in self.packed.items() if name != coding.name)
            if others + len(packed) <= self._room:
                self.packed[coding.name] = packed
        return packed


class Cache:
    """Answers by their entity tag. All methods are safe to call from many threads."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._entries: OrderedDict[str, Entry] = OrderedDict()
        self._lock = threading.Lock()
        self.size = self.hits = self.misses = 0

    def get(self, tag: str) -> Entry | None:
        """Return the entry of a tag, or None."""
        with self._lock:
            entry = self._entries.get(tag)
            if entry is None:
                self.misses += 1
                return None
            self.hits += 1
            self._entries.move_to_end(tag)
            return entry

    def count_hit(self) -> None:
        """Count an answer that was kept ready elsewhere."""
        with self._lock:
            self.hits += 1

    def put(self, tag: str, entry: Entry) -> None:
        """Keep an entry, unless it alone would take more than an eighth of the room."""
        if entry.size > self._capacity // 8:
            return
        with self._lock:
            old = self._entries.pop(tag, None)
            self.size += entry.size - (old.size if old else 0)
            self._entries[tag] = entry
            while self.size > self._capacity:
                _, dropped = self._entries.popitem(last=False)
                self.size -= dropped.size

    def clear(self) -> None:
        """Forget everything, as after a change of the data."""
        with self._lock:
            self._entries.clear()
            self.size = 0
