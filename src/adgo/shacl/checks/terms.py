"""Findings about terms in SHACL's namespace that SHACL 1.0 does not define: misspelt ones, and those of drafts."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from adgo.shacl.checks import shacl_files
from adgo.shacl.inputs import Inputs
from adgo.shacl.model.graph import Row
from adgo.shacl.model.names import IMPORTS, OWL, SHACL, TYPE, sh, sh_name
from adgo.shacl.model.result import Finding, Place
from adgo.shacl.reading.shapes_reader import ShapesReader
from adgo.shacl.reporting import places
from adgo.turtle.document import Part

#: Properties whose values are files, graphs or namespaces, which may be named in SHACL's namespace too.
_OF_GRAPHS = frozenset(
    {
        IMPORTS,
        f"<{OWL}versionIRI>",
        f"<{OWL}priorVersion>",
        f"<{OWL}backwardCompatibleWith>",
        "<http://www.w3.org/2000/01/rdf-schema#isDefinedBy>",
        "<http://www.w3.org/2000/01/rdf-schema#seeAlso>",
        "<http://purl.org/dc/terms/conformsTo>",
        "<http://purl.org/dc/terms/source>",
        "<http://purl.org/vocab/vann/preferredNamespaceUri>",
        "<http://rdfs.org/ns/void#vocabulary>",
        "<http://rdfs.org/ns/void#uriSpace>",
        *map(sh, ("namespace", "shapesGraph", "suggestedShapesGraph", "entailment")),
    }
)
_DRAFTS = {
    "evaluation": "is a term of the SHACL 1.2 drafts, and is not evaluated",
    "expression": "is a term of the drafts of SHACL Advanced Features, and is not evaluated",
    "description": "is a term of the SHACL 1.2 drafts; it does not affect the results",
}


def unknown_terms(inputs: Inputs, reader: ShapesReader) -> Iterator[Finding]:
    """Yield the terms in SHACL's namespace that SHACL 1.0 does not define.

    A misspelt term is reported once, with the nearest defined one. A term of a draft is reported at each use as
    predicate, because each is a constraint that is not evaluated, or once if it is not a predicate. A constraint with a
    misspelt value, such as `sh:severity sh:Waring`, is evaluated: these have a check of their own.
    """
    terms, known = inputs.table.terms, shacl_files.vocabulary()
    seen: set[tuple[int, str, int | None]] = set()
    for document in inputs.shapes:
        for number, row in enumerate(document.rows):
            for part, node in zip(places.PARTS, row, strict=True):
                term = terms[node]
                if not term.startswith(f"<{SHACL}") or term in known:
                    continue
                check = _check(term, is_value=part == "object" and terms[row[1]] != TYPE)
                each_use = check == "not-evaluated" and part == "predicate"
                key = (node, check, row[0] if each_use else None)
                if key in seen or _is_graph(terms, row, part, term):
                    continue
                seen.add(key)
                yield _finding(check, term, places.place_of(document, number, part))


def _is_graph(terms: list[str], row: Row, part: Part, term: str) -> bool:
    """Return whether a term names the vocabulary, a file or a graph, or is a parameter of a constraint component."""
    name = sh_name(term)
    if not name or (part == "object" and terms[row[1]] in _OF_GRAPHS):
        return True
    component, hyphen, parameter = name.partition("-")
    return bool(hyphen) and {sh(component), sh(parameter)} <= shacl_files.vocabulary()


def _check(term: str, *, is_value: bool) -> str:
    draft = shacl_files.draft_terms().get(sh_name(term))
    if draft is None:
        return "unknown-value" if is_value else "unknown-term"
    return "draft-term" if draft == "description" else "not-evaluated"


def _finding(check: str, term: str, place: Place) -> Finding:
    name = sh_name(term)
    draft = shacl_files.draft_terms().get(name)
    if draft is None:
        remedy = _nearest(term, shacl_files.vocabulary())
        return Finding(check, "error", f"sh:{name} is not a term of SHACL", term, place, remedy)
    severity = "note" if check == "draft-term" else "warning"
    return Finding(check, severity, f"sh:{name} {_DRAFTS[draft]}", term, place)


def _nearest(term: str, known: Collection[str]) -> str:
    """Return a question that suggests the most similar known term, or "" if none is similar."""
    from difflib import get_close_matches  # takes longer to import than most shapes to check

    near = get_close_matches(term, sorted(known), n=1)
    return f"did you mean sh:{sh_name(near[0])}?" if near else ""
