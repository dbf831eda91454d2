"""The input of a validation: data, shapes and ontology as documents and graphs over one table of terms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from adgo.shacl.input_files import InputFiles
from adgo.shacl.model.graph import IndexedGraph
from adgo.shacl.model.inferred import InferredTriples
from adgo.shacl.model.result import Finding, Place
from adgo.turtle.document import Document, Rows
from adgo.turtle.errors import Fault, TurtleError
from adgo.turtle.files import name_of
from adgo.turtle.terms import TermTable

if TYPE_CHECKING:
    from pyoxigraph import Store
    from rdflib import Graph as RdflibGraph

    from adgo.shacl.reading.tolerant_reader import TolerantReader

    Source = str | Path | RdflibGraph


class InputError(Exception):
    """Inputs that could not be read: every missing path and every syntax error of every file."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        """Hold the faults; the message shows each with its place, its line and a caret."""
        self.faults = tuple(faults)
        lines = [fault.render() for fault in self.faults]
        if any(fault.is_loose for fault in self.faults):
            lines.append(
                "Pass --lenient to accept IRIs that only RFC 3987, and language tags that only BCP 47, forbids."
            )
        super().__init__("\n".join(lines))


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
        files: where the documents and their imports were read from.
        inferred: what follows from data and ontology; see `add_inferred`.
    """

    table: TermTable
    data: list[Document]
    shapes: list[Document]
    ontology: list[Document] = field(default_factory=list)
    seconds: float = 0.0
    neighbours: frozenset[int] = frozenset()
    background: frozenset[str] = frozenset()
    notes: list[Finding] = field(default_factory=list)
    files: InputFiles = field(default_factory=InputFiles, repr=False)
    inferred: InferredTriples = field(default_factory=InferredTriples, repr=False)
    #: The last line that was asked for: many results may be on one line, and it may be long.
    _line: tuple[tuple[str, int] | None, str] = (None, "")

    @cached_property
    def stated_data_graph(self) -> IndexedGraph:
        """The triples of the data, without what is inferred."""
        return IndexedGraph(self.table, (document.rows for document in self.data))

    @cached_property
    def data_graph(self) -> IndexedGraph:
        """The data and what is inferred from them, where targets select focus nodes."""
        if not self.inferred.data:
            return self.stated_data_graph
        return IndexedGraph(self.table, [*self.stated_data_graph.parts, self.inferred.data])

    @cached_property
    def graph(self) -> IndexedGraph:
        """Data, ontology and everything that is inferred, where constraints are evaluated."""
        if not self.ontology:
            return self.data_graph
        ontology = (document.rows for document in self.ontology)
        return IndexedGraph(self.table, [*self.data_graph.parts, *ontology, self.inferred.ontology])

    def add_inferred(self, inferred: InferredTriples) -> None:
        """Add inferred triples to the graphs; graphs that were asked for before stay as they are."""
        self.inferred = inferred
        for name in ("data_graph", "graph", "store"):
            self.__dict__.pop(name, None)

    @cached_property
    def described_elsewhere(self) -> frozenset[int]:
        """The nodes that the ontology describes and the data do not: targets with queries do not select them."""
        beside = {subject for document in self.ontology for subject in document.rows.subjects}
        described = {subject for document in self.data for subject in document.rows.subjects}
        return frozenset(beside - described - self.neighbours)

    @property
    def stated(self) -> Inputs:
        """The same documents without what is inferred from them."""
        return self if self.inferred.regime == "none" else replace(self, inferred=InferredTriples())

    @cached_property
    def shapes_graph(self) -> IndexedGraph:
        """The shapes."""
        if self.shapes == self.data:
            return self.stated_data_graph
        return IndexedGraph(self.table, (document.rows for document in self.shapes))

    @cached_property
    def shapes_reader(self) -> TolerantReader:
        """The reader of the shapes graph; it reads each shape once, and skips what is ill-formed."""
        from adgo.shacl.reading.tolerant_reader import TolerantReader

        return TolerantReader(self.shapes_graph)

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

    def forget_lines(self) -> None:
        """Forget the last line that was asked for; its document may have been replaced."""
        self._line = (None, "")

    @cached_property
    def prefixes(self) -> dict[str, str]:
        """Prefix to namespace of all documents, the data's first; for messages only."""
        merged: dict[str, str] = {}
        for document in self.documents:
            for prefix, namespace in document.prefixes.items():
                merged.setdefault(prefix, namespace)
        return merged


def read(
    data: Iterable[Source],
    shapes: Iterable[Source],
    ontology: Iterable[Source] = (),
    files: InputFiles | None = None,
) -> Inputs:
    """Return the documents of all sources; each file is read once, also if it has several roles.

    Args:
        data: what is checked. Each source is a file, a folder (every RDF file in it), a glob pattern or an rdflib
            graph, which has no places.
        shapes: the shapes, in the same form.
        ontology: what the constraints see but is not checked, in the same form.
        files: where the files are read from; by default as they are now.

    Raises:
        InputError: with every error in every file at once.
    """
    start = perf_counter()
    reader = _Reader(files or InputFiles())
    found = [reader.documents(paths, is_data=paths is data) for paths in (data, shapes, ontology)]
    # A shape that is left out would let everything conform.
    lost = (each.left_out for each in found[1] if not any(each is other for other in found[0]))
    if faults := [*reader.faults, *filter(None, lost)]:
        raise InputError(faults)
    notes = [
        Finding("no-places", "note", document.note, place=Place(document.path))
        for document in {id(each): each for documents in found for each in documents}.values()
        if document.note
    ]
    seconds = perf_counter() - start
    return Inputs(reader.table, found[0], found[1], found[2], seconds, notes=notes, files=reader.files)


class _Reader:
    """Reads files over one table and collects the errors of all."""

    def __init__(self, files: InputFiles) -> None:
        self.files = files
        self.table = TermTable()
        self.faults: list[Fault] = []
        self._known: dict[Path, Document | None] = {}

    def documents(self, sources: Iterable[Source], *, is_data: bool) -> list[Document]:
        found: dict[object, Document] = {}
        for path in sources:
            if not isinstance(path, str | Path):
                found[id(path)] = self._graph(path)
                continue
            files, reason = self.files.expand(path)
            if reason:
                self.faults.append(Fault(str(path), None, None, None, reason))
            for file in files:
                document = self._document(file, is_data=is_data)
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

    def _document(self, file: Path, *, is_data: bool) -> Document | None:
        key = file.resolve()
        if key not in self._known:
            self._known[key], faults = read_document(file, self.files, self.table, is_data=is_data)
            self.faults += faults
        return self._known[key]


def read_document(
    file: Path, files: InputFiles, table: TermTable, *, is_data: bool
) -> tuple[Document | None, Sequence[Fault]]:
    """Return the document in a file and no faults, or None and what is wrong with the file.

    Args:
        file: the path.
        files: where the file is read from.
        table: the term table to use.
        is_data: whether the file may be in the format that was chosen for data.
    """
    try:
        return files.read(file, table, is_data=is_data), ()
    except TurtleError as error:
        return None, error.faults
    except ModuleNotFoundError as error:
        message = _missing(error)
    except OSError as error:
        message = error.strerror or str(error)
    return None, [Fault(name_of(file), None, None, None, message)]


def _missing(error: ModuleNotFoundError) -> str:
    """Return what to install; another module than pyoxigraph would be an error in the installation."""
    if error.name != "pyoxigraph":
        raise error
    return "JSON-LD and RDF/XML need pyoxigraph, which is not installed (pip install pyoxigraph)"
