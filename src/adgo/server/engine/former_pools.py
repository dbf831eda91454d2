"""The pools of former data in memory: each is closed when the last query that reads its data has ended."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from adgo.server.engine.pool import Pool
from adgo.server.store.editions import Edition


class FormerPools:
    """Counts who reads which data in memory. All methods may be called from many threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._readers: Counter[str] = Counter()
        self._pools: dict[str, Pool] = {}

    @contextmanager
    def reading(self, current: Callable[[], str]) -> Iterator[Edition]:
        """Yield the current data, whose pool stays until the block ends; `current` returns their digest."""
        with self._lock:
            digest = current()
            self._readers[digest] += 1
        try:
            yield Edition(digest)
        finally:
            with self._lock:
                self._readers[digest] -= 1
                done = self._done()
            _close(done)

    def of(self, edition: Edition) -> Pool | None:
        """Return the pool that answers from these data, or None if they are not former data."""
        return self._pools.get(edition.digest) if self._pools else None

    def replace(self, digest: str, pool: Pool, swap: Callable[[], None]) -> None:
        """Call `swap`, which makes another pool the current one, and keep the former one while it is read.

        Args:
            digest: the digest of the former data.
            pool: the pool that answers from them.
            swap: makes the new data the current ones.
        """
        with self._lock:
            self._pools[digest] = pool
            swap()
            done = self._done()
        _close(done)

    def close(self) -> None:
        """Close all pools of former data."""
        with self._lock:
            pools, self._pools = list(self._pools.values()), {}
        for pool in pools:
            pool.close()

    def _done(self) -> list[Pool]:
        """Return the pools that nobody reads any more, and forget them."""
        return [self._pools.pop(digest) for digest in list(self._pools) if not self._readers[digest]]


def _close(pools: list[Pool]) -> None:
    # In a thread of its own: ending a process takes longer than an answer may wait.
    for pool in pools:
        threading.Thread(target=pool.close, name="adgo-former", daemon=True).start()
