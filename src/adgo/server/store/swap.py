"""A copy of the live database that takes its place: for changes that are too large for one transaction.

The engine holds a transaction in memory, at some 2 KB a triple. So a large change is made to a copy (of hard links, and
therefore cheap) in pieces; then a note in the store's folder names the copy as the live database. One rename changes
the note: a crash leaves the old database in its place, or the new one.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from adgo.server import process_memory
from adgo.server.store import fsync

LIVE, PLACE = "live", "PLACE"
#: Quads that are written at a time, which bounds the memory of a change of any size.
PIECE, PART = 50_000, 5_000
#: The engine asks for 200 MB at once where it writes its tables itself, however few they are; and for some more.
BULK = 300_000_000
Graph = NamedNode | DefaultGraph


def place(folder: Path) -> Path:
    """Return the path of the live database of a store."""
    note = folder / PLACE
    return folder / (note.read_text().strip() if note.is_file() else LIVE)


def clear(folder: Path) -> None:
    """Remove the databases that a crash has left unfinished, or behind."""
    kept = place(folder)
    for path in folder.glob(f"{LIVE}*"):
        if path != kept:
            shutil.rmtree(path, ignore_errors=True)


def succeed(
    store: Store,
    folder: Path,
    quads: Iterable[Quad],
    *,
    without: Graph | None = None,
    named: Graph | None = None,
) -> Store:
    """Return the new live database of a store: the old one with more quads, `without` one graph, with another `named`.

    Where that fails, the old one is where it was.
    """
    path = folder / f"{LIVE}-{secrets.token_hex(8)}"
    try:
        new = _copy(store, path) if without is None else _rest(store, path, without)
        _fill(new, quads)
        if isinstance(named, NamedNode):
            new.add_graph(named)
        new.flush()
        fsync.sync(folder)
        fsync.write(folder / PLACE, path.name + "\n")
    except BaseException:
        if place(folder) != path:
            shutil.rmtree(path, ignore_errors=True)
        raise
    return new


def _copy(store: Store, path: Path) -> Store:
    store.flush()
    store.backup(str(path))
    return Store(str(path))


def _rest(store: Store, path: Path, graph: Graph) -> Store:
    """Return a copy of a store without one graph: by removing it or by leaving it out, whichever is less work."""
    old = _count(store, graph)
    if old > len(store) - old:
        new = Store(str(path))
        for other in [DefaultGraph(), *store.named_graphs()]:
            if other != graph:
                new.add_graph(other)
                _fill(new, store.quads_for_pattern(None, None, None, other))
        return new
    new = _copy(store, path)
    # One by one: a transaction takes longer over each, and holds them all.
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


def _fill(store: Store, quads: Iterable[Quad]) -> None:
    for piece in _pieces(quads, PIECE):
        if process_memory.room() >= BULK:
            store.bulk_extend(piece)
            continue
        # This takes three times as long, and little memory.
        for part in _pieces(piece, PART):
            store.extend(part)
        store.flush()


def _pieces(quads: Iterable[Quad], size: int) -> Iterator[list[Quad]]:
    source = iter(quads)
    while piece := list(islice(source, size)):
        yield piece
