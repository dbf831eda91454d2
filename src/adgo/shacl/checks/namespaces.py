"""Findings about namespaces that are almost right: SHACL's in the shapes, and those of targets that match nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from adgo.shacl.checks import shacl_files
from adgo.shacl.checks.spelling import bare
from adgo.shacl.checks.vocabulary import split
from adgo.shacl.inputs import Inputs
from adgo.shacl.model.display import Display
from adgo.shacl.model.errors import ShapesError, TextPosition
from adgo.shacl.model.names import SHACL, TYPE, sh
from adgo.shacl.model.result import Finding
from adgo.shacl.model.shapes import Shape, Target
from adgo.shacl.reading.shapes_reader import TARGETS, ShapesReader
from adgo.shacl.reporting import places
from adgo.shacl.reporting.error_places import place_of_error
from adgo.turtle.document import Document
from adgo.turtle.term_parts import iri, is_iri

#: The checks of this module, whose messages say why nothing was checked.
CHECKS = ("shacl-namespace", "target-namespace")
#: The most files that a message names.
SHOWN = 3

_ALMOST_SHACL = re.compile(r"https?:/*(?:www\.)?w3\.org/+(?:ns/+)?shacl(?P<local>.*)", re.IGNORECASE)
_PROPERTY_OF_KIND = {kind: name for name, kind in TARGETS.items()}


def shacl_namespaces(inputs: Inputs, reader: ShapesReader) -> Iterator[Finding]:
    """Yield the shapes documents whose terms have almost SHACL's namespace; one finding if no document has shapes."""
    terms = inputs.table.terms
    documents = [document for document in inputs.shapes if document.rows.predicates]
    used = any(
        terms[each].startswith(f"<{SHACL}") for document in documents for each in document.rows.predicates
    )
    found = [finding for document in documents for finding in _of_document(inputs, document, used)]
    yield from found
    if documents and not used and not found:
        paths = ", ".join(str(document.path) for document in documents[:SHOWN])
        paths += f" and {len(documents) - SHOWN} others" if len(documents) > SHOWN else ""
        message = f"no triple of {paths} has a property of {SHACL}"
        yield Finding("shacl-namespace", "warning", message, remedy="pass files with shapes as --shapes")


def _of_document(inputs: Inputs, document: Document, used: bool) -> Iterator[Finding]:
    """Yield a finding if terms of a document are in a namespace that was probably meant to be SHACL's.

    Args:
        inputs: the documents.
        document: a document with shapes.
        used: whether a shapes document has a property of SHACL.
    """
    suspects = _almost_shacl(inputs, document) or ({} if used else _names_of_shacl(inputs, document))
    if not suspects:
        return
    uses = places.first_uses(document, suspects)
    node, use = min(uses.items(), key=lambda item: item[1].row)
    wrong = suspects[node]
    message = f"{wrong} is not SHACL's namespace: the shapes in it check nothing"
    if not used:
        message = f"no triple of {document.path} has a property of {SHACL}, but {wrong} is used"
    place = places.place_of(document, use.row, use.part)
    yield Finding(
        "shacl-namespace", "error", message, inputs.table.terms[node], place, f"did you mean {SHACL}?"
    )


def _almost_shacl(inputs: Inputs, document: Document) -> dict[int, str]:
    """Return the predicates and objects in a namespace that is almost SHACL's, each with its namespace."""
    suspects = {}
    for node in {*document.rows.predicates, *document.rows.objects}:
        term = inputs.table.terms[node]
        if is_iri(term) and not term.startswith(f"<{SHACL}"):
            match = _ALMOST_SHACL.fullmatch(iri(term))
            local = match["local"].lstrip("#/") if match else ""
            if local.isalpha():
                suspects[node] = iri(term)[: -len(local)]
    return suspects


def _names_of_shacl(inputs: Inputs, document: Document) -> dict[int, str]:
    """Return the predicates that have a SHACL name in another namespace, if that has at least two of them."""
    found: dict[str, set[int]] = {}
    for node in set(document.rows.predicates):
        namespace, local = split(iri(inputs.table.terms[node]))
        if sh(local) in shacl_files.vocabulary():
            found.setdefault(namespace, set()).add(node)
    return {node: namespace for namespace, nodes in found.items() if len(nodes) > 1 for node in nodes}


def target_namespaces(
    inputs: Inputs, reader: ShapesReader, idle: Iterable[tuple[Shape, Target]]
) -> Iterator[Finding]:
    """Yield the targets that match nothing, although the data have the same name in almost the same namespace.

    Args:
        inputs: the documents.
        reader: the shapes.
        idle: the shapes whose targets match no node of the data, each with one of its targets.
    """
    known: dict[bool, dict[str, str]] = {}
    display = Display({})
    for shape, target in idle:
        of_class = target.kind == "class"
        if of_class not in known:
            known[of_class] = _names(inputs, of_class)
        term = inputs.table.terms[target.node]
        meant = known[of_class].get(_normalised(term)) if is_iri(term) else None
        if meant is None or meant == term or target.kind in ("node", "sparql"):
            continue
        kind = "class" if of_class else "property"
        message = (
            f"no node of the data has the {kind} {display.path(term)}, but some have {display.path(meant)}"
        )
        error = ShapesError(
            message, shape.term, TextPosition(shape.term, _PROPERTY_OF_KIND[target.kind], term)
        )
        place = place_of_error(inputs, error)
        yield Finding("target-namespace", "error", message, shape.term, place, f"did you mean {meant}?")


def _names(inputs: Inputs, of_class: bool) -> dict[str, str]:
    """Return the classes or properties of the data by their normalised forms."""
    graph, terms = inputs.data_graph, inputs.table.terms
    nodes: Iterable[int] = graph.backward(graph.id(TYPE)) if of_class else graph.by_predicate
    return {_normalised(terms[node]): terms[node] for node in nodes if is_iri(terms[node])}


def _normalised(term: str) -> str:
    """Return an IRI without the parts of its namespace in which mistakes are frequent."""
    namespace, local = split(iri(term))
    return f"{bare(namespace)} {local}"
