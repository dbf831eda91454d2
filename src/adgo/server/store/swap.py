"""Replacement of a store's live database by a changed copy, for changes that are too large for one transaction.

The engine holds a transaction in memory, at about 2 KB a triple. So a large change is made in pieces to a copy, which
consists of hard links and is therefore cheap. Then a file in the store's folder, `PLACE`, names the copy as the live
database. It is replaced by one rename: after a crash the live database is either the old one or the new one.
"""

from __future__ import annotations

import contextlib
import secrets
import shutil
import time
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from adgo.server import process_memory
from adgo.server.store import fsync

LIVE, PLACE = "live", "PLACE"
#: Quads that are written at a time: in tables that the engine writes itself, or in transactions. This limits the memory
#: of a change of any size.
PIECE, PART = 20_000, 5_000
#: Bytes that the engine needs to write its tables itself, however small they are: 200 MB at once, and some more.
BULK = 300_000_000
#: How often removing a database is tried, and the seconds between.
_REMOVALS, _PAUSE = 10, 0.05
Graph = NamedNode | DefaultGraph


def place(folder: Path) -> Path:
    """Return the path of the live database of a store."""
    note = folder / PLACE
    return folder / (note.read_text(encoding="utf-8").strip() if note.is_file() else LIVE)


def has_place(folder: Path) -> bool:
    """Return whether the live database of a store was ever replaced."""
    return (folder / PLACE).is_file()


def clear(folder: Path) -> None:
    """Remove databases that are not live: those that a crash has left unfinished, or that have been replaced."""
    kept = place(folder)
    for path in folder.glob(f"{LIVE}*"):
        if path != kept:
            remove(path)


def remove(path: Path) -> None:
    """Remove the folder of a database, as far as that is possible.

    If this process has it open, the engine may be making and removing files in it meanwhile.
    """
    for _ in range(_REMOVALS):
        shutil.rmtree(path, ignore_errors=True)
        if not path.exists():
            return
        time.sleep(_PAUSE)


def succeed(
    store: Store,
    folder: Path,
    quads: Iterable[Quad],
    *,
    without: Graph | None = None,
    named: Graph | None = None,
) -> Store:
    """Replace the live database of a store by a copy with more quads, and return it.

    Args:
        store: the live database.
        folder: the store's folder.
        quads: quads to add.
        without: a graph that is left out of the copy.
        named: a graph that the copy has even if it is empty.

    Raises:
        Exception: the change failed; the live database is unchanged.
    """
    with successor(store, folder, without) as new:
        fill(new, quads)
        if isinstance(named, NamedNode):
            new.add_graph(named)
    return new


def emptied(folder: Path) -> Store:
    """Replace the live database of a store by an empty one, which takes little space, and return that."""
    with replacement(folder) as new:
        pass
    clear(folder)
    return new


@contextlib.contextmanager
def replacement(folder: Path) -> Iterator[Store]:
    """Yield an empty database; it is the live one of a store after the block, unless the block raises an exception."""
    path = folder / f"{LIVE}-{secrets.token_hex(8)}"
    with _becoming_live(folder, path):
        new = Store(str(path))
        yield new
        new.flush()


def is_large(store: Store) -> bool:
    """Return whether a database has more quads than should be removed in one transaction."""
    return next(islice(store.quads_for_pattern(None, None, None), PIECE, None), None) is not None


@contextlib.contextmanager
def successor(store: Store, folder: Path, without: Graph | None = None) -> Iterator[Store]:
    """Yield a copy of the live database of a store; it is live after the block, unless the block raises an exception.

    Args:
        store: the live database.
        folder: the store's folder.
        without: a graph that is left out of the copy.
    """
    path = folder / f"{LIVE}-{secrets.token_hex(8)}"
    with _becoming_live(folder, path):
        new = _copy(store, path) if without is None else _rest(store, path, without)
        yield new
        new.flush()


@contextlib.contextmanager
def _becoming_live(folder: Path, path: Path) -> Iterator[None]:
    """Make the database at a path the live one after the block; remove it if the block raises an exception."""
    try:
        yield
        fsync.sync(folder)
        fsync.write(folder / PLACE, path.name + "\n")
    except BaseException:
        if place(folder) != path:
            remove(path)
        raise


def fill(store: Store, quads: Iterable[Quad]) -> None:
    """Add quads to a database in pieces, which are not one transaction."""
    for piece in _pieces(quads, PIECE):
        if process_memory.room() >= BULK:
            store.bulk_extend(piece)
            continue
        # This takes three times as long, and little memory.
        for part in _pieces(piece, PART):
            store.extend(part)
        store.flush()


def _copy(store: Store, path: Path) -> Store:
    store.flush()
    store.backup(str(path))
    return Store(str(path))


def _rest(store: Store, path: Path, graph: Graph) -> Store:
    """Return a copy of a store without one graph: by removing or by leaving out its quads, whichever is less work."""
    old = _count(store, graph)
    if old > len(store) - old:
        new = Store(str(path))
        for other in [DefaultGraph(), *store.named_graphs()]:
            if other != graph:
                new.add_graph(other)
                fill(new, store.quads_for_pattern(None, None, None, other))
        return new
    new = _copy(store, path)
    # One by one: in a transaction each takes longer, and all are held in memory.
    for number, quad in enumerate(new.quads_for_pattern(None, None, None, graph), 1):
        new.remove(quad)
        if number % PIECE == 0:
            new.flush()
    new.remove_graph(graph)
    return new


def _count(store: Store, graph: Graph) -> int:
    pattern = f"GRAPH {graph} {{ ?s ?p ?o }}" if isinstance(graph, NamedNode) else "?s ?p ?o"
    solutions = store.query(f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}")
    return int(next(iter(solutions))["n"].value)  # type: ignore[arg-type]


def _pieces(quads: Iterable[Quad], size: int) -> Iterator[list[Quad]]:
    source = iter(quads)
    while piece := list(islice(source, size)):
        yield piece
