"""The places of tokens in documents."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from adgo.shacl.model.result import Place
from adgo.turtle.document import Document, Part


def place_of(document: Document, row: int, part: Part) -> Place:
    """Return the place of a token; only the file if its syntax has no places.

    Args:
        document: the document.
        row: the number of the row, from 0.
        part: the part of the row.
    """
    span = document.locate(row, part)
    return Place(str(document.path), span.line, span.column, span.end_line, span.end_column)


def places_of_subjects(documents: Iterable[Document], terms: Collection[str]) -> dict[str, Place]:
    """Return the place of the first use of each term as a subject; a term that is not a subject is left out."""
    found: dict[str, Place] = {}
    for document in documents:
        wanted = {document.table.find(term): term for term in terms if term not in found}
        for number, subject in enumerate(document.rows.subjects):
            if subject in wanted:
                term = wanted.pop(subject)
                found[term] = place_of(document, number, "subject")
    return found


def place_of_subject(documents: Iterable[Document], term: str) -> Place | None:
    """Return the place where a term is first used as a subject, or None."""
    for document in documents:
        number = document.table.find(term)
        if number is None:
            continue
        if number in document.rows.subjects:
            return place_of(document, document.rows.subjects.index(number), "subject")
    return None
