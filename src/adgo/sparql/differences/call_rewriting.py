"""Functions and operators rewritten so that the embedded engine gives the value of SPARQL 1.1."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce

from adgo.sparql.algebra import operators as algebra
from adgo.sparql.analysis import MANY_VALUED
from adgo.sparql.differences import pattern_rewriting as patterns
from adgo.sparql.differences.calls import KindSets, comparable
from adgo.sparql.differences.kinds import NUMBER, OTHER, TAGGED, TRUTH, TRUTHS
from adgo.sparql.evaluation.casts import CASTS
from adgo.sparql.evaluation.values import FALSE
from adgo.turtle.datatypes import INTEGERS
from adgo.turtle.terms import BOOLEAN, DECIMAL, DOUBLE, INTEGER, LANGUAGE_TYPE, STRING_TYPE, XSD

Rewrite = Callable[[algebra.Call, KindSets], algebra.Expression]
#: An expression with more calls and terms than this is not written several times.
_SHORT = 12
_WITH_NUMBER = tuple(sorted(INTEGERS | {DECIMAL, DOUBLE, f"<{XSD}float>", BOOLEAN}))


def of_call(call: algebra.Call, kinds: KindSets) -> algebra.Expression:
    """Return a call, rewritten if the engine would give another value and there is a way to rewrite it.

    Args:
        call: the call; its arguments have been rewritten.
        kinds: for each argument, the kinds of terms that it can be.
    """
    rewrite = _REWRITES.get(call.function)
    if rewrite is None:
        return call
    if call.function not in ("REGEX", "REPLACE") and not all(map(is_short, call.arguments)):
        return call
    return rewrite(call, kinds)


def is_short(expression: algebra.Expression) -> bool:
    """Return whether an expression may be written several times: it is short, and always has the same value."""
    return _size(expression) <= _SHORT


def _size(expression: algebra.Expression) -> int:
    match expression:
        case algebra.Variable() | algebra.Constant():
            return 1
        case algebra.Call(function, arguments):
            if function.removeprefix(algebra.MADE_RIGHT) not in MANY_VALUED:
                return 1 + sum(map(_size, arguments))
    return _SHORT + 1


def right(function: str, *arguments: algebra.Expression) -> algebra.Call:
    """Return a call that the engine answers by the standard.

    Args:
        function: its name.
        arguments: its arguments.
    """
    return algebra.Call(algebra.MADE_RIGHT + function, arguments)


def _all(*conditions: algebra.Expression) -> algebra.Expression:
    return reduce(lambda made, each: right("&&", made, each), conditions)


def _is_not(condition: algebra.Expression) -> algebra.Expression:
    return right("!", condition)


def _has_type(expression: algebra.Expression, datatype: str) -> algebra.Expression:
    return right("SAMETERM", right("DATATYPE", expression), algebra.Constant(datatype))


def _equality(call: algebra.Call, kinds: KindSets) -> algebra.Expression:
    if comparable(*kinds):
        return call
    made = right(call.function, *call.arguments)
    if OTHER in kinds[0] & kinds[1]:
        made = right("IF", _is_time(call.arguments[0]), _equality_of_times(call), made)
    return right("IF", _unlike(*call.arguments), algebra.ERROR, made)


def _is_time(expression: algebra.Expression) -> algebra.Expression:
    types = (algebra.Constant(f"<{XSD}{name}>") for name in ("dateTime", "date", "time"))
    return _all(right("ISLITERAL", expression), right("IN", right("DATATYPE", expression), *types))


def _equality_of_times(call: algebra.Call) -> algebra.Expression:
    """Return = or != of times, which is an error if one of them has no zone and they are too near to each other."""
    differ = right("||", right("<", *call.arguments), right(">", *call.arguments))
    return differ if call.function == "!=" else _is_not(differ)


def _membership(call: algebra.Call, kinds: KindSets) -> algebra.Expression:
    """Return IN or NOT IN as the comparisons that it stands for (17.4.1.9)."""
    first, *others = call.arguments
    if not others or all(comparable(kinds[0], each) for each in kinds[1:]):
        return call
    sign, joint = ("=", "||") if call.function == "IN" else ("!=", "&&")
    tests = [
        _equality(algebra.Call(sign, (first, each)), [kinds[0], kind])
        for each, kind in zip(others, kinds[1:], strict=True)
    ]
    return reduce(lambda made, each: right(joint, made, each), tests)


def _unlike(left: algebra.Expression, other: algebra.Expression) -> algebra.Expression:
    """Return whether two literals are of types whose values SPARQL does not compare."""
    types = right("DATATYPE", left), right("DATATYPE", other)
    text_types = (algebra.Constant(STRING_TYPE), algebra.Constant(LANGUAGE_TYPE))
    numbers = _all(right("ISNUMERIC", left), right("ISNUMERIC", other))
    texts = _all(*(right("IN", each, *text_types) for each in types))
    literals = _all(right("ISLITERAL", left), right("ISLITERAL", other))
    return _all(literals, _all(_is_not(numbers), right("!=", *types)), _is_not(texts))


def _order(call: algebra.Call, kinds: KindSets) -> algebra.Expression:
    made = without_nan(call, kinds)
    if NUMBER in kinds[0] & kinds[1] and OTHER in kinds[0] | kinds[1]:
        numbers = _all(*(right("ISNUMERIC", each) for each in call.arguments))
        compared = right(call.function, *call.arguments)
        other = compared if made is call else made
        made = right("IF", numbers, right("COALESCE", compared, algebra.Constant(FALSE)), other)
    return made


def without_nan(call: algebra.Call, kinds: KindSets) -> algebra.Expression:
    """Return <, >, <= or >= as a condition, in which an error counts as false.

    Args:
        call: the comparison.
        kinds: the kinds of its two sides.
    """
    if not {TRUTH, TAGGED} & kinds[0] & kinds[1] or not all(map(is_short, call.arguments)):
        return call
    numbers = tuple(right(INTEGER, each) for each in call.arguments)
    booleans = _all(*(_has_type(each, BOOLEAN) for each in call.arguments))
    compared = right("IF", booleans, right(call.function, *numbers), right(call.function, *call.arguments))
    tagged = _all(*(_has_type(each, LANGUAGE_TYPE) for each in call.arguments))
    return right("IF", tagged, algebra.ERROR, compared)


def _division(call: algebra.Call, kinds: KindSets) -> algebra.Expression:
    """Return a division; the engine has no value for zero divided by a decimal."""
    first, second = call.arguments
    zero = algebra.Constant(f'"0"^^{INTEGER}')
    is_zero = _all(_has_type(second, DECIMAL), right("!=", second, zero), right("=", first, zero))
    return right("IF", is_zero, right("*", first, second), right("/", first, second))


def _cast(call: algebra.Call, kinds: KindSets) -> algebra.Expression:
    """Return a cast that ignores white space around a string."""
    argument = call.arguments[0]
    if call.function == STRING_TYPE:
        return call
    trimmed = right("REPLACE", argument, patterns.constant(r"^[ \t\r\n]+|[ \t\r\n]+$"), patterns.constant(""))
    made = right(call.function, argument)
    return right("IF", _has_type(argument, STRING_TYPE), right(call.function, trimmed), made)


def truth(expression: algebra.Expression, kinds: frozenset[str]) -> algebra.Expression:
    """Return an expression with the same effective boolean value, which the engine knows (17.2.2).

    Args:
        expression: the expression.
        kinds: the kinds of terms that it can be.
    """
    if kinds <= TRUTHS or not is_short(expression):
        return expression
    text = right("STR", expression)
    types = (algebra.Constant(each) for each in _WITH_NUMBER)
    words = (patterns.constant(each) for each in ("true", "false", "1", "0"))
    is_ill_typed = _all(
        right("IN", right("DATATYPE", expression), *types),
        _is_not(right("ISNUMERIC", expression)),
        right("NOT IN", text, *words),
    )
    is_tagged = _has_type(expression, LANGUAGE_TYPE)
    well_typed = right("IF", is_ill_typed, algebra.Constant(FALSE), expression)
    return right("IF", is_tagged, right("!=", text, patterns.constant("")), well_typed)


def _logic(call: algebra.Call, kinds: KindSets) -> algebra.Expression:
    if call.function == "IF":
        condition = truth(call.arguments[0], kinds[0])
        return algebra.Call("IF", (condition, *call.arguments[1:]))
    return algebra.Call(call.function, tuple(map(truth, call.arguments, kinds)))


_REWRITES: dict[str, Rewrite] = {
    **dict.fromkeys(("=", "!="), _equality),
    **dict.fromkeys(("IN", "NOT IN"), _membership),
    **dict.fromkeys(("<", ">", "<=", ">="), _order),
    **dict.fromkeys(("&&", "||", "!", "IF"), _logic),
    **dict.fromkeys(CASTS, _cast),
    "/": _division,
    "REGEX": lambda call, kinds: patterns.regex(call) or call,
    "REPLACE": lambda call, kinds: patterns.replacement(call) or call,
}
