"""Terms that only a lenient reader accepts, in documents that pyoxigraph reads."""

from __future__ import annotations

from collections.abc import Iterator

from adgo.turtle import iris
from adgo.turtle.document import Document, Part
from adgo.turtle.errors import Fault
from adgo.turtle.parsing.term_resolver import is_language
from adgo.turtle.term_parts import datatype, iri, is_iri, is_literal, language

_PARTS: tuple[Part, ...] = ("subject", "predicate", "object")


def loose_terms(document: Document) -> Iterator[Fault]:
    """Yield a warning for each use of a term that breaks RFC 3987 or BCP 47, in the order of the triples."""
    known: dict[int, str] = {}
    terms = document.table.terms
    for number, row in enumerate(document.rows):
        for part, node in zip(_PARTS, row, strict=True):
            if node not in known:
                known[node] = fault_of(terms[node])
            if known[node]:
                yield _warning(document, number, part, known[node])


def fault_of(term: str) -> str:
    """Return why a term in N-Triples form breaks RFC 3987 or BCP 47; "" if it does not."""
    tag = language(term) if is_literal(term) else ""
    if tag and not is_language(tag):
        return f"'@{tag}' is not a well-formed language tag (BCP 47)"
    name = datatype(term) if is_literal(term) else term
    if is_iri(name) and not iris.is_valid(iri(name)):
        return f"{name} is not a valid IRI (RFC 3987)"
    return ""


def is_writable(term: str) -> bool:
    """Return whether a term can be written in N-Triples: its IRI has no character that the syntax does not allow."""
    name = datatype(term) if is_literal(term) else term
    return not is_iri(name) or iris.is_loose(iri(name))


def _warning(document: Document, row: int, part: Part, message: str) -> Fault:
    span = document.locate(row, part)
    end = span.end_column if span.end_line == span.line else None
    source = document.line_text(span.line or 0)
    return Fault(document.path, span.line, span.column, end, message, source, is_loose=True)
