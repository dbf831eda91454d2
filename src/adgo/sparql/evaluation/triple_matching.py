"""The matches of basic graph patterns: triple patterns and paths, those with most terms known first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from adgo.sparql.algebra import operators as algebra
from adgo.sparql.evaluation.dataset import QueryDataset, is_node
from adgo.sparql.evaluation.paths import has_zero_length, pairs
from adgo.sparql.evaluation.pattern_cache import PatternCache
from adgo.sparql.evaluation.solutions import Solution


class Step(NamedTuple):
    """A triple pattern, matched if some variables have values.

    Attributes:
        pattern: the triple pattern.
        known: for each of its three terms the variable whose value is looked up, None if it is not a known variable.
        fixed: its terms; None for a variable.
        free: the place and the name of each variable that gets a value.
    """

    pattern: algebra.TriplePattern
    known: tuple[str | None, str | None, str | None]
    fixed: tuple[str | None, str | None, str | None]
    free: tuple[tuple[int, str], ...]


class TripleMatcher:
    """Matches triple patterns in a dataset; it remembers in which order the patterns of a block are matched."""

    def __init__(self, dataset: QueryDataset) -> None:
        self._dataset = dataset
        self._steps: PatternCache[list[Step]] = PatternCache()

    def matches(
        self, block: algebra.BasicGraphPattern, graph: str | None, seed: Solution
    ) -> Iterator[Solution]:
        """Yield the solutions of a basic graph pattern that agree with a solution, joined with it.

        Args:
            block: the triple patterns.
            graph: the graph, None for the default graph.
            seed: the solution.
        """
        ordered = self._steps.get(block, tuple(seed), lambda: steps(block, set(seed)))
        if not ordered:
            yield seed.copy()
            return
        stack = [self._one(ordered[0], graph, seed)]
        while stack:
            found = next(stack[-1], None)
            if found is None:
                stack.pop()
            elif len(stack) == len(ordered):
                yield found
            else:
                stack.append(self._one(ordered[len(stack)], graph, found))

    def _one(self, step: Step, graph: str | None, seed: Solution) -> Iterator[Solution]:
        """Yield the solution joined with each match of one triple pattern."""
        subject, predicate, obj = (
            fixed if name is None else seed[name] for name, fixed in zip(step.known, step.fixed, strict=True)
        )
        path = step.pattern[1]
        if not isinstance(path, str):
            yield from self._along(step.pattern, (subject, path, obj), graph, seed)
            return
        if (subject and subject[0] == '"') or (predicate and predicate[0] != "<"):
            return
        for match in self._dataset.triples(subject, predicate, obj, graph):
            found = seed.copy()
            for place, name in step.free:
                if found.setdefault(name, match[place]) != match[place]:
                    break
            else:
                yield found

    def _along(
        self,
        pattern: algebra.TriplePattern,
        known: tuple[str | None, algebra.Path, str | None],
        graph: str | None,
        seed: Solution,
    ) -> Iterator[Solution]:
        """Yield the solution joined with each pair of nodes that a path joins."""
        subject, _, obj = pattern
        start, path, end = known
        # Between two variables a path of length zero joins only the nodes of the graph.
        only_nodes = subject[0] == obj[0] == "?" and (start or end) is not None and has_zero_length(path)
        for first, last in pairs(self._dataset, graph, start, path, end):
            if only_nodes and first == last and not is_node(self._dataset, first, graph):
                continue
            found = seed.copy()
            if _bind(found, subject, first) and _bind(found, obj, last):
                yield found


def _bind(solution: Solution, name: str, term: str) -> bool:
    """Bind a variable and return whether it has that value now."""
    return name[0] != "?" or solution.setdefault(name, term) == term


def steps(block: algebra.BasicGraphPattern, known: set[str]) -> list[Step]:
    """Return the triple patterns of a block in the order in which they are matched.

    Args:
        block: the triple patterns.
        known: the variables that have a value before.
    """
    known = set(known)
    left = list(block.triples)
    made = []
    while left:
        best = max(left, key=lambda pattern: _rank(pattern, known))
        left.remove(best)
        made.append(_step(best, known))
        known |= {name for _, name in made[-1].free}
    return made


def _step(pattern: algebra.TriplePattern, known: set[str]) -> Step:
    subject, predicate, obj = (each if isinstance(each, str) else None for each in pattern)
    terms = (subject, predicate, obj)
    return Step(
        pattern,
        tuple(each if each in known else None for each in terms),  # type: ignore[arg-type]
        tuple(None if each is None or each[0] == "?" else each for each in terms),  # type: ignore[arg-type]
        tuple((at, each) for at, each in enumerate(terms) if each and each[0] == "?" and each not in known),
    )


def _rank(pattern: algebra.TriplePattern, known: set[str]) -> tuple[int, bool]:
    """Return how few matches a pattern is likely to have: a known subject counts most, then a known object."""
    fixed = [isinstance(each, str) and (each[0] != "?" or each in known) for each in pattern]
    return 4 * fixed[0] + 3 * fixed[2] + fixed[1], isinstance(pattern[1], str)
