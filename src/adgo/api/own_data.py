"""The user's own files and rdflib graphs: their triples, and their quads in a store."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from adgo.api.caller_warning import warn
from adgo.graph import packaged_data
from adgo.graph.documents import DOCUMENT, unasserted_part
from adgo.graph.namespaces import GRAPH
from adgo.graph.part_headers import MixedParts, unasserted_part_of
from adgo.shacl import inputs
from adgo.shacl.input_files import COMPACT_ENDINGS, InputFiles, without_gzip
from adgo.shacl.model.graph import IndexedGraph
from adgo.shacl.model.oxigraph_terms import fill
from adgo.turtle import engine_quads
from adgo.turtle.errors import Fault
from adgo.turtle.files import STANDARD_INPUT, name_of
from adgo.turtle.normalization.report import Changes

if TYPE_CHECKING:
    from pyoxigraph import Quad, Store
    from rdflib import Graph as RdflibGraph

    from adgo.api.rdflib_quads import RdflibQuads
    from adgo.graph.owlready import Statement
    from adgo.turtle.document import Document
    from adgo.turtle.formats import GraphFormat


@dataclass(frozen=True)
class OwnFile:
    """A file that was read.

    Attributes:
        path: the file.
        content: its bytes, unpacked.
        kind: its format; None for SHACL Compact Syntax.
        document: its triples; those of named graphs too.
        part: the part of ADGO's graph that it is, if that asserts nothing and other sources are given; else "".
    """

    path: Path
    content: bytes
    kind: GraphFormat | None
    document: Document
    part: str

    @property
    def has_graphs(self) -> bool:
        """Whether its format has named graphs."""
        return self.kind is not None and self.kind.engine_format().supports_datasets

    @property
    def base(self) -> str:
        """The base IRI."""
        is_file = self.path != STANDARD_INPUT
        return self.path.resolve().as_uri() if is_file else f"{Path.cwd().as_uri()}/"

    def quads(self) -> Iterator[Quad]:
        """Yield its quads, as the engine reads them."""
        assert self.kind is not None
        return engine_quads.read(self.content, self.kind, base=self.base, renames=True)

    def fill(self, store: Store) -> Changes:
        """Add its quads to a store, and return which literals that changes."""
        from pyoxigraph import NamedNode

        from adgo.graph.dataset import located, placed
        from adgo.turtle.normalization import counting, tags

        changes = Changes()
        if self.kind is None:
            fill(store, IndexedGraph(self.document.table, [self.document.rows]))
            return changes
        kind, content = self.kind, self.content
        origin = counting.Origin(
            kind, lambda: BytesIO(content), lambda: tags.may_hold(content, kind), self.base
        )
        quads = counting.counted(self.quads(), origin, changes)
        store.bulk_extend(placed(quads, [NamedNode(GRAPH + self.part)]) if self.part else quads)
        return located(changes, self.path) if self.path != STANDARD_INPUT else changes

    def statements(self) -> Iterable[Statement]:
        """Return the triples of its default graph, as they were written."""
        from pyoxigraph import DefaultGraph

        if self.part:
            return ()
        if not self.has_graphs:
            return self.document.triples()
        default = (each for each in self.quads() if each.graph_name == DefaultGraph())
        return ((str(each.subject), str(each.predicate), str(each.object)) for each in default)


class OwnData:
    """Files and rdflib graphs. What is in their default graphs is stated; their named graphs are only in the store."""

    def __init__(
        self, paths: Sequence[str | Path], graphs: Sequence[RdflibGraph], is_merged: bool = False
    ) -> None:
        """Read the files.

        Args:
            paths: files, folders and glob patterns.
            graphs: rdflib graphs and datasets.
            is_merged: whether there are other sources too.

        Raises:
            InputError: with all missing paths and all syntax errors.
        """
        source = InputFiles()
        self._inputs = inputs.read(paths, [], files=source)
        for document in self._inputs.data:
            if document.left_out:
                warn(f"data: {document.left_out}")
        is_alone = not is_merged and len(self._inputs.data) + len(graphs) == 1
        self._graphs = _read(graphs, is_alone)
        self.files = [_file(each, source, is_alone) for each in self._inputs.data]

    @property
    def prefixes(self) -> dict[str, str]:
        """Prefix to namespace, the first that a source declares."""
        found = dict(self._inputs.prefixes)
        for graph in self._graphs:
            for prefix, namespace in graph.prefixes().items():
                found.setdefault(prefix, namespace)
        return found

    @property
    def is_packaged(self) -> bool:
        """Whether all of it is files of the packaged graph."""
        return not self._graphs and all(packaged_data.is_packaged(each.document) for each in self.files)

    def statements(self) -> Iterator[Statement]:
        """Yield the triples of the default graphs, with repetitions."""
        for file in self.files:
            yield from file.statements()
        for graph in self._graphs:
            yield from graph.stated()

    def fill(self, store: Store) -> Changes:
        """Add all quads to a store, and return which literals it changes."""
        changes = Changes()
        for file in self.files:
            changes.add(replace(file.fill(store), left_out=0, left_out_of=[]))  # There was a warning before.
        for graph in self._graphs:
            graph.fill(store)
        return changes

    def digests(self) -> list[str]:
        """Return the sha256 of each source; of an rdflib graph, that of its quads in an order of their own."""
        of_files = [sha256(each.path.name.encode() + b"\0" + each.content).hexdigest() for each in self.files]
        return [*of_files, *(graph.digest() for graph in self._graphs)]


def _read(graphs: Sequence[RdflibGraph], is_alone: bool) -> list[RdflibQuads]:
    if not graphs:
        return []
    from adgo.api.rdflib_quads import RdflibQuads  # rdflib is slow to import

    found = [RdflibQuads(graph) for graph in graphs]
    for graph in found:
        try:
            part = unasserted_part_of(graph.stated())
        except MixedParts as error:
            raise inputs.InputError([Fault("rdflib graph", None, None, None, str(error))]) from error
        if part and not is_alone:
            graph.unstate(GRAPH + part)
    return found


def _file(document: Document, source: InputFiles, is_alone: bool) -> OwnFile:
    """Return a file that was read.

    Args:
        document: its triples.
        source: where it was read from.
        is_alone: whether there are no other sources.
    """
    path = STANDARD_INPUT if document.path == name_of(STANDARD_INPUT) else Path(document.path)
    content = source.content(path).removeprefix(BOM_UTF8)
    is_compact = without_gzip(path).suffix.lower() in COMPACT_ENDINGS
    kind = None if is_compact else source.format_of(path, content, is_data=True)
    file = OwnFile(path, content, kind, document, "")
    try:
        part = _part(file)
    except MixedParts as error:
        raise inputs.InputError([Fault(document.path, None, None, None, str(error))]) from error
    return file if is_alone else replace(file, part=part)


def _part(file: OwnFile) -> str:
    """Return the part of a file if it asserts nothing, else ""; MixedParts if the file has others too."""
    if file.document.table.find(str(DOCUMENT)) is not None:
        return unasserted_part_of(file.statements())
    first = next(iter(file.document.triples()), ("",))[0]
    return unasserted_part(first[1:-1])
