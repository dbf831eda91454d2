"""A store on disk: one folder with the live database, its snapshots, and a note of who wrote its format.

    DIR/FORMAT       the version of the engine that made it
    DIR/live         the database; one process at a time may write it
    DIR/snapshots/N  a read-only copy after each change, of hard links

When a new version of the engine changes the format, open the store with the old version once more, write it out with
`adgo load --store DIR --dump all.nq`, and load that file into a new folder with the new version.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pyoxigraph
from pyoxigraph import Store

from adgo.graph.dataset import UnreadableFile

LIVE, SNAPSHOTS, FORMAT = "live", "snapshots", "FORMAT"


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
    return folder / LIVE


def open_writable(folder: Path) -> Store:
    """Return the live database, made where the folder is new or empty; UnreadableFile says why it cannot be had."""
    if not folder.exists() or not any(folder.iterdir()):
        (folder / SNAPSHOTS).mkdir(parents=True)
        (folder / FORMAT).write_text(engine() + "\n")
    path = live(folder)
    try:
        return Store(str(path))
    except OSError as error:
        reason = "another process writes it: stop that one first" if "lock" in str(error) else str(error)
        raise UnreadableFile(f"{folder}: {reason}") from error


def clear_snapshots(folder: Path) -> None:
    """Remove what an earlier run left behind."""
    shutil.rmtree(folder / SNAPSHOTS, ignore_errors=True)
    (folder / SNAPSHOTS).mkdir()
