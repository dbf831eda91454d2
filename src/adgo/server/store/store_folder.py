"""A store on disk: one folder with the live database, its snapshots, and a note of who wrote its format.

    DIR/FORMAT            the version of the engine that made it
    DIR/EDITION           the name of the state that the database is in; absent while it may be in another
    DIR/live              the database; one process at a time may write it
    DIR/PLACE             the name of the database's folder, where it is not `live` (see `successor`)
    DIR/snapshots/N-NAME  a read-only copy after each change, of hard links; the greatest N is the newest
    DIR/loans/            copies that other processes have made for themselves (see `loan`)

A snapshot with such a name is whole: the engine renames it into place when it is, and it is renamed away before it is
removed. The newest holds every change that was ever acknowledged.

When a new version of the engine changes the format, open the store with the old version once more, write it out with
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
from adgo.server.store import fsync, swap

LIVE, SNAPSHOTS, FORMAT, EDITION = swap.LIVE, "snapshots", "FORMAT", "EDITION"
#: Seconds that a store may still be another process's, which is about to end.
PATIENCE = 5.0
_AGAIN = 0.05
_NAME = re.compile("[0-9]+-[0-9a-f]{64}")


class Locked(UnreadableFile):
    """A store that another process writes."""


def engine() -> str:
    """Return the engine's name with the part of its version that its format goes with."""
    return "oxigraph " + ".".join(pyoxigraph.__version__.split(".")[:2])


def live(folder: Path) -> Path:
    """Return the path of the live database; UnreadableFile where the folder is no store of this format."""
    note = folder / FORMAT
    if not note.is_file():
        raise UnreadableFile(f"{folder}: no store; make one with `adgo load --store {folder} FILE…`")
    if (written := note.read_text().strip()) != engine():
        raise UnreadableFile(
            f"{folder}: written by {written}, this is {engine()}; with the former run `adgo load --store {folder} "
            "--dump all.nq`, then load all.nq into a new folder"
        )
    return swap.place(folder)


def open_writable(folder: Path, patience: float = PATIENCE) -> Store:
    """Return the live database, made where the folder is new or empty; UnreadableFile says why it cannot be had.

    Locked where another process writes it, and has not ended after `patience` seconds.
    """
    make(folder)
    until = time.monotonic() + patience
    while (store := _open(folder, live(folder))) is None:
        if time.monotonic() >= until:
            raise Locked(f"{folder}: another process writes it: stop that one first")
        time.sleep(_AGAIN)
    return store


def make(folder: Path) -> None:
    """Make the folder of a store if it does not exist or is empty, without a database."""
    if not folder.exists():
        folder.mkdir(parents=True)
        fsync.sync(folder.parent)
    # A crash may have left the note of the format half written, and nothing else.
    if all(path.name == f"{FORMAT}.tmp" for path in folder.iterdir()):
        fsync.write(folder / FORMAT, engine() + "\n")
        (folder / SNAPSHOTS).mkdir()


def _open(folder: Path, path: Path) -> Store | None:
    """Return the live database at a path, None where another process writes it."""
    try:
        store = Store(str(path))
    except (OSError, RuntimeError) as error:
        if "While lock file" in str(error):
            return None
        raise UnreadableFile(f"{folder}: {error}") from error
    # A writer may have given way to a successor between the look for the path and the opening.
    return store if live(folder) == path else None


def snapshots(folder: Path) -> list[Path]:
    """Return the snapshots that are whole, the newest last."""
    found = [path for path in (folder / SNAPSHOTS).glob("*-*") if _NAME.fullmatch(path.name)]
    return sorted(found, key=_number)


def next_snapshot(folder: Path, edition: str) -> Path:
    """Return the path for the snapshot of an edition, newer than all there are."""
    newest = snapshots(folder)[-1:]
    return folder / SNAPSHOTS / f"{_number(newest[0]) + 1 if newest else 1}-{edition}"


def edition_of(snapshot: Path) -> str:
    """Return the name of the state that a snapshot holds."""
    return snapshot.name.partition("-")[2]


def _number(snapshot: Path) -> int:
    return int(snapshot.name.partition("-")[0])


def clear_snapshots(folder: Path, kept: Collection[str] = ()) -> None:
    """Remove what an earlier run left behind, save the snapshots at the `kept` paths."""
    (folder / SNAPSHOTS).mkdir(exist_ok=True)
    for path in (folder / SNAPSHOTS).iterdir():
        if str(path) not in kept:
            remove(path)


def remove(snapshot: Path) -> None:
    """Remove a snapshot; who finds it still in its place afterwards has found it whole."""
    doomed = snapshot.with_name(snapshot.name + ".gone")
    try:
        snapshot.rename(doomed)
    except OSError:
        doomed = snapshot
    shutil.rmtree(doomed, ignore_errors=True)


def new_edition() -> str:
    """Return a name for a state of the data."""
    # A digest of the content would cost a pass over all of it at each change; a name given once does as well.
    return secrets.token_hex(32)


def edition(folder: Path) -> str | None:
    """Return the name of the state of the live database, None where it has none; for who holds the lock."""
    note = folder / EDITION
    name = note.read_text().strip() if note.is_file() else ""
    return name if re.fullmatch("[0-9a-f]{64}", name) else None


def set_edition(folder: Path, name: str) -> None:
    """Note the name of the state that the live database is in, and stays in until `forget_edition`."""
    fsync.write(folder / EDITION, name + "\n")


def forget_edition(folder: Path) -> None:
    """Have it on disk that the live database is about to change: after a crash nobody knows which state it is in."""
    (folder / EDITION).unlink(missing_ok=True)
    fsync.sync(folder)
