"""Findings about deprecated terms in the data, with their replacements."""

from __future__ import annotations

from adgo.shacl.inputs import Inputs
from adgo.shacl.model.display import Display
from adgo.shacl.model.result import Finding
from adgo.shacl.reporting import places
from adgo.turtle.document import Document
from adgo.turtle.term_parts import is_literal, lexical

_DEPRECATED = "<http://www.w3.org/2002/07/owl#deprecated>"
_REPLACED_BY = "<http://purl.org/dc/terms/isReplacedBy>"


def check(inputs: Inputs) -> list[Finding]:
    """Return a warning for each deprecated term in a data document, at its first use there.

    A term is deprecated if any document states `owl:deprecated true` about it. A document with the term as a subject,
    such as the ontology, describes the term and does not use it.
    """
    terms = _deprecated(inputs)
    if not terms:
        return []
    display = Display(inputs.prefixes)
    found = [
        _finding(document, use, term, inputs, display)
        for document in inputs.data
        for term, use in _uses(document, terms).items()
    ]
    return sorted(found, key=lambda finding: finding.order)


def _deprecated(inputs: Inputs) -> set[int]:
    """Return the numbers of the terms that are deprecated in some document."""
    table = inputs.table
    deprecated = table.find(_DEPRECATED)
    if deprecated is None:
        return set()
    return {
        s
        for document in inputs.documents
        if deprecated in document.rows.predicates
        for s, p, o in document.rows
        if p == deprecated and is_literal(table.terms[o]) and lexical(table.terms[o]) in ("true", "1")
    }


def _uses(document: Document, terms: set[int]) -> dict[int, places.Use]:
    """Return the uses of the terms in a document, without the terms that it describes."""
    rows = document.rows
    used = terms & {*rows.predicates, *rows.objects} - set(rows.subjects)
    return places.first_uses(document, used) if used else {}


def _finding(document: Document, use: places.Use, term: int, inputs: Inputs, display: Display) -> Finding:
    name = inputs.table.terms[term]
    others = [display.term(each) for each in _replacements(inputs, term)]
    remedy = f"use {' or '.join(others)}" if others else ""
    message = f"{display.term(name)} is deprecated"
    place = places.place_of(document, use.row, use.part)
    return Finding("deprecated-term", "warning", message, name, place, remedy, counts=True)


def _replacements(inputs: Inputs, term: int) -> list[str]:
    """Return the terms that replace a term, in the order of the files."""
    replaced = inputs.table.find(_REPLACED_BY)
    return [
        inputs.table.terms[o]
        for document in inputs.documents
        if replaced in document.rows.predicates
        for s, p, o in document.rows
        if s == term and p == replaced
    ]
