"""A backup of a store, also while it is being written: a store itself, whole or not there at all."""

from __future__ import annotations

import secrets
import shutil
from contextlib import closing
from pathlib import Path

from pyoxigraph import Store

from adgo.graph.dataset import UnreadableFile
from adgo.server.store import fsync, store_folder
from adgo.server.store.private_copy import Loan, copy_files


def back_up(folder: Path, target: Path) -> None:
    """Make a new store of all that was acknowledged before; UnreadableFile, and no such folder, where that fails."""
    store_folder.live(folder)
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
    with closing(Loan(folder)) as loan:
        copy_files(loan.path, made / store_folder.LIVE)
        store_folder.set_edition(made, loan.edition)


def _check(made: Path) -> None:
    """Open the copy, upon which the engine looks for every file and its size, and read from it."""
    try:
        next(iter(Store.read_only(str(made / store_folder.LIVE))), None)
    except RuntimeError as error:
        raise OSError(f"the copy is damaged ({error})") from error


def _settle(made: Path) -> None:
    """Have every file and folder on disk before the backup gets its name."""
    for path in [*made.rglob("*"), made]:
        fsync.sync(path)
