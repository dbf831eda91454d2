"""Property paths over a graph (SPARQL 1.1, sections 9 and 18.4): pairs of nodes, with the standard's multiplicities."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain

from adgo.sparql.algebra import operators as algebra
from adgo.sparql.evaluation.dataset import QueryDataset, nodes

Pair = tuple[str, str]


def pairs(
    dataset: QueryDataset, graph: str | None, start: str | None, path: algebra.Path, end: str | None
) -> Iterator[Pair]:
    """Yield the pairs of nodes that a path joins, as often as the standard says.

    Args:
        dataset: the data.
        graph: the graph, None for the default graph.
        start: the node to start from, None for any.
        path: the path.
        end: the node to end at, None for any.
    """
    match path:
        case algebra.Link(predicate):
            for subject, _, obj in dataset.triples(start, predicate, end, graph):
                yield subject, obj
        case algebra.Inverse(inner):
            for first, second in pairs(dataset, graph, end, inner, start):
                yield second, first
        case algebra.PathAlternative(first_path, second_path):
            yield from pairs(dataset, graph, start, first_path, end)
            yield from pairs(dataset, graph, start, second_path, end)
        case algebra.PathSequence(first_path, second_path):
            yield from _sequence(dataset, graph, start, (first_path, second_path), end)
        case algebra.Negated():
            yield from _negated(dataset, graph, start, path, end)
        case algebra.PathRepeat():
            yield from _repeated(dataset, graph, start, path, end)


def _negated(
    dataset: QueryDataset, graph: str | None, start: str | None, path: algebra.Negated, end: str | None
) -> Iterator[Pair]:
    if path.forward is not None:
        for subject, predicate, obj in dataset.triples(start, None, end, graph):
            if predicate not in path.forward:
                yield subject, obj
    if path.backward is not None:
        for subject, predicate, obj in dataset.triples(end, None, start, graph):
            if predicate not in path.backward:
                yield obj, subject


def _sequence(
    dataset: QueryDataset,
    graph: str | None,
    start: str | None,
    steps: tuple[algebra.Path, algebra.Path],
    end: str | None,
) -> Iterator[Pair]:
    first, second = steps
    if start is None and end is not None:
        for middle, last in pairs(dataset, graph, None, second, end):
            for begin, _ in pairs(dataset, graph, None, first, middle):
                yield begin, last
        return
    for begin, middle in pairs(dataset, graph, start, first, None):
        for _, last in pairs(dataset, graph, middle, second, end):
            yield begin, last


def _repeated(
    dataset: QueryDataset, graph: str | None, start: str | None, path: algebra.PathRepeat, end: str | None
) -> Iterator[Pair]:
    """Yield each pair once (ZeroOrOnePath, ZeroOrMorePath, OneOrMorePath)."""
    if start is None and end is not None:
        backwards = algebra.PathRepeat(algebra.Inverse(path.path), path.mark)
        for last, begin in _repeated(dataset, graph, end, backwards, None):
            yield begin, last
    elif start is None:
        yield from _repeated_between_all(dataset, graph, path)
    else:
        step = partial(_step, dataset, graph, path.path)
        for last in _reached(start, path.mark, step):
            if end is None or last == end:
                yield start, last
            if last == end:
                return


def _repeated_between_all(
    dataset: QueryDataset, graph: str | None, path: algebra.PathRepeat
) -> Iterator[Pair]:
    """Yield each pair of nodes of a graph once; what a single step joins is looked up once for all."""
    steps: dict[str, dict[str, None]] = {}
    for first, last in pairs(dataset, graph, None, path.path, None):
        steps.setdefault(first, {})[last] = None
    for begin in steps if path.mark == "+" else nodes(dataset, graph):
        for last in _reached(begin, path.mark, lambda node: steps.get(node, ())):
            yield begin, last


def _reached(begin: str, mark: str, step: Callable[[str], Iterable[str]]) -> Iterator[str]:
    """Yield the nodes that a repeated path reaches, each once.

    Args:
        begin: the node to start from.
        mark: ?, * or +.
        step: gives the nodes that a single step reaches from a node.
    """
    if mark == "?":
        yield from dict.fromkeys(chain((begin,), step(begin)))
        return
    found = set()
    waiting = [iter((begin,) if mark == "*" else step(begin))]
    while waiting:
        last = next(waiting[-1], None)
        if last is None:
            waiting.pop()
        elif last not in found:
            found.add(last)
            yield last
            waiting.append(iter(step(last)))


def _step(dataset: QueryDataset, graph: str | None, path: algebra.Path, node: str) -> Iterator[str]:
    return (last for _, last in pairs(dataset, graph, node, path, None))


def has_zero_length(path: algebra.Term | algebra.Path) -> bool:
    """Return whether a path can join a node to itself without a triple."""
    match path:
        case algebra.PathRepeat(inner, mark):
            return mark in "?*" or has_zero_length(inner)
        case algebra.Inverse(inner):
            return has_zero_length(inner)
        case algebra.PathAlternative(first, second):
            return has_zero_length(first) or has_zero_length(second)
        case algebra.PathSequence(first, second):
            return has_zero_length(first) and has_zero_length(second)
    return False
