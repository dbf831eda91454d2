"""The places of tokens in documents."""

from __future__ import annotations

from collections.abc import Iterable

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


def place_of_subject(documents: Iterable[Document], term: str) -> Place | None:
    """Return the place where a term is first used as a subject, or None."""
    for document in documents:
        number = document.table.find(term)
        if number is None:
            continue
        if number in document.rows.subjects:
            return place_of(document, document.rows.subjects.index(number), "subject")
    return None
