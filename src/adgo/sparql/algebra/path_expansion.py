"""Paths written out as patterns, as far as the algebra does so (SPARQL 1.1, sections 18.2.2.4 and 18.4)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from adgo.sparql.algebra import operators as a

Fresh = Callable[[], a.Term]


def expanded(pattern: a.Pattern, fresh: Fresh) -> a.Pattern:
    """Return a pattern whose triples hold no path but repeated and negated ones, walked forwards.

    Args:
        pattern: the pattern.
        fresh: gives a variable that the query does not use.
    """
    match pattern:
        case a.Triples(triples):
            return _block(triples, fresh)
        case a.Join(left, right) | a.Union(left, right) | a.Minus(left, right) | a.LeftJoin(left, right, _):
            made = replace(pattern, left=expanded(left, fresh), right=expanded(right, fresh))
            if isinstance(made, a.LeftJoin) and made.condition is not None:
                return replace(made, condition=_inside(made.condition, fresh))
            return made
        case a.Values():
            return pattern
        case a.Filter(condition, inner):
            return a.Filter(_inside(condition, fresh), expanded(inner, fresh))
        case a.Extend(inner, variable, expression):
            return a.Extend(expanded(inner, fresh), variable, _inside(expression, fresh))
        case a.Order(conditions, inner):
            orders = tuple((_inside(each, fresh), descending) for each, descending in conditions)
            return a.Order(orders, expanded(inner, fresh))
    return replace(pattern, pattern=expanded(pattern.pattern, fresh))


def _inside(expression: a.Expression, fresh: Fresh) -> a.Expression:
    """Return an expression, the patterns of its EXISTS expanded."""
    match expression:
        case a.Exists(pattern):
            return a.Exists(expanded(pattern, fresh))
        case a.Call(function, arguments):
            return a.Call(function, tuple(_inside(each, fresh) for each in arguments))
    return expression


def _block(triples: tuple[tuple[a.Term, a.Term | a.Path, a.Term], ...], fresh: Fresh) -> a.Pattern:
    plain: list[tuple[a.Term, a.Term | a.Path, a.Term]] = []
    made: list[a.Pattern] = []
    for subject, verb, obj in triples:
        found = (
            a.Triples(((subject, verb, obj),)) if isinstance(verb, str) else path(subject, verb, obj, fresh)
        )
        if isinstance(found, a.Triples):
            plain += found.triples
        else:
            made.append(found)
    whole: a.Pattern = a.Triples(tuple(plain))
    for each in made:
        whole = each if whole == a.UNIT else a.Join(whole, each)
    return whole


def path(subject: a.Term, walked: a.Path, obj: a.Term, fresh: Fresh) -> a.Pattern:
    """Return the pattern of one path between two terms.

    Args:
        subject: where the path starts.
        walked: the path.
        obj: where it ends.
        fresh: gives a variable that the query does not use.
    """
    match walked:
        case a.Link(predicate):
            return a.Triples(((subject, predicate, obj),))
        case a.Inverse(inner):
            return path(obj, inner, subject, fresh)
        case a.Alternative(first, second):
            return a.Union(path(subject, first, obj, fresh), path(subject, second, obj, fresh))
        case a.Sequence(first, second):
            middle = fresh()
            left, right = path(subject, first, middle, fresh), path(middle, second, obj, fresh)
            if isinstance(left, a.Triples) and isinstance(right, a.Triples):
                return a.Triples(left.triples + right.triples)
            return a.Join(left, right)
        case a.Negated(forward, backward) if backward is not None:
            turned = a.Triples(((obj, a.Negated(backward, None), subject),))
            if forward is None:
                return turned
            return a.Union(a.Triples(((subject, a.Negated(forward, None), obj),)), turned)
        case a.Repeat(inner, mark):
            return a.Triples(((subject, a.Repeat(repeated(inner), mark), obj),))
    return a.Triples(((subject, walked, obj),))


def repeated(walked: a.Path) -> a.Path:
    """Return a path inside a repetition, where how often it joins two nodes does not matter: inverses at the links."""
    match walked:
        case a.Inverse(a.Link()):
            return walked
        case a.Inverse(inner):
            return turned(inner)
        case a.Sequence(first, second):
            return a.Sequence(repeated(first), repeated(second))
        case a.Alternative(first, second):
            return a.Alternative(repeated(first), repeated(second))
        case a.Repeat(inner, mark):
            return a.Repeat(repeated(inner), mark)
        case a.Negated(forward, backward) if forward is not None and backward is not None:
            return a.Alternative(a.Negated(forward, None), a.Inverse(a.Negated(backward, None)))
        case a.Negated(None, backward):
            return a.Inverse(a.Negated(backward, None))
    return walked


def turned(walked: a.Path) -> a.Path:
    """Return the inverse of a path inside a repetition."""
    match walked:
        case a.Link():
            return a.Inverse(walked)
        case a.Inverse(inner):
            return repeated(inner)
        case a.Sequence(first, second):
            return a.Sequence(turned(second), turned(first))
        case a.Alternative(first, second):
            return a.Alternative(turned(first), turned(second))
        case a.Repeat(inner, mark):
            return a.Repeat(turned(inner), mark)
        case a.Negated(forward, backward):
            return repeated(a.Negated(backward, forward))
    raise AssertionError(walked)
