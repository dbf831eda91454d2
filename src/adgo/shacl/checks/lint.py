"""Checks of the shapes themselves, before they check anything: findings, apart from the results of SHACL proper."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from adgo.shacl.engines import fast
from adgo.shacl.evaluation import prebinding
from adgo.shacl.evaluation.run import Run
from adgo.shacl.inputs import Inputs
from adgo.shacl.model.names import SHACL, sh
from adgo.shacl.model.result import Finding, Place
from adgo.shacl.model.shapes import ShapesError
from adgo.shacl.model.terms import iri
from adgo.shacl.reading.prefixes import query_text
from adgo.shacl.reading.shapes_reader import ShapesReader
from adgo.shacl.reporting import places
from adgo.turtle.reader import read_file


def lint(inputs: Inputs) -> list[Finding]:
    """Return the findings of all checks on the shapes graph, none of which stops the run.

    Shapes in the background are not the user's to correct: they are not checked.
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
            # The run itself tells of it, and ends with it.
            continue
    return found


def unknown_terms(inputs: Inputs, reader: ShapesReader) -> Iterator[Finding]:
    """Yield the names in SHACL's namespace that the standard does not have, with the nearest that it has."""
    terms = inputs.table.terms
    seen = set()
    known = vocabulary()
    for document in inputs.shapes:
        for number, row in enumerate(document.rows):
            for part, node in zip(places.PARTS, row, strict=True):
                term = terms[node]
                if node in seen or not term.startswith(f"<{SHACL}") or term in known:
                    continue
                seen.add(node)
                from difflib import get_close_matches  # takes longer to load than most shapes to check

                near = get_close_matches(term, known, n=1)
                remedy = f"did you mean sh:{iri(near[0]).removeprefix(SHACL)}?" if near else ""
                message = f"sh:{iri(term).removeprefix(SHACL)} is no term of SHACL"
                place = places.place_of(document, number, part)
                yield Finding("unknown-term", "error", message, term, place, remedy)


def not_evaluated(inputs: Inputs, reader: ShapesReader) -> Iterator[Finding]:
    """Yield the uses of SHACL's advanced features and of JavaScript, which no engine here evaluates."""
    for name in ("target", "rule", "expression", "js"):
        for node in sorted(reader.graph.forward(reader.id(sh(name))), key=reader.graph.term):
            term = reader.graph.term(node)
            message = f"sh:{name} is outside SHACL Core and SHACL-SPARQL, and is not evaluated"
            yield Finding("not-evaluated", "warning", message, term, _place(inputs, term))


def sparql_syntax(inputs: Inputs, reader: ShapesReader) -> Iterator[Finding]:
    """Yield the queries in the shapes that SPARQL 1.1 does not allow."""
    for name in ("select", "ask"):
        for node in sorted(reader.graph.forward(reader.id(sh(name))), key=reader.graph.term):
            from pyoxigraph import Store

            query = query_text(reader, node, name)
            try:
                Store().query(
                    (query or "").replace("$PATH", "<urn:x-shacl:path>").replace("?PATH", "<urn:path>")
                )
            except (RuntimeError, ValueError, OSError):
                continue  # It can be read, and whoever evaluates it tells what is wrong.
            except SyntaxError as error:
                term = reader.graph.term(node)
                message = f"the query in sh:{name} cannot be read: {prebinding.fault(error)}"
                yield Finding("sparql-syntax", "error", message, term, _place(inputs, term))


def shapes_without_target(inputs: Inputs, reader: ShapesReader) -> Iterator[Finding]:
    """Yield the node shapes that have no target and that no other shape refers to: they check nothing."""
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
            remedy = (
                "give it sh:targetClass, sh:targetNode, sh:targetSubjectsOf or sh:targetObjectsOf, or drop it"
            )
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
    """Yield what the standard's own shapes for shapes refuse (SHACL, appendix C)."""
    meta = read_file(_asset("shacl-shacl.ttl"), inputs.table)
    checked = Inputs(inputs.table, inputs.shapes, [meta])
    outcome = fast.validate(checked)
    places.locate(checked, outcome.results)
    for result in outcome.results:
        yield Finding("shacl-shacl", "error", result.message, result.focus, result.place, result.expected)


@cache
def vocabulary() -> frozenset[str]:
    """Return every term of the SHACL vocabulary."""
    # Each term's description starts a line with its name: to parse the whole file would take longer than most runs.
    text = _asset("shacl.ttl").read_text(encoding="utf-8")
    return frozenset(sh(name) for name in re.findall(r"^sh:(\w+)", text, re.MULTILINE))


def _asset(name: str) -> Path:
    """Return a file of the standard's as pySHACL brings it."""
    # To import the package, as `importlib.resources` would, loads all of rdflib.
    package = find_spec("pyshacl")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("pySHACL is not installed")
    return Path(package.origin).parent / "assets" / name


def _name(term: str) -> str:
    return term if term.startswith("<") else "a shape without a name"


def _place(inputs: Inputs, term: str) -> Place | None:
    return places.place_of_subject(inputs.shapes, term)
