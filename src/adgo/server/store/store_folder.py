"""A store on disk: a folder with the live database, its snapshots, and the version of its format.

    DIR/FORMAT            the version of the engine that made it
    DIR/UNFINISHED        exists until the first load is complete; if PLACE exists too, only the removal is missing
    DIR/EDITION           the name of the state of the live database; absent while a change is being made
    DIR/live              the live database; one process at a time may write it
    DIR/PLACE             the name of the live database's folder, if it is not `live` (see `swap`)
    DIR/snapshots/N-NAME  a read-only copy after each change, of hard links; the greatest N is the newest
    DIR/loans/            private copies of other processes (see `private_copy`)
    DIR/RESERVE           space that is given up when the disk is full (see `room`)

A snapshot with such a name is complete: the engine gives it the name when it is, and it is renamed before it is
removed. The newest one holds every change that was ever acknowledged.

If a new version of the engine changes the format, write the store to a file with the old version,
`adgo load --store DIR --dump all.nq`, and load that file into a new folder with the new version.
"""

from __future__ import annotations

import re
import secrets
import shutil
import time
from collections.abc import Collection
from pathlib import Path

import pyoxigraph
from pyoxigraph import Store

from adgo.graph.dataset import UnreadableFile
from adgo.server.store import claim, fsync, swap
from adgo.server.store.claim import Locked

LIVE, SNAPSHOTS, FORMAT, EDITION = swap.LIVE, "snapshots", "FORMAT", "EDITION"
UNFINISHED = "UNFINISHED"
#: Seconds to wait for another process that has the store open, as it may be about to end.
PATIENCE = 5.0
_AGAIN = 0.05
_NAME = re.compile("[0-9]+-[0-9a-f]{64}")
_ENGINE = re.compile(r"\S+ [0-9]+\.[0-9]+")
#: What a crash may have left in a folder that is not a store yet.
_REMAINS = (f"{FORMAT}.tmp", UNFINISHED, f"{UNFINISHED}.tmp")


def engine() -> str:
    """Return the engine's name with that part of its version on which the format depends."""
    return "oxigraph " + ".".join(pyoxigraph.__version__.split(".")[:2])


def live(folder: Path) -> Path:
    """Return the path of the live database; UnreadableFile if the folder is not a store of this format."""
    note = folder / FORMAT
    if not note.is_file():
        raise UnreadableFile(f"{folder}: not a store; create one with `adgo load --store {folder} FILE…`")
    written = note.read_text(encoding="utf-8", errors="replace").strip()
    if not _ENGINE.fullmatch(written):
        raise UnreadableFile(
            f"{note}: this file is empty or damaged; restore the store from a backup, or load into a new folder"
        )
    if written != engine():
        raise UnreadableFile(
            f"{folder}: this store was written by {written}, but the installed engine is {engine()}; with the old "
            f"version, run `adgo load --store {folder} --dump all.nq`, then load all.nq into a new folder"
        )
    return swap.place(folder)


def complete(folder: Path) -> Path:
    """Return the path of the live database; UnreadableFile as for `live`, and if the first load is not complete."""
    path = live(folder)
    if not is_complete(folder):
        raise UnreadableFile(
            f"{folder}: no load into this store was ever completed; wait until the load has ended if one is running, "
            f"else load again: `adgo load --store {folder} FILE…`"
        )
    return path


def is_complete(folder: Path) -> bool:
    """Return whether a store has a state that can be served, as its first load is complete."""
    return not (folder / UNFINISHED).is_file() or swap.has_place(folder)


def finish(folder: Path) -> None:
    """Record on disk that a load into a store is complete."""
    (folder / UNFINISHED).unlink(missing_ok=True)
    fsync.sync(folder)


def identity(folder: Path) -> tuple[int, int] | None:
    """Return the device and the inode of a folder, which show whether it was replaced; None if it is gone."""
    try:
        found = folder.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def open_writable(folder: Path, patience: float = PATIENCE) -> Store:
    """Return the live database, open for writing; a folder that is new or empty becomes a store.

    Raises UnreadableFile if that is impossible; Locked if another process has the store open and does not end within
    `patience` seconds.
    """
    until = time.monotonic() + patience
    while True:
        with claim.held(folder, max(0.0, until - time.monotonic())):
            make(folder)
            store = _open(folder, live(folder))
        if store is not None:
            return store
        _wait(folder, until)


