"""RDF files into a store on disk: all of them or none, in memory that does not grow with the files."""

from __future__ import annotations

import codecs
import contextlib
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain
from pathlib import Path
from typing import BinaryIO, NamedTuple, Protocol, TypeVar

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from adgo.graph.dataset import UnreadableFile, located, placed, read_bytes, read_quads
from adgo.graph.namespaces import GRAPH
from adgo.graph.part_headers import MixedParts, unasserted_part
from adgo.server.settings import MIB
from adgo.server.store import claim, room, standing_snapshot, store_folder, swap
from adgo.server.store.progress import ReadBytes
from adgo.turtle import engine_quads, formats
from adgo.turtle.normalization.counting import Origin, counted
from adgo.turtle.normalization.report import Changes, ChangesRefused
from adgo.turtle.normalization.tags import TagWatch

#: Files up to this size are read again, as a whole, to explain a syntax error in them.
_EXPLAINED_BYTES = 16 * MIB
#: Quads between two reports of progress.
REPORT_EVERY = 10_000

#: Called with the file that is being read, the number of quads so far, and the share of the bytes that has been read.
Report = Callable[[Path, int, float], None]
#: A quad, or a piece of text with quads.
Item = TypeVar("Item", covariant=True)


class Loaded(NamedTuple):
    """What was loaded.

    Attributes:
        quads: how many quads.
        total: how many quads the store holds now.
        changes: the literals that it changed.
        apart: the parts of ADGO that assert nothing, such as plans, whose files went into the graph of their part.
    """

    quads: int
    total: int
    changes: Changes
    apart: tuple[str, ...]


def load_files(
    folder: Path,
    files: Iterable[Path],
    graph: NamedNode | DefaultGraph,
    report: Report,
    *,
    strict_terms: bool = False,
) -> Loaded:
    """Add the quads of files to a store; return what was loaded.

    Files of ADGO's parts that assert nothing, such as plans, go into the named graph of their part, as the store may
    hold facts already or later. Only if such a file is given alone, with a named graph, it goes into that graph.

    The quads are written to a copy of the database, which then replaces it. If anything fails, or the process is
    interrupted, the store stays as it was, and a store that did not exist does not exist afterwards.

    Args:
        folder: the store, made if it does not exist.
        files: paths of RDF files; the ending of each gives its format.
        graph: the graph that triples go into; quads of a named graph stay in it.
        report: called after every 10,000 quads.
        strict_terms: refuse literals that the store would change.

    Raises:
        UnreadableFile: a file cannot be read, or the store cannot be opened or written.
        ChangesRefused: the store would change literals.
    """
    files = list(files)
    # The most common mistakes are found before anything is written.
    for path in files:
        _check(path)
    return transfer(folder, _Files(files, graph, report, strict_terms), swap.fill)


class QuadSource(Protocol[Item]):
    """Quads that are read once, and what is known of them afterwards; see `Loaded`."""

    number: int
    changes: Changes
    apart: dict[str, None]

    def __iter__(self) -> Iterator[Item]:
        """Yield the quads, one by one or as pieces of text."""
        ...


def transfer(
    folder: Path,
    source: QuadSource[Item],
    fill: Callable[[Store, Iterable[Item]], None],
    *,
    replaces: bool = False,
) -> Loaded:
    """Write quads to a copy of a store's database, which then replaces it; return what was loaded.

    Args:
        folder: the store, made if it does not exist.
        source: the quads.
        fill: adds what the source yields to a database.
        replaces: whether the store has only these quads afterwards.

    Raises:
        UnreadableFile: a file cannot be read, or the store cannot be opened or written.
        ChangesRefused: the store would change literals.
    """
    try:
        with claim.held(folder, store_folder.PATIENCE) as is_made:
            present = None if is_made else set(folder.iterdir())
            is_new = store_folder.is_vacant(folder)
            try:
                return _loaded(folder, source, fill, replaces)
            except BaseException:
                if is_new:
                    _remove_new(folder, present)
                raise
    except (OSError, RuntimeError) as error:
        raise UnreadableFile(f"{folder}: nothing was loaded: {_reason(error)}") from error


def _loaded(
    folder: Path, source: QuadSource[Item], fill: Callable[[Store, Iterable[Item]], None], replaces: bool
) -> Loaded:
    store_folder.make(folder, loads=True)
    store = store_folder.open_claimed(folder)
    loaded = _load(store, folder, source, fill, replaces)
    # The replaced database is closed before its files are removed.
    del store
    swap.clear(folder)
    return loaded


def _reason(error: Exception) -> str:
    if room.is_full(error):
        return f"{error}. Make room on the disk and load again, or name a folder on another disk"
    return str(error)


