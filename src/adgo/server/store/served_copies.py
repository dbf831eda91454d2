"""The private copies of a store that a server which does not change it serves: the newest, and those still read."""

from __future__ import annotations

from pathlib import Path

from adgo.server.store.editions import Edition, Editions
from adgo.server.store.following import Follower
from adgo.server.store.private_copy import PrivateCopy, take_copy


class ServedCopies:
    """Publishes a copy of a store, and a new one each time that another process has loaded other data."""

    def __init__(self, folder: Path, editions: Editions, *, follows: bool) -> None:
        """Publish a copy; `start` begins to watch for new data.

        Args:
            folder: the store.
            editions: where copies are published.
            follows: whether new data are watched for.

        Raises:
            UnreadableFile: the store cannot be opened.
        """
        self._folder, self._editions = folder, editions
        self._copies: list[PrivateCopy] = []
        # It looks at the folder before the copy is made, so that no load is missed.
        self._follower = Follower(folder, self._take) if follows else None
        self._take()

    def start(self) -> None:
        """Begin to watch for new data."""
        if self._follower is not None:
            self._follower.start()

    def close(self) -> None:
        """Stop watching, and remove the copies."""
        if self._follower is not None:
            self._follower.close()
        for copy in self._copies:
            copy.close()

    def _take(self) -> None:
        """Publish a new copy; running queries end on the former one, which is then removed."""
        edition, copy = take_copy(self._folder)
        current = self._editions.current
        if current is not None and edition.digest == current.digest and _is_there(current):
            if copy:
                copy.close()
            return
        self._editions.publish(edition)
        for former in [each for each in self._copies if not each.path.exists()]:
            self._copies.remove(former)
            former.close()
        self._copies += [copy] if copy else []


def _is_there(edition: Edition) -> bool:
    """Return whether the files of an edition exist: if the store's folder is moved, they move with it."""
    return edition.snapshot is not None and Path(edition.snapshot).exists()
