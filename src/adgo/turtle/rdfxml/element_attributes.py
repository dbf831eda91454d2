"""The attributes of an element of RDF/XML, by their meaning."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from adgo.turtle import iris
from adgo.turtle.parsing.term_resolver import is_language
from adgo.turtle.rdfxml.attribute_rules import FORBIDDEN, KEPT, misplaced
from adgo.turtle.rdfxml.open_element import OpenElement, PlacedTerm
from adgo.turtle.rdfxml.xml_tags import XmlAttribute
from adgo.turtle.terms import RDF
from adgo.turtle.tokens import NAME_CHARS, char_class

XML = "http://www.w3.org/XML/1998/namespace"


class FaultReporter(Protocol):
    """Reports a fault."""

    def __call__(self, start: int, end: int, message: str, *, is_loose: bool = False) -> None:
        """Report a fault.

        Args:
            start: the offset at which the faulty text starts.
            end: the offset at which it ends, exclusive.
            message: what is wrong.
            is_loose: whether a lenient reader accepts the text.
        """


@dataclass(slots=True, eq=False, repr=False)
class ElementAttributes:
    """The attributes of one element.

    Attributes:
        base: the base IRI inside the element.
        language: the language inside the element.
        of_rdf: the attributes of RDF, by local name.
        properties: the other attributes; each is a triple.
    """

    base: str | None
    language: str | None
    of_rdf: dict[str, XmlAttribute] = field(default_factory=dict)
    properties: list[XmlAttribute] = field(default_factory=list)

    def check(self, report: FaultReporter, *, is_property: bool) -> None:
        """Report an attribute that must not be on a node element or, if `is_property`, on a property element."""
        found = misplaced(self.of_rdf, is_property=is_property, has_properties=bool(self.properties))
        if found:
            attribute = self.of_rdf[found[0]]
            report(attribute.name_start, attribute.name_start + len(attribute.written), found[1])

    def iri(self, name: str, report: FaultReporter) -> PlacedTerm | None:
        """Return the IRI in an attribute of RDF; None if the element does not have the attribute."""
        attribute = self.of_rdf.get(name)
        if attribute is None:
            return None
        return PlacedTerm(f"<{self.resolved(attribute, report)}>", attribute.value_start)

    def resolved(self, attribute: XmlAttribute, report: FaultReporter) -> str:
        """Return the absolute IRI in an attribute."""
        written = f"#{attribute.value}" if attribute.name == RDF + "ID" else attribute.value
        end = attribute.value_start + len(attribute.value) + 2
        if not iris.is_absolute(written):
            if self.base is None:
                message = (
                    f"the IRI '{written}' is relative: add xml:base to the root element, or write it in full"
                )
                report(attribute.value_start, end, message)
                return written
            written = iris.resolve(self.base, written)
        if not iris.is_valid(written):
            message = (
                f"<{written}> is not a valid IRI (RFC 3987): encode other characters, such as %20 for a space"
            )
            report(attribute.value_start, end, message, is_loose=iris.is_loose(written))
        return written


def sort_attributes(
    attributes: Iterable[XmlAttribute], parent: OpenElement, report: FaultReporter
) -> ElementAttributes:
    """Return the attributes of an element by their meaning.

    Args:
        attributes: the attributes in the order of the tag.
        parent: the element around this one.
        report: reports faults.
    """
    found = ElementAttributes(parent.base, parent.language)
    for attribute in attributes:
        name, value = attribute.name, attribute.value
        if name == XML + "lang":
            found.language = value.lower()
            # An empty value says that there is no language.
            if value and not is_language(value):
                message = (
                    f"'{value}' is not a language tag (BCP 47): write one such as en, or leave xml:lang out"
                )
                end = attribute.value_start + len(value) + 2
                report(attribute.value_start, end, message, is_loose=True)
        elif name == XML + "base":
            found.base = value
        elif attribute.written.startswith("xml"):
            continue
        elif name in KEPT:
            found.of_rdf[KEPT[name]] = attribute
        else:
            _check_name(attribute, report)
            found.properties.append(attribute)
    for name in ("ID", "nodeID"):
        if name in found.of_rdf:
            _check_local_name(found.of_rdf[name], report)
    return found


def _check_name(attribute: XmlAttribute, report: FaultReporter) -> None:
    """Report an attribute that cannot be a property."""
    start, written = attribute.name_start, attribute.written
    if ":" not in written:
        known = ("about", "ID", "nodeID", "resource", "datatype", "parseType", "type")
        message = f"the attribute '{written}' has no namespace: write a prefix before it"
        if written in known:
            message = f"the attribute '{written}' has no namespace: write rdf:{written}"
        report(start, start + len(written), message)
    elif attribute.name in FORBIDDEN:
        report(
            start, start + len(written), f"{written} must not be an attribute: RDF/XML has no such attribute"
        )


def _check_local_name(attribute: XmlAttribute, report: FaultReporter) -> None:
    """Report the value of `rdf:ID` or `rdf:nodeID` that is not a name."""
    first = char_class("A-Za-z_\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\U000effff")
    if not re.fullmatch(rf"{first}{char_class(NAME_CHARS + '.')}*", attribute.value):
        message = (
            f"'{attribute.value}' is not a valid {attribute.written}: it must be a name of letters, digits, '_', '-' "
            "and '.', without ':' or '#', that starts with a letter or '_'"
        )
        report(attribute.value_start, attribute.value_start + len(attribute.value) + 2, message)
