"""Reads the formats that pyoxigraph parses; the places of the tokens are found by this package's own reader."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import islice

from adgo.turtle import engine_quads
from adgo.turtle.document import Document
from adgo.turtle.errors import Fault, TurtleError
from adgo.turtle.formats import JSON_LD, RDF_XML, GraphFormat
from adgo.turtle.limits import Limits
from adgo.turtle.parsing.placed_triples import PlacedTriples, PlaceFinder, SuspectedError, agree

#: Subject, predicate and object, in N-Triples form.
Triple = tuple[str, str, str]

#: What a document says about its places if the readers disagree.
NO_PLACES = "the places of its triples could not be determined, so results name only the file"


def read(document: Document, kind: GraphFormat, limits: Limits) -> list[Fault]:
    """Return the faults of the text; the rows are now in the document.

    The triples are always those of pyoxigraph. They have places if this package's reader finds the same ones.

    Args:
        document: the document whose text is read.
        kind: the format of the text.
        limits: the limits of the document.
    """
    find = _place_finder(kind, document)
    placed: PlacedTriples | None = None
    suspected: tuple[Fault, ...] = ()
    if find is not None:
        try:
            placed = find(document, limits)
        except SuspectedError as error:
            suspected = error.faults
        except TurtleError as error:
            return list(error.faults)
    is_same = False
    try:
        triples = _engine_triples(document, kind)
    except SyntaxError as error:
        found = _loose_triples(document, kind)
        # The engine's lenient parser also accepts an rdf:ID that is used twice, which is a fault of another kind.
        is_loose = found is not None and all(fault.is_loose for fault in suspected)
        if found is None or not is_loose or not limits.lenient:
            return [replace(fault, is_loose=is_loose) for fault in suspected or [_fault(document, error)]]
        triples = found
    else:
        if kind is JSON_LD:
            is_same = placed is not None and placed.is_complete and agree(triples, placed)
            if not is_same:  # The standard may have dropped triples.
                triples = _with_loose_triples(document, triples, limits)
    if placed is not None and not (is_same or agree(triples, placed)):
        placed = _strictly_placed(document, find, triples, limits) if find and limits.lenient else None
    if find is not None and placed is None:
        document.note = NO_PLACES
    _add_rows(document, triples, placed)
    if limits.lenient:
        from adgo.turtle.parsing.loose_terms import loose_terms  # Most files are read strictly.

        document.warnings += islice(loose_terms(document), limits.faults)
    return []


def _strictly_placed(
    document: Document, find: PlaceFinder, triples: list[Triple], limits: Limits
) -> PlacedTriples | None:
    """Return the placed triples of a document whose loose triples pyoxigraph does not keep; None if they differ.

    Args:
        document: the document.
        find: finds the places.
        triples: the triples that pyoxigraph returns.
        limits: the limits of the document, which are lenient.
    """
    try:
        placed = find(document, replace(limits, lenient=False))
    except TurtleError:
        return None
    return placed if agree(triples, placed) else None


def _place_finder(kind: GraphFormat, document: Document) -> PlaceFinder | None:
    """Return the reader that finds the places of a format, and set the expression of the document's tokens."""
    if kind is JSON_LD:
        from adgo.turtle.jsonld.placing import TOKEN, placed_triples  # Most files are Turtle.

        document.tokens = TOKEN
        return placed_triples
    if kind is RDF_XML:
        from adgo.turtle.rdfxml import placing  # Most files are Turtle.

        document.tokens = placing.TOKEN
        return placing.placed_triples
    return None


def _loose_triples(document: Document, kind: GraphFormat) -> list[Triple] | None:
    """Return the triples of a document if a lenient reader accepts it, and each can be written."""
    try:
        triples = _engine_triples(document, kind, lenient=True)
    except SyntaxError:
        return None
    return triples if all(map(_is_writable, triples)) else None


def _is_writable(triple: Triple) -> bool:
    from adgo.turtle.parsing.loose_terms import is_writable

    return all(map(is_writable, triple))


def _with_loose_triples(document: Document, triples: list[Triple], limits: Limits) -> list[Triple]:
    """Return the triples of a JSON-LD document; warn of those that its standard drops and that are not kept.

    A lenient reader keeps those that can be written.

    Args:
        document: the document.
        triples: the triples without them.
        limits: the limits of the document.
    """
    found = _engine_triples(document, JSON_LD, lenient=True)
    kept = list(filter(_is_writable, found)) if limits.lenient else triples
    if len(kept) < len(found):
        message = (
            f"{len(found) - len(kept)} of {len(found)} triples are left out, as JSON-LD demands: "
            "their IRIs (RFC 3987) or language tags (BCP 47) are not valid"
        )
        # A lenient reader keeps nothing more.
        document.left_out = Fault(document.path, None, None, None, message, is_loose=not limits.lenient)
        document.warnings.append(document.left_out)
    return kept


def _engine_triples(document: Document, kind: GraphFormat, *, lenient: bool = False) -> list[Triple]:
    quads = engine_quads.read(document.text, kind, base=document.base, lenient=lenient)
    return [(str(quad.subject), str(quad.predicate), str(quad.object)) for quad in quads]


def _add_rows(document: Document, triples: Iterable[Triple], placed: PlacedTriples | None) -> None:
    table, rows = document.table, document.rows
    blanks: dict[str, int] = {}

    def number(term: str) -> int:
        if term[0] != "_":
            return table.intern(term)
        if term not in blanks:
            blanks[term] = table.fresh_blank()
        return blanks[term]

    for index, (subject, predicate, object_) in enumerate(triples):
        row = number(subject), number(predicate), number(object_)
        rows.add(row, placed[index][3:] if placed is not None else None)


def _fault(document: Document, error: SyntaxError) -> Fault:
    """Return an error of pyoxigraph as a fault; many have no place."""
    line, column = error.lineno, error.offset
    end = error.end_offset if error.end_lineno == line else None
    return Fault(document.path, line, column, end, error.msg, document.line_text(line or 0))
