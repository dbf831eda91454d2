"""Literals that the engine changes as it reads them: it keeps numbers, truth values and times by their value."""

from __future__ import annotations

import re
from decimal import Decimal

from adgo.sparql.evaluation.values import number
from adgo.turtle.datatypes import INTEGERS
from adgo.turtle.normalization.kept_times import CLOCK, DAY, ZONE
from adgo.turtle.term_parts import datatype
from adgo.turtle.terms import BOOLEAN, DECIMAL, DOUBLE, INTEGER, LANGUAGE_TYPE, STRING_TYPE, XSD

#: The lexical forms that the engine keeps, by datatype.
KEPT = {
    INTEGER: r"0|-?[1-9][0-9]{0,17}",
    BOOLEAN: r"true|false",
    DECIMAL: r"-?(?:0|[1-9][0-9]{0,15})(?:\.[0-9]{0,15}[1-9])?",
    f"<{XSD}date>": DAY + ZONE,
    f"<{XSD}dateTime>": f"{DAY}T{CLOCK}{ZONE}",
    f"<{XSD}gYear>": f"[0-9]{{4}}{ZONE}",
    f"<{XSD}gYearMonth>": f"[0-9]{{4}}-[0-9]{{2}}{ZONE}",
    f"<{XSD}time>": CLOCK + ZONE,
    f"<{XSD}anyURI>": ".*",
    DOUBLE: "-?INF",
}


def is_folded(term: str) -> bool:
    """Return whether the engine may change a literal as it reads it, or not know its value."""
    if term[0] != '"':
        return False
    kind = datatype(term)
    if kind in (STRING_TYPE, LANGUAGE_TYPE):
        suffix = term[term.rindex('"') :]
        return suffix != suffix.lower()
    if kind not in KEPT:
        return kind.startswith(f"<{XSD}")
    return re.fullmatch(KEPT[kind], term[1 : term.rindex('"')]) is None


def is_integer_like(term: str) -> bool:
    """Return whether a literal is an integer or a boolean, which people write in the form that the store keeps."""
    return datatype(term) in (*INTEGERS, BOOLEAN)


def is_known_number(term: str) -> bool:
    """Return whether a term is a number that the engine calculates with; its lexical form does not matter."""
    found = number(term)
    if found is None:
        return False
    if isinstance(found.value, float):
        return found.value == found.value
    exact = Decimal(found.value)
    return abs(exact) < 10**18 and int(exact.as_tuple().exponent) >= -18


def is_float(term: str) -> bool:
    """Return whether a term is a number of type xsd:double or xsd:float."""
    found = number(term)
    return found is not None and isinstance(found.value, float)
