"""A private copy of a store for one process, which later changes of the store do not affect.

It consists of hard links, so it takes hardly any time or space. It is a consistent state with all changes acknowledged
before, even while another process writes to the store.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import logging
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from multiprocessing.util import Finalize
from pathlib import Path

from adgo.graph.dataset import UnreadableFile
from adgo.server.store import claim, room, store_folder
from adgo.server.store.claim import Locked
from adgo.server.store.editions import Edition

LOG = logging.getLogger("adgo")
LOANS = "loans"
#: Seconds to wait for a snapshot of another process that writes the store; while it starts, it has none yet.
PATIENCE = 10.0
_AGAIN = 0.05
#: Errors if a file cannot be linked, though it may be possible to copy it.
_NO_LINKS = (errno.EXDEV, errno.EPERM, errno.EACCES, errno.ENOTSUP, errno.EMLINK)
#: Ending of the files that the engine never changes.
_UNCHANGING = ".sst"


class PrivateCopy:
    """A private copy at `path`, in the state that `edition` names; `close` removes it."""

    def __init__(self, folder: Path) -> None:
        """Copy the store in a folder.

        Raises UnreadableFile if the store cannot be opened, OSError if its folder cannot be written.
        """
        loans = folder / LOANS
        loans.mkdir(exist_ok=True)
        self._place = loans / secrets.token_hex(8)
        self.path = self._place / store_folder.LIVE
        with _locked(loans):
            _sweep(loans)
            self._place.mkdir()
            # The lock ends with the process, however it ends: a copy without a lock can be removed.
            self._lock: int | None = claim.lock(self._place)
        try:
            self.edition = _copy(folder, self.path)
        except BaseException:
            self.close()
            raise
        # granian ends its process without calling the functions of `atexit`.
        Finalize(None, self.close, exitpriority=0)

    def close(self) -> None:
        """Remove the copy."""
        shutil.rmtree(self._place, ignore_errors=True)
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


def take_copy(folder: Path) -> tuple[Edition, PrivateCopy | None]:
    """Return the state of a store, and its private copy; None if the folder cannot be written, so that none is made."""
    live = store_folder.complete(folder)
    try:
        copy = PrivateCopy(folder)
    except (OSError, UnreadableFile) as error:
        if isinstance(error, UnreadableFile) and not room.is_full(error):
            raise
        LOG.warning(
            "%s is served without a private copy (%s): do not write to it while the server is running",
            folder,
            error,
        )
        name = store_folder.edition(folder) or store_folder.new_edition()
        return Edition(name, str(live), is_live=True), None
    return Edition(copy.edition, str(copy.path)), copy


def sweep(folder: Path) -> None:
    """Remove the copies of processes that have ended without removing them."""
    loans = folder / LOANS
    if loans.is_dir():
        with _locked(loans):
            _sweep(loans)


def copy_files(source: Path, target: Path) -> None:
    """Make a folder with the files of a database: links to those that never change, if possible, else copies.

    Raises FileNotFoundError if a file is removed meanwhile.
    """
    target.mkdir()
    for file in source.iterdir():
        if file.suffix != _UNCHANGING or not _link(file, target / file.name):
            shutil.copy(file, target / file.name)


def _copy(folder: Path, target: Path) -> str:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return _copy_live(folder, target)
        except Locked:
            edition = _copy_newest(folder, target)
            if edition is not None:
                return edition
            if time.monotonic() >= until:
                raise Locked(
                    f"{folder}: another process has this store open, and has not left a complete state to read; wait "
                    "until that process has ended, then start again"
                ) from None
        time.sleep(_AGAIN)


def _copy_live(folder: Path, target: Path) -> str:
    store = store_folder.open_writable(folder, patience=0)
    edition = store_folder.edition(folder)
    if edition is None:
        edition = store_folder.new_edition()
        store_folder.set_edition(folder, edition)
    store.flush()
    store.backup(str(target))
    return edition


def _copy_newest(folder: Path, target: Path) -> str | None:
    """Copy the newest snapshot and return its edition; None if there is none, or it has been removed meanwhile."""
    for snapshot in store_folder.snapshots(folder)[-1:]:
        try:
            copy_files(snapshot, target)
        except FileNotFoundError:
            pass
        else:
            # It is renamed before it is removed: if it still has its name, the copy is complete.
            if snapshot.is_dir():
                return store_folder.edition_of(snapshot)
        shutil.rmtree(target)
    return None


def _link(file: Path, target: Path) -> bool:
    try:
        os.link(file, target)
    except OSError as error:
        if error.errno in _NO_LINKS:
            return False
        raise
    return True


def _sweep(loans: Path) -> None:
    for place in loans.iterdir():
        descriptor = claim.lock(place)
        if descriptor is not None:
            shutil.rmtree(place, ignore_errors=True)
            os.close(descriptor)


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Wait for the lock of a folder and hold it until the block ends."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
