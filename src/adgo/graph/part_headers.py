"""The headers of ADGO's files in a document, wherever they stand: which part it is of, and whether it holds several.

What is planned must not be stated. Only the header of a file of plans says that it is one, and RDF has no order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad

from adgo.graph import documents
from adgo.graph.documents import DOCUMENT, TYPE

#: Text that a document with a header has, unless its IRIs are written with escapes.
_SIGNS = (b"Ontology", b"/adgo/graph")
#: Bytes that are searched at a time.
_PIECE = 1 << 20


class MixedParts(Exception):
    """A document holds a part that states no facts together with other triples; the message says what to do."""

    def __init__(self, part: str) -> None:
        """Name the part."""
        super().__init__(
            f"it holds the part “{part}”, which states no facts, together with other parts, so that what is only "
            "planned or judged would pass for facts. Put each part into a file of its own that begins with its "
            "header, or give N-Quads or TriG with each part in its named graph"
        )


def unasserted_part(
    quads: Iterator[Quad], source: bytes | Path, again: Callable[[], Iterable[Quad]]
) -> tuple[str, Iterator[Quad]]:
    """Return the part that a document is of if that part asserts nothing, else ""; and the quads of the document.

    The triples of such a document belong in the named graph of the part. The quads raise MixedParts at the header of
    a file of another part, if one of the two asserts nothing.

    Args:
        quads: the quads of the document, of which one is read here.
        source: the document, or its file, which may be of any size.
        again: reads the quads again, to look for a header that is not at the beginning.
    """
    first = next(quads, None)
    if first is None:
        return "", quads
    subject = _header(first)
    if not subject and _may_have_header(source):
        subject = next(filter(None, map(_header, again())), "")
    if not subject and first.graph_name == DefaultGraph():
        subject = _subject(first)
    part = documents.unasserted_part(subject)
    return part, _checked(chain([first], quads), part)


def unasserted_part_of(statements: Iterable[tuple[str, str, str]]) -> str:
    """Return the part that triples in N-Triples form are of if that part asserts nothing, else "".

    Raises MixedParts if they have headers of other parts too.
    """
    subjects, beginning = [], ""
    for subject, predicate, object_ in statements:
        beginning = beginning or subject[1:-1]
        if object_ == str(DOCUMENT) and predicate == str(TYPE) and documents.own(subject[1:-1]):
            subjects.append(subject[1:-1])
    parts = {documents.unasserted_part(each) for each in subjects or [beginning]}
    if len(parts) > 1:
        raise MixedParts(min(filter(None, parts)))
    return parts.pop()


def _may_have_header(source: bytes | Path) -> bool:
    """Return whether a document, or the one in a file, may have a header of one of ADGO's files anywhere."""
    if isinstance(source, bytes):
        return all(sign in source for sign in _SIGNS)
    missing, before = set(_SIGNS), b""
    with source.open("rb") as file:
        while missing and (piece := file.read(_PIECE)):
            missing -= {sign for sign in missing if sign in before + piece}
            before = piece[-max(map(len, _SIGNS)) :]
    return not missing


def _checked(quads: Iterator[Quad], part: str) -> Iterator[Quad]:
    for quad in quads:
        if quad.object == DOCUMENT and (header := _header(quad)):
            found = documents.unasserted_part(header)
            if found != part:
                raise MixedParts(part or found)
        yield quad


def _header(quad: Quad) -> str:
    """Return the IRI of ADGO's file whose header a quad of the default graph is; "" if it is not a header."""
    is_header = quad.object == DOCUMENT and quad.predicate == TYPE and quad.graph_name == DefaultGraph()
    return documents.own(_subject(quad)) if is_header else ""


def _subject(quad: Quad) -> str:
    return quad.subject.value if isinstance(quad.subject, NamedNode) else ""
