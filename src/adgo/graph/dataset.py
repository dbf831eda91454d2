"""Files into one dataset: an in-memory store with named graphs, and the digest of what is in it."""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, parse

from adgo.graph import files
from adgo.graph.documents import merged
from adgo.graph.namespaces import GRAPH
from adgo.turtle import files as turtle_files

SUFFIXES = {
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".trig": RdfFormat.TRIG,
    ".rdf": RdfFormat.RDF_XML,
    ".owl": RdfFormat.RDF_XML,
    ".xml": RdfFormat.RDF_XML,
    ".jsonld": RdfFormat.JSON_LD,
}


class UnreadableFile(Exception):
    """A file that cannot be read; the message names the file, the line and column if there are any, and why."""


@dataclass(frozen=True)
class Dataset:
    """A store, the sha256 of the bytes that filled it, and the files they came from."""

    store: Store
    digest: str
    sources: tuple[Path, ...]


def load(paths: Sequence[str | Path] = ()) -> Dataset:
    """Return the dataset of the given files and folders, or the packaged graph if none is given.

    Given files go into the default graph (N-Quads and TriG keep their graphs). The packaged graph has each part in
    its named graph, and the parts of `files.DEFAULT_PARTS` in the default graph as well. What a file of it says of
    itself (its header) is in the graph of the catalogue.

    Raises UnreadableFile for a missing path, an unknown suffix or a syntax error.
    """
    store = Store()
    digest = hashlib.sha256()
    sources: list[Path] = []

    def fill(path: Path, graphs: Sequence[NamedNode | DefaultGraph]) -> None:
        content = read_bytes(path)
        digest.update(path.name.encode() + b"\0" + content)
        quads: Iterable[Quad] = read_quads(path, content)
        if not paths:
            quads, header = merged(list(quads))
            store.bulk_extend(placed(header, [NamedNode(GRAPH + "catalog")]))
        # In one go: one by one takes three times as long.
        store.bulk_extend(quads if graphs == [DefaultGraph()] else placed(quads, graphs))
        sources.append(path)

    if paths:
        for path in expand(paths):
            fill(path, [DefaultGraph()])
    else:
        for name in files.PARTS:
            graphs: list[NamedNode | DefaultGraph] = [NamedNode(GRAPH + name)]
            if name in files.DEFAULT_PARTS:
                graphs.append(DefaultGraph())
            for path in files.part(name):
                fill(path, graphs)
    return Dataset(store, digest.hexdigest(), tuple(sources))


def placed(quads: Iterable[Quad], graphs: Sequence[NamedNode | DefaultGraph]) -> Iterator[Quad]:
    """Yield the quads, those of the default graph in each of the graphs instead."""
    for quad in quads:
        for graph in graphs if quad.graph_name == DefaultGraph() else (quad.graph_name,):
            yield Quad(quad.subject, quad.predicate, quad.object, graph)


def expand(paths: Sequence[str | Path]) -> list[Path]:
    """Return the RDF files that the paths name, folders searched through, each once and in a stable order.

    Raises UnreadableFile for a folder without any. A path that is not a folder is taken as a file, there or not.
    """
    found: list[Path] = []
    for path in map(Path, paths):
        if path.is_dir():
            inside = turtle_files.below(path, SUFFIXES)
            if not inside:
                raise UnreadableFile(f"{path}: no RDF file in this folder (looked for {' '.join(SUFFIXES)})")
            found += inside
        else:
            found.append(path)
    return list(dict.fromkeys(found))


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a file; UnreadableFile says why if it cannot be read."""
    try:
        return turtle_files.read_bytes(path)
    except OSError as error:
        raise UnreadableFile(f"{path}: {error.strerror or error}") from error


def read_quads(path: Path, content: bytes | None = None) -> Iterator[Quad]:
    """Yield the quads of one file; its blank nodes are its own, and a UTF-8 byte order mark is not a part of it.

    Raises UnreadableFile; for Turtle and its kin, with every syntax error, its line and its remedy.
    """
    kind = SUFFIXES.get(path.suffix.lower())
    if kind is None:
        raise UnreadableFile(f"{path}: unknown kind of file; name it one of {' '.join(SUFFIXES)}")
    content = (read_bytes(path) if content is None else content).removeprefix(codecs.BOM_UTF8)
    try:
        # A file's own IRI is not its base: a relative IRI is an error, as its meaning would move with the file.
        yield from parse(content, kind, rename_blank_nodes=True)
    except SyntaxError as error:
        place = f"{path}:{error.lineno}:{error.offset}" if error.lineno else f"{path}"
        raise UnreadableFile(_diagnosis(path, content) or f"{place}: {error.msg}") from error
    except (ValueError, OSError) as error:
        raise UnreadableFile(f"{path}: {error}") from error


def _diagnosis(path: Path, content: bytes) -> str | None:
    """What our own reader says of a file that the store's parser refused; None where it has nothing to say."""
    from adgo.turtle import TurtleError, decode, parse
    from adgo.turtle.reader import SYNTAXES

    syntax = SYNTAXES.get(path.suffix.lower())
    if syntax is None:
        return None
    try:
        parse(decode(content, str(path)), path=str(path), syntax=syntax)
    except TurtleError as error:
        return str(error)
    return None
