"""GRAPH and the default graph: what a pattern in them says about the graph that it is matched in."""

from __future__ import annotations

from collections.abc import Iterator

from adgo.sparql.algebra import operators as algebra
from adgo.sparql.algebra.scope import visible
from adgo.sparql.differences.walk import has_exists, inner_patterns, mentioned, mentioned_in
from adgo.sparql.evaluation.paths import has_zero_length


def of_graph(graph: algebra.GraphPattern) -> Iterator[str]:
    """Yield the differences of one GRAPH."""
    if graph.service:
        return
    if not binds_graph(graph.pattern) and graph.pattern != algebra.UNIT:
        yield "graph-variable" if graph.name[0] == "?" else "graph-that-is-missing"
    if graph.name[0] == "?" and looks_at(graph.pattern, graph.name):
        yield "graph-variable-inside"


def binds_graph(pattern: algebra.Pattern) -> bool:
    """Return whether every solution of a pattern matches a triple of its graph, and all of it looks into that graph."""
    match pattern:
        case algebra.BasicGraphPattern(triples):
            return any(isinstance(verb, str) or not has_zero_length(verb) for _, verb, _ in triples)
        case algebra.Join(left, right):
            return (binds_graph(left) and _stays(right)) or (_stays(left) and binds_graph(right))
        case algebra.LeftJoin(left, right, condition):
            return binds_graph(left) and _stays(right) and not (condition and has_exists(condition))
        case algebra.Union(left, right):
            return binds_graph(left) and binds_graph(right)
        case algebra.Filter(condition, inner):
            return binds_graph(inner) and not has_exists(condition)
        case algebra.Extend(inner, _, expression):
            return binds_graph(inner) and not has_exists(expression)
    return False


def _stays(pattern: algebra.Pattern) -> bool:
    """Return whether a pattern gives the same beside one that binds the graph."""
    return isinstance(pattern, algebra.InlineData) or binds_graph(pattern)


def looks_at(pattern: algebra.Pattern, name: algebra.Term) -> bool:
    """Return whether a pattern in GRAPH depends on the variable of GRAPH, which has no value yet inside."""
    match pattern:
        case algebra.BasicGraphPattern():
            return False
        case algebra.Join(left, right):
            return looks_at(left, name) or looks_at(right, name)
        case algebra.Filter(condition, inner):
            return name in mentioned_in(condition) or looks_at(inner, name)
        case algebra.Extend(inner, _, expression):
            return name in mentioned_in(expression) or looks_at(inner, name)
        case algebra.LeftJoin(left, right, condition):
            used = set() if condition is None else mentioned_in(condition)
            return name in used | mentioned(right) or looks_at(left, name)
    return name in mentioned(pattern)


def can_rename(graph: algebra.GraphPattern) -> bool:
    """Return whether the variable of GRAPH is mentioned inside, but never gets a value there."""
    return graph.name[0] == "?" and graph.name not in visible(graph.pattern)


def reads_default_graph(pattern: algebra.Pattern) -> bool:
    """Return whether a pattern matches triples of the default graph."""
    if isinstance(pattern, algebra.BasicGraphPattern):
        return bool(pattern.triples)
    return not isinstance(pattern, algebra.GraphPattern) and any(
        map(reads_default_graph, inner_patterns(pattern))
    )
