"""Which columns of a query are keys: variables that mean the same in the whole query."""

from __future__ import annotations

from adgo.sparql.algebra import operators as algebra
from adgo.sparql.differences.walk import exists_in, inner_patterns, mentioned
from adgo.sparql.evaluation.bound_variables import always_bound


def is_key(pattern: algebra.Pattern, name: algebra.Term, *, is_given: bool = False) -> bool:
    """Return whether limiting a variable in all basic patterns keeps the solutions with its values as they are.

    What OPTIONAL, MINUS or EXISTS compares with solutions may have the variable only if each of these binds it.

    Args:
        pattern: the pattern.
        name: the variable.
        is_given: whether the pattern is that of an EXISTS in which a value takes the place of the variable.
    """
    if name not in mentioned(pattern):
        return True
    bound = always_bound(pattern.left if isinstance(pattern, algebra.LeftJoin) else pattern)
    exists = tuple(exists_in(pattern))
    compared: list[algebra.Pattern] = []
    # In EXISTS, a value takes the place of the variable, and MINUS compares only variables.
    if any(_subtracts(each, name) for each in exists):
        return False
    match pattern:
        case algebra.LeftJoin(left, right, _) | algebra.Minus(left, right):
            compared.append(right)
            inner: tuple[algebra.Pattern, ...] = (left,)
        case algebra.Extend(_, variable, _) if variable == name:
            return False
        case algebra.GraphPattern(graph, _) if pattern.service or graph == name:
            return False
        case algebra.Project(variables, _) if name not in variables:
            return False
        case algebra.Grouping(keys, _, _) if exists or (name, algebra.Variable(name)) not in (keys or ()):
            return False
        case algebra.Slice():
            return False
        case _:
            inner = inner_patterns(pattern)
    is_known = is_given or name in bound
    if any(name in mentioned(each) and not is_known for each in (*compared, *exists)):
        return False
    return all(is_key(each, name, is_given=is_given) for each in (*inner, *compared)) and all(
        is_key(each, name, is_given=True) for each in exists
    )


def _subtracts(pattern: algebra.Pattern, name: algebra.Term) -> bool:
    """Return whether a pattern has a MINUS that mentions a variable."""
    if isinstance(pattern, algebra.Minus) and name in mentioned(pattern):
        return True
    return any(_subtracts(each, name) for each in (*inner_patterns(pattern), *exists_in(pattern)))
