"""The data of the whole graph as files: every format, every part, and the list of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Store

from adgo.corpus.corpus import Corpus
from adgo.corpus.tables import claims, reports
from adgo.export import csv_table, graph_files, xlsx_table
from adgo.graph import documents, files
from adgo.graph.namespaces import GRAPH
from adgo.server.engine.worker import write_for_people


@dataclass(frozen=True)
class Export:
    """A file with data of the whole graph: its path in the folder, what it has, and its media type."""

    path: str
    title: str
    media_type: str


#: The files of ADGO's own graph, by the name of the format in `adgo export`.
GRAPHS = {
    "ttl": Export("export/adgo.ttl", "All that can be merged, in Turtle", "text/turtle"),
    "nt": Export("export/adgo.nt", "All that can be merged, in N-Triples", "application/n-triples"),
    "rdf": Export("export/adgo.rdf", "All that can be merged, in RDF/XML", "application/rdf+xml"),
    "jsonld": Export("export/adgo.jsonld", "All that can be merged, in JSON-LD", "application/ld+json"),
    "ttl12": Export("export/adgo-1.2.ttl", "The same with claims as reifiers, in Turtle 1.2", "text/turtle"),
    "nq": Export("export/adgo.nq", "The whole dataset with plans, in N-Quads", "application/n-quads"),
    "trig": Export("export/adgo.trig", "The whole dataset with plans, in TriG", "application/trig"),
}
#: The files of any other data.
OTHERS = (
    Export("export/data.ttl", "The default graph, in Turtle", "text/turtle"),
    Export("export/data.nq", "The whole dataset, in N-Quads", "application/n-quads"),
)
TABLES = (
    Export("export/claims.csv", "The claims as a table, in CSV", "text/csv"),
    Export(
        "export/claims.xlsx",
        "The claims as a table, for spreadsheets",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    Export("export/reports.csv", "The reports as a table, in CSV", "text/csv"),
)


def packaged() -> Iterator[tuple[Export, bytes]]:
    """Yield the files of ADGO's own graph in the formats of RDF, as `adgo export` writes them."""
    for name, export in GRAPHS.items():
        yield export, graph_files.FORMATS[name]()


def others(store: Store) -> Iterator[tuple[Export, bytes]]:
    """Yield the files of other data in the formats of RDF. Blank nodes keep the labels that the store gave them."""
    turtle, quads = OTHERS
    yield turtle, _turtle(store, DefaultGraph())
    yield quads, b"".join(sorted(f"{quad} .\n".encode() for quad in store))


def tables(corpus: Corpus) -> Iterator[tuple[Export, bytes]]:
    """Yield the tables of claims and reports."""
    made = claims.table(corpus, corpus.claims)
    yield TABLES[0], csv_table.write(made)
    yield TABLES[1], xlsx_table.write(xlsx_table.Workbook(made.title, [made]))
    yield TABLES[2], csv_table.write(reports.table(corpus))


def graphs(store: Store, *, is_packaged: bool) -> Iterator[tuple[str, bytes]]:
    """Yield the path and content of each of ADGO's named graphs in Turtle, and of the files that they consist of.

    Args:
        store: the data.
        is_packaged: whether they are ADGO's own graph.
    """
    names = sorted(graph.value for graph in store.named_graphs() if not isinstance(graph, BlankNode))
    wholes = [name.removeprefix(GRAPH) for name in names if name.startswith(GRAPH)]
    for name in wholes:
        yield f"graph/{name}", _turtle(store, NamedNode(GRAPH + name))
    if is_packaged:
        for iri, path in documents.documents().items():
            if iri.startswith(GRAPH) and iri.removeprefix(GRAPH) not in {*wholes, *files.PARTS}:
                yield f"graph/{iri.removeprefix(GRAPH)}", path.read_bytes()


def _turtle(store: Store, graph: NamedNode | DefaultGraph) -> bytes:
    file = BytesIO()
    write_for_people((quad.triple for quad in store.quads_for_pattern(None, None, None, graph)), file, "ttl")
    return file.getvalue()
