"""The dataset in parts, one file for each graph, so that a query loads only the graphs that it reads."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

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
    dataset = Dataset(store)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    graphs: dict[str, set[Triple]] = {}
    for quad in dataset:
        name = "" if isinstance(quad.graph_name, DefaultGraph) else str(quad.graph_name)[1:-1]
        graphs.setdefault(name, set()).add(quad.triple)
    default = graphs.pop("", set())
    merged = {name for name, triples in graphs.items() if triples <= default}
    rest = default.difference(*(graphs[name] for name in merged))
    found = [("", rest, True)] if rest else []
    found += [(name, graphs[name], name in merged) for name in sorted(graphs)]
    names: dict[BlankNode, BlankNode] = {}
    return [
        GraphPart(file, iri, is_merged, len(triples), _turtle(_ordered(triples, names)))
        for file, (iri, triples, is_merged) in zip(
            _file_names([each[0] for each in found]), found, strict=True
        )
    ]


def _file_names(iris: list[str]) -> Iterator[str]:
    """Yield a name for the file of each graph: the end of its IRI if it is one of ADGO's graphs, else a number."""
    for at, iri in enumerate(iris):
        local = iri.removeprefix(GRAPH)
        is_own = iri.startswith(GRAPH) and local.isalnum() and local.isascii()
        yield local if is_own else f"graph-{at}" if iri else "default-graph"


def _ordered(triples: set[Triple], names: dict[BlankNode, BlankNode]) -> Iterator[Quad]:
    """Yield triples by subject, each blank node soon after the triples that mention it, which compresses well.

    Args:
        triples: the triples of one graph.
        names: the short names of blank nodes, numbered as they are first mentioned; new ones are added.
    """
    by_subject: dict[Any, list[Triple]] = {}
    for each in sorted(triples, key=lambda each: (str(each.subject), str(each.predicate), str(each.object))):
        by_subject.setdefault(each.subject, []).append(each)
    nodes = [it for it in by_subject if not isinstance(it, BlankNode)]
    waiting = deque([*nodes, *(it for it in by_subject if isinstance(it, BlankNode))])

    def named(term: Any) -> Any:
        if not isinstance(term, BlankNode):
            return term
        if term not in names:
            names[term] = BlankNode(f"b{len(names)}")
            waiting.appendleft(term)
        return names[term]

    while waiting:
        for each in by_subject.pop(waiting.popleft(), ()):
            yield Quad(named(each.subject), each.predicate, named(each.object))


def _turtle(quads: Iterator[Quad]) -> str:
    """Return triples in Turtle without its prefixes."""
    text = (
        serialize(quads, format=RdfFormat.TURTLE, prefixes=dict(sorted(PREFIXES.items()))) or b""
    ).decode()
    lines = text.splitlines(keepends=True)
    start = next((at for at, line in enumerate(lines) if not line.startswith("@prefix ")), len(lines))
    return "".join(lines[start:])
