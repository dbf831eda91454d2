"""The functions of SPARQL 1.1 on numbers (section 17.4.4)."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, localcontext

from adgo.sparql.evaluation.values import EXACT, Number, boolean, need_number, number
from adgo.turtle.terms import DOUBLE

_HALF = Decimal("0.5")


def _mapped(how: Callable[[int | Decimal | float], int | Decimal | float]) -> Callable[[str], str]:
    """Return a function on literals that gives a number of the same type."""

    def apply(term: str) -> str:
        found = need_number(term)
        return Number(found.kind, how(found.value)).term()

    return apply


def _rounded(how: Callable[[Decimal], Decimal]) -> Callable[[int | Decimal | float], int | Decimal | float]:
    """Return a rounding of numbers; zero keeps the sign of the number."""

    def apply(value: int | Decimal | float) -> int | Decimal | float:
        if isinstance(value, int) or (isinstance(value, float) and not math.isfinite(value)):
            return value
        rounded = how(Decimal(value))
        return math.copysign(float(rounded), value) if isinstance(value, float) else rounded

    return apply


def _nearest(value: Decimal) -> Decimal:
    """Return the nearest integer; of two, the greater one."""
    with localcontext(EXACT):
        return (value + _HALF).to_integral_value(ROUND_FLOOR)


def _absolute(value: int | Decimal | float) -> int | Decimal | float:
    return value.copy_abs() if isinstance(value, Decimal) else abs(value)


def _is_numeric(term: str) -> str:
    return boolean(number(term) is not None)


NUMBER_FUNCTIONS: dict[str, Callable[..., str]] = {
    "ABS": _mapped(_absolute),
    "CEIL": _mapped(_rounded(lambda value: value.to_integral_value(ROUND_CEILING))),
    "FLOOR": _mapped(_rounded(lambda value: value.to_integral_value(ROUND_FLOOR))),
    "ROUND": _mapped(_rounded(_nearest)),
    "RAND": lambda: Number(DOUBLE, random.random()).term(),
    "ISNUMERIC": _is_numeric,
}
