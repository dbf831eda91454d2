"""The Python values of RDF terms, and the text of values in files."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

from pyoxigraph import BlankNode, Literal, NamedNode

from adgo.corpus.corpus import Term
from adgo.corpus.tables.export_table import Cell, cell_of
from adgo.graph.namespaces import XSD

#: A value of a result; None for a variable without a value.
Value = Cell | datetime
#: The special values of xsd:double and xsd:float, as XML Schema and as Python write them.
_SPECIAL = {"INF": "inf", "+INF": "inf", "-INF": "-inf", "NaN": "nan"}
_FLOATS = (XSD + "double", XSD + "float")
#: A moment that `datetime` can hold.
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6}0*)?(Z|[+-]\d\d:\d\d)?")
_MOMENTS = (XSD + "dateTime", XSD + "dateTimeStamp")


def value(term: object) -> Value:
    """Return the Python value of a term; None for a variable without a value.

    A literal that is not valid, or that Python's type of the same name cannot hold, stays a text.
    """
    match term:
        case None | bool():
            return term
        case Literal():
            return _of_literal(term)
        case NamedNode():
            return term.value
        case BlankNode():
            return f"_:{term.value}"
    return str(term)


def _of_literal(term: Literal) -> Value:
    if term.language:
        return term.value
    kind = term.datatype.value
    if kind in _MOMENTS:
        return _moment(term.value)
    if kind in _FLOATS and term.value in _SPECIAL:
        return float(_SPECIAL[term.value])
    return cell_of(Term("literal", term.value, kind))


def _moment(text: str) -> Value:
    """Return a day with a time; its text if it is not valid or more exact than a microsecond."""
    try:
        found = datetime.fromisoformat(text) if _MOMENT.fullmatch(text) else None
    except ValueError:
        return text
    # The first and the last year may have no moment in another time zone.
    return found if found and (found.tzinfo is None or 1 < found.year < 9999) else text


def text_of(cell: Value) -> str:
    """Return a value as XML Schema writes it; "" for None."""
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case Decimal():
            return format(cell, "f")
        case float():
            return next((text for text, name in _SPECIAL.items() if name == str(cell)), str(cell))
        case datetime() | date():
            return cell.isoformat()
    return str(cell)
