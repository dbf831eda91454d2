"""The variables of patterns and expressions (SPARQL 1.1, section 18.2.1)."""

from __future__ import annotations

from collections.abc import Iterator

from adgo.sparql.algebra import operators as algebra


def visible(pattern: algebra.Pattern) -> list[algebra.Term]:
    """Return the variables in scope after a pattern, each once, in the order in which they appear."""
    return list(dict.fromkeys(_visible(pattern)))


def _visible(pattern: algebra.Pattern) -> Iterator[algebra.Term]:
    match pattern:
        case algebra.BasicGraphPattern(triples):
            for triple in triples:
                yield from (each for each in triple if isinstance(each, str) and algebra.is_variable(each))
        case algebra.Join(left, right) | algebra.LeftJoin(left, right, _) | algebra.Union(left, right):
            yield from _visible(left)
            yield from _visible(right)
        case algebra.Extend(inner, variable, _):
            yield from _visible(inner)
            yield variable
        case algebra.GraphPattern(name, inner):
            yield from (name,) if algebra.is_variable(name) else ()
            yield from _visible(inner)
        case algebra.InlineData(variables, _) | algebra.Project(variables, _):
            yield from variables
        case algebra.Grouping(keys, aggregates, _):
            yield from (name for name, _ in keys or ())
            yield from (name for name, _ in aggregates)
        case (
            algebra.Minus(inner, _)
            | algebra.Filter(_, inner)
            | algebra.Distinct(inner)
            | algebra.Slice(inner, _, _)
            | algebra.Order(_, inner)
        ):
            yield from _visible(inner)


def free(expression: algebra.Expression) -> Iterator[algebra.Term]:
    """Yield the variables of an expression, without those inside EXISTS."""
    match expression:
        case algebra.Variable(name):
            yield name
        case algebra.Call(_, arguments):
            for each in arguments:
                yield from free(each)
