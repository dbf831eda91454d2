"""The words of SHACL Compact Syntax, and what to write instead of others."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches

from adgo.turtle.terms import RDF, XSD

DIRECTIVES = ("BASE", "IMPORTS", "PREFIX")
SHAPES = ("shape", "shapeClass")
_COMMON = (
    *("deactivated", "severity", "message", "class", "datatype", "nodeKind", "minExclusive", "minInclusive"),
    *("maxExclusive", "maxInclusive", "minLength", "maxLength", "pattern", "flags", "languageIn", "equals"),
    *("disjoint", "closed", "ignoredProperties", "hasValue", "in"),
)
NODE_PARAMETERS = frozenset([*_COMMON, "targetNode", "targetObjectsOf", "targetSubjectsOf"])
PROPERTY_PARAMETERS = frozenset(
    [
        *_COMMON,
        *("uniqueLang", "lessThan", "lessThanOrEquals", "qualifiedValueShape", "qualifiedMinCount"),
        *("qualifiedMaxCount", "qualifiedValueShapesDisjoint"),
    ]
)
_DATATYPES = frozenset(f"<{RDF}{name}>" for name in ("langString", "HTML", "XMLLiteral", "JSON"))
#: Words of RDF shapes that have another form here, and what to write.
_INSTEAD = {
    "minCount": "write the numbers of values in brackets, as in '[1..*]'",
    "maxCount": "write the numbers of values in brackets, as in '[0..1]'",
    "targetClass": "write '->' and the class before the '{'",
    "node": "write '@' before the name of the shape, as in '@ex:Shape'",
    "or": "write '|' between the alternatives",
    "not": "write '!' before what must not hold",
    "property": "write the path of the property itself",
    "path": "write the path itself",
    "a": "write rdf:type",
}


def is_datatype(term: str) -> bool:
    """Return whether the type of a property is a datatype, and not a class: one of RDF or XML Schema."""
    return term.startswith(f"<{XSD}") or term in _DATATYPES


def remedy(word: str, known: Collection[str]) -> str:
    """Return what to write instead of an unknown word; "" if nothing is similar."""
    if word in _INSTEAD:
        return f": {_INSTEAD[word]}"
    lower = {each.lower(): each for each in known}
    near = get_close_matches(word.lower(), lower, n=1)
    return f": did you mean '{lower[near[0]]}'?" if near else ""
