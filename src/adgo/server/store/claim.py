"""The claim on the folder of a store: only one process at a time makes a store there, loads into it, or removes it.

It is a lock of the folder itself, which ends with the process. A load holds it to its end, so that it can remove what
it has made if it fails: no other process has begun to use that.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from pathlib import Path

from adgo.graph.dataset import UnreadableFile
from adgo.server.store import fsync

_AGAIN = 0.05


class Locked(UnreadableFile):
    """Another process has the store open for writing."""


@contextlib.contextmanager
def held(folder: Path, patience: float) -> Iterator[bool]:
    """Hold the claim until the block ends; yield whether the folder was made for it, as it did not exist.

    Args:
        folder: the folder.
        patience: seconds to wait for another process that holds it.

    Raises:
        Locked: another process holds it.
        OSError: the folder cannot be made or read.
    """
    until = time.monotonic() + patience
    while True:
        is_made = _make(folder)
        descriptor = lock(folder)
        if descriptor is not None:
            try:
                if _is_at(folder, descriptor):
                    yield is_made
                    return
            finally:
                os.close(descriptor)
        if time.monotonic() >= until:
            raise Locked(
                f"{folder}: another load into this store is running; wait until it has ended, then run this again"
            )
        time.sleep(_AGAIN)


def lock(folder: Path) -> int | None:
    """Return a descriptor that holds the lock of a folder; None if another process holds it, or the folder is gone."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def _make(folder: Path) -> bool:
    if folder.exists():
        return False
    folder.parent.mkdir(parents=True, exist_ok=True)
    try:
        folder.mkdir()
    except FileExistsError:
        return False
    fsync.sync(folder.parent)
    return True


def _is_at(folder: Path, descriptor: int) -> bool:
    """Return whether a folder is still the opened one: the former holder may have removed or replaced it."""
    try:
        return os.path.samestat(folder.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False
