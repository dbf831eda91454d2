"""Notices that another process has put new data into a store that this process serves."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from adgo.graph.dataset import UnreadableFile
from adgo.server.store import store_folder

LOG = logging.getLogger("adgo")
#: Seconds between two looks at the store's folder.
PAUSE = 1.0


class _StoreState(NamedTuple):
    """What another process changes: the folder, the name of the live database's folder, and the edition."""

    identity: tuple[int, int] | None
    live: str
    edition: str | None


class Follower:
    """Calls a function in a thread of its own each time that a load into a store is complete."""

    def __init__(self, folder: Path, take: Callable[[], None]) -> None:
        """Make a follower; `start` begins to watch.

        Args:
            folder: the store.
            take: takes the new data; if it raises an OSError or UnreadableFile, it is called again later.
        """
        self._folder, self._take = folder, take
        self._state = _state(folder)
        #: The last warning, which is not repeated.
        self._warned = ""
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="adgo-follower", daemon=True)

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def close(self) -> None:
        """Stop watching."""
        self._over.set()
        if self._thread.is_alive():
            self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(PAUSE):
            try:
                state = _state(self._folder)
                if not _is_newer(state, self._state):
                    continue
                self._take()
                if state.identity != self._state.identity:
                    LOG.warning("%s: the store's folder was replaced; its data are served now", self._folder)
                self._state, self._warned = state, ""
            except (OSError, UnreadableFile) as error:
                self._warn(str(error))

    def _warn(self, reason: str) -> None:
        if reason != self._warned:
            LOG.warning("%s: the new data are not served yet: %s", self._folder, reason)
            self._warned = reason


def _state(folder: Path) -> _StoreState:
    """Return the state of a store; the edition is None while a change is made."""
    live = store_folder.complete(folder).name
    return _StoreState(store_folder.identity(folder), live, store_folder.edition(folder))


def _is_newer(state: _StoreState, former: _StoreState) -> bool:
    # A writing server notes no edition between its changes. A load that is killed at its end leaves a new database.
    return state != former and (state.edition is not None or state[:2] != former[:2])
