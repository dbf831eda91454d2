"""Room on the disk of a store: a reserve that is kept while there is room, and given up when the disk is full.

The engine needs some space even to open a database, to remove quads and to make an empty database. So the writer keeps
a file, `RESERVE`, and removes it when the disk is full. From then on it makes only changes that remove something.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from adgo.server.store import swap

Result = TypeVar("Result")
RESERVE = "RESERVE"
#: Bytes that opening a database, making an empty one and a snapshot of it take together, and some more.
RESERVE_BYTES = 2 * 1024 * 1024
#: How errors of a full disk and of a used-up quota end; those of the engine have no number.
_MESSAGES = tuple(os.strerror(number) for number in (errno.ENOSPC, errno.EDQUOT))


def is_full(error: BaseException) -> bool:
    """Return whether an error says that a disk is full, or that a quota is used up."""
    return any(message in str(error) for message in _MESSAGES)


def keep_reserve(folder: Path) -> bool:
    """Make the reserve of a store unless it is there; return False if there is no room for it."""
    reserve = folder / RESERVE
    if reserve.is_file():
        return True
    made = folder / f"{RESERVE}.tmp"
    disk = os.statvfs(folder)
    if disk.f_bavail * disk.f_frsize < RESERVE_BYTES:
        return False
    try:
        made.write_bytes(bytes(RESERVE_BYTES))
        made.rename(reserve)
    except OSError:
        made.unlink(missing_ok=True)
        return False
    return True


def with_room(folder: Path, action: Callable[[], Result]) -> Result:
    """Return what an action returns; if the disk is too full for it, try again after making room.

    Args:
        folder: the store's folder.
        action: what needs space; it must leave nothing open if it fails.

    Raises:
        Exception: the second try failed, or the first one for another reason.
    """
    try:
        return action()
    except Exception as error:
        if not is_full(error):
            raise
    make(folder)
    return action()


def make(folder: Path) -> None:
    """Remove what a store does not need: its reserve, unfinished databases, and the engine's old log files."""
    for name in (RESERVE, f"{RESERVE}.tmp"):
        (folder / name).unlink(missing_ok=True)
    swap.clear(folder)
    for log in swap.place(folder).glob("LOG.old.*"):
        log.unlink(missing_ok=True)
