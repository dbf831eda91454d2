"""Backups of a store, also while it is being written: each is a store, and exists only if it is complete."""

from __future__ import annotations

import secrets
import shutil
from contextlib import closing
from pathlib import Path

from pyoxigraph import Store

from adgo.graph.dataset import UnreadableFile
from adgo.server.store import fsync, store_folder
from adgo.server.store.private_copy import PrivateCopy, copy_files


def back_up(folder: Path, target: Path) -> None:
    """Make a copy of a store in a new folder, with all changes acknowledged before.

    Raises UnreadableFile if that fails; then there is no such folder.
    """
    store_folder.complete(folder)
    if target.exists():
        raise UnreadableFile(f"{target}: exists already; name a new folder for the backup")
    made = target.absolute().with_name(f".{target.absolute().name}.{secrets.token_hex(4)}")
    try:
        made.mkdir(parents=True)
        _fill(folder, made)
        _check(made)
        _settle(made)
        made.rename(target)
        fsync.sync(target.absolute().parent)
    except OSError as error:
        raise UnreadableFile(f"{target}: no backup was made: {error}") from error
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _fill(folder: Path, made: Path) -> None:
    (made / store_folder.SNAPSHOTS).mkdir()
    shutil.copy(folder / store_folder.FORMAT, made / store_folder.FORMAT)
    with closing(PrivateCopy(folder)) as copy:
        copy_files(copy.path, made / store_folder.LIVE)
        store_folder.set_edition(made, copy.edition)


def _check(made: Path) -> None:
    """Open the copy, so that the engine checks for every file and its size, and read from it."""
    try:
        next(iter(Store.read_only(str(made / store_folder.LIVE))), None)
    except RuntimeError as error:
        raise OSError(f"the copy is damaged ({error})") from error


def _settle(made: Path) -> None:
    """Write every file and folder to disk before the backup gets its name."""
    for path in [*made.rglob("*"), made]:
        fsync.sync(path)
