"""Triples with the places of their tokens, found by this package in a format whose triples pyoxigraph reads."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from adgo.turtle.document import Document
from adgo.turtle.errors import TurtleError
from adgo.turtle.limits import Limits
from adgo.turtle.terms import RDF, split_literal

JSON_TYPE = f"^^<{RDF}JSON>"
XML_TYPE = f"^^<{RDF}XMLLiteral>"
#: White space in a literal in N-Triples form.
WHITE_SPACE = re.compile(r"\\r\\n|\\[rnt]")


class PlacedTriple(NamedTuple):
    """A triple and the offsets of its tokens in the text of its document.

    The terms are in N-Triples form. The labels of blank nodes only have to be different for different nodes.
    """

    subject: str
    predicate: str
    object: str
    subject_start: int
    predicate_start: int
    object_start: int


class PlacedTriples(list[PlacedTriple]):
    """The triples of a document, in the order in which pyoxigraph returns them.

    Attributes:
        is_complete: whether no triple was left out because one of its terms is not valid.
    """

    is_complete = True


#: Returns the triples of a document. Raises TurtleError for a document that must not be read, and SuspectedError for
#: one that pyoxigraph should refuse too.
PlaceFinder = Callable[[Document, Limits], PlacedTriples]


class SuspectedError(TurtleError):
    """Faults that count only if pyoxigraph refuses the document too."""


def agree(triples: Sequence[tuple[str, str, str]], placed: Sequence[PlacedTriple]) -> bool:
    """Return whether both are the same triples in the same order, except for the labels of blank nodes."""
    if len(triples) != len(placed):
        return False
    labels: dict[str, str] = {}
    ours: dict[str, str] = {}
    for triple, own in zip(triples, placed, strict=True):
        for term, found in zip(triple, own[:3], strict=True):
            if term[0] == "_" == found[0]:
                if labels.setdefault(term, found) != found or ours.setdefault(found, term) != term:
                    return False
            elif term != found and not _is_same_json(term, found) and not _is_same_xml(term, found):
                return False
    return True


def _is_same_json(term: str, other: str) -> bool:
    """Return whether two terms are JSON literals of the same value; numbers may be written differently."""
    if not (term.endswith(JSON_TYPE) and other.endswith(JSON_TYPE)):
        return False
    first, second = (json.loads(split_literal(each)[0], parse_int=float) for each in (term, other))
    return bool(first == second)


def _is_same_xml(term: str, other: str) -> bool:
    """Return whether two terms are XML literals, or literals that differ only in the kind of their white space.

    pyoxigraph writes XML literals in a form of its own, and does not normalize line ends and attribute values.
    """
    if not term[0] == other[0] == '"':
        return False
    if term.endswith(XML_TYPE) and other.endswith(XML_TYPE):
        return True
    first, second = (WHITE_SPACE.sub(" ", each) for each in (term, other))
    return first == second
