"""The graph of the project into a store on disk, as a server has it in memory: each part in its named graph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from pyoxigraph import RdfFormat, serialize

from adgo.graph import documents, files
from adgo.graph.changing.file_stamps import stamps
from adgo.graph.dataset import UnreadableFile, located
from adgo.graph.namespaces import GRAPH
from adgo.server.store import quad_text
from adgo.server.store.loading import Loaded, Report, read_file, transfer
from adgo.server.store.progress import ReadBytes
from adgo.turtle.normalization.report import Changes

#: Triples that are read at a time.
_TRIPLES = 10_000


def load_project(folder: Path, report: Report) -> Loaded:
    """Replace the content of a store by the graph of the project, and return what was loaded.

    Each part is in its named graph; the parts that are asserted are in the default graph too. Files are read piece by
    piece, so memory does not grow with them. The store is changed when all is written: if anything fails, or the
    process is killed, it is as it was before.

    Args:
        folder: the store, made if it does not exist.
        report: called after every piece of at most 20,000 quads.

    Raises:
        UnreadableFile: a file cannot be read or has changed meanwhile, or the store cannot be opened or written.
    """
    return transfer(folder, _Project(report), quad_text.fill, replaces=True)


class _Project:
    """The quads of all parts as pieces of N-Quads, read once."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._parts = _parts()
        self._stamps = {name: stamps(paths) for name, paths in self._parts.items()}
        self._read = ReadBytes(path for paths in self._parts.values() for path in paths)
        self.number = 0
        self.changes = Changes()
        self.apart: dict[str, None] = {}

    def __iter__(self) -> Iterator[bytes]:
        """Yield the pieces, each of at most 20,000 lines."""
        for name, paths in self._parts.items():
            for path in paths:
                changes = Changes()
                quads = read_file(path, changes, self._read)
                while triples := serialize(islice(quads, _TRIPLES), format=RdfFormat.N_TRIPLES):
                    yield self._placed(name, path, triples)
                self.changes.add(located(changes, path))
        self._refuse_two_states()

    def _refuse_two_states(self) -> None:
        """Raise UnreadableFile if a file has changed since reading began: some were read before, some after it."""
        now = _parts()
        for name, paths in self._parts.items():
            if now[name] == paths and stamps(paths) == self._stamps[name]:
                continue
            changed = {each[0] for each in {*stamps(now[name])} ^ {*self._stamps[name]}}
            raise UnreadableFile(
                f"{min(changed)}: changed while the project was read; nothing was loaded. Load it again"
            )

    def _placed(self, name: str, path: Path, triples: bytes) -> bytes:
        """Return the quads of triples in the graphs of a part; those that describe the file are in the catalogue."""
        described = documents.iri(path.relative_to(files.root()))
        header = b""
        if described != documents.ONTOLOGY and f"<{described}> ".encode() in triples:
            pattern = re.compile(b"^<%b> .*\n" % re.escape(described.encode()), re.MULTILINE)
            header = b"".join(pattern.findall(triples))
            triples = pattern.sub(b"", triples)
        placed = _in_graph(header, "catalog") + _in_graph(triples, name)
        if name in files.DEFAULT_PARTS:
            placed += triples
        self.number += placed.count(b"\n")
        self._report(path, self.number, self._read.share)
        return placed


def _parts() -> dict[str, list[Path]]:
    """Return the files of each part of the project."""
    return {name: files.part(name) for name in files.PARTS}


def _in_graph(triples: bytes, part: str) -> bytes:
    """Return N-Triples as N-Quads in the graph of a part; literals contain no line end, so only lines are changed."""
    return triples.replace(b" .\n", f" <{GRAPH}{part}> .\n".encode())
