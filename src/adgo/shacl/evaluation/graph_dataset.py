"""The documents as a dataset for ADGO's own evaluation of queries; literals stay as they were written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from adgo.shacl.inputs import Inputs
from adgo.shacl.model.graph import IndexedGraph, Row
from adgo.shacl.model.names import SHAPES_GRAPH


class GraphDataset:
    """Data and ontology in the default graph, and the shapes in the graph that `$shapesGraph` names."""

    def __init__(self, inputs: Inputs) -> None:
        """Hold the documents; their indexes are made when needed."""
        self._inputs = inputs

    def graphs(self) -> Iterable[str]:
        """Return the names of the named graphs."""
        return (SHAPES_GRAPH,)

    def triples(
        self, subject: str | None, predicate: str | None, obj: str | None, graph: str | None
    ) -> Iterable[tuple[str, str, str]]:
        """Return the triples of a graph that hold these terms; None stands for any.

        Args:
            subject: the subject.
            predicate: the predicate.
            obj: the object.
            graph: the name of the graph, None for the default graph.
        """
        if graph not in (None, SHAPES_GRAPH):
            return ()
        rows = self._inputs.graph if graph is None else self._inputs.shapes_graph
        find, terms = rows.table.find, rows.table.terms
        given = (subject, predicate, obj)
        wanted = [None if each is None else find(each) for each in given]
        if any(term is not None and node is None for term, node in zip(given, wanted, strict=True)):
            return ()
        return ((terms[s], terms[p], terms[o]) for s, p, o in _rows(rows, *wanted))


def _rows(graph: IndexedGraph, subject: int | None, predicate: int | None, obj: int | None) -> Iterator[Row]:
    """Yield the rows that hold these nodes."""
    if predicate is None:
        if subject is not None:
            found: Iterable[Row] = graph.by_subject.get(subject, ())
        else:
            found = graph.rows() if obj is None else graph.by_object.get(obj, ())
        yield from (row for row in found if obj is None or row[2] == obj)
    elif subject is not None:
        for each in graph.objects(subject, predicate):
            if obj is None or each == obj:
                yield subject, predicate, each
    elif obj is not None:
        yield from ((each, predicate, obj) for each in graph.subjects(predicate, obj))
    else:
        for first, last in zip(*graph.pairs(predicate), strict=True):
            yield first, predicate, last
