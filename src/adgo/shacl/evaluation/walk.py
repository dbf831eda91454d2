"""Following a property path: its value nodes, and the triple that leads to a value."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Literal, NamedTuple

from adgo.shacl.model.graph import IndexedGraph, Row
from adgo.shacl.model.paths import Alternative, Path, Predicate, Repeat, Sequence

#: The value nodes of repeated paths inside repeated paths, by path and node, so that each is followed only once.
Known = dict[tuple[int, int], Collection[int]]


def values(graph: IndexedGraph, path: Path, node: int, known: Known | None = None) -> Collection[int]:
    """Return the distinct value nodes of a path at a node, in the order of the files (SHACL 2.3.2).

    Args:
        graph: the triples.
        path: the path.
        node: where the path starts.
        known: the value nodes of repeated paths that were followed before; filled on the way.
    """
    match path:
        case Predicate(predicate, inverse):
            index = graph.backward(predicate) if inverse else graph.forward(predicate)
            return index.get(node, ())
        case Sequence(steps):
            nodes: Collection[int] = (node,)
            for step in steps:
                nodes = _merge(values(graph, step, each, known) for each in nodes)
            return nodes
        case Alternative(branches):
            return _merge(values(graph, branch, node, known) for branch in branches)
        case Repeat():
            return _repeat(graph, path, node, {} if known is None else known)


def values_of_many(graph: IndexedGraph, path: Path, nodes: Collection[int]) -> Mapping[int, Collection[int]]:
    """Return node to value nodes for many nodes at once, with one look-up in an index for each node and step.

    Args:
        graph: the triples.
        path: the path.
        nodes: where the path starts.
    """
    match path:
        case Predicate(predicate, inverse):
            index = graph.backward(predicate) if inverse else graph.forward(predicate)
            if len(index) == len(nodes) and all(map(index.__contains__, nodes)):
                return index
            get = index.get
            return {node: get(node, ()) for node in nodes}
        case Sequence(steps):
            found = values_of_many(graph, steps[0], nodes)
            for step in steps[1:]:
                after = values_of_many(graph, step, set().union(*found.values()))
                found = {node: _through(after, between) for node, between in found.items()}
            return found
        case _:
            return {node: values(graph, path, node) for node in nodes}


def _through(after: Mapping[int, Collection[int]], between: Collection[int]) -> Collection[int]:
    if len(between) == 1:
        (only,) = between
        return after[only]
    return _merge(after[each] for each in between) if between else ()


def _merge(groups: Iterable[Collection[int]]) -> Collection[int]:
    merged: dict[int, None] = {}
    for group in groups:
        merged.update(dict.fromkeys(group))
    return merged


def _repeat(graph: IndexedGraph, path: Repeat, node: int, known: Known) -> Collection[int]:
    found = known.get((id(path), node))
    if found is not None:
        return found
    reached: dict[int, None] = {} if path.least else {node: None}
    frontier = [node]
    while frontier:
        for each in values(graph, path.step, frontier.pop(), known):
            if each not in reached:
                reached[each] = None
                if not path.once:
                    frontier.append(each)
    known[id(path), node] = reached
    return reached


class Witness(NamedTuple):
    """A triple that leads to a value, and the part of it that is the value."""

    row: Row
    part: Literal["subject", "object"]


def witness(graph: IndexedGraph, path: Path, node: int, value: int) -> Witness | None:
    """Return the last triple on a way along a path from a node to a value, or None if there is no such way.

    Args:
        graph: the triples.
        path: the path.
        node: where the path starts.
        value: where it ends.
    """
    match path:
        case Predicate(predicate, inverse):
            if value not in values(graph, path, node):
                return None
            if inverse:
                return Witness((value, predicate, node), "subject")
            return Witness((node, predicate, value), "object")
        case Sequence(steps):
            return _last_of_sequence(graph, steps, node, value)
        case Alternative(branches):
            found = (witness(graph, branch, node, value) for branch in branches)
            return next((each for each in found if each), None)
        case Repeat(step, _, _):
            before = (node,) if path.once else (node, *_repeat(graph, path, node, {}))
            return _first(graph, step, before, value)


def _last_of_sequence(graph: IndexedGraph, steps: tuple[Path, ...], node: int, value: int) -> Witness | None:
    if len(steps) == 1:
        return witness(graph, steps[0], node, value)
    before = values(graph, Sequence(steps[:-1]), node)
    found = _first(graph, steps[-1], before, value)
    if found is None and value in before and value in values(graph, steps[-1], value):
        # The last step (`?` or `*`) was taken zero times: the triple is the one before.
        return _last_of_sequence(graph, steps[:-1], node, value)
    return found


def _first(graph: IndexedGraph, step: Path, nodes: Iterable[int], value: int) -> Witness | None:
    # Testing first whether there is a way avoids searching nested paths repeatedly.
    found = (witness(graph, step, node, value) for node in nodes if value in values(graph, step, node))
    return next((each for each in found if each), None)