def read_file(path: Path, changes: Changes, read: ReadBytes | None = None) -> Iterator[Quad]:
    """Yield the quads of one file, read piece by piece; its blank nodes are its own.

    Args:
        path: the file.
        changes: receives the literals that the store changes, when all quads have been read.
        read: counts the bytes that are read.

    Raises:
        UnreadableFile: with the file, the line and the column of a syntax error. A small Turtle, TriG, N-Triples or
            N-Quads file gets the full explanation of `read_quads`.
    """
    kind = _check(path)
    try:
        with contextlib.ExitStack() as opened:

            def content() -> BinaryIO:
                file = opened.enter_context(path.open("rb"))
                if file.read(len(codecs.BOM_UTF8)) != codecs.BOM_UTF8:
                    file.seek(0)
                return file

            watch = TagWatch(read.counting(content()) if read else content(), kind)
            # No base IRI, as in `read_quads`.
            quads = engine_quads.read(watch, kind, renames=True)
            yield from counted(quads, Origin(kind, content, lambda: watch.found), changes)
    except SyntaxError as error:
        if path.stat().st_size <= _EXPLAINED_BYTES:
            # Raises an UnreadableFile that explains the error.
            for _ in read_quads(path):
                pass
        position = f":{error.lineno}:{error.offset}" if error.lineno else ""
        raise UnreadableFile(f"{path}{position}: {error.msg}") from error
    except (ValueError, OSError) as error:
        raise UnreadableFile(f"{path}: {error}") from error


def _check(path: Path) -> formats.GraphFormat:
    """Return the format of a file; UnreadableFile if the file cannot be read or has no known ending."""
    kind = formats.by_ending(path)
    if kind is None:
        raise UnreadableFile(f"{path}: unknown kind of file; name it one of {formats.endings_in_words()}")
    if not path.is_file():
        # Says what is wrong with it: it is missing, a folder or a pipe.
        read_bytes(path)
    return kind


class _Files:
    """The quads of files, read once, in the graph that they are loaded into."""

    def __init__(
        self, files: list[Path], graph: NamedNode | DefaultGraph, report: Report, strict_terms: bool
    ) -> None:
        self._files, self._graph, self._report, self._strict_terms = files, graph, report, strict_terms
        self._read = ReadBytes(files)
        self.number = 0
        self.changes = Changes()
        self.apart: dict[str, None] = {}

    def __iter__(self) -> Iterator[Quad]:
        """Yield the quads; ChangesRefused at the end if there are literals that may not be changed."""
        for path in self._files:
            changes = Changes()
            try:
                for quad in self._placed(path, read_file(path, changes, self._read)):
                    self.number += 1
                    if self.number % REPORT_EVERY == 0:
                        self._report(path, self.number, self._read.share)
                    yield quad
            except MixedParts as error:
                raise UnreadableFile(f"{path}: {error}") from error
            self.changes.add(located(changes, path))
        if self._strict_terms and self.changes:
            raise ChangesRefused(self.changes)

    def _placed(self, path: Path, quads: Iterator[Quad]) -> Iterator[Quad]:
        """Return the quads of a file, in the graph that they belong in."""
        if len(self._files) == 1 and self._graph != DefaultGraph():
            return placed(quads, [self._graph])
        part, quads = unasserted_part(quads, path, partial(read_file, path, Changes()))
        if part:
            self.apart[part] = None
        return placed(quads, [NamedNode(GRAPH + part) if part else self._graph])


def _load(
    store: Store,
    folder: Path,
    source: QuadSource[Item],
    fill: Callable[[Store, Iterable[Item]], None],
    replaces: bool,
) -> Loaded:
    swap.clear(folder)
    quads = iter(source)
    first = next(quads, None)
    if first is None:
        store_folder.finish(folder)
        return Loaded(0, len(store), source.changes, ())
    with _uninterrupted() as uninterrupted, standing_snapshot.kept(store, folder):
        with swap.replacement(folder) if replaces else swap.successor(store, folder) as new:
            fill(new, chain((first,), quads))
            new.optimize()
            total = len(new)
            uninterrupted()
            # A snapshot of the former data would pass for the newest.
            store_folder.clear_snapshots(folder)
            store_folder.forget_edition(folder)
        store_folder.set_edition(folder, store_folder.new_edition())
        store_folder.finish(folder)
    return Loaded(source.number, total, source.changes, tuple(source.apart))


@contextlib.contextmanager
def _uninterrupted() -> Iterator[Callable[[], None]]:
    """Yield a function after which SIGINT is ignored until the block ends, so that it cannot fall between two steps."""
    before = signal.getsignal(signal.SIGINT)
    is_main = threading.current_thread() is threading.main_thread()

    def ignore() -> None:
        if is_main:
            signal.signal(signal.SIGINT, signal.SIG_IGN)

    try:
        yield ignore
    finally:
        if is_main:
            signal.signal(signal.SIGINT, before)


def _remove_new(folder: Path, present: set[Path] | None) -> None:
    """Remove what was made in a folder; `present` is its content before, None if it did not exist."""
    for path in [folder] if present is None else set(folder.iterdir()) - present:
        if path.is_dir():
            swap.remove(path)
        else:
            path.unlink(missing_ok=True)
