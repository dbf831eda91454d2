"""The functions and operators of SPARQL 1.1 (section 17) by name; each maps terms to a term."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from decimal import Decimal

from adgo.sparql.evaluation import engine_functions, time_functions
from adgo.sparql.evaluation.casts import CASTS
from adgo.sparql.evaluation.number_functions import NUMBER_FUNCTIONS
from adgo.sparql.evaluation.string_functions import STRING_FUNCTIONS
from adgo.sparql.evaluation.time_functions import TIME_FUNCTIONS
from adgo.sparql.evaluation.values import (
    EvaluationError,
    Number,
    boolean,
    calculated,
    equal,
    less,
    need_literal,
    need_number,
    number,
    plain_text,
)
from adgo.turtle.term_parts import datatype, is_literal, language, literal, text

_TIMES = {"+": time_functions.total, "-": time_functions.difference}


def _str(term: str) -> str:
    if term[0] == "_":
        raise EvaluationError
    return literal(text(term))


def _lang(term: str) -> str:
    need_literal(term)
    return literal(language(term))


def _datatype(term: str) -> str:
    need_literal(term)
    return datatype(term)


def _strdt(term: str, kind: str) -> str:
    if kind[0] != "<":
        raise EvaluationError
    return literal(plain_text(term), kind)


def _arithmetic(sign: str) -> Callable[[str, str], str]:
    def apply(left: str, right: str) -> str:
        a, b = number(left), number(right)
        if a is not None and b is not None:
            return calculated(sign, a, b).term()
        if sign not in _TIMES:
            raise EvaluationError
        try:
            return _TIMES[sign](left, right)
        except EvaluationError:
            return engine_functions.of_times(f"{{}} {sign} {{}}", left, right)

    return apply


def _negative(term: str) -> str:
    found = number(term)
    if found is None:
        return engine_functions.of_times("-{}", term)
    value = found.value.copy_negate() if isinstance(found.value, Decimal) else -found.value
    return Number(found.kind, value).term()


def _part_of_time(name: str, part: Callable[[str], str]) -> Callable[[str], str]:
    """Return a function that takes a part of a dateTime or date, and also of a time or year as the engine does."""

    def apply(term: str) -> str:
        try:
            return part(term)
        except EvaluationError:
            return engine_functions.of_times(f"{name}({{}})", term)

    return apply


def _at_most(left: str, right: str) -> bool:
    return less(left, right) or equal(left, right)


OPERATORS: dict[str, Callable[..., str]] = {
    "=": lambda a, b: boolean(equal(a, b)),
    "!=": lambda a, b: boolean(not equal(a, b)),
    "<": lambda a, b: boolean(less(a, b)),
    ">": lambda a, b: boolean(less(b, a)),
    "<=": lambda a, b: boolean(_at_most(a, b)),
    ">=": lambda a, b: boolean(_at_most(b, a)),
    "+": _arithmetic("+"),
    "-": _arithmetic("-"),
    "*": _arithmetic("*"),
    "/": _arithmetic("/"),
    "unary -": _negative,
    "unary +": lambda term: need_number(term).term(),
}
#: All by their names: keywords in capitals, marks, and IRIs of casts in N-Triples form.
FUNCTIONS: dict[str, Callable[..., str]] = {
    **OPERATORS,
    **CASTS,
    **NUMBER_FUNCTIONS,
    **STRING_FUNCTIONS,
    **{name: _part_of_time(name, part) for name, part in TIME_FUNCTIONS.items()},
    **engine_functions.TIME_CASTS,
    "STR": _str,
    "LANG": _lang,
    "DATATYPE": _datatype,
    "STRDT": _strdt,
    "ISIRI": lambda term: boolean(term[0] == "<"),
    "ISBLANK": lambda term: boolean(term[0] == "_"),
    "ISLITERAL": lambda term: boolean(is_literal(term)),
    "SAMETERM": lambda left, right: boolean(left == right),
    "UUID": lambda: f"<urn:uuid:{uuid.uuid4()}>",
    "STRUUID": lambda: literal(str(uuid.uuid4())),
}
