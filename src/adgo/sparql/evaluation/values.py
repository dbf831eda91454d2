"""The values of literals as SPARQL's operators see them (SPARQL 1.1, section 17): numbers, texts, times, truth."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext
from functools import lru_cache

from adgo.turtle.datatypes import INTEGERS, is_well_formed, order, value_of
from adgo.turtle.number_promotion import as_double, as_single
from adgo.turtle.term_parts import datatype, is_literal, language, lexical
from adgo.turtle.terms import (
    BOOLEAN,
    DECIMAL,
    DOUBLE,
    INTEGER,
    LANGUAGE_TYPE,
    STRING_TYPE,
    escape,
    xsd,
)

FLOAT, DATE_TIME, DAY_TIME = xsd("float"), xsd("dateTime"), xsd("dayTimeDuration")
TRUE, FALSE = f'"true"^^{BOOLEAN}', f'"false"^^{BOOLEAN}'
#: Significant digits of a quotient, and of other results of arithmetic with decimals.
_QUOTIENT = Context(prec=34, rounding=ROUND_HALF_EVEN)
EXACT = Context(prec=1000, rounding=ROUND_HALF_EVEN)
#: Numbers with more characters are not read.
_LONGEST = 4000


class EvaluationError(Exception):
    """The type error of an expression: it has no value, and the query goes on (17.2)."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number, with the type that it counts as: integer, decimal, float or double."""

    kind: str
    value: int | Decimal | float

    def term(self) -> str:
        """Return it as a literal."""
        return f'"{_written(self.kind, self.value)}"^^{self.kind}'


def _written(kind: str, value: int | Decimal | float) -> str:
    if kind == INTEGER:
        return str(value)
    if kind == DECIMAL:
        text = format(value, "f") if isinstance(value, Decimal) else str(value)
        text = text.rstrip("0").rstrip(".") if "." in text else text
        return "0" if text in ("-0", "") else text
    if value != value:
        return "NaN"
    if math.isinf(value):
        return "INF" if value > 0 else "-INF"
    return _scientific(shortest(kind, float(value)))


def shortest(kind: str, value: float) -> Decimal:
    """Return the number with the fewest digits that reads as this float or double."""
    if kind == FLOAT:
        for digits in range(9):
            text = f"{value:.{digits}e}"
            if as_float(kind, float(text)) == value:
                return Decimal(text)
    return Decimal(repr(value))


def _scientific(number: Decimal) -> str:
    """Return the canonical form of a double: one digit before the point."""
    sign, digits, _ = number.as_tuple() if number else (number.is_signed(), (0,), 0)
    first, rest = str(digits[0]), "".join(map(str, digits[1:])).rstrip("0") or "0"
    return f"{'-' if sign else ''}{first}.{rest}E{number.adjusted() if number else 0}"


@lru_cache(maxsize=65536)
def number(term: str) -> Number | None:
    """Return the number that a literal stands for, or None."""
    if not is_literal(term):
        return None
    kind = datatype(term)
    if kind not in INTEGERS and kind not in (DECIMAL, DOUBLE, FLOAT):
        return None
    text = lexical(term).strip(" \t\r\n")
    if len(text) > _LONGEST or not is_well_formed(f'"{escape(text)}"^^{kind}'):
        return None
    if kind in INTEGERS:
        return Number(INTEGER, int(text))
    if kind == DECIMAL:
        return Number(DECIMAL, Decimal(text))
    return Number(kind, as_float(kind, float(text.replace("INF", "inf"))))


def as_float(kind: str, value: int | Decimal | float) -> float:
    """Return a number as a double, rounded to a float if the kind says so; INF if it is too large."""
    return as_single(value) if kind == FLOAT else as_double(value)


def need_number(term: str) -> Number:
    """Return the number of a literal; EvaluationError for anything else."""
    found = number(term)
    if found is None:
        raise EvaluationError
    return found


def tagged(text: str, tag: str) -> str:
    """Return a literal with a language tag, a plain one if the tag is empty."""
    return f'"{escape(text)}"@{tag}' if tag else f'"{escape(text)}"'


def boolean(value: bool) -> str:
    """Return a truth value as a term."""
    return TRUE if value else FALSE


