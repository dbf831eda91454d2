"""Files into one dataset: an in-memory store with named graphs, and the digest of what is in it."""

from __future__ import annotations

import codecs
import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from adgo.graph import documents, files
from adgo.graph.namespaces import GRAPH
from adgo.graph.part_headers import MixedParts, unasserted_part
from adgo.turtle import engine_quads, formats
from adgo.turtle import files as turtle_files
from adgo.turtle.normalization.report import Changes, ChangesRefused


class UnreadableFile(Exception):
    """A file cannot be read; the message names the file, the line and column if known, and why."""


@dataclass(frozen=True)
class Dataset:
    """A store, the sha256 of the bytes that filled it, and the files that they came from.

    Attributes:
        store: the store.
        digest: the sha256.
        sources: the files.
        changes: the literals that the store holds in another form than the files; none in the packaged graph.
    """

    store: Store
    digest: str
    sources: tuple[Path, ...]
    changes: Changes = field(default_factory=Changes)


def load(paths: Sequence[str | Path] = (), *, strict_terms: bool = False) -> Dataset:
    """Return the dataset of the given files and folders, or the packaged graph if none is given.

    Given files go into the default graph (N-Quads and TriG keep their graphs). If several are given, those of ADGO's
    parts that assert nothing, such as plans and judgements, go into the named graph of their part. The packaged graph
    has each part in its named graph, and the parts of `files.DEFAULT_PARTS` in the default graph as well. The header
    of each of its files, which describes the file itself, is in the graph of the catalogue.

    Args:
        paths: the files and folders.
        strict_terms: refuse literals that the store would change.

    Raises:
        UnreadableFile: a path stands for no file, a file's ending is unknown, or a file has a syntax error.
        ChangesRefused: the store would change literals.
    """
    loader = _Loader()
    if paths:
        found = expand(paths)
        for path in found:
            loader.fill(path, is_alone=len(found) == 1)
    else:
        for name in files.PARTS:
            loader.fill_part(name)
    if strict_terms and loader.changes:
        raise ChangesRefused(loader.changes)
    return Dataset(loader.store, loader.digest.hexdigest(), tuple(loader.sources), loader.changes)


def packaged_digest() -> str:
    """Return the digest that the dataset of `load()` would have now, without loading it."""
    digest = hashlib.sha256()
    for path in (path for name in files.PARTS for path in files.part(name)):
        _count(digest, path, read_bytes(path))
    return digest.hexdigest()


def _count(digest: hashlib._Hash, path: Path, content: bytes) -> None:
    digest.update(os.fsencode(path.name) + b"\0" + content)


class _Loader:
    """Fills a store with files, and computes the digest of their bytes."""

    def __init__(self) -> None:
        self.store = Store()
        self.digest = hashlib.sha256()
        self.sources: list[Path] = []
        self.changes = Changes()

    def fill(self, path: Path, is_alone: bool) -> None:
        """Add a file, and count the literals that the store changes.

        Args:
            path: the file.
            is_alone: whether no other file is added, so that a file of plans cannot be taken for facts.
        """
        content = self._read(path)
        changes = Changes()
        part, quads = unasserted_part(read_quads(path, content), content, partial(read_quads, path, content))
        if part and not is_alone:
            quads = placed(quads, [NamedNode(GRAPH + part)])
        try:
            # Bulk loading takes a third of the time of adding quads one by one.
            self.store.bulk_extend(_counted(quads, path, content.removeprefix(codecs.BOM_UTF8), changes))
        except MixedParts as error:
            raise UnreadableFile(f"{path}: {error}") from error
        self.changes.add(located(changes, path))

    def fill_part(self, name: str) -> None:
        """Add a part of the packaged graph; the headers of its files go into the graph of the catalogue."""
        graph = NamedNode(GRAPH + name)
        for path in files.part(name):
            load_whole(self.store, path, self._read(path), graph)
        finish_part(self.store, name)

    def _read(self, path: Path) -> bytes:
        content = read_bytes(path)
        _count(self.digest, path, content)
        self.sources.append(path)
        return content


def finish_part(store: Store, name: str) -> None:
    """Move the headers of files to the graph of the catalogue, and add a part that is asserted to the default graph.

    Args:
        store: a store with the triples of the part's files in the part's graph.
        name: the part.
    """
    graph = NamedNode(GRAPH + name)
    if name != "catalog":
        _move_headers(store, graph)
    if name in files.DEFAULT_PARTS:
        store.update(f"ADD GRAPH {graph} TO DEFAULT")


