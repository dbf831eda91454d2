"""The graph of the project into a store on disk, as a server has it in memory: each part in its named graph."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad

from adgo.graph import documents, files
from adgo.graph.dataset import located
from adgo.graph.namespaces import GRAPH
from adgo.server.store.loading import REPORT_EVERY, Loaded, Report, read_file, transfer
from adgo.server.store.progress import ReadBytes
from adgo.turtle.normalization.report import Changes

_CATALOG = NamedNode(GRAPH + "catalog")
_VOCABULARY = NamedNode(documents.ONTOLOGY)


def load_project(folder: Path, report: Report) -> Loaded:
    """Replace the content of a store by the graph of the project, and return what was loaded.

    Each part is in its named graph; the parts that are asserted are in the default graph too. Files are read piece by
    piece, so memory does not grow with them. The store is changed when all is written: if anything fails, or the
    process is killed, it is as it was before.

    Args:
        folder: the store, made if it does not exist.
        report: called after every 10,000 quads.

    Raises:
        UnreadableFile: a file cannot be read, or the store cannot be opened or written.
    """
    return transfer(folder, _Project(report), replaces=True)


class _Project:
    """The quads of all parts, read once."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._parts = {name: files.part(name) for name in files.PARTS}
        self._read = ReadBytes(path for paths in self._parts.values() for path in paths)
        self.number = 0
        self.changes = Changes()
        self.apart: dict[str, None] = {}

    def __iter__(self) -> Iterator[Quad]:
        """Yield the quads."""
        for name, paths in self._parts.items():
            for path in paths:
                changes = Changes()
                yield from self._placed(name, path, read_file(path, changes, self._read))
                self.changes.add(located(changes, path))

    def _placed(self, name: str, path: Path, quads: Iterator[Quad]) -> Iterator[Quad]:
        """Yield the quads of a file in the graphs of its part; those that describe the file are in the catalogue."""
        described = NamedNode(documents.iri(path.relative_to(files.root())))
        graphs: list[NamedNode | DefaultGraph] = [NamedNode(GRAPH + name)]
        if name in files.DEFAULT_PARTS:
            graphs.append(DefaultGraph())
        for quad in quads:
            is_header = quad.subject == described and described != _VOCABULARY
            for graph in (_CATALOG,) if is_header else graphs:
                self.number += 1
                if self.number % REPORT_EVERY == 0:
                    self._report(path, self.number, self._read.share)
                yield Quad(quad.subject, quad.predicate, quad.object, graph)
