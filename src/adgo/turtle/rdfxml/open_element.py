"""An element of RDF/XML whose end tag has not been read yet."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple


class ElementKind(Enum):
    """What may be inside an element."""

    DOCUMENT = "the root element"
    NODES = "node elements"
    NODE = "property elements"
    PROPERTY = "text or one node element"
    TEXT = "text"
    COLLECTION = "node elements, which are the items of a list"
    LITERAL = "any XML"


#: The values of `rdf:parseType` with what they say may be inside. Any other value stands for `Literal`.
PARSE_TYPES = {
    "Resource": ElementKind.NODE,
    "Collection": ElementKind.COLLECTION,
    "Literal": ElementKind.LITERAL,
}


class PlacedTerm(NamedTuple):
    """A term in N-Triples form, and the offset at which it is written."""

    term: str
    start: int


NO_TERM = PlacedTerm("", 0)


@dataclass(slots=True, eq=False, repr=False)
class OpenElement:
    """An open element.

    Attributes:
        kind: what may be inside it.
        base: the base IRI inside it; None if there is none.
        language: the language inside it; None if there is none.
        start: the offset of its name.
        subject: the node of a node element, or the subject of the triple of a property element.
        predicate: the predicate of a property element.
        object: the object of a property element, if it is known.
        text: the text of a property element, if there is some, with its offset.
        datatype: the datatype of the text.
        statement: the offset of `rdf:ID`, and the IRI in it, if the triple has one.
        items: the nodes in a list.
        members: how many `rdf:li` a node has so far.
    """

    kind: ElementKind
    base: str | None = None
    language: str | None = None
    start: int = 0
    subject: PlacedTerm = NO_TERM
    predicate: PlacedTerm = NO_TERM
    object: PlacedTerm | None = None
    text: PlacedTerm | None = None
    datatype: str | None = None
    statement: tuple[int, PlacedTerm] | None = None
    items: list[PlacedTerm] = field(default_factory=list)
    members: int = 0
