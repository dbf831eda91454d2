"""What to write instead of text that is not XML."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple
from xml.parsers.expat import errors

from adgo.turtle.rdfxml.xml_tags import NAME

END_TAG = re.compile(rf"</({NAME})")
TAG = re.compile(rf"<({NAME})")
ENTITY = re.compile(r"&([^;&<\s]*);?")


class XmlFault(NamedTuple):
    """A fault of XML: the offsets of the faulty text, and what to write instead."""

    start: int
    end: int
    message: str


def remedy(text: str, start: int, code: int, open_elements: Sequence[tuple[str, int]]) -> XmlFault:
    """Return what is wrong at an offset.

    Args:
        text: the whole document.
        start: the offset that expat reports.
        code: expat's code of the error.
        open_elements: the names of the open elements, and the offsets of their tags.
    """
    name = errors.messages[code]
    opened = ""
    if open_elements:
        tag = TAG.match(text, open_elements[-1][1])
        opened = tag.group(1) if tag else ""
        line = text.count("\n", 0, open_elements[-1][1]) + 1
    if name == errors.XML_ERROR_TAG_MISMATCH:
        found = END_TAG.match(text, start - 2) or END_TAG.match(text, start)
        if found:
            message = f"found </{found.group(1)}>, but </{opened}> must close the <{opened}> of line {line}"
            return XmlFault(found.start(), found.end() + 1, message)
    if name == errors.XML_ERROR_NO_ELEMENTS and opened:
        return XmlFault(start, start, f"</{opened}> is missing: the <{opened}> of line {line} is still open")
    entity = ENTITY.match(text, start)
    if name == errors.XML_ERROR_UNDEFINED_ENTITY and entity:
        message = f"the entity {entity.group()} is not declared: write the character itself, or declare it in a DOCTYPE"
        return XmlFault(start, entity.end(), message)
    if name == errors.XML_ERROR_UNBOUND_PREFIX:
        return _unbound_prefix(text, start)
    if name == errors.XML_ERROR_INVALID_TOKEN and text[start - 1 : start] == "&":
        start -= 1
    return XmlFault(start, start + 1, MESSAGES.get(name) or f"this is not well-formed XML: {name}")


def is_disputed(code: int) -> bool:
    """Return whether other readers may accept a text with this error: XML 1.1, or many entities."""
    return errors.messages[code] in DISPUTED


def _unbound_prefix(text: str, start: int) -> XmlFault:
    """Return the fault of a tag that has a prefix without a namespace."""
    end = text.find(">", start)
    tag = text[start : end if end >= 0 else len(text)]
    declared = set(re.findall(r"xmlns:([^\s=]+)", text))
    for match in re.finditer(r"(?<=[<\s])([^\s:=<>\"'/]+):", tag):
        if match.group(1) not in {*declared, "xml", "xmlns"}:
            place = start + match.start(1)
            prefix = match.group(1)
            message = f"the prefix '{prefix}:' is not declared: add xmlns:{prefix}=\"…\" to the root element"
            return XmlFault(place, place + len(prefix) + 1, message)
    return XmlFault(
        start, start + 1, 'a prefix in this tag is not declared: add xmlns:…="…" to the root element'
    )


DISPUTED = {errors.XML_ERROR_XML_DECL, "limit on input amplification factor (from DTD and entities) breached"}
#: Why an entity outside of the document is refused.
EXTERNAL_ENTITY = (
    "ADGO reads nothing from other files, so an entity outside of the document cannot be read: "
    "write its content here, or declare the entity with it"
)
#: What to do with a document in another encoding.
OTHER_ENCODING = (
    "this is not UTF-8, the only encoding of RDF/XML that ADGO reads: "
    "convert the file, for example by `iconv -f UTF-16 -t UTF-8`"
)
#: By expat's message, what to do.
MESSAGES = {
    errors.XML_ERROR_SYNTAX: "this is not XML: the file must begin with a tag, such as <rdf:RDF …>",
    errors.XML_ERROR_INVALID_TOKEN: "this character is not allowed here: write &lt; for '<' and &amp; for '&' in "
    "text and values, and put attribute values in quotes",
    errors.XML_ERROR_TAG_MISMATCH: "this end tag closes another element than the last one that is open: correct one "
    "of the two tags",
    errors.XML_ERROR_NO_ELEMENTS: "the file has no element: write <rdf:RDF …> … </rdf:RDF>",
    errors.XML_ERROR_DUPLICATE_ATTRIBUTE: "this tag has the same attribute twice: remove one of them",
    errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT: "the file goes on after its root element: put all elements into "
    "one <rdf:RDF>",
    errors.XML_ERROR_UNCLOSED_TOKEN: "the file ends inside this tag: write the rest of it, or remove it",
    errors.XML_ERROR_UNCLOSED_CDATA_SECTION: "this CDATA section is not closed: write ]]> at its end",
    errors.XML_ERROR_ATTRIBUTE_EXTERNAL_ENTITY_REF: EXTERNAL_ENTITY,
    errors.XML_ERROR_EXTERNAL_ENTITY_HANDLING: EXTERNAL_ENTITY,
    errors.XML_ERROR_MISPLACED_XML_PI: "<?xml …?> must be the first characters of the file: remove what is before it",
}
