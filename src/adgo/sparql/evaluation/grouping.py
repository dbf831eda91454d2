"""Groups of solutions (SPARQL 1.1, sections 11 and 18.5.1), solution by solution."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from adgo.sparql.algebra import operators as algebra
from adgo.sparql.evaluation.aggregates import AggregateState, state
from adgo.sparql.evaluation.expressions import ExpressionEvaluator
from adgo.sparql.evaluation.solutions import Solution
from adgo.sparql.evaluation.values import EvaluationError

Key = tuple[str | None, ...]


def grouped(
    group: algebra.Grouping,
    solutions: Iterable[Solution],
    expressions: ExpressionEvaluator,
    graph: str | None,
) -> Iterator[Solution]:
    """Yield one solution for each group: its keys and its aggregates.

    Args:
        group: the keys and the aggregates.
        solutions: the solutions to group.
        expressions: what evaluates expressions.
        graph: the graph for EXISTS in an expression.
    """
    groups: dict[Key, list[AggregateState]] = {}
    if group.keys is None:
        groups[()] = _states(group)
    for solution in solutions:
        key = tuple(expressions.value_or_none(each, solution, graph) for _, each in group.keys or ())
        states = groups.get(key)
        if states is None:
            states = groups[key] = _states(group)
        for (_, aggregate), each in zip(group.aggregates, states, strict=True):
            each.add(_operand(aggregate, solution, expressions, graph))
    for key, states in groups.items():
        yield _solution(group, key, states)


def _states(group: algebra.Grouping) -> list[AggregateState]:
    return [state(aggregate) for _, aggregate in group.aggregates]


def _operand(
    aggregate: algebra.Aggregate, solution: Solution, expressions: ExpressionEvaluator, graph: str | None
) -> str | None:
    """Return the value that a solution gives to an aggregate, None if that is an error."""
    if aggregate.argument is not None:
        return expressions.value_or_none(aggregate.argument, solution, graph)
    if not aggregate.distinct:
        return ""
    # COUNT(DISTINCT *) counts the different solutions.
    return repr(sorted(item for item in solution.items() if not item[0].startswith(algebra.HIDDEN)))


def _solution(group: algebra.Grouping, key: Key, states: list[AggregateState]) -> Solution:
    """Return the solution of a group; a key or aggregate that is an error stays unbound."""
    names = (name for name, _ in group.keys or ())
    made = {name: term for name, term in zip(names, key, strict=True) if term is not None}
    for (name, _), each in zip(group.aggregates, states, strict=True):
        try:
            made[name] = each.result()
        except EvaluationError:
            continue
    return made
