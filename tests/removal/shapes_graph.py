"""A shapes graph without one of its conditions, and what the fixtures of a shape give then."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from conditions import weaker

from adgo.graph import files
from adgo.graph.namespaces import short
from adgo.shacl.evaluation.run import Run
from adgo.shacl.inputs import Inputs, read
from adgo.shacl.model.errors import ShapesError
from adgo.shacl.model.graph import IndexedGraph, Row
from adgo.shacl.model.names import sh
from adgo.shacl.reading.shapes_reader import ShapesReader
from adgo.turtle.document import Document
from adgo.turtle.reader import read_file
from adgo.turtle.term_parts import lexical, literal
from adgo.turtle.terms import FIRST, REST

SHAPE = "https://w3id.org/adgo/shape/"

TARGETS = tuple(map(sh, ("targetClass", "targetSubjectsOf", "targetObjectsOf", "targetNode")))
#: Properties of a shape that demand nothing, or without which it is not a shape.
IDLE = {
    *("name", "description", "message", "severity", "path", "order", "group", "prefixes", "declare"),
    *("inversePath", "alternativePath", "zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath"),
    *("prefix", "namespace"),
}

Results = Counter[tuple[int, str, str]]


class Removal(NamedTuple):
    """What was left out, in words, and the shapes graph without it."""

    removed: str
    graph: IndexedGraph


@cache
def inputs() -> Inputs:
    """Return the packaged shapes and ontology, read once."""
    return read([], files.part("shapes"), files.part("ontology"))


@cache
def fixture(path: Path) -> Inputs:
    """Return a fixture with the shapes and the ontology beside it, as in `adgo validate`."""
    shared = inputs()
    document: Document = read_file(path, shared.table, base=path.as_uri())
    return Inputs(shared.table, [document], shared.shapes, shared.ontology)


def results(path: Path, shape: str, shapes: IndexedGraph) -> Results:
    """Return what a shape of a shapes graph says of a fixture: focus node, value and component of each result."""
    run = Run(fixture(path), 0)
    found: Results = Counter()
    read_shape = ShapesReader(shapes).shape(shapes.id(shape))
    focus = dict.fromkeys(node for target in read_shape.targets for node in run.focus_nodes(target))
    for group in run.found(read_shape, focus).values():
        for each in group:
            found[each.failure.focus, run.text(each.failure.value), each.constraint.component] += 1
    return found


def changes(shape: str, removal: Removal, fixtures: Iterable[Path]) -> bool:
    """Return whether one of the fixtures gives other results if something is left out."""
    try:
        return any(_whole(path, shape) != results(path, shape, removal.graph) for path in fixtures)
    except ShapesError:  # what is left is not a shape, so nobody can leave it out unseen
        return True


@cache
def _whole(path: Path, shape: str) -> Results:
    return results(path, shape, inputs().shapes_graph)


def shapes() -> list[str]:
    """Return the shapes that have targets, in the order of their names."""
    graph = inputs().shapes_graph
    return sorted({graph.term(node) for target in TARGETS for node in graph.forward(graph.id(target))})


def removals(shape: str, *, members: bool = True) -> Iterator[Removal]:
    """Yield the shapes graph without each condition of a shape in turn: a triple, a list's member, part of a query."""
    graph = inputs().shapes_graph
    rows = list(graph.rows())
    for row in _rows_of(graph, shape):
        subject, predicate, object_ = (graph.term(number) for number in row)
        where = f"{_short(subject)} {_short(predicate)} {_short(object_)}"
        if predicate == FIRST:
            if members:
                yield Removal(f"member {_short(object_)} of a list", _without_member(graph, rows, row[0]))
        elif predicate == sh("select"):
            for weak in weaker(lexical(object_)):
                replaced = (row[0], row[1], graph.id(literal(weak.text)))
                yield Removal(
                    f"{_short(subject)}: {weak.removed}",
                    IndexedGraph(graph.table, [[each if each != row else replaced for each in rows]]),
                )
        else:
            yield Removal(where, IndexedGraph(graph.table, [[each for each in rows if each != row]]))


def _rows_of(graph: IndexedGraph, shape: str) -> Iterator[Row]:
    """Yield the triples that make a shape: its own, and those of the shapes and lists that it refers to."""
    seen, left = set(), [graph.id(shape)]
    idle = {graph.id(sh(name)) for name in IDLE}
    while left:
        node = left.pop()
        if node in seen:
            continue
        seen.add(node)
        for row in graph.by_subject.get(node, ()):
            predicate = graph.term(row[1])
            if row[1] in idle or not (predicate.startswith(sh("")[:-1]) or predicate in (FIRST, REST)):
                continue
            if predicate != REST:
                yield row
            left.append(row[2])


def _without_member(graph: IndexedGraph, rows: list[Row], cell: int) -> IndexedGraph:
    """Return the shapes graph in which a list lacks the member of a cell."""
    [rest] = graph.objects(cell, graph.id(REST))
    return IndexedGraph(
        graph.table,
        [[(s, p, rest if o == cell else o) for s, p, o in rows if s != cell]],
    )


def _short(term: str) -> str:
    """Return a term as the shapes write it, as far as a prefix fits."""
    return short(term[1:-1]) if term[0] == "<" else term
