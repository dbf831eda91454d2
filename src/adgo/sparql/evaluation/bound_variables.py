"""Which variables every solution of a pattern binds, and which patterns can start from a solution."""

from __future__ import annotations

from adgo.sparql.algebra import operators as algebra
from adgo.sparql.algebra.scope import free, visible
from adgo.sparql.analysis import MANY_VALUED

Variables = frozenset[str]


def always_bound(pattern: algebra.Pattern) -> Variables:
    """Return variables that have a value in every solution of a pattern."""
    match pattern:
        case algebra.BasicGraphPattern():
            return frozenset(visible(pattern))
        case algebra.Join(left, right):
            return always_bound(left) | always_bound(right)
        case algebra.Union(left, right):
            return always_bound(left) & always_bound(right)
        case algebra.LeftJoin(left, _, _) | algebra.Minus(left, _):
            return always_bound(left)
        case algebra.GraphPattern(name, inner):
            return always_bound(inner) | ({name} if algebra.is_variable(name) else set())
        case algebra.InlineData(variables, rows):
            return frozenset(name for place, name in enumerate(variables) if all(row[place] for row in rows))
        case algebra.Project(variables, inner):
            return always_bound(inner) & frozenset(variables)
        case algebra.Grouping(keys, _, inner):
            plain = frozenset(name for name, value in keys or () if value == algebra.Variable(name))
            return plain & always_bound(inner)
    return always_bound(pattern.pattern)


def takes_seeds(pattern: algebra.Pattern, names: Variables) -> bool:
    """Return whether a pattern can start from a solution: the result is the same as joining afterwards.

    Args:
        pattern: the pattern.
        names: the variables that the solution may bind.
    """
    match pattern:
        case algebra.BasicGraphPattern() | algebra.InlineData():
            return True
        case algebra.Join(left, right):
            return takes_seeds(left, names) and takes_seeds(right, names | frozenset(visible(left)))
        case algebra.Union(left, right):
            return takes_seeds(left, names) and takes_seeds(right, names)
        case algebra.GraphPattern(name, inner):
            return takes_seeds(inner, names | {name})
        case algebra.Filter(condition, inner):
            return _is_within(condition, names, inner) and takes_seeds(inner, names)
        case algebra.Extend(inner, _, expression):
            return _is_within(expression, names, inner) and takes_seeds(inner, names)
        case algebra.LeftJoin(left, right, condition):
            return (
                (condition is None or _is_within(condition, names, left))
                and frozenset(visible(right)) & names <= always_bound(left)
                and takes_seeds(left, names)
                and takes_seeds(right, names | frozenset(visible(left)))
            )
    return False


def _is_within(expression: algebra.Expression, names: Variables, pattern: algebra.Pattern) -> bool:
    """Return whether an expression has the same value if some variables that the pattern may lack are bound.

    Args:
        expression: the expression.
        names: the variables.
        pattern: the pattern whose solutions the expression is evaluated in.
    """
    return _is_function_of_variables(expression) and frozenset(free(expression)) & names <= always_bound(
        pattern
    )


def _is_function_of_variables(expression: algebra.Expression) -> bool:
    """Return whether the value of an expression depends on nothing but its variables."""
    match expression:
        case algebra.Exists():
            return False
        case algebra.Call(function, arguments):
            return function.removeprefix(algebra.MADE_RIGHT) not in MANY_VALUED and all(
                map(_is_function_of_variables, arguments)
            )
    return True
