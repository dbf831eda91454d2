"""The matches of basic graph patterns: triple patterns and paths, those with most terms known first."""

from __future__ import annotations

from collections.abc import Iterator

from adgo.sparql.algebra import operators as algebra
from adgo.sparql.evaluation.dataset import QueryDataset, is_node
from adgo.sparql.evaluation.paths import has_zero_length, pairs

Solution = dict[str, str]
TriplePattern = tuple[str, str | algebra.Path, str]


class TripleMatcher:
    """Matches triple patterns in a dataset; it remembers in which order the patterns of a block are matched."""

    def __init__(self, dataset: QueryDataset) -> None:
        self._dataset = dataset
        # The block is kept so that its id stays its own.
        self._orders: dict[tuple[int, tuple[str, ...]], tuple[algebra.Triples, list[TriplePattern]]] = {}

    def matches(self, block: algebra.Triples, graph: str | None, seed: Solution) -> Iterator[Solution]:
        """Yield the solutions of a basic graph pattern that agree with a solution, joined with it.

        Args:
            block: the triple patterns.
            graph: the graph, None for the default graph.
            seed: the solution.
        """
        patterns = self._ordered(block, seed)
        if not patterns:
            yield dict(seed)
            return
        stack = [self._one(patterns[0], graph, seed)]
        while stack:
            found = next(stack[-1], None)
            if found is None:
                stack.pop()
            elif len(stack) == len(patterns):
                yield found
            else:
                stack.append(self._one(patterns[len(stack)], graph, found))

    def _ordered(self, block: algebra.Triples, seed: Solution) -> list[TriplePattern]:
        key = (id(block), tuple(seed))
        if key not in self._orders:
            self._orders[key] = (block, matching_order(block, set(seed)))
        return self._orders[key][1]

    def _one(self, pattern: TriplePattern, graph: str | None, seed: Solution) -> Iterator[Solution]:
        """Yield the solution joined with each match of one triple pattern."""
        subject, predicate, obj = pattern
        if not isinstance(predicate, str):
            yield from self._along(subject, predicate, obj, graph, seed)
            return
        known = [None if _is_free(each, seed) else seed.get(each, each) for each in (subject, predicate, obj)]
        if (known[0] or "<")[0] == '"' or (known[1] or "<")[0] != "<":
            return
        free = [(place, each) for place, each in enumerate((subject, predicate, obj)) if _is_free(each, seed)]
        are_different = len({name for _, name in free}) == len(free)
        for match in self._dataset.triples(known[0], known[1], known[2], graph):
            found = seed.copy()
            for place, name in free:
                found[name] = match[place]
            if are_different or all(found[name] == match[place] for place, name in free):
                yield found

    def _along(
        self, subject: str, path: algebra.Path, obj: str, graph: str | None, seed: Solution
    ) -> Iterator[Solution]:
        """Yield the solution joined with each pair of nodes that a path joins."""
        start = None if _is_free(subject, seed) else seed.get(subject, subject)
        end = None if _is_free(obj, seed) else seed.get(obj, obj)
        # Between two variables a path of length zero joins only the nodes of the graph.
        only_nodes = subject[0] == obj[0] == "?" and (start or end) is not None and has_zero_length(path)
        for first, last in pairs(self._dataset, graph, start, path, end):
            if only_nodes and first == last and not is_node(self._dataset, first, graph):
                continue
            found = seed.copy()
            if _bind(found, subject, first) and _bind(found, obj, last):
                yield found


def _is_free(term: str, seed: Solution) -> bool:
    return term[0] == "?" and term not in seed


def _bind(solution: Solution, name: str, term: str) -> bool:
    """Bind a variable and return whether it has that value now."""
    return name[0] != "?" or solution.setdefault(name, term) == term


def matching_order(block: algebra.Triples, known: set[str]) -> list[TriplePattern]:
    """Return the triple patterns of a block in the order in which they are matched.

    Args:
        block: the triple patterns.
        known: the variables that have a value before.
    """
    known = set(known)
    left = list(block.triples)
    order = []
    while left:
        best = max(left, key=lambda pattern: _rank(pattern, known))
        left.remove(best)
        order.append(best)
        known |= {each for each in best if isinstance(each, str) and each[0] == "?"}
    return order


def _rank(pattern: TriplePattern, known: set[str]) -> tuple[int, bool]:
    """Return how few matches a triple pattern is likely to have: a known subject counts most, then a known object."""
    fixed = [isinstance(each, str) and (each[0] != "?" or each in known) for each in pattern]
    return 4 * fixed[0] + 3 * fixed[2] + fixed[1], isinstance(pattern[1], str)
