"""Whether a query gives the same if it runs once for all focus nodes as if it runs once for each."""

from __future__ import annotations

from adgo.sparql.algebra import operators as algebra
from adgo.sparql.differences.walk import exists_patterns, has_exists, mentioned, mentioned_in
from adgo.sparql.evaluation.paths import has_zero_length

THIS = "?this"


def runs_setwise(query: algebra.Query) -> bool:
    """Return whether one run of a SELECT gives, for each `$this`, the solutions of a run with `$this` bound.

    It does if `$this` has a value wherever the query uses it, is a key of each GROUP BY, and no LIMIT counts the
    solutions of all focus nodes together.
    """
    return THIS in query.columns and _binds(query.pattern) and _separates(query.pattern)


def _binds(pattern: algebra.Pattern) -> bool:
    """Return whether each solution of a pattern has a `$this` that is a node of the data."""
    match pattern:
        case algebra.BasicGraphPattern(triples):
            return any(
                THIS in triple and (isinstance(triple[1], str) or not has_zero_length(triple[1]))
                for triple in triples
            )
        case algebra.Join(left, right):
            return _binds(left) or _binds(right)
        case algebra.Union(left, right):
            return _binds(left) and _binds(right)
        case algebra.LeftJoin(left, _, _) | algebra.Minus(left, _):
            return _binds(left)
        case algebra.GraphPattern(name, inner):
            return name == THIS or _binds(inner)
        case algebra.InlineData():
            return False
        case algebra.Project(variables, inner):
            return THIS in variables and _binds(inner)
        case algebra.Grouping(keys, _, inner):
            return (THIS, algebra.Variable(THIS)) in (keys or ()) and _binds(inner)
    return _binds(pattern.pattern)


def _separates(pattern: algebra.Pattern) -> bool:
    """Return whether each part of a pattern keeps the solutions of different focus nodes apart."""
    match pattern:
        case algebra.BasicGraphPattern() | algebra.InlineData():
            return True
        case algebra.Join(left, right) | algebra.Union(left, right):
            return _separates(left) and _separates(right)
        case algebra.LeftJoin(left, right, condition):
            seen = condition is None or _sees(condition)
            return _binds(left) and seen and _separates(left) and _separates(right)
        case algebra.GraphPattern(_, inner):
            return _separates(inner)
        case algebra.Filter(condition, inner) | algebra.Extend(inner, _, condition):
            return _sees(condition, inner) and _separates(inner)
        case algebra.Order(_, inner):
            return _separates(inner)
        case algebra.Project(_, inner) | algebra.Distinct(inner):
            return _binds(inner) and _separates(inner)
        case algebra.Grouping(keys, aggregates, inner):
            used = [each for _, each in keys or ()] + [each for _, each in aggregates]
            return _binds(pattern) and not any(map(has_exists, used)) and _separates(inner)
    return False


def _sees(expression: algebra.Expression, inside: algebra.Pattern | None = None) -> bool:
    """Return whether an expression has the same value if `$this` is bound before.

    Args:
        expression: the expression.
        inside: the pattern whose solutions it is evaluated in; None if these certainly have `$this`.
    """
    if THIS not in mentioned_in(expression):
        return True
    return (inside is None or _binds(inside)) and all(map(_is_plain, exists_patterns(expression)))


def _is_plain(pattern: algebra.Pattern) -> bool:
    """Return whether the values of a solution can be put into a pattern of EXISTS: nothing in it hides a variable."""
    match pattern:
        case algebra.BasicGraphPattern():
            return True
        case algebra.Join(left, right) | algebra.Union(left, right) | algebra.LeftJoin(left, right, _):
            return _is_plain(left) and _is_plain(right)
        case algebra.Filter(_, inner) | algebra.GraphPattern(_, inner):
            return _is_plain(inner)
    return THIS not in mentioned(pattern)
