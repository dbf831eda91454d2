"""The dataset in parts, one file for each graph, so that a query loads only the graphs that it reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    Quad,
    RdfFormat,
    Store,
    Triple,
    serialize,
)

from adgo.graph.namespaces import GRAPH, PREFIXES
from adgo.turtle.writing.blank_node_order import TooRegular
from adgo.turtle.writing.writer import write


@dataclass(frozen=True)
class GraphPart:
    """The triples of one graph.

    Attributes:
        name: the name of its file, without the ending.
        iri: the IRI of the graph; "" for triples that are in the default graph alone.
        is_merged: whether all of its triples are in the default graph too.
        count: the number of its triples.
        turtle: its triples in Turtle, with the prefixes of `PREFIXES`, which it does not declare.
    """

    name: str
    iri: str
    is_merged: bool
    count: int
    turtle: str


def parts(store: Store) -> list[GraphPart]:
    """Return the graphs of a store; the default graph is made of the merged ones, and of a part without an IRI.

    Blank nodes have the same names in every part and every time.
    """
    graphs = _graphs(store)
    default = graphs.pop("", set())
    merged = {name for name, triples in graphs.items() if triples <= default}
    rest = default.difference(*(graphs[name] for name in merged))
    found = [("", rest, True)] if rest else []
    found += [(name, graphs[name], name in merged) for name in sorted(graphs)]
    shared = _shared(graphs)
    return [
        GraphPart(
            file,
            iri,
            is_merged,
            len(triples),
            _turtle(triples, has_shared=is_merged or not shared.isdisjoint(_blanks(triples))),
        )
        for file, (iri, triples, is_merged) in zip(
            _file_names([each[0] for each in found]), found, strict=True
        )
    ]


def _graphs(store: Store) -> dict[str, set[Triple]]:
    """Return the triples of each graph by its IRI, "" for the default graph, with canonical names of blank nodes."""
    dataset = Dataset(store)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    graphs: dict[str, set[Triple]] = {}
    for quad in dataset:
        name = "" if isinstance(quad.graph_name, DefaultGraph) else str(quad.graph_name)[1:-1]
        graphs.setdefault(name, set()).add(quad.triple)
    return graphs


def _shared(graphs: dict[str, set[Triple]]) -> set[BlankNode]:
    """Return the blank nodes that several graphs mention."""
    seen: set[BlankNode] = set()
    shared: set[BlankNode] = set()
    for triples in graphs.values():
        mentioned = _blanks(triples)
        shared |= seen & mentioned
        seen |= mentioned
    return shared


def _blanks(triples: set[Triple]) -> set[BlankNode]:
    return {term for each in triples for term in (each.subject, each.object) if isinstance(term, BlankNode)}


def _file_names(iris: list[str]) -> Iterator[str]:
    """Yield a name for the file of each graph: the end of its IRI if it is one of ADGO's graphs, else a number."""
    for at, iri in enumerate(iris):
        local = iri.removeprefix(GRAPH)
        is_own = iri.startswith(GRAPH) and local.isalnum() and local.isascii()
        yield local if is_own else f"graph-{at}" if iri else "default-graph"


def _turtle(triples: set[Triple], *, has_shared: bool) -> str:
    """Return triples in Turtle without its prefixes.

    Args:
        triples: the triples of one graph.
        has_shared: whether blank nodes must keep their names, because another graph has them too.
    """
    text = _flat(triples) if has_shared else _nested(triples)
    lines = text.splitlines(keepends=True)
    start = next((at for at, line in enumerate(lines) if not line.startswith("@prefix ")), len(lines))
    return "".join(lines[start:])


def _nested(triples: set[Triple]) -> str:
    """Return the shortest Turtle: blank nodes in brackets."""
    try:
        return write(
            ((str(each.subject), str(each.predicate), str(each.object)) for each in triples), PREFIXES
        )
    except TooRegular:
        return _flat(triples)


def _flat(triples: set[Triple]) -> str:
    """Return Turtle with the names of blank nodes."""
    ordered = sorted(triples, key=lambda each: (str(each.subject), str(each.predicate), str(each.object)))
    quads = (Quad(each.subject, each.predicate, each.object) for each in ordered)
    return (
        serialize(quads, format=RdfFormat.TURTLE, prefixes=dict(sorted(PREFIXES.items()))) or b""
    ).decode()
