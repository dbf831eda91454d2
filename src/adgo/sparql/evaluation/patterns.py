"""The evaluation of patterns (SPARQL 1.1, section 18.5), from the inside out, as the standard defines it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import count, islice
from typing import Any

from adgo.sparql.algebra import operators as algebra
from adgo.sparql.algebra.path_expansion import expanded
from adgo.sparql.algebra.scope import visible
from adgo.sparql.evaluation.bound_variables import takes_seeds
from adgo.sparql.evaluation.dataset import QueryDataset
from adgo.sparql.evaluation.expressions import ExpressionEvaluator
from adgo.sparql.evaluation.grouping import grouped
from adgo.sparql.evaluation.ordering import sort_key
from adgo.sparql.evaluation.pattern_cache import PatternCache
from adgo.sparql.evaluation.solutions import Solution, SolutionTable, distinct, rows_of
from adgo.sparql.evaluation.substitution import substituted
from adgo.sparql.evaluation.triple_matching import TripleMatcher


class Evaluator:
    """One evaluation of patterns over a dataset; solutions are computed when they are asked for."""

    def __init__(self, dataset: QueryDataset, base: str | None = None) -> None:
        self._dataset = dataset
        self._matcher = TripleMatcher(dataset)
        self._expressions = ExpressionEvaluator(self._exists, base)
        self._graphs: dict[str, None] | None = None
        self._tables: PatternCache[SolutionTable] = PatternCache()
        self._seeding: PatternCache[bool] = PatternCache()

    def run(self, pattern: algebra.Pattern) -> Iterator[Solution]:
        """Yield the solutions of a whole query.

        Raises:
            RecursionError: the query nests too deeply.
        """
        numbers = count(1)
        try:
            yield from self.solutions(expanded(pattern, lambda: f"{algebra.HIDDEN}p{next(numbers)}"))
        except RecursionError:
            raise RecursionError(
                "The query nests too deeply. Use fewer groups, operators or functions inside one another."
            ) from None

    def solutions(self, pattern: algebra.Pattern, graph: str | None = None) -> Iterator[Solution]:
        """Yield the solutions of a pattern in a graph, None for the default graph."""
        match pattern:
            case algebra.BasicGraphPattern():
                return self._matcher.matches(pattern, graph, {})
            case algebra.InlineData(variables, rows):
                return rows_of(variables, rows)
            case algebra.Join(left, right):
                return self._join(left, right, graph)
            case algebra.LeftJoin(left):
                return self._left_join(pattern, self.solutions(left, graph), graph)
            case algebra.Union(left, right):
                return self._union(left, right, graph)
            case algebra.Minus(left, right):
                return self._minus(left, right, graph)
            case algebra.Filter(condition, inner):
                return self._filtered(condition, self.solutions(inner, graph), graph)
            case algebra.Extend(inner):
                return self._extended(pattern, graph)
            case algebra.GraphPattern(name, inner):
                return self._in_graph(name, inner)
        return self._sequence(pattern, graph)

    def _sequence(self, pattern: algebra.Pattern, graph: str | None) -> Iterator[Solution]:
        """Yield the solutions of groups and of the modifiers of sequences."""
        match pattern:
            case algebra.Grouping(_, _, inner):
                return grouped(pattern, self.solutions(inner, graph), self._expressions, graph)
            case algebra.Project(variables, inner):
                return _projected(variables, self.solutions(inner, graph))
            case algebra.Distinct(inner):
                return distinct(self.solutions(inner, graph))
            case algebra.Order(conditions, inner):
                return self._ordered(conditions, self.solutions(inner, graph), graph)
            case algebra.Slice(inner, offset, limit):
                return islice(self.solutions(inner, graph), offset, None if limit is None else offset + limit)
        raise AssertionError(pattern)

    # Joins

    def _join(self, left: algebra.Pattern, right: algebra.Pattern, graph: str | None) -> Iterator[Solution]:
        """Yield the joins; if possible, one pattern is asked only for what agrees with a solution of the other."""
        if isinstance(right, algebra.InlineData) and takes_seeds(left, frozenset(right.variables)):
            left, right = right, left
        if takes_seeds(right, frozenset(visible(left))):
            for solution in self.solutions(left, graph):
                yield from self._seeded(right, graph, solution)
            return
        table = SolutionTable(self.solutions(right, graph))
        for solution in self.solutions(left, graph):
            yield from table.joined(solution)

    def _seeded(self, pattern: algebra.Pattern, graph: str | None, seed: Solution) -> Iterator[Solution]:
        """Yield the joins of one solution with those of a pattern that takes seeds."""
        match pattern:
            case algebra.BasicGraphPattern():
                return self._matcher.matches(pattern, graph, seed)
            case algebra.InlineData(variables, rows):
                table = self._tables.get(pattern, None, lambda: SolutionTable(rows_of(variables, rows)))
                return table.joined(seed)
            case algebra.Join(left, right):
                return (
                    joined
                    for solution in self._seeded(left, graph, seed)
                    for joined in self._seeded(right, graph, solution)
                )
            case algebra.LeftJoin(left):
                return self._left_join(pattern, self._seeded(left, graph, seed), graph)
            case algebra.Union(left, right):
                return (found for each in (left, right) for found in self._seeded(each, graph, seed))
            case algebra.Filter(condition, inner):
                return self._filtered(condition, self._seeded(inner, graph, seed), graph)
            case algebra.Extend(inner, variable, expression):
                return self._bound(variable, expression, self._seeded(inner, graph, seed), graph)
            case algebra.GraphPattern(name, inner):
                return self._seeded_in_graph(name, inner, seed)
        raise AssertionError(pattern)

    def _left_join(
        self, pattern: algebra.LeftJoin, left: Iterable[Solution], graph: str | None
    ) -> Iterator[Solution]:
        """Yield the solutions of the left side, with those of the right side for which the condition holds."""
        right, condition = pattern.right, pattern.condition
        seeds = self._seeding.get(pattern, None, lambda: takes_seeds(right, frozenset(visible(pattern.left))))
        table = None if seeds else SolutionTable(self.solutions(right, graph))
        for solution in left:
            joined = self._seeded(right, graph, solution) if table is None else table.joined(solution)
            found = False
            for each in joined:
                if condition is None or self._expressions.holds(condition, each, graph):
                    found = True
                    yield each
            if not found:
                yield solution

    def _union(self, left: algebra.Pattern, right: algebra.Pattern, graph: str | None) -> Iterator[Solution]:
        for each in (left, right):
            yield from self.solutions(each, graph)

    def _minus(self, left: algebra.Pattern, right: algebra.Pattern, graph: str | None) -> Iterator[Solution]:
        table = SolutionTable(self.solutions(right, graph))
        return (each for each in self.solutions(left, graph) if not table.excludes(each))

    def _exists(self, pattern: algebra.Pattern, solution: Solution, graph: str | None) -> bool:
        """Return whether a pattern has a solution if the values of one are put into it."""
        names = tuple(solution)
        if self._seeding.get(pattern, names, lambda: takes_seeds(pattern, frozenset(names))):
            found = self._seeded(pattern, graph, solution)
        else:
            found = self.solutions(substituted(pattern, solution), graph)
        return any(True for _ in found)

    # Expressions

    def _filtered(
        self, condition: algebra.Expression, solutions: Iterable[Solution], graph: str | None
    ) -> Iterator[Solution]:
        return (each for each in solutions if self._expressions.holds(condition, each, graph))

    def _extended(self, pattern: algebra.Pattern, graph: str | None) -> Iterator[Solution]:
        """Yield the solutions of a chain of BINDs: in one solution BNODE gives the same node for the same string."""
        chain: list[tuple[str, algebra.Expression]] = []
        while isinstance(pattern, algebra.Extend):
            chain.append((pattern.variable, pattern.expression))
            pattern = pattern.pattern
        for solution in self.solutions(pattern, graph):
            self._expressions.begin_solution()
            made = dict(solution)
            for variable, expression in reversed(chain):
                value = self._expressions.value_or_none(expression, made, graph)
                if value is not None:
                    made[variable] = value
            yield made

    def _bound(
        self, variable: str, expression: algebra.Expression, solutions: Iterable[Solution], graph: str | None
    ) -> Iterator[Solution]:
        """Yield the solutions with a variable bound, without those in which it already has another value."""
        for solution in solutions:
            value = self._expressions.value_or_none(expression, solution, graph)
            if value is None:
                yield solution
            elif solution.get(variable, value) == value:
                yield {**solution, variable: value}

    def _ordered(
        self,
        conditions: tuple[tuple[algebra.Expression, bool], ...],
        solutions: Iterable[Solution],
        graph: str | None,
    ) -> Iterator[Solution]:
        ordered = list(solutions)
        for expression, descending in reversed(conditions):
            ordered.sort(key=partial(self._sort_key, expression, graph), reverse=descending)
        yield from ordered

    def _sort_key(
        self, expression: algebra.Expression, graph: str | None, solution: Solution
    ) -> tuple[Any, ...]:
        return sort_key(self._expressions.value_or_none(expression, solution, graph))

    # Graphs

    def _named(self, name: str, seed: Solution) -> Iterable[str]:
        """Return the named graphs of which a term, or the value of a variable, is the name."""
        wanted = seed.get(name) if algebra.is_variable(name) else name
        if self._graphs is None:
            self._graphs = dict.fromkeys(self._dataset.graphs())
        if wanted is None:
            return self._graphs
        return (wanted,) if wanted in self._graphs else ()

    def _in_graph(self, name: str, inner: algebra.Pattern) -> Iterator[Solution]:
        for graph in self._named(name, {}):
            for solution in self.solutions(inner, graph):
                if not algebra.is_variable(name):
                    yield solution
                elif solution.get(name, graph) == graph:
                    yield {**solution, name: graph}

    def _seeded_in_graph(self, name: str, inner: algebra.Pattern, seed: Solution) -> Iterator[Solution]:
        for graph in self._named(name, seed):
            bound = {**seed, name: graph} if algebra.is_variable(name) else seed
            yield from self._seeded(inner, graph, bound)


def _projected(variables: tuple[str, ...], solutions: Iterable[Solution]) -> Iterator[Solution]:
    return ({name: each[name] for name in variables if name in each} for each in solutions)
