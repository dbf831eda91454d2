"""Groups and aggregates (SPARQL 1.1, sections 11 and 18.5.1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from adgo.sparql.algebra import operators as algebra
from adgo.sparql.evaluation.expressions import ExpressionEvaluator
from adgo.sparql.evaluation.ordering import sort_key
from adgo.sparql.evaluation.values import EvaluationError, Number, calculated, literal, need_number
from adgo.turtle.terms import INTEGER, split_literal

Solution = dict[str, str]
ZERO = Number(INTEGER, 0)


def grouped(
    group: algebra.Group, solutions: Iterable[Solution], expressions: ExpressionEvaluator, graph: str | None
) -> Iterator[Solution]:
    """Yield one solution for each group: its keys and its aggregates.

    Args:
        group: the keys and the aggregates.
        solutions: the solutions to group.
        expressions: what evaluates expressions.
        graph: the graph for EXISTS in an expression.
    """
    groups: dict[tuple[str | None, ...], list[Solution]] = {}
    for solution in solutions:
        key = tuple(expressions.value_or_none(each, solution, graph) for _, each in group.keys or ())
        groups.setdefault(key, []).append(solution)
    if group.keys is None and not groups:
        groups[()] = []
    for key, members in groups.items():
        names = (name for name, _ in group.keys or ())
        made = {name: term for name, term in zip(names, key, strict=True) if term is not None}
        for name, aggregate in group.aggregates:
            try:
                made[name] = _aggregate(aggregate, members, expressions, graph)
            except EvaluationError:
                continue
        yield made


def _aggregate(
    aggregate: algebra.Aggregate, members: list[Solution], expressions: ExpressionEvaluator, graph: str | None
) -> str:
    if aggregate.argument is None:
        rows = {frozenset(_written(each).items()) for each in members} if aggregate.distinct else members
        return Number(INTEGER, len(rows)).term()
    values = [expressions.value_or_none(aggregate.argument, each, graph) for each in members]
    if aggregate.distinct:
        values = list(dict.fromkeys(values))
    known = [each for each in values if each is not None]
    match aggregate.function:
        case "COUNT":
            return Number(INTEGER, len(known)).term()
        case "SAMPLE":
            return _first(known)
    if len(known) < len(values):
        # The standard leaves an error in MIN and MAX open; the engine gives no value, as for the others.
        raise EvaluationError
    if aggregate.function in ("MIN", "MAX"):
        return _first(sorted(known, key=sort_key, reverse=aggregate.function == "MAX"))
    if aggregate.function == "GROUP_CONCAT":
        return literal(aggregate.separator.join(map(_text, known)))
    total = ZERO
    for each in known:
        total = calculated("+", total, need_number(each))
    if aggregate.function == "AVG":
        return calculated("/", total, Number(INTEGER, len(known))).term() if known else ZERO.term()
    return total.term()


def _written(solution: Solution) -> Solution:
    return {name: term for name, term in solution.items() if not name.startswith(algebra.HIDDEN)}


def _first(values: list[str | None] | list[str]) -> str:
    if not values or values[0] is None:
        raise EvaluationError
    return values[0]


def _text(term: str) -> str:
    """Return what STR gives."""
    if term[0] == "_":
        raise EvaluationError
    return split_literal(term)[0] if term[0] == '"' else term[1:-1]


_ = Decimal