def open_claimed(folder: Path, patience: float = PATIENCE) -> Store:
    """Return the live database of a store that this process has claimed. Errors as for `open_writable`."""
    until = time.monotonic() + patience
    while (store := _open(folder, live(folder))) is None:
        _wait(folder, until)
    return store


def _wait(folder: Path, until: float) -> None:
    if time.monotonic() >= until:
        raise Locked(
            f"{folder}: another process is writing to this store; wait until it has ended, or stop it if it is a server"
        )
    time.sleep(_AGAIN)


def is_vacant(folder: Path) -> bool:
    """Return whether a folder is empty, so that it can become a store."""
    return all(path.name in _REMAINS for path in folder.iterdir())


def make(folder: Path, *, loads: bool = False) -> None:
    """Turn an empty folder into a store without a database.

    Args:
        folder: the folder, which this process has claimed; if it is not empty, nothing is done.
        loads: whether the store is not complete before `finish`.
    """
    if not is_vacant(folder):
        return
    if loads:
        fsync.write(folder / UNFINISHED, "")
    else:
        finish(folder)
    fsync.write(folder / FORMAT, engine() + "\n")
    (folder / SNAPSHOTS).mkdir()


def _open(folder: Path, path: Path) -> Store | None:
    """Return the live database at a path; None if another process has it open."""
    try:
        store = Store(str(path))
    except (OSError, RuntimeError) as error:
        if "While lock file" in str(error):
            return None
        raise UnreadableFile(f"{folder}: {error}") from error
    # Another process may have replaced the live database after its path was read.
    return store if live(folder) == path else None


def snapshots(folder: Path) -> list[Path]:
    """Return the complete snapshots, the newest last."""
    found = [path for path in (folder / SNAPSHOTS).glob("*-*") if _NAME.fullmatch(path.name)]
    return sorted(found, key=_number)


def next_snapshot(folder: Path, edition: str) -> Path:
    """Return the path for the snapshot of an edition, which is to be the newest."""
    newest = snapshots(folder)[-1:]
    return folder / SNAPSHOTS / f"{_number(newest[0]) + 1 if newest else 1}-{edition}"


def edition_of(snapshot: Path) -> str:
    """Return the name of the state that a snapshot holds."""
    return snapshot.name.partition("-")[2]


def _number(snapshot: Path) -> int:
    return int(snapshot.name.partition("-")[0])


def clear_snapshots(folder: Path, kept: Collection[str] = ()) -> None:
    """Remove the snapshots that an earlier run has left, except those at the `kept` paths."""
    (folder / SNAPSHOTS).mkdir(exist_ok=True)
    for path in (folder / SNAPSHOTS).iterdir():
        if str(path) not in kept:
            remove(path)


def remove(snapshot: Path) -> None:
    """Remove a snapshot; it is renamed first, so that no process takes a part of it for a complete snapshot."""
    doomed = snapshot.with_name(snapshot.name + ".gone")
    try:
        snapshot.rename(doomed)
    except OSError:
        doomed = snapshot
    shutil.rmtree(doomed, ignore_errors=True)


def new_edition() -> str:
    """Return a name for a state of the data."""
    # A digest of the content would take a pass over all data at each change; a random name serves as well.
    return secrets.token_hex(32)


def edition(folder: Path) -> str | None:
    """Return the name of the state of the live database, None if it has none; only for the process with the lock."""
    note = folder / EDITION
    name = note.read_text(encoding="utf-8").strip() if note.is_file() else ""
    return name if re.fullmatch("[0-9a-f]{64}", name) else None


def set_edition(folder: Path, name: str) -> None:
    """Write down the name of the state of the live database, which is valid until `forget_edition`."""
    fsync.write(folder / EDITION, name + "\n")


def forget_edition(folder: Path) -> None:
    """Remove the name of the state, on disk, before a change: after a crash the state may be the old or the new one."""
    (folder / EDITION).unlink(missing_ok=True)
    fsync.sync(folder)
