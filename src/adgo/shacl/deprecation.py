"""Deprecated terms that the data use: findings that name the replacements."""

from __future__ import annotations

from adgo.shacl import places
from adgo.shacl.display import Display
from adgo.shacl.inputs import Inputs
from adgo.shacl.result import Finding
from adgo.shacl.terms import is_literal, lexical
from adgo.turtle.document import Document, Part

_DEPRECATED = "<http://www.w3.org/2002/07/owl#deprecated>"
_REPLACED_BY = "<http://purl.org/dc/terms/isReplacedBy>"


def check(inputs: Inputs) -> list[Finding]:
    """Return a warning for each deprecated term that a document of the data uses, at its first use there.

    A term is deprecated if any document says that it is owl:deprecated. A document that describes the term itself,
    such as the ontology, does not use it.
    """
    terms = _deprecated(inputs)
    if not terms:
        return []
    display = Display(inputs.prefixes)
    found = [
        _finding(document, number, term, inputs, display)
        for document in inputs.data
        for term, number in _first_uses(document, terms).items()
    ]
    return sorted(found, key=lambda finding: finding.order)


def _deprecated(inputs: Inputs) -> set[int]:
    """Return the terms that some document calls deprecated, by their numbers."""
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


def _first_uses(document: Document, terms: set[int]) -> dict[int, int]:
    """Return each of the terms that a document uses to the number of its first triple with it."""
    rows = document.rows
    used = terms & {*rows.predicates, *rows.objects} - set(rows.subjects)
    first: dict[int, int] = {}
    for number, (_, predicate, thing) in enumerate(rows) if used else ():
        for term in {predicate, thing} & used:
            first.setdefault(term, number)
    return first


def _finding(document: Document, number: int, term: int, inputs: Inputs, display: Display) -> Finding:
    name = inputs.table.terms[term]
    part: Part = "predicate" if document.rows[number][1] == term else "object"
    others = [display.term(each) for each in _replacements(inputs, term)]
    remedy = f"use {' or '.join(others)}" if others else ""
    message = f"{display.term(name)} is deprecated"
    place = places.place_of(document, number, part)
    return Finding("deprecated-term", "warning", message, name, place, remedy, counts=True)


def _replacements(inputs: Inputs, term: int) -> list[str]:
    """Return the terms that replace one, in the order of the files."""
    replaced = inputs.table.find(_REPLACED_BY)
    return [
        inputs.table.terms[o]
        for document in inputs.documents
        if replaced in document.rows.predicates
        for s, p, o in document.rows
        if s == term and p == replaced
    ]
