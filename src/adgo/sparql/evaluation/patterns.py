"""The evaluation of patterns (SPARQL 1.1, section 18.5), from the inside out, as the standard defines it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import count, islice
from typing import Any

from adgo.sparql.algebra import operators as algebra
from adgo.sparql.algebra.path_expansion import expanded
from adgo.sparql.evaluation.block_order import matching_order, takes_seeds
from adgo.sparql.evaluation.dataset import QueryDataset, is_node
from adgo.sparql.evaluation.expressions import ExpressionEvaluator
from adgo.sparql.evaluation.grouping import grouped
from adgo.sparql.evaluation.ordering import sort_key
from adgo.sparql.evaluation.paths import has_zero_length, pairs
from adgo.sparql.evaluation.solutions import (
    Solution,
    SolutionTable,
    agree,
    distinct,
    extended,
    rows_of,
    share,
)
from adgo.sparql.evaluation.substitution import substituted


class Evaluator:
    """One evaluation of patterns over a dataset."""

    def __init__(self, dataset: QueryDataset, base: str | None = None) -> None:
        self.dataset = dataset
        self.expressions = ExpressionEvaluator(self._exists, base)

    def run(self, pattern: algebra.Pattern) -> Iterator[Solution]:
        """Yield the solutions of a whole query."""
        numbers = count(1)
        return self.solutions(expanded(pattern, lambda: f"{algebra.HIDDEN}p{next(numbers)}"))

    def solutions(self, pattern: algebra.Pattern, graph: str | None = None) -> Iterator[Solution]:
        """Yield the solutions of a pattern in a graph, None for the default graph."""
        match pattern:
            case algebra.Triples():
                return self._matches(pattern, graph, {})
            case algebra.Join(left, right):
                return self._join(self.solutions(left, graph), right, graph)
            case algebra.LeftJoin():
                return self._left_join(pattern, graph)
            case algebra.Union(left, right):
                return _chain(lambda: self.solutions(left, graph), lambda: self.solutions(right, graph))
            case algebra.Minus(left, right):
                return self._minus(self.solutions(left, graph), list(self.solutions(right, graph)))
            case algebra.Filter(condition, inner):
                return (
                    each
                    for each in self.solutions(inner, graph)
                    if self.expressions.holds(condition, each, graph)
                )
            case algebra.Extend():
                return self._extended(pattern, graph)
            case algebra.Graph(name, inner):
                return self._in_graph(name, inner)
            case algebra.Values(variables, rows):
                return rows_of(variables, rows)
            case algebra.Group():
                return grouped(pattern, self.solutions(pattern.pattern, graph), self.expressions, graph)
        return self._sequence(pattern, graph)

    def _sequence(self, pattern: algebra.Pattern, graph: str | None) -> Iterator[Solution]:
        """Yield the solutions of the modifiers of sequences."""
        match pattern:
            case algebra.Project(variables, inner):
                return (
                    {name: each[name] for name in variables if name in each}
                    for each in self.solutions(inner, graph)
                )
            case algebra.Distinct(inner):
                return distinct(self.solutions(inner, graph))
            case algebra.Order(conditions, inner):
                return self._ordered(conditions, self.solutions(inner, graph), graph)
            case algebra.Slice(inner, offset, limit):
                return islice(self.solutions(inner, graph), offset, None if limit is None else offset + limit)
        raise AssertionError(pattern)

    # Triples and paths

    def _matches(self, block: algebra.Triples, graph: str | None, seed: Solution) -> Iterator[Solution]:
        """Yield the solutions of a basic graph pattern that agree with a solution."""
        order = matching_order(block, frozenset(seed))
        return self._match(block.triples, order, 0, graph, seed)

    def _match(
        self,
        triples: tuple[tuple[str, str | algebra.Path, str], ...],
        order: tuple[int, ...],
        at: int,
        graph: str | None,
        seed: Solution,
    ) -> Iterator[Solution]:
        if at == len(order):
            yield dict(seed)
            return
        for found in self._one(triples[order[at]], graph, seed):
            yield from self._match(triples, order, at + 1, graph, found)

    def _one(
        self, triple: tuple[str, str | algebra.Path, str], graph: str | None, seed: Solution
    ) -> Iterator[Solution]:
        """Yield the solution extended by each match of one triple pattern."""
        subject, predicate, obj = triple
        start = seed.get(subject) if subject[0] == "?" else subject
        end = seed.get(obj) if obj[0] == "?" else obj
        if start is not None and start[0] == '"' and isinstance(predicate, str):
            return
        if isinstance(predicate, str):
            verb = seed.get(predicate) if predicate[0] == "?" else predicate
            if verb is not None and verb[0] != "<":
                return
            for match in self.dataset.triples(start, verb, end, graph):
                found = extended(seed, zip(triple, match, strict=True))
                if found is not None:
                    yield found
            return
        free = subject[0] == "?" and obj[0] == "?" and has_zero_length(predicate)
        for pair in pairs(self.dataset, graph, start, predicate, end):
            found = extended(seed, ((subject, pair[0]), (obj, pair[1])))
            # Between two variables a path of length zero joins nodes of the graph alone.
            if found is not None and not (
                free and pair[0] == pair[1] and not is_node(self.dataset, pair[0], graph)
            ):
                yield found

    # Joins

    def _join(
        self, left: Iterable[Solution], right: algebra.Pattern, graph: str | None
    ) -> Iterator[Solution]:
        if takes_seeds(right):
            for solution in left:
                yield from self._seeded(right, graph, solution)
            return
        table = SolutionTable(list(self.solutions(right, graph)))
        for solution in left:
            yield from table.joined(solution)

    def _seeded(self, pattern: algebra.Pattern, graph: str | None, seed: Solution) -> Iterator[Solution]:
        """Yield the joins of one solution with those of a pattern, which is asked only for what agrees with it."""
        match pattern:
            case algebra.Triples():
                yield from self._matches(pattern, graph, seed)
            case algebra.Join(left, right):
                for solution in self._seeded(left, graph, seed):
                    yield from self._seeded(right, graph, solution)
            case algebra.Union(left, right):
                yield from self._seeded(left, graph, seed)
                yield from self._seeded(right, graph, seed)
            case algebra.Graph(name, inner):
                for each in self._named(name, seed):
                    if name[0] == "?":
                        yield from self._seeded(inner, each, {**seed, name: each})
                    else:
                        yield from self._seeded(inner, each, seed)
            case algebra.Values(variables, rows):
                for row in rows_of(variables, rows):
                    if agree(seed, row):
                        yield {**seed, **row}

    def _left_join(self, pattern: algebra.LeftJoin, graph: str | None) -> Iterator[Solution]:
        seeds = takes_seeds(pattern.right)
        table = None if seeds else SolutionTable(list(self.solutions(pattern.right, graph)))
        for solution in self.solutions(pattern.left, graph):
            found = False
            for joined in (
                self._seeded(pattern.right, graph, solution) if table is None else table.joined(solution)
            ):
                if pattern.condition is None or self.expressions.holds(pattern.condition, joined, graph):
                    found = True
                    yield joined
            if not found:
                yield solution

    def _minus(self, left: Iterable[Solution], right: list[Solution]) -> Iterator[Solution]:
        for solution in left:
            if not any(share(solution, each) and agree(solution, each) for each in right):
                yield solution

    def _extended(self, pattern: algebra.Pattern, graph: str | None) -> Iterator[Solution]:
        """Yield the solutions of a chain of BINDs: in one solution BNODE gives the same node for the same string."""
        chain: list[tuple[str, algebra.Expression]] = []
        while isinstance(pattern, algebra.Extend):
            chain.append((pattern.variable, pattern.expression))
            pattern = pattern.pattern
        for solution in self.solutions(pattern, graph):
            self.expressions.begin_solution()
            made = dict(solution)
            for variable, expression in reversed(chain):
                value = self.expressions.value_or_none(expression, made, graph)
                if value is not None:
                    made[variable] = value
            yield made

    # Graphs

    def _named(self, name: str, seed: Solution) -> Iterable[str]:
        wanted = seed.get(name) if name[0] == "?" else name
        names = self.dataset.graphs()
        return names if wanted is None else [each for each in names if each == wanted]

    def _in_graph(self, name: str, inner: algebra.Pattern) -> Iterator[Solution]:
        for each in self._named(name, {}):
            for solution in self.solutions(inner, each):
                if name[0] != "?":
                    yield solution
                elif solution.get(name, each) == each:
                    yield {**solution, name: each}

    def _exists(self, pattern: algebra.Pattern, solution: Solution, graph: str | None) -> bool:
        return any(True for _ in self.solutions(substituted(pattern, solution), graph))

    # Sequences

    def _ordered(
        self,
        conditions: tuple[tuple[algebra.Expression, bool], ...],
        rows: Iterable[Solution],
        graph: str | None,
    ) -> Iterator[Solution]:
        ordered = list(rows)
        for expression, descending in reversed(conditions):
            ordered.sort(key=partial(self._sort_key, expression, graph), reverse=descending)
        return iter(ordered)

    def _sort_key(
        self, expression: algebra.Expression, graph: str | None, solution: Solution
    ) -> tuple[Any, ...]:
        return sort_key(self.expressions.value_or_none(expression, solution, graph))


def _chain(*made: Callable[[], Iterator[Solution]]) -> Iterator[Solution]:
    for each in made:
        yield from each()
