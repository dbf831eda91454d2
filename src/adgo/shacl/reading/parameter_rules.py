"""The syntax rules for the properties of shapes (SHACL 1.0, appendix A), and the kinds of value that they allow."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple, cast

from adgo.shacl.model.names import NODE_KINDS, sh
from adgo.turtle.datatypes import checker
from adgo.turtle.term_parts import datatype, is_blank, is_iri, is_literal, language
from adgo.turtle.terms import STRING_TYPE, xsd

Scope = Literal["any", "property", "ignored"]


class ParameterRule(NamedTuple):
    """What a shape may have as values of one property.

    Attributes:
        name: the local name of the property in the SHACL namespace.
        value: the kind of each value, a key of `KINDS`.
        member: the kind of each member of a list; None if the values are not lists.
        most: the largest number of values; None if there is no limit.
        scope: `property` if node shapes cannot have it, `ignored` if processors ignore it, otherwise `any`.
        rules: the identifiers of the rules in appendix A.
    """

    name: str
    value: str
    member: str | None
    most: int | None
    scope: Scope
    rules: tuple[str, ...]

    @property
    def property(self) -> str:
        """The property in N-Triples form."""
        return sh(self.name)


class ValueKind(NamedTuple):
    """A kind of value: how messages name it, and whether a term is of it."""

    words: str
    fits: Callable[[str], bool]


@cache
def parameter_rules() -> tuple[ParameterRule, ...]:
    """Return the rules in the order of the table."""
    table = Path(__file__).with_name("parameters.txt").read_text(encoding="utf-8")
    lines = (line.split() for line in table.splitlines() if line and not line.startswith("#"))
    return tuple(
        ParameterRule(
            name,
            value,
            None if member == "-" else member,
            None if most == "-" else int(most),
            cast("Scope", scope),
            tuple(rule for rule in rules if rule != "-"),
        )
        for name, value, member, most, scope, *rules in lines
    )


def _is_resource(term: str) -> bool:
    return is_iri(term) or is_blank(term)


def _is_text(term: str) -> bool:
    return is_literal(term) and (datatype(term) == STRING_TYPE or language(term) != "")


def _is_decimal(term: str) -> bool:
    return checker(xsd("decimal"))(term) or checker(xsd("integer"))(term)


_TRUTHS = {f'"{word}"^^{xsd("boolean")}' for word in ("true", "false")}
_NODE_KINDS = {sh(kind) for kind in NODE_KINDS}

#: The kinds of value in the table. Lists, paths and shapes are checked further by `adgo.shacl.reading.syntax`.
KINDS: dict[str, ValueKind] = {
    "any": ValueKind("any term", lambda term: True),
    "iri": ValueKind("an IRI", is_iri),
    "iri-or-literal": ValueKind("an IRI or a literal", lambda term: not is_blank(term)),
    "iri-or-blank": ValueKind("an IRI or a blank node", _is_resource),
    "literal": ValueKind("a literal", is_literal),
    "string": ValueKind("a string without a language tag", checker(STRING_TYPE)),
    "text": ValueKind("a string, with or without a language tag", _is_text),
    "boolean": ValueKind("true or false", checker(xsd("boolean"))),
    "true-or-false": ValueKind("true or false", _TRUTHS.__contains__),
    "integer": ValueKind("an xsd:integer", checker(xsd("integer"))),
    "decimal": ValueKind("a decimal number", _is_decimal),
    "node-kind": ValueKind(
        "one of " + ", ".join(f"sh:{kind}" for kind in NODE_KINDS), _NODE_KINDS.__contains__
    ),
    "list": ValueKind("an RDF list", _is_resource),
    "path": ValueKind("a property path: an IRI or a blank node", _is_resource),
    "shape": ValueKind("a shape: an IRI or a blank node", _is_resource),
    "node-shape": ValueKind("a node shape: an IRI or a blank node", _is_resource),
    "property-shape": ValueKind("a property shape: an IRI or a blank node", _is_resource),
}
