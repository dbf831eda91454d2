"""The engine pySHACL: the reference, and the engine for shapes that the fast engine does not support."""

from __future__ import annotations

import contextlib
import logging
import warnings
from collections.abc import Iterator
from typing import Any

from rdflib import Graph
from rdflib.term import Node

from adgo.shacl.engines import shapes_for_pyshacl
from adgo.shacl.engines.outcome import ALL, EngineOutcome, FocusCheck, PyshaclRules, gathered
from adgo.shacl.engines.pyshacl_interface import DEEPEST, PyshaclRun
from adgo.shacl.engines.wording import reword
from adgo.shacl.inputs import Inputs
from adgo.shacl.model.errors import ShapesError
from adgo.shacl.model.names import SHACL, SUBCLASS
from adgo.shacl.model.naming import nearest_named
from adgo.shacl.model.not_evaluated import NotEvaluated, refuse
from adgo.shacl.model.path_reader import read_path
from adgo.shacl.model.paths import sparql
from adgo.shacl.model.rdflib_terms import from_rdflib, to_graph, to_rdflib
from adgo.shacl.model.result import ValidationResult
from adgo.turtle.term_parts import iri, is_literal, lexical

#: How pySHACL begins the message that shapes are nested too deeply.
_TOO_DEEP = "Validation path too deep"


def validate(inputs: Inputs, rules: PyshaclRules = ALL) -> EngineOutcome:
    """Return pySHACL's results, unsorted and without places; their terms are those of the files.

    It runs in this process and changes settings of rdflib for good; `pyshacl_process.validate` does not.

    Args:
        inputs: the documents.
        rules: which shapes to check, and whether to go on after an error.

    Raises:
        ShapesError: pySHACL cannot process the shapes.
    """
    if not rules.keep_going:
        refuse(inputs.shapes_reader.not_evaluated)
    outcome = gathered(steps(inputs, rules))
    reword(inputs, outcome.results)
    return outcome


def steps(
    inputs: Inputs, rules: PyshaclRules = ALL
) -> Iterator[FocusCheck | list[ValidationResult] | NotEvaluated]:
    """Yield each check before it is made, and its results after it; arguments and errors are those of `validate`."""
    with _quiet(), _shapes_errors():
        yield from _run(inputs, rules)


@contextlib.contextmanager
def _shapes_errors() -> Iterator[None]:
    """Raise the errors that shapes can cause in pySHACL as ShapesError."""
    from pyshacl.errors import ReportableRuntimeError

    try:
        yield
    except ReportableRuntimeError as error:
        message = str(error).strip()
        if message.startswith(_TOO_DEEP):  # The rest is the whole path, in Python objects.
            message = (
                f"pySHACL does not follow shapes that refer to each other more than {DEEPEST} steps deep"
            )
        raise ShapesError(message) from error
    except (NotImplementedError, ValueError, SyntaxError, RecursionError) as error:
        raise ShapesError(f"pySHACL cannot process these shapes: {error or type(error).__name__}") from error
    except Exception as error:
        # pyparsing's errors for a SPARQL query have no base class in common with the others.
        if type(error).__module__.startswith("pyparsing"):
            raise ShapesError(f"a SPARQL query in the shapes cannot be read: {error}") from error
        raise


def _run(inputs: Inputs, rules: PyshaclRules) -> Iterator[FocusCheck | list[ValidationResult] | NotEvaluated]:
    terms = inputs.table.terms
    everything = to_graph(inputs.graph.rows(), terms)
    targets = _targets(inputs, everything)
    run = PyshaclRun(everything, to_graph(shapes_for_pyshacl.rows(inputs.shapes_graph), terms))
    beside = {terms[node] for node in inputs.neighbours}
    elsewhere = {terms[node] for node in inputs.described_elsewhere}
    for shape in run.shapes():
        term = from_rdflib(shape.node)
        if not rules.covers(term):
            continue
        try:
            with _shapes_errors():
                focus_nodes = run.focus_nodes(shape, targets)
                if beside:
                    neighbours = run.focus_nodes(shape, everything)
                    focus_nodes |= {node for node in neighbours if from_rdflib(node) in beside}
                selected = run.selected_nodes(shape)
                focus_nodes |= {node for node in selected if from_rdflib(node) not in elsewhere}
                for focus in focus_nodes:
                    yield FocusCheck(term, from_rdflib(focus))
                    with _complete(term):
                        found = run.results(shape, focus)
                    yield [_result(inputs, node, triples) for node, triples in found]
        except Exception as error:
            if not rules.keep_going:
                raise
            yield NotEvaluated(term, "", _reason(error))


@contextlib.contextmanager
def _complete(shape: str) -> Iterator[None]:
    """Raise ShapesError if pySHACL does not follow a shape, or one that it refers to, to the end.

    pySHACL takes what it does not check as conforming.
    """
    from pyshacl.errors import ShapeRecursionWarning

    with warnings.catch_warnings():
        warnings.simplefilter("error", ShapeRecursionWarning)
        try:
            yield
        except ShapeRecursionWarning:
            raise ShapesError(
                "this shape, or one that it refers to, refers to itself, and pySHACL does not follow it to the end of "
                "the data",
                shape,
            ) from None


def _reason(error: Exception) -> ShapesError:
    if isinstance(error, ShapesError):
        return error
    return ShapesError(f"pySHACL fails on this shape: {type(error).__name__}: {error}")


def _targets(inputs: Inputs, everything: Graph) -> Graph:
    """Return the graph in which targets select focus nodes: the data, and the ontology's class hierarchy."""
    if not inputs.ontology:
        return everything
    targets = to_graph(inputs.data_graph.rows(), inputs.table.terms)
    for triple in everything.triples((None, to_rdflib(SUBCLASS), None)):
        targets.add(triple)
    return targets


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Suppress the warnings of rdflib and pySHACL about unusual literals and shapes."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        level = logging.root.manager.disable
        logging.disable(logging.CRITICAL)
        try:
            yield
        finally:
            logging.disable(level)


def _result(inputs: Inputs, result: Node, triples: list[tuple[Node, Node, Any]]) -> ValidationResult:
    """Return one of pySHACL's results; the triples include those of its details."""
    fields: dict[str, str] = {}
    messages = []
    details = []
    for subject, predicate, object_ in triples:
        if subject != result:
            continue
        name = from_rdflib(predicate).removeprefix(f"<{SHACL}").removesuffix(">")
        value = object_[1] if isinstance(object_, tuple) else object_
        if name == "resultMessage":
            messages.append(from_rdflib(value))
        elif name == "detail":
            details.append(_result(inputs, value, triples))
        else:
            fields[name] = from_rdflib(value)
    shapes = inputs.shapes_graph
    shape = fields["sourceShape"]
    path_node = fields.get("resultPath")
    messages.sort()
    component = iri(fields["sourceConstraintComponent"])
    return ValidationResult(
        focus=fields["focusNode"],
        path=sparql(read_path(shapes, shapes.id(path_node)), inputs.table.terms) if path_node else None,
        value=fields.get("value"),
        severity_term=fields["resultSeverity"],
        component=component,
        shape=shapes.term(nearest_named(shapes, shapes.id(shape))),
        source_shape=shape,
        message="; ".join(lexical(each) for each in messages if is_literal(each))
        or f"<{component}> is violated",
        messages=tuple(messages),
        path_node=path_node,
        source_constraint=fields.get("sourceConstraint"),
        details=sorted(details, key=lambda detail: detail.order),
    )
