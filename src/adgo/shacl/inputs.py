"""The input of a validation: data, shapes and ontology as documents and graphs over one table of terms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from adgo.shacl.model.graph import IndexedGraph
from adgo.shacl.model.result import Finding, Place
from adgo.turtle.document import Document, Rows
from adgo.turtle.errors import Fault, TurtleError
from adgo.turtle.files import expand
from adgo.turtle.terms import TermTable

if TYPE_CHECKING:
    from pyoxigraph import Store
    from rdflib import Graph as RdflibGraph

    from adgo.shacl.reading.shapes_reader import ShapesReader

    Source = str | Path | RdflibGraph


class InputError(Exception):
    """Inputs that could not be read: every missing path and every syntax error of every file."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        """Hold the faults; the message shows each with its place, its line and a caret."""
        self.faults = tuple(faults)
        super().__init__("\n".join(fault.render() for fault in self.faults))


@dataclass
class Inputs:
    """Documents in their three roles.

    The constraints see data and ontology; targets select focus nodes in the data only.

    Attributes:
        table: the terms of all documents.
        data: the documents that are checked.
        shapes: the documents with the shapes.
        ontology: the documents that the constraints see, but that are not checked themselves.
        seconds: the time that reading took, in seconds.
        neighbours: nodes that the data refer to and the ontology describes: they become focus nodes too, if the
            ontology's triples about them match a target.
        background: files that results point into only if no other file has a triple related to the result.
        notes: findings about the choice of documents.
    """

    table: TermTable
    data: list[Document]
    shapes: list[Document]
    ontology: list[Document] = field(default_factory=list)
    seconds: float = 0.0
    neighbours: frozenset[int] = frozenset()
    background: frozenset[str] = frozenset()
    notes: list[Finding] = field(default_factory=list)
    #: The last line that was asked for: many results may be on one line, and it may be long.
    _line: tuple[tuple[str, int] | None, str] = (None, "")

    @cached_property
    def data_graph(self) -> IndexedGraph:
        """The data alone, where targets select focus nodes."""
        return IndexedGraph(self.table, (document.rows for document in self.data))

    @cached_property
    def graph(self) -> IndexedGraph:
        """Data and ontology together, where constraints are evaluated."""
        if not self.ontology:
            return self.data_graph
        return IndexedGraph(self.table, (document.rows for document in [*self.data, *self.ontology]))

    @cached_property
    def shapes_graph(self) -> IndexedGraph:
        """The shapes."""
        if self.shapes == self.data:
            return self.data_graph
        return IndexedGraph(self.table, (document.rows for document in self.shapes))

    @cached_property
    def shapes_reader(self) -> ShapesReader:
        """The reader of the shapes graph; it reads each shape once."""
        from adgo.shacl.reading.shapes_reader import ShapesReader

        return ShapesReader(self.shapes_graph)

    @cached_property
    def store(self) -> Store:
        """A store with data and ontology in the default graph; `Queries` may add named graphs."""
        from adgo.shacl.model.oxigraph_terms import filled  # needed only for SPARQL

        return filled(self.graph)

    @cached_property
    def without_data(self) -> Inputs:
        """Inputs that have the ontology as data."""
        return Inputs(self.table, self.ontology, [])

    @property
    def documents(self) -> list[Document]:
        """All documents, the data first."""
        return [*self.data, *self.ontology, *self.shapes]

    def source_line(self, place: Place) -> str:
        """Return the line of a place as the file had it when it was read; "" if it is not known."""
        if place.line is None:
            return ""
        key = (place.file, place.line)
        if self._line[0] != key:
            documents = (document for document in self.documents if document.path == place.file)
            self._line = (key, next((document.line_text(place.line) for document in documents), ""))
        return self._line[1]

    @cached_property
    def prefixes(self) -> dict[str, str]:
        """Prefix to namespace of all documents, the data's first; for messages only."""
        merged: dict[str, str] = {}
        for document in self.documents:
            for prefix, namespace in document.prefixes.items():
                merged.setdefault(prefix, namespace)
        return merged


def read(data: Iterable[Source], shapes: Iterable[Source], ontology: Iterable[Source] = ()) -> Inputs:
    """Return the documents of all sources; each file is read once, also if it has several roles.

    Args:
        data: what is checked. Each source is a file, a folder (every RDF file in it), a glob pattern or an rdflib
            graph, which has no places.
        shapes: the shapes, in the same form.
        ontology: what the constraints see but is not checked, in the same form.

    Raises:
        InputError: with every error in every file at once.
    """
    start = perf_counter()
    reader = _Reader()
    found = [reader.documents(paths) for paths in (data, shapes, ontology)]
    if reader.faults:
        raise InputError(reader.faults)
    return Inputs(reader.table, found[0], found[1], found[2], perf_counter() - start)


class _Reader:
    """Reads files over one table and collects the errors of all."""

    def __init__(self) -> None:
        self.table = TermTable()
        self.faults: list[Fault] = []
        self._known: dict[Path, Document | None] = {}

    def documents(self, sources: Iterable[Source]) -> list[Document]:
        found: dict[object, Document] = {}
        for path in sources:
            if not isinstance(path, str | Path):
                found[id(path)] = self._graph(path)
                continue
            files, reason = expand(path)
            if reason:
                self.faults.append(Fault(str(path), None, None, None, reason))
            for file in files:
                document = self._document(file)
                if document is not None:
                    found[file.resolve()] = document
        return list(found.values())

    def _graph(self, graph: RdflibGraph) -> Document:
        from adgo.shacl.model.rdflib_terms import from_rdflib  # rdflib is optional, and slow to import

        document = Document("<graph>", "", self.table, Rows())
        # A dataset has quads; its graphs are merged, as those of a file are.
        for s, p, o in sorted({tuple(map(from_rdflib, each[:3])) for each in graph}):
            document.rows.add((self.table.intern(s), self.table.intern(p), self.table.intern(o)), None)
        document.prefixes.update({prefix: str(name) for prefix, name in graph.namespaces()})
        return document

    def _document(self, file: Path) -> Document | None:
        from adgo.turtle.reader import read_file

        key = file.resolve()
        if key not in self._known:
            self._known[key] = None
            try:
                self._known[key] = read_file(file, self.table, base=key.as_uri())
            except TurtleError as error:
                self.faults.extend(error.faults)
            except ModuleNotFoundError as error:
                self.faults.append(Fault(str(file), None, None, None, _missing(error)))
            except OSError as error:
                self.faults.append(Fault(str(file), None, None, None, error.strerror or str(error)))
        return self._known[key]


def _missing(error: ModuleNotFoundError) -> str:
    """Return what to install; another module than pyoxigraph would be an error in the installation."""
    if error.name != "pyoxigraph":
        raise error
    return "JSON-LD and RDF/XML need pyoxigraph, which is not installed (pip install pyoxigraph)"
