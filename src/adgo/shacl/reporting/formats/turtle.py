"""The plain SHACL report (SHACL 3.6) in canonical Turtle, without places or other additions."""

from __future__ import annotations

from collections.abc import Iterator

from adgo.shacl.model.names import SHACL, TYPE, sh
from adgo.shacl.model.result import ValidationResult
from adgo.shacl.reporting.validation_report import ValidationReport
from adgo.turtle import write
from adgo.turtle.term_parts import is_blank, literal
from adgo.turtle.terms import XSD

Triple = tuple[str, str, str]


def render(report: ValidationReport) -> str:
    """Return the report in Turtle, the same bytes in every run."""
    prefixes = {**report.prefixes, "sh": SHACL, "xsd": XSD}
    return write(triples(report), prefixes)


def triples(report: ValidationReport) -> Iterator[Triple]:
    """Yield the triples of the report; blank nodes of data and shapes keep their labels."""
    conforms = "true" if report.conforms else "false"
    yield "_:report", TYPE, sh("ValidationReport")
    yield "_:report", sh("conforms"), f'"{conforms}"^^<{XSD}boolean>'
    for number, result in enumerate(report.results):
        node = f"_:result-{number}"
        yield "_:report", sh("result"), node
        yield from _result(report, result, node)


def _result(report: ValidationReport, result: ValidationResult, node: str) -> Iterator[Triple]:
    yield node, TYPE, sh("ValidationResult")
    yield node, sh("focusNode"), result.focus
    yield node, sh("resultSeverity"), result.severity_term
    yield node, sh("sourceConstraintComponent"), f"<{result.component}>"
    yield node, sh("sourceShape"), result.source_shape
    if result.value is not None:
        yield node, sh("value"), result.value
    if result.source_constraint is not None:
        yield node, sh("sourceConstraint"), result.source_constraint
    for message in result.messages or (literal(result.message),):
        yield node, sh("resultMessage"), message
    if result.path_node is not None:
        yield node, sh("resultPath"), _copied(result.path_node, node)
        yield from _path(report, result.path_node, node)


def _copied(term: str, node: str) -> str:
    """Return the term; a blank node is renamed, because each result has its own copy of the path."""
    return f"{node}-{term[2:]}" if is_blank(term) else term


def _path(report: ValidationReport, top: str, node: str) -> Iterator[Triple]:
    """Yield the triples of a path's blank nodes, copied from the shapes."""
    if report.inputs is None or not is_blank(top):
        return
    shapes = report.inputs.shapes_graph
    seen, stack = {top}, [top]
    while stack:
        term = stack.pop()
        for _, predicate, value in shapes.by_subject.get(shapes.id(term), ()):
            object_ = shapes.term(value)
            yield _copied(term, node), shapes.term(predicate), _copied(object_, node)
            if is_blank(object_) and object_ not in seen:
                seen.add(object_)
                stack.append(object_)
