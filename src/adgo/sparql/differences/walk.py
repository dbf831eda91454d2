"""The parts of patterns: the patterns inside, and the variables that they mention anywhere."""

from __future__ import annotations

from collections.abc import Iterator

from adgo.sparql.algebra import operators as algebra
from adgo.sparql.algebra.scope import free, visible


def inner_patterns(pattern: algebra.Pattern) -> tuple[algebra.Pattern, ...]:
    """Return the patterns that an operator is applied to; what a SERVICE is asked is not among them."""
    match pattern:
        case (
            algebra.Join(left, right)
            | algebra.LeftJoin(left, right, _)
            | algebra.Union(left, right)
            | algebra.Minus(left, right)
        ):
            return left, right
        case algebra.BasicGraphPattern() | algebra.InlineData():
            return ()
        case algebra.GraphPattern(_, inner):
            return () if pattern.service else (inner,)
    return (pattern.pattern,)


def expressions(pattern: algebra.Pattern) -> tuple[algebra.Expression, ...]:
    """Return the expressions of one operator."""
    match pattern:
        case algebra.LeftJoin(_, _, condition):
            return () if condition is None else (condition,)
        case algebra.Filter(condition, _):
            return (condition,)
        case algebra.Extend(_, _, expression):
            return (expression,)
        case algebra.Order(conditions, _):
            return tuple(expression for expression, _ in conditions)
        case algebra.Grouping(keys, aggregates, _):
            arguments = (each.argument for _, each in aggregates if each.argument is not None)
            return (*(expression for _, expression in keys or ()), *arguments)
    return ()


def mentioned(pattern: algebra.Pattern) -> set[algebra.Term]:
    """Return all variables that a pattern mentions, also those that it hides."""
    found = set(visible(pattern))
    for expression in expressions(pattern):
        found |= mentioned_in(expression)
    for inner in inner_patterns(pattern):
        found |= mentioned(inner)
    return found


def mentioned_in(expression: algebra.Expression) -> set[algebra.Term]:
    """Return all variables that an expression mentions, also those in EXISTS."""
    found = set(free(expression))
    for pattern in exists_patterns(expression):
        found |= mentioned(pattern)
    return found


def exists_patterns(expression: algebra.Expression) -> Iterator[algebra.Pattern]:
    """Yield the patterns of EXISTS in an expression."""
    match expression:
        case algebra.Exists(pattern):
            yield pattern
        case algebra.Call(_, arguments):
            for each in arguments:
                yield from exists_patterns(each)


def exists_in(pattern: algebra.Pattern) -> Iterator[algebra.Pattern]:
    """Yield the patterns inside EXISTS in the expressions of an operator."""
    for expression in expressions(pattern):
        yield from exists_patterns(expression)


def has_exists(expression: algebra.Expression) -> bool:
    """Return whether there is an EXISTS in an expression."""
    return any(True for _ in exists_patterns(expression))
