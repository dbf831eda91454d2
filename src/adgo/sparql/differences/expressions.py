"""Expressions that the engine may evaluate differently from SPARQL 1.1 (section 17)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from adgo.sparql.algebra import operators as algebra
from adgo.sparql.differences import calls
from adgo.sparql.differences.kinds import TAGGED, TRUTH, TRUTHS, Kinds, kinds_of, kinds_of_value
from adgo.sparql.differences.literals import is_float, is_folded, is_known_number
from adgo.sparql.differences.walk import inner_patterns

Touched = Callable[[algebra.Pattern, Kinds], Iterator[str]]
_COMPARISONS = frozenset({"=", "!=", "<", ">", "<=", ">=", "IN", "NOT IN"})
_ARITHMETIC = frozenset({"+", "-", "*", "/", "unary -", "unary +", "ABS", "CEIL", "FLOOR", "ROUND"})


class ExpressionChecks:
    """The checks of expressions; `touched` checks the patterns of EXISTS."""

    def __init__(self, touched: Touched) -> None:
        """Hold what checks patterns."""
        self._touched = touched

    def condition(self, expression: algebra.Expression, known: Kinds) -> Iterator[str]:
        """Yield the differences of a condition, in which an error counts as false.

        Args:
            expression: the expression.
            known: the kinds of terms that its variables can have.
        """
        match expression:
            case algebra.Call("&&" | "||", arguments):
                for each in arguments:
                    yield from self.condition(each, known)
            case algebra.Call("<" | ">" | "<=" | ">=", arguments):
                first, second = (kinds_of_value(each, known) for each in arguments)
                if {TRUTH, TAGGED} & first & second:
                    yield "order-of-unlike-terms"
                yield from self._arguments(expression, known)
            case algebra.Call("=" | "IN"):
                yield from self._arguments(expression, known)
            case algebra.Call("!", (algebra.Exists() as exists,)):
                yield from self._exists(exists, known)
            case _:
                if not (calls.is_made_right(expression) or kinds_of_value(expression, known) <= TRUTHS):
                    yield "truth-of-a-term"
                yield from self.value(expression, known)

    def value(self, expression: algebra.Expression, known: Kinds) -> Iterator[str]:
        """Yield the differences of an expression whose value is used.

        Args:
            expression: the expression.
            known: the kinds of terms that its variables can have.
        """
        match expression:
            case algebra.Constant(term):
                if is_folded(term):
                    yield "folded-literal"
            case algebra.Exists():
                yield from self._exists(expression, known)
            case algebra.Call(function, arguments):
                if not function.startswith(algebra.MADE_RIGHT):
                    kinds = [kinds_of_value(each, known) for each in arguments]
                    yield from calls.of_call(expression, kinds)
                yield from self._arguments(expression, known)

    def _arguments(self, call: algebra.Call, known: Kinds) -> Iterator[str]:
        function = call.function.removeprefix(algebra.MADE_RIGHT)
        for each in call.arguments:
            if not (isinstance(each, algebra.Constant) and _counts_by_value(function, each.term)):
                yield from self.value(each, known)

    def _exists(self, exists: algebra.Exists, known: Kinds) -> Iterator[str]:
        if _has_minus(exists.pattern):
            yield "minus-in-exists"
        yield from self._touched(exists.pattern, {**known, **kinds_of(exists.pattern)})


def _counts_by_value(function: str, term: str) -> bool:
    """Return whether a function uses a constant by its value alone; what it makes of a double shows its form."""
    if not is_known_number(term):
        return False
    return function in _COMPARISONS or (function in _ARITHMETIC and not is_float(term))


def _has_minus(pattern: algebra.Pattern) -> bool:
    """Return whether there is a MINUS in a pattern: EXISTS puts values into it before it compares."""
    return isinstance(pattern, algebra.Minus) or any(map(_has_minus, inner_patterns(pattern)))
