"""Findings about IRIs and language tags that only a lenient reader accepts."""

from __future__ import annotations

from adgo.shacl.inputs import Inputs
from adgo.shacl.model.result import Finding, Place
from adgo.turtle.errors import Fault

CHECK = "loose-term"


def check(inputs: Inputs) -> list[Finding]:
    """Return a warning for each place of such a term; those in the data count as warnings about the data."""
    data = {id(document) for document in inputs.data}
    documents = {id(document): document for document in inputs.documents}
    found = (
        _finding(warning, counts=number in data)
        for number, document in documents.items()
        for warning in document.warnings
    )
    return list(dict.fromkeys(found))


def _finding(warning: Fault, *, counts: bool) -> Finding:
    end = warning.line if warning.end_column is not None else None
    place = Place(warning.path, warning.line, warning.column, end, warning.end_column)
    return Finding(CHECK, "warning", warning.message, place=place, counts=counts)
