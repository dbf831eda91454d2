"""A solution put into a pattern, as EXISTS needs it (SPARQL 1.1, section 18.6)."""

from __future__ import annotations

from dataclasses import replace

from adgo.sparql.algebra import operators as a

Solution = dict[str, str]


def substituted(pattern: a.Pattern, solution: Solution) -> a.Pattern:
    """Return the pattern with the values of a solution in place of its variables."""
    match pattern:
        case a.Triples(triples):
            return a.Triples(tuple(_triple(each, solution) for each in triples))
        case a.Join(left, right):
            return a.Join(substituted(left, solution), substituted(right, solution))
        case a.LeftJoin(left, right, condition):
            made = None if condition is None else expression(condition, solution)
            return a.LeftJoin(substituted(left, solution), substituted(right, solution), made)
        case a.Union(left, right):
            return a.Union(substituted(left, solution), substituted(right, solution))
        case a.Minus(left, right):
            return a.Minus(substituted(left, solution), substituted(right, solution))
        case a.Filter(condition, inner):
            return a.Filter(expression(condition, solution), substituted(inner, solution))
        case a.Graph(name, inner):
            return a.Graph(solution.get(name, name), substituted(inner, solution))
        case a.Extend(inner, variable, value):
            made_value = expression(value, solution)
            extended = substituted(inner, solution)
            if variable not in solution:
                return a.Extend(extended, variable, made_value)
            same = a.Call("SAMETERM", (made_value, a.Constant(solution[variable])))
            return a.Filter(same, extended)
        case a.Values(variables, rows):
            return _values(variables, rows, solution)
        case a.Project(variables, inner):
            # What a subquery does not give is a variable of its own, whatever its name.
            return replace(pattern, pattern=substituted(inner, _only(solution, variables)))
        case a.Group(keys, aggregates, inner):
            kept = _only(solution, tuple(name for name, each in keys or () if each == a.Variable(name)))
            made_keys = None if keys is None else tuple(each for each in keys if each[0] not in kept)
            if keys and not made_keys:
                made_keys = ()
            return a.Group(
                made_keys,
                tuple((name, expression(each, kept)) for name, each in aggregates),  # type: ignore[misc]
                substituted(inner, kept),
            )
        case a.Order(conditions, inner):
            return a.Order(
                tuple((expression(each, solution), down) for each, down in conditions),
                substituted(inner, solution),
            )
    return replace(pattern, pattern=substituted(pattern.pattern, solution))


def expression(value: a.Expression, solution: Solution) -> a.Expression:
    """Return an expression with the values of a solution in place of its variables."""
    match value:
        case a.Variable(name):
            return a.Constant(solution[name]) if name in solution else value
        case a.Call(function, arguments):
            if function == "BOUND" and isinstance(arguments[0], a.Variable) and arguments[0].name in solution:
                return a.Call("SAMETERM", (a.Constant('"1"'), a.Constant('"1"')))
            return a.Call(function, tuple(expression(each, solution) for each in arguments))
        case a.Exists(pattern):
            return a.Exists(substituted(pattern, solution))
        case a.Aggregate(_, argument):
            return value if argument is None else replace(value, argument=expression(argument, solution))
    return value


def _triple(triple: tuple[str, str | a.Path, str], solution: Solution) -> tuple[str, str | a.Path, str]:
    subject, predicate, obj = triple
    verb = solution.get(predicate, predicate) if isinstance(predicate, str) else predicate
    return solution.get(subject, subject), verb, solution.get(obj, obj)


def _values(
    variables: tuple[str, ...], rows: tuple[tuple[str | None, ...], ...], solution: Solution
) -> a.Values:
    kept = []
    for row in rows:
        if all(
            term is None or solution.get(name, term) == term
            for name, term in zip(variables, row, strict=True)
        ):
            kept.append(row)
    return a.Values(variables, tuple(kept))


def _only(solution: Solution, names: tuple[str, ...]) -> Solution:
    return {name: term for name, term in solution.items() if name in names}
