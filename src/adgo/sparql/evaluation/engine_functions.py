"""Functions that SPARQL 1.1 leaves to implementations and the embedded engine has: it is asked for their values."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial

from pyoxigraph import Literal, QuerySolutions, Store

from adgo.sparql.evaluation.values import DATE_TIME, EvaluationError, need_literal
from adgo.turtle.term_parts import datatype, is_literal
from adgo.turtle.terms import xsd

#: Datatypes of times and durations.
_TIMES = frozenset(
    xsd(name)
    for name in (
        *("date", "dateTime", "time", "gYear", "gYearMonth", "gMonth", "gMonthDay", "gDay"),
        *("duration", "dayTimeDuration", "yearMonthDuration"),
    )
)


@lru_cache(maxsize=16384)
def value(expression: str, *terms: str) -> str:
    """Return the engine's value of an expression.

    Args:
        expression: the expression, with a pair of braces for each term.
        terms: IRIs and literals.

    Raises:
        EvaluationError: it has no value.
    """
    found = Store().query(f"SELECT ({expression.format(*terms)} AS ?value) {{}}")
    assert isinstance(found, QuerySolutions)
    (row,) = found
    if row[0] is None:
        raise EvaluationError
    return str(row[0])


def of_times(expression: str, *terms: str) -> str:
    """Return the engine's value of an expression of times and durations.

    Args:
        expression: the expression, with a pair of braces for each term.
        terms: the terms.

    Raises:
        EvaluationError: it has no value, or a term is neither a time nor a duration.
    """
    if not all(is_literal(term) and datatype(term) in _TIMES for term in terms):
        raise EvaluationError
    return value(expression, *terms)


def _cast(kind: str, term: str) -> str:
    need_literal(term)
    return value(f"{kind}({{}})", term)


#: The casts to times and durations except xsd:dateTime, which is a cast of SPARQL 1.1.
TIME_CASTS: dict[str, Callable[[str], str]] = {
    kind: partial(_cast, kind) for kind in sorted(_TIMES - {DATE_TIME})
}


def is_language_tag(text: str) -> bool:
    """Return whether a text is a language tag (BCP 47), by the engine."""
    try:
        Literal("", language=text)
    except ValueError:
        return False
    return True
