"""The constructor functions of SPARQL 1.1 (section 17.5): casts between XML Schema's datatypes."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Decimal

from adgo.sparql.evaluation.time_functions import canonical_text
from adgo.sparql.evaluation.values import (
    DATE_TIME,
    FLOAT,
    EvaluationError,
    Number,
    as_float,
    boolean,
    need_literal,
    need_number,
    number,
    shortest,
)
from adgo.turtle.datatypes import is_well_formed
from adgo.turtle.term_parts import datatype, lexical, literal
from adgo.turtle.terms import (
    BOOLEAN,
    DECIMAL,
    DOUBLE,
    INTEGER,
    LANGUAGE_TYPE,
    STRING_TYPE,
    XSD,
)

_LONGEST = 4000


def _from_text(term: str, kind: str) -> str:
    """Return the literal of a datatype that a plain string holds; white space around it does not count."""
    text = lexical(term).strip(" \t\r\n")
    made = literal(text, kind)
    if not is_well_formed(made) or len(text) > _LONGEST:
        raise EvaluationError
    return made


def _to_string(term: str) -> str:
    if term[0] == "<":
        return literal(term[1:-1])
    need_literal(term)
    found = number(term)
    if found is not None:
        return literal(_number_text(found))
    kind = datatype(term)
    if kind == BOOLEAN:
        return literal("true" if _is_true(term) else "false")
    if kind == DATE_TIME:
        return literal(canonical_text(term))
    if not (kind == LANGUAGE_TYPE or (kind.startswith(f"<{XSD}") and is_well_formed(term))):
        raise EvaluationError
    return literal(lexical(term))


def _number_text(found: Number) -> str:
    """Return a number as XPath writes it as a string (F&O 3.1, 19.1.2)."""
    value = found.value
    if isinstance(value, float):
        if value == 0:
            return "-0" if math.copysign(1, value) < 0 else "0"
        if 1e-6 <= abs(value) < 1e6:
            found = Number(DECIMAL, shortest(found.kind, value))
    return lexical(found.term())


def _numeric(kind: str, convert: Callable[[Number], Number]) -> Callable[[str], str]:
    """Return the cast to a type of numbers."""

    def cast(term: str) -> str:
        need_literal(term)
        if datatype(term) == STRING_TYPE:
            found = need_number(_from_text(term, kind))
        elif datatype(term) == BOOLEAN:
            found = Number(INTEGER, int(_is_true(term)))
        else:
            found = need_number(term)
        return convert(found).term()

    return cast


def _is_true(term: str) -> bool:
    text = lexical(term)
    if text not in ("true", "false", "0", "1"):
        raise EvaluationError
    return text in ("true", "1")


def _to_integer(found: Number) -> Number:
    if isinstance(found.value, float) and not math.isfinite(found.value):
        raise EvaluationError
    return Number(INTEGER, int(found.value))


def _to_decimal(found: Number) -> Number:
    value = found.value
    if isinstance(value, float):
        if not math.isfinite(value):
            raise EvaluationError
        return Number(DECIMAL, shortest(found.kind, value))
    return Number(DECIMAL, Decimal(value))


def _to_float(kind: str) -> Callable[[Number], Number]:
    return lambda found: Number(kind, as_float(kind, found.value))


def _to_boolean(term: str) -> str:
    need_literal(term)
    if datatype(term) == STRING_TYPE:
        return boolean(_is_true(_from_text(term, BOOLEAN)))
    if datatype(term) == BOOLEAN:
        return boolean(_is_true(term))
    value = need_number(term).value
    return boolean(value == value and value != 0)


def _to_date_time(term: str) -> str:
    need_literal(term)
    if datatype(term) == STRING_TYPE:
        return _from_text(term, DATE_TIME)
    if datatype(term) != DATE_TIME or not is_well_formed(term):
        raise EvaluationError
    return term


CASTS: dict[str, Callable[[str], str]] = {
    STRING_TYPE: _to_string,
    INTEGER: _numeric(INTEGER, _to_integer),
    DECIMAL: _numeric(DECIMAL, _to_decimal),
    DOUBLE: _numeric(DOUBLE, _to_float(DOUBLE)),
    FLOAT: _numeric(FLOAT, _to_float(FLOAT)),
    BOOLEAN: _to_boolean,
    DATE_TIME: _to_date_time,
}
