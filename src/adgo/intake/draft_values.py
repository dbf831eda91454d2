"""The values in drafts that are not things: texts, numbers, truth values and dates."""

from __future__ import annotations

from decimal import Decimal
from math import isfinite
from typing import Any

from pyoxigraph import Literal, NamedNode

from adgo.graph.namespaces import RDF, XSD, short
from adgo.intake.draft import DraftFault
from adgo.intake.term_finder import Property, expanded
from adgo.turtle import iris
from adgo.turtle.datatypes import is_well_formed
from adgo.turtle.normalization.literals import stored
from adgo.turtle.parsing.term_resolver import is_language
from adgo.turtle.term_parts import datatype, iri, lexical

_DECIMAL = XSD + "decimal"
#: The end of the names of properties that count, such as adgo:vehicleCount.
_COUNT = "Count"
#: The datatypes that no value has without a language.
_OF_LANGUAGES = {RDF + "langString", RDF + "dirLangString"}


def literal(written: Any, predicate: Property) -> str:
    """Return a literal in N-Triples form, with the declared datatype of the property if the draft gives none.

    It has the form in which the store has it (26 for 026, 50 for 50.0), or the same draft would make another claim.

    Args:
        written: a text, number or truth value, or the fields of a value with its datatype or language.
        predicate: the property of which it is a value.

    Raises:
        DraftFault: if it is not the value of a literal.
    """
    made = _literal(written, predicate)
    if not is_well_formed(made):
        kind = short(iri(datatype(made)))
        raise DraftFault(
            "form", f"{lexical(made)!r} is not a value of {kind}: correct it, or give another property"
        )
    if predicate.iri.endswith(_COUNT) and lexical(made).startswith("-"):
        raise DraftFault(
            "form", f"{lexical(made)} is not a value of {short(predicate.iri)}, which counts: give 0 or more"
        )
    return stored([made])[0]


def _literal(written: Any, predicate: Property) -> str:
    if isinstance(written, int) and not isinstance(written, bool) and predicate.datatypes == (_DECIMAL,):
        return str(Literal(str(written), datatype=NamedNode(_DECIMAL)))
    if isinstance(written, bool | int):
        return str(Literal(written))
    if isinstance(written, float):
        if not isfinite(written):
            raise DraftFault("form", "the number is too large; write it as a text with its datatype")
        return str(Literal(format(Decimal(repr(written)), "f"), datatype=NamedNode(_DECIMAL)))
    if isinstance(written, str):
        only = predicate.datatypes[0] if len(predicate.datatypes) == 1 else XSD + "string"
        return str(Literal(written, datatype=NamedNode(only)))
    language, kind = written.get("language"), written.get("datatype")
    if kind and language:
        raise DraftFault("form", "a value has a datatype or a language, not both")
    if language:
        if not is_language(language):
            raise DraftFault("form", f"{language} is not a language tag, such as en")
        return str(Literal(written["value"], language=language))
    kind = expanded(kind or "xsd:string")
    if not iris.is_valid(kind):
        raise DraftFault("form", f"{kind} is not a datatype, such as xsd:date")
    if kind in _OF_LANGUAGES:
        raise DraftFault(
            "form", f"a value with the datatype {short(kind)} needs a language: give that instead of it"
        )
    return str(Literal(written["value"], datatype=NamedNode(kind)))
