"""EXISTS for the engine: its patterns one inside the other, so that each is matched with the values before it.

The engine joins the patterns of an EXISTS anew for each solution, and for paths it does so from all their ends. Nested
patterns have the same answer, because an EXISTS is evaluated with the values of the solution outside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import reduce
from itertools import count

from adgo.sparql.algebra import operators as algebra
from adgo.sparql.algebra.path_expansion import Fresh, expanded
from adgo.sparql.algebra.scope import visible
from adgo.sparql.differences.walk import mentioned

Terms = set[algebra.Term]


def nested(query: algebra.Query) -> algebra.Query:
    """Return a query with the same answer in which the triples in the EXISTS of its filters are nested."""
    numbers = count(1)
    return replace(query, pattern=_pattern(query.pattern, lambda: f"{algebra.HIDDEN}e{next(numbers)}"))


def _pattern(pattern: algebra.Pattern, fresh: Fresh) -> algebra.Pattern:
    match pattern:
        case algebra.Filter(condition, inner):
            return algebra.Filter(_expression(condition, set(visible(inner)), fresh), _pattern(inner, fresh))
        case algebra.BasicGraphPattern() | algebra.InlineData():
            return pattern
        case (
            algebra.Join(left, right)
            | algebra.Union(left, right)
            | algebra.Minus(left, right)
            | algebra.LeftJoin(left, right, _)
        ):
            return replace(pattern, left=_pattern(left, fresh), right=_pattern(right, fresh))
    return replace(pattern, pattern=_pattern(pattern.pattern, fresh))


def _expression(value: algebra.Expression, known: Terms, fresh: Fresh) -> algebra.Expression:
    """Return an expression with nested patterns in its EXISTS; `known` are the variables with a value there."""
    match value:
        case algebra.Exists(pattern):
            return algebra.Exists(_nested(pattern, known, fresh))
        case algebra.Call(function, arguments):
            return algebra.Call(function, tuple(_expression(each, known, fresh) for each in arguments))
    return value


def _nested(pattern: algebra.Pattern, known: Terms, fresh: Fresh) -> algebra.Pattern:
    """Return the pattern of an EXISTS with its parts nested, conditions in the last of them."""
    conditions, inner = [], pattern
    while isinstance(inner, algebra.Filter):
        conditions.append(inner.condition)
        inner = inner.pattern
    parts = list(_parts(expanded(inner, fresh)))
    if not all(map(_is_plain, parts)):
        return _pattern(pattern, fresh)
    *before, last = _in_order(parts, known)
    inside = known | set(visible(inner))
    for condition in conditions:
        last = algebra.Filter(_expression(condition, inside, fresh), last)
    for part in reversed(before):
        last = algebra.Filter(algebra.Exists(last), part)
    return last


def _parts(pattern: algebra.Pattern) -> Iterator[algebra.Pattern]:
    """Yield the patterns that are joined in a pattern, triples one by one."""
    match pattern:
        case algebra.BasicGraphPattern(triples) if triples:
            yield from (algebra.BasicGraphPattern((triple,)) for triple in triples)
        case algebra.Join(left, right):
            yield from _parts(left)
            yield from _parts(right)
        case _:
            yield pattern


def _is_plain(pattern: algebra.Pattern) -> bool:
    """Return whether a pattern consists of triples only, joined or united."""
    match pattern:
        case algebra.BasicGraphPattern():
            return True
        case algebra.Join(left, right) | algebra.Union(left, right):
            return _is_plain(left) and _is_plain(right)
    return False


def _in_order(parts: list[algebra.Pattern], known: Terms) -> list[algebra.Pattern]:
    """Return the parts in an order in which each has terms that are known; the rest, without such terms, as one."""
    ordered: list[algebra.Pattern] = []
    left, known = list(parts), set(known)
    while left and (best := max(left, key=lambda part: _rank(part, known))) and _rank(best, known)[0]:
        left.remove(best)
        ordered.append(best)
        known |= mentioned(best)
    if left:
        ordered.append(reduce(algebra.Join, left))
    return ordered


def _rank(part: algebra.Pattern, known: Terms) -> tuple[int, bool]:
    """Return how many ends of a part are known, and whether it is one triple without a repeated path.

    The object of a triple counts if it is a variable: many nodes may have the same class.
    """
    if not isinstance(part, algebra.BasicGraphPattern) or not part.triples:
        return (1 if mentioned(part) & known else 0), False
    [(subject, verb, obj)] = part.triples
    ends = (subject in known or not algebra.is_variable(subject)) + (obj in known)
    return ends + (bool(ends) and not algebra.is_variable(obj)), isinstance(verb, str)
