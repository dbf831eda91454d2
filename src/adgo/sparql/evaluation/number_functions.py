"""The functions of SPARQL 1.1 on numbers (section 17.4.4), and its arithmetic."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from adgo.sparql.evaluation.values import Number, boolean, need_number, number
from adgo.turtle.terms import DOUBLE

_HALF = Decimal("0.5")


def _rounded(how: Callable[[Number], int | Decimal | float]) -> Callable[[str], str]:
    def apply(term: str) -> str:
        found = need_number(term)
        if isinstance(found.value, float) and not math.isfinite(found.value):
            return found.term()
        return Number(found.kind, how(found)).term()

    return apply


def _ceil(found: Number) -> int | Decimal | float:
    value = found.value
    if isinstance(value, float):
        return math.copysign(float(math.ceil(value)), value)
    return value if isinstance(value, int) else value.to_integral_value(ROUND_CEILING)


def _floor(found: Number) -> int | Decimal | float:
    value = found.value
    if isinstance(value, float):
        return float(math.floor(value))
    return value if isinstance(value, int) else value.to_integral_value(ROUND_FLOOR)


def _round(found: Number) -> int | Decimal | float:
    """Return the nearest integer; of two, the greater one."""
    value = found.value
    if isinstance(value, float):
        return float(math.floor(value + 0.5)) if abs(value) < 2**52 else value
    if isinstance(value, Decimal):
        lifted: Decimal = value + _HALF
        return lifted.to_integral_value(ROUND_FLOOR)
    return value


def _abs(found: Number) -> int | Decimal | float:
    return found.value if found.value > 0 else 0 - found.value


def _is_numeric(term: str) -> str:
    return boolean(number(term) is not None)


NUMBER_FUNCTIONS: dict[str, Callable[..., str]] = {
    "ABS": _rounded(_abs),
    "CEIL": _rounded(_ceil),
    "FLOOR": _rounded(_floor),
    "ROUND": _rounded(_round),
    "RAND": lambda: Number(DOUBLE, random.random()).term(),
    "ISNUMERIC": _is_numeric,
}
