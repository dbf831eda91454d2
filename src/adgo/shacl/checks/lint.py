"""Checks of the shapes themselves, before they check anything; their findings are not results of SHACL."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from adgo.shacl.checks import components, ineffective, namespaces, shacl_files, terms
from adgo.shacl.checks.query_patterns import faulty_patterns
from adgo.shacl.constraints.prefixes import read_query
from adgo.shacl.engines import fast
from adgo.shacl.evaluation.run import Run
from adgo.shacl.inputs import Inputs
from adgo.shacl.model.errors import ShapesError, Unsupported
from adgo.shacl.model.names import sh
from adgo.shacl.model.result import Finding, Place
from adgo.shacl.model.token_places import places_of_subjects
from adgo.shacl.reading.shapes_reader import ShapesReader
from adgo.shacl.reading.sparql_targets import is_evaluated
from adgo.shacl.reporting import places
from adgo.shacl.reporting.error_places import place_of_error
from adgo.turtle.reader import read_file


def lint(inputs: Inputs) -> list[Finding]:
    """Return the findings of all checks on the shapes graph; none of them stops the run.

    Shapes in the background are not checked, because the user cannot correct them.
    """
    return [*of_shapes(inputs), *of_targets(inputs)]


def of_shapes(inputs: Inputs) -> list[Finding]:
    """Return the findings that depend on the shapes alone."""
    return _found(
        inputs,
        (
            terms.unknown_terms,
            namespaces.shacl_namespaces,
            not_evaluated,
            ineffective.lone_parameters,
            ineffective.unique_lang_one,
            ineffective.negative_counts,
            ineffective.single_member_paths,
            ineffective.undefined_shapes,
            ineffective.descriptions,
            components.unused_parameters,
            sparql_syntax,
            shapes_without_target,
            meta_shapes,
        ),
    )


def of_targets(inputs: Inputs) -> list[Finding]:
    """Return the findings about targets that match no node of the data."""
    return _found(inputs, (idle_targets,))


def _found(
    inputs: Inputs, checks: Iterable[Callable[[Inputs, ShapesReader], Iterable[Finding]]]
) -> list[Finding]:
    if all(document.path in inputs.background for document in inputs.shapes):
        return []
    found: list[Finding] = []
    for check in checks:
        try:
            found += check(inputs, inputs.shapes_reader)
        except ShapesError:
            # The run itself raises it again.
            continue
    return found


def not_evaluated(inputs: Inputs, reader: ShapesReader) -> Iterator[Finding]:
    """Yield the uses of SHACL's advanced features and of JavaScript, which no engine here evaluates."""
    for name in ("target", "rule", "expression", "js"):
        for node in sorted(reader.graph.forward(reader.id(sh(name))), key=reader.graph.term):
            if name == "target" and all(is_evaluated(reader, each) for each in reader.values(node, name)):
                continue
            term = reader.graph.term(node)
            message = f"sh:{name} is outside SHACL Core and SHACL-SPARQL, and is not evaluated"
            yield Finding("not-evaluated", "warning", message, term, _place(inputs, term))
    for name in ("SPARQLFunction", "JSFunction"):
        for node in sorted(reader.instances(name), key=reader.graph.term):
            term = reader.graph.term(node)
            message = (
                f"functions of SHACL are not evaluated: in queries, {_name(term)} is an unknown function"
            )
            yield Finding("not-evaluated", "warning", message, term, _place(inputs, term))


def sparql_syntax(inputs: Inputs, reader: ShapesReader) -> Iterator[Finding]:
    """Yield the queries in the shapes that are not SPARQL 1.1, or have another form than their property demands."""
    for name in ("select", "ask", "construct"):
        for node in sorted(reader.graph.forward(reader.id(sh(name))), key=reader.graph.term):
            try:
                query = read_query(reader, node, name, None)
            except ShapesError as error:
                term = reader.graph.term(node)
                yield Finding("sparql-syntax", "error", str(error), term, place_of_error(inputs, error))
            except Unsupported:
                continue  # The run itself reports it.
            else:
                for fault in faulty_patterns(query) if query else ():
                    term = reader.graph.term(node)
                    yield Finding("query-pattern", "error", str(fault), term, place_of_error(inputs, fault))


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
        if not reader.graph.by_object.get(node) and not reader.values(node, "target"):
            remedy = "give it sh:targetClass, sh:targetNode, sh:targetSubjectsOf or sh:targetObjectsOf, or remove it"
            message = f"{_name(term)} has no target and no shape refers to it: it checks nothing"
            yield Finding("shape-without-target", "warning", message, term, _place(inputs, term), remedy)


def idle_targets(inputs: Inputs, reader: ShapesReader) -> Iterator[Finding]:
    """Yield the shapes whose targets match no node of the data, and first those in almost the right namespace."""
    run = Run(inputs)
    idle = [
        shape
        for shape in reader.top_level()
        if not shape.deactivated and all(map(run.is_idle, shape.targets))
    ]
    targets = [(shape, target) for shape in idle for target in shape.targets]
    misnamed = list(namespaces.target_namespaces(inputs, reader, targets))
    yield from misnamed
    explained = {finding.term for finding in misnamed}
    unexplained = [shape.term for shape in idle if shape.term not in explained]
    found = places_of_subjects(inputs.shapes, unexplained)
    for term in unexplained:
        message = f"the targets of {_name(term)} match no node of the data"
        yield Finding("idle-target", "note", message, term, found.get(term))


def meta_shapes(inputs: Inputs, reader: ShapesReader) -> Iterator[Finding]:
    """Yield the results of validating the shapes against SHACL's own shapes (SHACL, appendix C).

    They are left out if the run reports faults in the syntax, or paths with one member are accepted: both give results
    here again, at each shape that refers to them.
    """
    if reader.faults or any(ineffective.single_member_paths(inputs, reader)):
        return
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
