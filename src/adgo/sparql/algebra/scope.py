"""The variables of patterns and expressions (SPARQL 1.1, section 18.2.1)."""

from __future__ import annotations

from collections.abc import Iterator

from adgo.sparql.algebra import operators as a


def visible(pattern: a.Pattern) -> list[a.Term]:
    """Return the variables in scope after a pattern, each once, in the order in which they appear."""
    return list(dict.fromkeys(_visible(pattern)))


def _visible(pattern: a.Pattern) -> Iterator[a.Term]:
    match pattern:
        case a.Triples(triples):
            for triple in triples:
                yield from (each for each in triple if isinstance(each, str) and a.is_variable(each))
        case a.Join(left, right) | a.LeftJoin(left, right, _) | a.Union(left, right):
            yield from _visible(left)
            yield from _visible(right)
        case a.Extend(inner, variable, _):
            yield from _visible(inner)
            yield variable
        case a.Graph(name, inner):
            yield from (name,) if a.is_variable(name) else ()
            yield from _visible(inner)
        case a.Values(variables, _) | a.Project(variables, _):
            yield from variables
        case a.Group(keys, aggregates, _):
            yield from (name for name, _ in keys or ())
            yield from (name for name, _ in aggregates)
        case (
            a.Minus(inner, _)
            | a.Filter(_, inner)
            | a.Distinct(inner)
            | a.Slice(inner, _, _)
            | a.Order(_, inner)
        ):
            yield from _visible(inner)


def free(expression: a.Expression) -> Iterator[a.Term]:
    """Yield the variables of an expression, without those inside EXISTS."""
    match expression:
        case a.Variable(name):
            yield name
        case a.Call(_, arguments):
            for each in arguments:
                yield from free(each)