def need_literal(term: str) -> None:
    """Raise EvaluationError if a term is not a literal."""
    if not is_literal(term):
        raise EvaluationError


def plain_text(term: str) -> str:
    """Return the text of a plain string; EvaluationError for anything else."""
    if not is_literal(term) or datatype(term) != STRING_TYPE:
        raise EvaluationError
    return lexical(term)


def truth(term: str) -> bool:
    """Return the effective boolean value (17.2.2); EvaluationError if the term has none."""
    need_literal(term)
    kind = datatype(term)
    text = lexical(term)
    if kind == BOOLEAN:
        return text in ("true", "1")
    if kind in (STRING_TYPE, LANGUAGE_TYPE):
        return text != ""
    if kind in INTEGERS or kind in (DECIMAL, DOUBLE, FLOAT):
        found = number(term)
        return found is not None and found.value == found.value and found.value != 0
    raise EvaluationError


def text_of(term: str) -> str:
    """Return the text of a plain or tagged string; EvaluationError for anything else."""
    if not is_literal(term) or datatype(term) not in (STRING_TYPE, LANGUAGE_TYPE):
        raise EvaluationError
    return lexical(term)


def promoted(left: Number, right: Number) -> tuple[str, int | Decimal | float, int | Decimal | float]:
    """Return two numbers in the first type that can hold both."""
    for kind in (DOUBLE, FLOAT):
        if kind in (left.kind, right.kind):
            return kind, as_float(kind, left.value), as_float(kind, right.value)
    if DECIMAL in (left.kind, right.kind):
        return DECIMAL, Decimal(left.value), Decimal(right.value)
    return INTEGER, left.value, right.value


def calculated(sign: str, left: Number, right: Number) -> Number:
    """Return the result of arithmetic.

    Args:
        sign: +, -, * or /.
        left: the first operand.
        right: the second operand.

    Raises:
        EvaluationError: a division by zero that is not of floats or doubles.
    """
    kind, a, b = promoted(left, right)
    if kind in (DOUBLE, FLOAT):
        return Number(kind, as_float(kind, _float_result(sign, float(a), float(b))))
    if sign == "/":
        if b == 0:
            raise EvaluationError
        return Number(DECIMAL, _QUOTIENT.divide(Decimal(a), Decimal(b)))
    with localcontext(EXACT):
        result = a + b if sign == "+" else a - b if sign == "-" else a * b  # type: ignore[operator]
    return Number(kind, result)


def _float_result(sign: str, a: float, b: float) -> float:
    match sign:
        case "+":
            return a + b
        case "-":
            return a - b
        case "*":
            return a * b
    if b != 0:
        return a / b
    return math.nan if a == 0 or a != a else math.copysign(math.inf, a) * math.copysign(1, b)


def equal(left: str, right: str) -> bool:
    """Return whether two terms are equal (`=`); EvaluationError if that cannot be said (17.4.1.7)."""
    if left == right:
        found = number(left)
        return found is None or found.value == found.value
    if not is_literal(left) or not is_literal(right):
        return False
    compared = _compared(left, right)
    if compared is not None:
        return compared == 0
    if number(left) is not None and number(right) is not None:
        return False  # NaN
    tags = language(left).lower(), language(right).lower()
    if tags[0] == tags[1] != "":
        return lexical(left) == lexical(right)
    # A text with a language is known to differ from any other text.
    if all(tags) or (any(tags) and STRING_TYPE in (datatype(left), datatype(right))):
        return False
    raise EvaluationError


def less(left: str, right: str) -> bool:
    """Return whether one term is less than the other (`<`); EvaluationError if they have no order."""
    compared = _compared(left, right)
    if compared is None:
        if number(left) is not None and number(right) is not None:
            return False  # NaN
        raise EvaluationError
    return compared < 0


def _compared(left: str, right: str) -> int | None:
    """Return -1, 0 or 1 for literals whose values have an order, else None; NaN has none."""
    a, b = number(left), number(right)
    if a is not None and b is not None:
        _, x, y = promoted(a, b)
        if x != x or y != y:
            return None
        return (x > y) - (x < y)
    if a is not None or b is not None:
        return None
    return order(value_of(left), value_of(right))
