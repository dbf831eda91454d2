"""A solution put into a pattern, as EXISTS needs it (SPARQL 1.1, section 18.6)."""

from __future__ import annotations

from dataclasses import replace

from adgo.sparql.algebra import operators as algebra
from adgo.sparql.evaluation.solutions import Solution


def substituted(pattern: algebra.Pattern, solution: Solution) -> algebra.Pattern:
    """Return the pattern with the values of a solution in place of its variables."""
    match pattern:
        case algebra.BasicGraphPattern(triples):
            return algebra.BasicGraphPattern(tuple(_triple(each, solution) for each in triples))
        case algebra.Join(left, right):
            return algebra.Join(substituted(left, solution), substituted(right, solution))
        case algebra.LeftJoin(left, right, condition):
            made = None if condition is None else expression(condition, solution)
            return algebra.LeftJoin(substituted(left, solution), substituted(right, solution), made)
        case algebra.Union(left, right):
            return algebra.Union(substituted(left, solution), substituted(right, solution))
        case algebra.Minus(left, right):
            return algebra.Minus(substituted(left, solution), substituted(right, solution))
        case algebra.Filter(condition, inner):
            return algebra.Filter(expression(condition, solution), substituted(inner, solution))
        case algebra.GraphPattern(name, inner):
            return algebra.GraphPattern(solution.get(name, name), substituted(inner, solution))
        case algebra.Extend(inner, variable, value):
            made_value = expression(value, solution)
            extended = substituted(inner, solution)
            if variable not in solution:
                return algebra.Extend(extended, variable, made_value)
            same = algebra.Call("SAMETERM", (made_value, algebra.Constant(solution[variable])))
            return algebra.Filter(same, extended)
        case algebra.InlineData(variables, rows):
            return _values(variables, rows, solution)
        case algebra.Project(variables, inner):
            # A variable that a subquery does not select is not the variable of the same name outside.
            return replace(pattern, pattern=substituted(inner, _only(solution, variables)))
        case algebra.Grouping(keys, aggregates, inner):
            kept = _only(solution, tuple(name for name, each in keys or () if each == algebra.Variable(name)))
            made_keys = None if keys is None else tuple(each for each in keys if each[0] not in kept)
            if keys and not made_keys:
                made_keys = ()
            return algebra.Grouping(
                made_keys,
                tuple((name, expression(each, kept)) for name, each in aggregates),  # type: ignore[misc]
                substituted(inner, kept),
            )
        case algebra.Order(conditions, inner):
            return algebra.Order(
                tuple((expression(each, solution), down) for each, down in conditions),
                substituted(inner, solution),
            )
    return replace(pattern, pattern=substituted(pattern.pattern, solution))


def expression(value: algebra.Expression, solution: Solution) -> algebra.Expression:
    """Return an expression with the values of a solution in place of its variables."""
    match value:
        case algebra.Variable(name):
            return algebra.Constant(solution[name]) if name in solution else value
        case algebra.Call(function, arguments):
            if (
                function == "BOUND"
                and isinstance(arguments[0], algebra.Variable)
                and arguments[0].name in solution
            ):
                return algebra.Call("SAMETERM", (algebra.Constant('"1"'), algebra.Constant('"1"')))
            return algebra.Call(function, tuple(expression(each, solution) for each in arguments))
        case algebra.Exists(pattern):
            return algebra.Exists(substituted(pattern, solution))
        case algebra.Aggregate(_, argument):
            return value if argument is None else replace(value, argument=expression(argument, solution))
    return value


def _triple(triple: algebra.TriplePattern, solution: Solution) -> algebra.TriplePattern:
    subject, predicate, obj = triple
    verb = solution.get(predicate, predicate) if isinstance(predicate, str) else predicate
    return solution.get(subject, subject), verb, solution.get(obj, obj)


def _values(
    variables: tuple[str, ...], rows: tuple[tuple[str | None, ...], ...], solution: Solution
) -> algebra.InlineData:
    kept = []
    for row in rows:
        if all(
            term is None or solution.get(name, term) == term
            for name, term in zip(variables, row, strict=True)
        ):
            kept.append(row)
    return algebra.InlineData(variables, tuple(kept))


def _only(solution: Solution, names: tuple[str, ...]) -> Solution:
    return {name: term for name, term in solution.items() if name in names}
