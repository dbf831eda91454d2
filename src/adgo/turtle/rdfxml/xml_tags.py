"""The start tags of an XML text: the offsets of their names, attributes and attribute values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from adgo.turtle.tokens import Expression

NAME = r"[^\s=<>\"'/]++"
QUOTED = r"\"[^\"]*+\"|'[^']*+'"
#: What a triple's term is written as: an attribute's value, the name of an element or attribute, a tag, or text. Only
#: the end of it is used.
TOKEN = Expression(
    rf"(?<=[=\s])(?:{QUOTED})(?=[\s/>])|(?<=[</]){NAME}|{NAME}(?=\s*=\s*[\"'])|<!\[CDATA\[.*?\]\]>|<[^>]*+>"
    r"|[^<\s]++(?:\s++[^<\s]++)*+",
    re.DOTALL,
)
TAG_NAME = re.compile(rf"<({NAME})")
ATTRIBUTE = re.compile(rf"\s+({NAME})\s*=\s*({QUOTED})")


class XmlAttribute(NamedTuple):
    """An attribute, and the offsets of its name and of the quote before its value.

    Attributes:
        name: the namespace and the local name, joined.
        written: the name as written.
        value: the value without quotes and entities.
        name_start: the offset of the name.
        value_start: the offset of the value's quote.
    """

    name: str
    written: str
    value: str
    name_start: int
    value_start: int


def read_attributes(text: str, start: int, names_and_values: Sequence[str]) -> Iterator[XmlAttribute]:
    """Yield the attributes of a start tag, without the declarations of namespaces.

    Args:
        text: the whole document.
        start: the offset of the tag's `<`.
        names_and_values: the names and the values in the order of the tag, as expat returns them.
    """
    tag = TAG_NAME.match(text, start)
    place = tag.end() if tag else start
    for number in range(0, len(names_and_values), 2):
        while True:
            match = ATTRIBUTE.match(text, place)
            if match is None:
                return
            place = match.end()
            written = match.group(1)
            if written != "xmlns" and not written.startswith("xmlns:"):
                break
        name, value = names_and_values[number].replace(" ", "", 1), names_and_values[number + 1]
        yield XmlAttribute(name, written, value, match.start(1), match.start(2))
