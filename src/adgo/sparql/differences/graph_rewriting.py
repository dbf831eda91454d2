"""GRAPH rewritten so that each pattern inside matches a triple, and the engine knows which graph it is in."""

from __future__ import annotations

from dataclasses import replace

from adgo.sparql.algebra import operators as algebra
from adgo.sparql.differences.graphs import binds_graph, looks_at
from adgo.sparql.differences.walk import has_exists, mentioned


def in_graph(name: algebra.Term, pattern: algebra.Pattern) -> algebra.Pattern:
    """Return a pattern in the graphs of a name, which is a variable that the pattern does not mention, or an IRI.

    Args:
        name: the name.
        pattern: the pattern.
    """
    if binds_graph(pattern) and not looks_at(pattern, name):
        return algebra.GraphPattern(name, pattern)
    if name[0] != "?":
        return algebra.Join(algebra.GraphPattern(name, algebra.UNIT), algebra.GraphPattern(name, pattern))
    return algebra.GraphPattern(name, pattern) if name in mentioned(pattern) else _pushed(name, pattern)


def _pushed(name: algebra.Term, pattern: algebra.Pattern) -> algebra.Pattern:
    """Return GRAPH with a variable around the parts of a pattern instead of around the whole."""
    match pattern:
        case algebra.BasicGraphPattern(()):
            return algebra.GraphPattern(name, pattern)
        case algebra.InlineData() | algebra.GraphPattern():
            return algebra.Join(algebra.GraphPattern(name, algebra.UNIT), pattern)
        case algebra.Join(left, right) | algebra.Union(left, right):
            return replace(pattern, left=in_graph(name, left), right=in_graph(name, right))
        case algebra.LeftJoin(left, right, condition) if condition is None or not has_exists(condition):
            return algebra.LeftJoin(in_graph(name, left), in_graph(name, right), condition)
        case algebra.Filter(condition, inner) if not has_exists(condition):
            return algebra.Filter(condition, in_graph(name, inner))
        case algebra.Extend(inner, variable, expression) if not has_exists(expression):
            return algebra.Extend(in_graph(name, inner), variable, expression)
        case algebra.Project(variables, inner):
            return algebra.Project((*variables, name), in_graph(name, inner))
        case algebra.Distinct(inner):
            return algebra.Distinct(in_graph(name, inner))
        case algebra.Order(_, inner):
            return in_graph(name, inner)
        case algebra.Grouping(keys, _, inner) if keys is not None:
            return replace(
                pattern, keys=(*keys, (name, algebra.Variable(name))), pattern=in_graph(name, inner)
            )
    return algebra.GraphPattern(name, pattern)
