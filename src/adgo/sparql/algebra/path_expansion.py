"""Paths written out as patterns, as far as the algebra does so (SPARQL 1.1, sections 18.2.2.4 and 18.4)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from adgo.sparql.algebra import operators as algebra

Fresh = Callable[[], algebra.Term]


def expanded(pattern: algebra.Pattern, fresh: Fresh) -> algebra.Pattern:
    """Return a pattern whose triples hold no path but repeated and negated ones, walked forwards.

    Args:
        pattern: the pattern.
        fresh: gives a variable that the query does not use.
    """
    match pattern:
        case algebra.BasicGraphPattern(triples):
            return _block(triples, fresh)
        case (
            algebra.Join(left, right)
            | algebra.Union(left, right)
            | algebra.Minus(left, right)
            | algebra.LeftJoin(left, right, _)
        ):
            made = replace(pattern, left=expanded(left, fresh), right=expanded(right, fresh))
            if isinstance(made, algebra.LeftJoin) and made.condition is not None:
                return replace(made, condition=_inside(made.condition, fresh))
            return made
        case algebra.InlineData():
            return pattern
        case algebra.GraphPattern() if pattern.service:
            return pattern
        case algebra.Filter(condition, inner):
            return algebra.Filter(_inside(condition, fresh), expanded(inner, fresh))
        case algebra.Extend(inner, variable, expression):
            return algebra.Extend(expanded(inner, fresh), variable, _inside(expression, fresh))
        case algebra.Order(conditions, inner):
            orders = tuple((_inside(each, fresh), descending) for each, descending in conditions)
            return algebra.Order(orders, expanded(inner, fresh))
    return replace(pattern, pattern=expanded(pattern.pattern, fresh))


def _inside(expression: algebra.Expression, fresh: Fresh) -> algebra.Expression:
    """Return an expression, the patterns of its EXISTS expanded."""
    match expression:
        case algebra.Exists(pattern):
            return algebra.Exists(expanded(pattern, fresh))
        case algebra.Call(function, arguments):
            return algebra.Call(function, tuple(_inside(each, fresh) for each in arguments))
    return expression


def _block(triples: tuple[algebra.TriplePattern, ...], fresh: Fresh) -> algebra.Pattern:
    plain: list[algebra.TriplePattern] = []
    made: list[algebra.Pattern] = []
    for subject, verb, obj in triples:
        found = (
            algebra.BasicGraphPattern(((subject, verb, obj),))
            if isinstance(verb, str)
            else path(subject, verb, obj, fresh)
        )
        if isinstance(found, algebra.BasicGraphPattern):
            plain += found.triples
        else:
            made.append(found)
    whole: algebra.Pattern = algebra.BasicGraphPattern(tuple(plain))
    for each in made:
        whole = algebra.join(whole, each)
    return whole


def path(subject: algebra.Term, walked: algebra.Path, obj: algebra.Term, fresh: Fresh) -> algebra.Pattern:
    """Return the pattern of one path between two terms.

    Args:
        subject: where the path starts.
        walked: the path.
        obj: where it ends.
        fresh: gives a variable that the query does not use.
    """
    match walked:
        case algebra.Link(predicate):
            return algebra.BasicGraphPattern(((subject, predicate, obj),))
        case algebra.Inverse(inner):
            return path(obj, inner, subject, fresh)
        case algebra.PathAlternative(first, second):
            return algebra.Union(path(subject, first, obj, fresh), path(subject, second, obj, fresh))
        case algebra.PathSequence(first, second):
            middle = fresh()
            left, right = path(subject, first, middle, fresh), path(middle, second, obj, fresh)
            if isinstance(left, algebra.BasicGraphPattern) and isinstance(right, algebra.BasicGraphPattern):
                return algebra.BasicGraphPattern(left.triples + right.triples)
            return algebra.Join(left, right)
        case algebra.Negated(forward, backward) if backward is not None:
            turned = algebra.BasicGraphPattern(((obj, algebra.Negated(backward, None), subject),))
            if forward is None:
                return turned
            return algebra.Union(
                algebra.BasicGraphPattern(((subject, algebra.Negated(forward, None), obj),)), turned
            )
        case algebra.PathRepeat(inner, mark):
            return algebra.BasicGraphPattern(((subject, algebra.PathRepeat(repeated(inner), mark), obj),))
    return algebra.BasicGraphPattern(((subject, walked, obj),))


def repeated(walked: algebra.Path, *, is_turned: bool = False) -> algebra.Path:
    """Return a path inside a repetition with its inverses at the links; how often it joins two nodes may change.

    Args:
        walked: the path.
        is_turned: whether the inverse of the path is returned.
    """
    match walked:
        case algebra.Link():
            return algebra.Inverse(walked) if is_turned else walked
        case algebra.Inverse(inner):
            return repeated(inner, is_turned=not is_turned)
        case algebra.PathSequence(first, second) | algebra.PathAlternative(first, second):
            parts = [repeated(each, is_turned=is_turned) for each in (first, second)]
            is_reversed = is_turned and isinstance(walked, algebra.PathSequence)
            return type(walked)(*(reversed(parts) if is_reversed else parts))
        case algebra.PathRepeat(inner, mark):
            return algebra.PathRepeat(repeated(inner, is_turned=is_turned), mark)
        case algebra.Negated(forward, backward):
            return _negated(backward, forward) if is_turned else _negated(forward, backward)
    raise AssertionError(walked)


def _negated(
    forward: frozenset[algebra.Term] | None, backward: frozenset[algebra.Term] | None
) -> algebra.Path:
    """Return a negated set as paths that are walked forwards, or are the inverse of such a path."""
    if backward is None:
        return algebra.Negated(forward, None)
    inverse = algebra.Inverse(algebra.Negated(backward, None))
    return inverse if forward is None else algebra.PathAlternative(algebra.Negated(forward, None), inverse)
