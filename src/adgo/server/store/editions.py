"""Editions of a store: which snapshot queries read, and when an old one can be removed."""

from __future__ import annotations

import contextlib
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from adgo.server.store import store_folder


@dataclass(frozen=True)
class Edition:
    """One state of the data.

    Attributes:
        digest: its digest.
        snapshot: the path of its snapshot; None if the data are in memory.
        is_live: whether that is the live database, which must not be removed.
    """

    digest: str
    snapshot: str | None = None
    is_live: bool = False


class Editions:
    """The current edition, and those that queries still read. All methods may be called from many threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._readers: Counter[Edition] = Counter()
        self._old: set[Edition] = set()
        self.current: Edition | None = None

    def publish(self, edition: Edition) -> None:
        """Make an edition the current one; the previous one is removed when the last query that reads it has ended."""
        with self._lock:
            if self.current is not None:
                self._old.add(self.current)
            self.current = edition
            self._sweep()

    def snapshots(self) -> list[str]:
        """Return the paths of the snapshots that queries read or may begin to read."""
        with self._lock:
            kept = self._old | ({self.current} if self.current else set())
            return [edition.snapshot for edition in kept if edition.snapshot]

    @contextlib.contextmanager
    def reading(self) -> Iterator[Edition]:
        """Yield the current edition, which is kept until the block ends."""
        with self._lock:
            assert self.current is not None
            edition = self.current
            self._readers[edition] += 1
        try:
            yield edition
        finally:
            with self._lock:
                self._readers[edition] -= 1
                self._sweep()

    def _sweep(self) -> None:
        for edition in [each for each in self._old if not self._readers[each]]:
            self._old.discard(edition)
            del self._readers[edition]
            if edition.snapshot and not edition.is_live:
                store_folder.remove(Path(edition.snapshot))
