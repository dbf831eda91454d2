"""Checks of the shapes themselves, before they check anything; their findings are not results of SHACL."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator

from adgo.shacl.checks import shacl_files
from adgo.shacl.constraints.prefixes import read_query
from adgo.shacl.engines import fast
from adgo.shacl.evaluation.run import Run
from adgo.shacl.inputs import Inputs
from adgo.shacl.model.errors import ShapesError, Unsupported
from adgo.shacl.model.names import SHACL, sh
from adgo.shacl.model.result import Finding, Place
from adgo.shacl.reading.shapes_reader import ShapesReader
from adgo.shacl.reporting import places
from adgo.shacl.reporting.error_places import place_of_error
from adgo.turtle.reader import read_file
from adgo.turtle.term_parts import iri


def lint(inputs: Inputs) -> list[Finding]:
    """Return the findings of all checks on the shapes graph; none of them stops the run.

    Shapes in the background are not checked, because the user cannot correct them.
    """
    if all(document.path in inputs.background for document in inputs.shapes):
        return []
    reader = inputs.shapes_reader
    checks: tuple[Callable[[Inputs, ShapesReader], Iterable[Finding]], ...] = (
        unknown_terms,
        not_evaluated,
        sparql_syntax,
        shapes_without_target,
        idle_targets,
        meta_shapes,
    )
    found: list[Finding] = []
    for check in checks:
        try:
            found += check(inputs, reader)
        except ShapesError:
            # The run itself raises it again.
            continue
    return found


def unknown_terms(inputs: Inputs, reader: ShapesReader) -> Iterator[Finding]:
    """Yield the names in SHACL's namespace that the standard does not define, with the nearest that it defines."""
    terms = inputs.table.terms
    seen = set()
    known = shacl_files.vocabulary()
    for document in inputs.shapes:
        for number, row in enumerate(document.rows):
            for part, node in zip(places.PARTS, row, strict=True):
                term = terms[node]
                if node in seen or not term.startswith(f"<{SHACL}") or term in known:
                    continue
                seen.add(node)
                message = f"sh:{iri(term).removeprefix(SHACL)} is not a term of SHACL"
                place = places.place_of(document, number, part)
                yield Finding("unknown-term", "error", message, term, place, _nearest(term, known))


def _nearest(term: str, known: Collection[str]) -> str:
    """Return a question that suggests the most similar known term, or "" if none is similar."""
    from difflib import get_close_matches  # takes longer to import than most shapes to check

    near = get_close_matches(term, known, n=1)
    return f"did you mean sh:{iri(near[0]).removeprefix(SHACL)}?" if near else ""


def not_evaluated(inputs: Inputs, reader: ShapesReader) -> Iterator[Finding]:
    """Yield the uses of SHACL's advanced features and of JavaScript, which no engine here evaluates."""
    for name in ("target", "rule", "expression", "js"):
        for node in sorted(reader.graph.forward(reader.id(sh(name))), key=reader.graph.term):
            term = reader.graph.term(node)
            message = f"sh:{name} is outside SHACL Core and SHACL-SPARQL, and is not evaluated"
            yield Finding("not-evaluated", "warning", message, term, _place(inputs, term))


def sparql_syntax(inputs: Inputs, reader: ShapesReader) -> Iterator[Finding]:
    """Yield the queries in the shapes that are not SPARQL 1.1, or have another form than their property demands."""
    for name in ("select", "ask", "construct"):
        for node in sorted(reader.graph.forward(reader.id(sh(name))), key=reader.graph.term):
            try:
                read_query(reader, node, name, None)
            except ShapesError as error:
                term = reader.graph.term(node)
                yield Finding("sparql-syntax", "error", str(error), term, place_of_error(inputs, error))
            except Unsupported:
                continue  # The run itself reports it.


def shapes_without_target(inputs: Inputs, reader: ShapesReader) -> Iterator[Finding]:
    """Yield the node shapes without a target that no other shape refers to: they check nothing."""
    top = {shape.node for shape in reader.top_level()}
    reached = set(top)
    stack = [reader.shape(node) for node in top]
    while stack:
        for nested in stack.pop().nested():
            if nested.node not in reached:
                reached.add(nested.node)
                stack.append(nested)
    for node in sorted(reader.instances("NodeShape") - reached, key=reader.graph.term):
        term = reader.graph.term(node)
        if not reader.graph.by_object.get(node):
            remedy = "give it sh:targetClass, sh:targetNode, sh:targetSubjectsOf or sh:targetObjectsOf, or remove it"
            message = f"{_name(term)} has no target and no shape refers to it: it checks nothing"
            yield Finding("shape-without-target", "warning", message, term, _place(inputs, term), remedy)


def idle_targets(inputs: Inputs, reader: ShapesReader) -> Iterator[Finding]:
    """Yield the shapes whose targets match no node of the data."""
    run = Run(inputs)
    for shape in reader.top_level():
        if not shape.deactivated and all(map(run.is_idle, shape.targets)):
            message = f"the targets of {_name(shape.term)} match no node of the data"
            yield Finding("idle-target", "note", message, shape.term, _place(inputs, shape.term))


def meta_shapes(inputs: Inputs, reader: ShapesReader) -> Iterator[Finding]:
    """Yield the results of validating the shapes against SHACL's own shapes (SHACL, appendix C)."""
    try:
        meta = read_file(shacl_files.shapes_for_shapes(), inputs.table)
    except shacl_files.FileMissing as error:
        message = f"the syntax of the shapes is not checked completely: {error}"
        yield Finding("not-checked", "note", message, remedy="pip install 'pyshacl>=0.40,<0.41'")
        return
    checked = Inputs(inputs.table, inputs.shapes, [meta])
    outcome = fast.validate(checked)
    places.locate(checked, outcome.results)
    for result in outcome.results:
        yield Finding("shacl-shacl", "error", result.message, result.focus, result.place, result.expected)


def _name(term: str) -> str:
    return term if term.startswith("<") else "a shape without a name"


def _place(inputs: Inputs, term: str) -> Place | None:
    return places.place_of_subject(inputs.shapes, term)
