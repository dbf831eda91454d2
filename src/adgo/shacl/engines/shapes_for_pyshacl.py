"""The shapes as pySHACL can read them."""

from __future__ import annotations

from collections.abc import Iterator

from adgo.shacl.model.errors import ShapesError
from adgo.shacl.model.graph import IndexedGraph, Row
from adgo.shacl.model.names import sh
from adgo.shacl.model.path_reader import single_members


def rows(graph: IndexedGraph) -> Iterator[Row]:
    """Yield the triples of a shapes graph; a sequence or alternative path of one member is replaced by that member."""
    instead: dict[int, int] = {}
    for path in set(graph.pairs(graph.id(sh("path"))).objects):
        try:
            instead |= single_members(graph, path)
        except ShapesError:
            continue  # The reader of the shapes reports it.
    for subject, predicate, value in graph.rows():
        while value in instead:
            value = instead[value]
        yield subject, predicate, value
