"""The typed literals that the engine changes when it stores them, found by asking the engine.

pyoxigraph stores numbers, booleans, dates and durations by value. If a lexical form is valid and not too long, it comes
back in the engine's own form, and types derived from `xsd:integer` come back as `xsd:integer`. No option turns this
off (issue 526 of Oxigraph). Any other literal comes back as it was, such as `"five"^^xsd:int`. Some of these are
valid, but the engine does not know their values, such as integers of 20 digits: it cannot compare or add them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from pyoxigraph import DefaultGraph, QuerySolutions, RdfFormat, Store

from adgo.turtle.datatypes import is_well_formed
from adgo.turtle.normalization.kept_times import CLOCK, DAY, ZONE
from adgo.turtle.term_parts import datatype, lexical
from adgo.turtle.terms import XSD

_DURATIONS = ("duration", "dayTimeDuration", "yearMonthDuration")
#: The types that are derived from xsd:integer.
_DERIVED_INTEGERS = (
    *("long", "int", "short", "byte", "nonNegativeInteger", "positiveInteger"),
    *("nonPositiveInteger", "negativeInteger"),
    *("unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte"),
)

Test = Callable[[str], object]


class Forms(NamedTuple):
    """Tests of a datatype's lexical forms.

    Attributes:
        kept: whether the engine certainly keeps a literal with this form.
        changed: whether the engine certainly changes it. If neither is certain, the engine has to be asked.
    """

    kept: Test
    changed: Test


def _forms(kept: str, changed: str = r"(?!)") -> Forms:
    return Forms(re.compile(kept).fullmatch, re.compile(changed).fullmatch)


#: Dates and times that are certainly valid, and an end that is certainly not kept.
_VALID_DAY = "[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])"
_VALID_CLOCK = "(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
_OTHER_END = r"(?:(?:\.[0-9]{1,9})?[+-]00:00|\.[0-9]{0,8}0Z?)"
_INTEGER = "[+-]?[0-9]{1,18}"
#: Floating-point numbers with so few digits that the value of the type has the same ones.
_FLOAT, _DOUBLE = (
    rf"-?(?:0|[1-9][0-9]{{0,{digits}}})|(?=[0-9.-]{{1,{digits}}}\Z)-?(?:0|[1-9][0-9]*)\.[0-9]*[1-9]|-?INF|NaN"
    for digits in (5, 14)
)

_SHORT_DOUBLE = re.compile(_DOUBLE).fullmatch


def _is_kept_double(text: str) -> bool:
    if _SHORT_DOUBLE(text):
        return True
    try:
        # The engine writes the shortest digits too, but neither an exponent nor a fraction of zero.
        return (
            text == repr(float(text)) and text[-1].isdigit() and "e" not in text and not text.endswith(".0")
        )
    except ValueError:
        return True


#: The IRI of each datatype of which the engine changes literals to the tests of its lexical forms.
FORMS = {
    XSD + name: forms
    for name, forms in {
        "boolean": _forms("true|false", "[01]"),
        "integer": _forms("0|-?[1-9][0-9]{0,17}", rf"(?!(?:0|-?[1-9][0-9]*)\Z){_INTEGER}"),
        "decimal": _forms(
            r"0|-?[1-9][0-9]{0,15}(?:\.[0-9]{0,15}[1-9])?|-?0\.[0-9]{0,15}[1-9]",
            r"[+-]?[0-9]{1,16}\.[0-9]{0,15}0",
        ),
        "double": _forms(_DOUBLE)._replace(kept=_is_kept_double),
        "float": _forms(_FLOAT),
        "dateTime": _forms(f"{DAY}T{CLOCK}{ZONE}", f"{_VALID_DAY}T{_VALID_CLOCK}{_OTHER_END}"),
        "dateTimeStamp": _forms(r"(?!)"),
        "date": _forms(DAY + ZONE),
        "time": _forms(CLOCK + ZONE),
        "gYear": _forms(f"[0-9]{{4}}{ZONE}"),
        "gYearMonth": _forms(f"[0-9]{{4}}-[0-9]{{2}}{ZONE}"),
        "gMonthDay": _forms(f"--[0-9]{{2}}-[0-9]{{2}}{ZONE}"),
        "gMonth": _forms(f"--[0-9]{{2}}{ZONE}"),
        "gDay": _forms(f"---[0-9]{{2}}{ZONE}"),
        **dict.fromkeys(_DURATIONS, _forms(r"(?!)")),
        **dict.fromkeys(_DERIVED_INTEGERS, _forms(r"(?!)", _INTEGER)),
    }.items()
}


def _typed(text: str, name: str) -> str:
    return f'"{text}"^^<{XSD}{name}>'


#: Datatypes with values that the engine may not know, to two literals of which it compares one with any known value.
_COMPARED = {
    **{
        name: f"{_typed(text + 'Z', name)} {_typed(text, name)}"
        for name, text in (
            ("dateTime", "2000-01-01T00:00:00"),
            ("dateTimeStamp", "2000-01-01T00:00:00"),
            ("date", "2000-01-01"),
            ("time", "12:00:00"),
            ("gYear", "2000"),
            ("gYearMonth", "2000-01"),
        )
    },
    **dict.fromkeys(_DURATIONS, f"{_typed('PT1S', 'duration')} UNDEF"),
    **dict.fromkeys(("integer", "decimal", *_DERIVED_INTEGERS), "0 UNDEF"),
}


def may_change(term: str) -> bool:
    """Return whether the engine may change a literal in N-Triples form; False if it certainly keeps it."""
    forms = FORMS.get(datatype(term)[1:-1])
    return forms is not None and not forms.kept(lexical(term))


def changed(terms: Sequence[str]) -> list[str]:
    """Return those of the literals (in N-Triples form) that the engine changes when it stores them."""
    candidates = [term for term in terms if may_change(term)]
    open_cases = [term for term in candidates if not _surely_changes(term)]
    kept = {term for term, form in zip(open_cases, stored(open_cases), strict=True) if term == form}
    return [term for term in candidates if term not in kept]


def unread(terms: Sequence[str]) -> list[str]:
    """Return those of the literals that are valid, but whose value the engine does not know; it keeps all of them."""
    asked = [
        term for term in terms if datatype(term)[1 + len(XSD) : -1] in _COMPARED and is_well_formed(term)
    ]
    if not asked:
        return []
    rows = " ".join(
        f"({number} {term} {_COMPARED[datatype(term)[1 + len(XSD) : -1]]})"
        for number, term in enumerate(asked)
    )
    # The engine compares a time without a zone with some times with a zone only, so one of each is tried.
    found = Store().query(
        f"SELECT ?n {{ VALUES (?n ?term ?zoned ?local) {{ {rows} }} "
        "FILTER (COALESCE(IF(?term = ?zoned, false, false), IF(?term = ?local, false, false), true)) }"
    )
    assert isinstance(found, QuerySolutions)
    return [asked[int(row["n"].value)] for row in found]


def _surely_changes(term: str) -> bool:
    return bool(FORMS[datatype(term)[1:-1]].changed(lexical(term)))


def stored(terms: Sequence[str]) -> list[str]:
    """Return the forms in which literals come back from a store; all in N-Triples form, in canonical escapes."""
    if not terms:
        return []
    store = Store()
    lines = (f"<a:{number}> <a:p> {term} ." for number, term in enumerate(terms))
    store.load("\n".join(lines).encode(), RdfFormat.N_TRIPLES)
    found = [""] * len(terms)
    for line in (
        (store.dump(format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph()) or b"").decode().split("\n")
    ):
        if line:
            subject, _, form = line.split(" ", 2)
            found[int(subject[3:-1])] = form.removesuffix(" .")
    return found