def _move_headers(store: Store, graph: NamedNode) -> None:
    typed = store.quads_for_pattern(None, documents.TYPE, documents.DOCUMENT, graph)
    described = [quad.subject for quad in typed if quad.subject != NamedNode(documents.ONTOLOGY)]
    headers = [q for one in described for q in store.quads_for_pattern(one, None, None, graph)]
    for quad in headers:
        store.remove(quad)
        store.add(Quad(quad.subject, quad.predicate, quad.object, NamedNode(GRAPH + "catalog")))


def _counted(quads: Iterator[Quad], path: Path, content: bytes, changes: Changes) -> Iterator[Quad]:
    # Imported for the user's own files only, as the packaged graph has no such literals.
    from adgo.turtle.normalization import counting, tags

    kind = formats.by_ending(path)
    if kind is None:
        return quads  # which raise an error
    origin = counting.Origin(kind, lambda: BytesIO(content), lambda: tags.may_hold(content, kind))
    return counting.counted(quads, origin, changes)


def located(changes: Changes, path: Path) -> Changes:
    """Return the changes in a file with the file, and the line if the file is not large."""
    from adgo.turtle.normalization import lines

    kind = formats.by_ending(path)
    numbers: dict[str, int] = {}
    if changes and kind is not None and path.stat().st_size <= lines.LARGEST:
        numbers = lines.find(
            read_bytes(path), kind, [each.given for each in (*changes.examples, *changes.unread_examples)]
        )
    return changes.at(str(path), numbers)


def placed(quads: Iterable[Quad], graphs: Sequence[NamedNode | DefaultGraph]) -> Iterator[Quad]:
    """Yield the quads; those of the default graph are put into each of `graphs` instead."""
    for quad in quads:
        for graph in graphs if quad.graph_name == DefaultGraph() else (quad.graph_name,):
            yield Quad(quad.subject, quad.predicate, quad.object, graph)


def expand(paths: Sequence[str | Path]) -> list[Path]:
    """Return the files that the paths stand for (`adgo.turtle.files.expand`), each once, in a stable order.

    Raises UnreadableFile if a path stands for no file.
    """
    found: list[Path] = []
    for path in paths:
        inside, reason = turtle_files.expand(path)
        if reason:
            raise UnreadableFile(f"{path}: {reason}")
        found += inside
    return list(dict.fromkeys(found))


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a file; UnreadableFile says why if it cannot be read."""
    try:
        return turtle_files.read_bytes(path)
    except OSError as error:
        raise UnreadableFile(f"{path}: {error.strerror or error}") from error


def load_whole(store: Store, path: Path, content: bytes, graph: NamedNode) -> None:
    """Load a file of triples into a graph of a store, in half the time that reading its quads one by one takes.

    Args:
        store: the store.
        path: the file; its ending gives the format.
        content: the bytes of the file.
        graph: the graph.

    Raises:
        UnreadableFile: as `read_quads` does; the store holds nothing of the file then.
    """
    kind = formats.by_ending(path)
    syntax = kind.engine_format() if kind else None
    try:
        store.bulk_load(content.removeprefix(codecs.BOM_UTF8), syntax, to_graph=graph)
    except (SyntaxError, ValueError, OSError):
        # The reader of single quads says where the error is, and how to correct it.
        for _ in read_quads(path, content):
            pass
        raise


def read_quads(path: Path, content: bytes | None = None) -> Iterator[Quad]:
    """Yield the quads of one file; its blank nodes are its own, and a UTF-8 byte order mark is ignored.

    Raises UnreadableFile; for Turtle, TriG, N-Triples and N-Quads with every syntax error, its line and its remedy.

    Args:
        path: the file; its ending gives the format.
        content: the bytes of the file if they are read already.
    """
    kind = formats.by_ending(path)
    if kind is None:
        raise UnreadableFile(f"{path}: unknown kind of file; name it one of {formats.endings_in_words()}")
    content = (read_bytes(path) if content is None else content).removeprefix(codecs.BOM_UTF8)
    try:
        # No base IRI: the meaning of a relative IRI would change with the place of the file, so it is an error.
        yield from engine_quads.read(content, kind, renames=True)
    except SyntaxError as error:
        place = f"{path}:{error.lineno}:{error.offset}" if error.lineno else f"{path}"
        raise UnreadableFile(_diagnosis(path, kind, content) or f"{place}: {error.msg}") from error
    except (ValueError, OSError) as error:
        raise UnreadableFile(f"{path}: {error}") from error


def _diagnosis(path: Path, kind: formats.GraphFormat, content: bytes) -> str | None:
    """Return the message of our own reader for a file that the store's parser refused; None if it finds no error."""
    from adgo.turtle import TurtleError, decode, parse

    try:
        text = decode(content, str(path))
        if kind.syntax:
            parse(text, path=str(path), syntax=kind.syntax)
    except TurtleError as error:
        return str(error)
    return None
