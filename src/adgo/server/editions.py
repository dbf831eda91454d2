"""Editions of a store: which snapshot readers get, and when an old one may go."""

from __future__ import annotations

import contextlib
import secrets
import shutil
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Edition:
    """One state of the data: its digest, and the path of its snapshot (None where the data are in memory)."""

    digest: str
    snapshot: str | None = None


class Editions:
    """The current edition, and those that queries still read. Safe to use from many threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._readers: Counter[Edition] = Counter()
        self._old: set[Edition] = set()
        self.current: Edition | None = None
        #: Whether snapshots are ours to remove.
        self.owned = True

    def publish(self, snapshot: str) -> None:
        """Make a snapshot the current edition; the one before goes when its last reader has finished."""
        with self._lock:
            if self.current is not None:
                self._old.add(self.current)
            # A digest of the content would cost a pass over all of it at each change; a name given once does as well.
            self.current = Edition(secrets.token_hex(32), snapshot)
            self._sweep()

    @contextlib.contextmanager
    def reading(self) -> Iterator[Edition]:
        """Yield the current edition, kept for as long as the block lasts."""
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
            if self.owned and edition.snapshot:
                shutil.rmtree(edition.snapshot, ignore_errors=True)
