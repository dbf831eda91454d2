"""The differences between the embedded engine and SPARQL 1.1 that a query may meet, found in its algebra."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeGuard

from adgo.sparql.algebra import operators as algebra
from adgo.sparql.algebra.scope import free
from adgo.sparql.differences import graphs, paths
from adgo.sparql.differences.calls import is_made_right
from adgo.sparql.differences.expressions import ExpressionChecks
from adgo.sparql.differences.kinds import (
    NUMBER,
    OTHER,
    STRING,
    TAGGED,
    TRUTH,
    Kinds,
    kinds_of,
    kinds_of_value,
)
from adgo.sparql.differences.literals import is_folded, is_integer_like, is_known_number
from adgo.sparql.differences.walk import inner_patterns
from adgo.sparql.evaluation.values import FLOAT
from adgo.turtle.terms import DOUBLE

#: What rewriting always removes, though the rewritten pattern may still look like it.
_REMOVED = frozenset(
    {
        "path-of-length-zero",
        "alias-of-an-aggregate",
        "order-of-mixed-literals",
        "merged-default-graph",
        "graph-that-is-missing",
    }
)


def touched(
    pattern: algebra.Pattern, *, rewritten: bool = False, has_merged_default: bool = False
) -> Iterator[str]:
    """Yield the names of the differences that a pattern may meet.

    Args:
        pattern: the pattern of a whole query.
        rewritten: whether it has been rewritten; then only what is left is found.
        has_merged_default: whether its default graph is made of several graphs.
    """
    if has_merged_default and not rewritten and graphs.reads_default_graph(pattern):
        yield "merged-default-graph"
    left = _REMOVED if rewritten else ()
    yield from (each for each in _touched(pattern, kinds_of(pattern)) if each not in left)


def _touched(pattern: algebra.Pattern, known: Kinds) -> Iterator[str]:
    yield from _of_operator(pattern, known)
    opens_scope = isinstance(pattern, algebra.Grouping | algebra.Project)
    for each in inner_patterns(pattern):
        yield from _touched(each, kinds_of(each) if opens_scope else known)


_EXPRESSIONS = ExpressionChecks(_touched)


def _of_operator(pattern: algebra.Pattern, known: Kinds) -> Iterator[str]:
    """Yield the differences of one operator, without those of the patterns that it is applied to."""
    match pattern:
        case algebra.BasicGraphPattern(triples):
            yield from _of_triples(triples)
        case algebra.InlineData(_, rows):
            if any(term is not None and is_folded(term) for row in rows for term in row):
                yield "folded-literal"
        case algebra.LeftJoin(_, _, condition):
            if condition is not None:
                yield from _EXPRESSIONS.condition(condition, known)
        case algebra.Filter(condition, _):
            yield from _EXPRESSIONS.condition(condition, known)
        case algebra.Extend(inner, _, expression):
            if not set(free(expression)).isdisjoint(_aliases(inner)):
                yield "alias-of-an-aggregate"
            if is_cast_to_float(expression):
                yield "form-of-a-double"
                for argument in expression.arguments:
                    yield from _EXPRESSIONS.value(argument, known)
            else:
                yield from _EXPRESSIONS.value(expression, known)
        case algebra.GraphPattern():
            yield from graphs.of_graph(pattern)
        case algebra.Grouping():
            yield from _of_group(pattern)
        case algebra.Order(conditions, _):
            for expression, _ in conditions:
                if is_mixed(kinds_of_value(expression, known)):
                    yield "order-of-mixed-literals"
                yield from _EXPRESSIONS.value(expression, known)


def is_cast_to_float(expression: algebra.Expression) -> TypeGuard[algebra.Call]:
    """Return whether an expression is a cast whose result the engine does not write in XML Schema's canonical form."""
    return isinstance(expression, algebra.Call) and expression.function in (DOUBLE, FLOAT)


def _of_triples(
    triples: tuple[tuple[algebra.Term, algebra.Term | algebra.Path, algebra.Term], ...],
) -> Iterator[str]:
    for subject, predicate, obj in triples:
        if not isinstance(predicate, str):
            yield from paths.of_triple(subject, predicate, obj)
        # Both are kept as the engine writes them: what was loaded as 1.0 is found by 1.0.
        if any(is_folded(term) and is_integer_like(term) for term in (subject, obj)):
            yield "folded-literal"


def _aliases(pattern: algebra.Pattern) -> set[str]:
    """Return the variables that a SELECT with groups has bound by AS before the expression at hand."""
    found = set()
    while isinstance(pattern, algebra.Extend):
        found.add(pattern.variable)
        pattern = pattern.pattern
    while isinstance(pattern, algebra.Filter):
        pattern = pattern.pattern
    return found if isinstance(pattern, algebra.Grouping) else set()


def is_mixed(kinds: frozenset[str]) -> bool:
    """Return whether there can be numbers and other literals among terms of these kinds."""
    return NUMBER in kinds and not kinds.isdisjoint({STRING, TAGGED, TRUTH, OTHER})


# Groups


def _of_group(group: algebra.Grouping) -> Iterator[str]:
    inside = kinds_of(group.pattern)
    for name, expression in group.keys or ():
        if is_alias(name, expression):
            yield "alias-of-a-key"
        yield from _EXPRESSIONS.value(expression, inside)
    for _, aggregate in group.aggregates:
        if aggregate.argument is not None:
            yield from _of_aggregate(aggregate, aggregate.argument, inside)
        elif aggregate.distinct and _matches_unnamed(group.pattern):
            yield "count-of-distinct-solutions"


def _matches_unnamed(pattern: algebra.Pattern) -> bool:
    """Return whether a scope matches terms that no variable of the query names, for a blank node or within a path."""
    match pattern:
        case algebra.BasicGraphPattern(triples):
            return any(
                not isinstance(each, str) or each.startswith(algebra.HIDDEN)
                for triple in triples
                for each in triple
            )
        case algebra.Project() | algebra.Grouping():
            return False
    return any(map(_matches_unnamed, inner_patterns(pattern)))


def is_alias(name: algebra.Term, expression: algebra.Expression) -> bool:
    """Return whether a key of GROUP BY gives another name to a variable.

    Args:
        name: the name of the key.
        expression: what the key is.
    """
    return isinstance(expression, algebra.Variable) and expression.name != name


def _of_aggregate(aggregate: algebra.Aggregate, argument: algebra.Expression, known: Kinds) -> Iterator[str]:
    kinds = kinds_of_value(argument, known)
    if aggregate.function == "COUNT" and can_fail(argument):
        yield "count-of-an-error"
    if aggregate.function in ("MIN", "MAX") and is_mixed(kinds):
        yield "order-of-mixed-literals"
    if aggregate.function == "GROUP_CONCAT" and not (kinds <= {STRING} or is_made_right(argument)):
        yield "group-concat"
    if not (isinstance(argument, algebra.Constant) and is_known_number(argument.term)):
        yield from _EXPRESSIONS.value(argument, known)


def can_fail(expression: algebra.Expression) -> bool:
    """Return whether an expression is calculated, so that it may be an error."""
    return not isinstance(expression, algebra.Variable | algebra.Constant)
