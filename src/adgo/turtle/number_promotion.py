"""The promotion of numbers, by which numbers of two types can be compared (SPARQL 1.1, 17.3, and XPath)."""

from __future__ import annotations

import math
import struct
from decimal import Decimal


class SingleFloat(float):
    """The value of an xsd:float, rounded to its precision."""


def as_double(number: float | Decimal) -> float:
    """Return a number as an xsd:double; INF if it is too large."""
    try:
        return float(number)
    except OverflowError:
        return math.inf if number > 0 else -math.inf


def as_single(number: float | Decimal) -> float:
    """Return a number rounded to the precision of xsd:float; INF if it is too large."""
    double = as_double(number)
    try:
        return float(struct.unpack("f", struct.pack("f", double))[0])
    except OverflowError:
        return math.copysign(math.inf, double)


def promoted(a: float | Decimal, b: float | Decimal) -> tuple[float | Decimal, float | Decimal]:
    """Return two numbers in the first type that can hold both: decimal, float or double.

    The Python types are int and Decimal, SingleFloat for xsd:float, and float for xsd:double.
    """
    kinds = {type(a), type(b)}
    if float in kinds:
        return as_double(a), as_double(b)
    return (as_single(a), as_single(b)) if SingleFloat in kinds else (a, b)
