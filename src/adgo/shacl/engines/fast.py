"""The fast engine: SHACL Core and SHACL-SPARQL on the rows of the reader, for whole sets of nodes at once."""

from __future__ import annotations

from collections.abc import Collection
from itertools import chain

from adgo.shacl.engines import component_values
from adgo.shacl.engines.outcome import EngineOutcome, PyshaclRules
from adgo.shacl.engines.recursion import check_ways, unsupported
from adgo.shacl.engines.result_maker import ResultMaker
from adgo.shacl.evaluation.deadline import SECONDS
from adgo.shacl.evaluation.run import Run
from adgo.shacl.inputs import Inputs
from adgo.shacl.model.display import Display
from adgo.shacl.model.errors import ShapesError, Unsupported
from adgo.shacl.model.not_evaluated import NotEvaluated, refuse
from adgo.shacl.model.result import Finding, ValidationResult
from adgo.shacl.model.shapes import Shape


def validate(
    inputs: Inputs,
    query_seconds: float = SECONDS,
    keep_going: bool = False,
    without: frozenset[str] = frozenset(),
) -> EngineOutcome:
    """Return the results of all shapes with targets, unsorted and without places.

    pySHACL checks the shapes that this engine does not support; a finding says so for each.

    Args:
        inputs: the documents.
        query_seconds: the time limit of a query, and of a focus node at pySHACL, in seconds (0: none).
        keep_going: whether shapes and constraints that cannot be evaluated are skipped, and not an error.
        without: the terms of top-level shapes that are not checked.

    Raises:
        ShapesError: the shapes cannot be processed, or a time limit is exceeded.
    """
    if not keep_going:
        refuse(inputs.shapes_reader.not_evaluated)
    shapes = [shape for shape in inputs.shapes_reader.top_level() if shape.term not in without]
    left = unsupported(shapes)
    run, outcome = Run(inputs, query_seconds, keep_going), EngineOutcome()
    for error in component_values.faults(inputs):
        if not keep_going:
            raise error
        outcome.not_evaluated.append(NotEvaluated(error.node or "", "", error))
    results = ResultMaker(run)
    for shape in shapes:
        if shape.deactivated or shape.node in left:
            continue
        try:
            _check(run, shape, results, outcome)
        except Unsupported as reason:
            left[shape.node] = str(reason)
        except ShapesError as error:
            if not keep_going:
                raise
            outcome.not_evaluated.append(NotEvaluated(shape.term, "", error))
    outcome.not_evaluated += run.skipped
    if left:
        _leave_to_reference(run, left, outcome)
    return outcome


def _check(run: Run, shape: Shape, results: ResultMaker, outcome: EngineOutcome) -> None:
    """Add the results of one shape to the outcome."""
    focus = dict.fromkeys(chain.from_iterable(map(run.focus_nodes, shape.targets)))
    if not focus:
        return
    before = run.skips
    found = results_at(shape, focus, results)
    if run.skips != before:
        outcome.partial.append(shape.term)
    outcome.checked += len(focus)
    outcome.shapes.append(shape.term)
    outcome.results += chain.from_iterable(found.values())


def results_at(
    shape: Shape, focus: Collection[int], results: ResultMaker
) -> dict[int, list[ValidationResult]]:
    """Return the results of one shape at each focus node that does not conform.

    Args:
        shape: the shape.
        focus: the focus nodes.
        results: makes the results of a run.
    """
    check_ways(shape)
    found = results.run.found(shape, focus)
    return {node: list(map(results.result, group)) for node, group in found.items()}


def _leave_to_reference(run: Run, left: dict[int, str], outcome: EngineOutcome) -> None:
    """Add the results of pySHACL for the shapes that are left to it."""
    try:
        ask_reference(run, left, outcome)
    except ShapesError as error:
        if not run.keep_going:
            raise
        outcome.not_evaluated += (NotEvaluated(run.term(node), "", error) for node in left)


def ask_reference(run: Run, left: dict[int, str], outcome: EngineOutcome) -> None:
    """Add the results of pySHACL to an outcome.

    Args:
        run: the run.
        left: the nodes of the shapes, with the reason for each.
        outcome: what the results are added to.
    """
    from adgo.shacl.engines import pyshacl_interface, pyshacl_process  # most runs do not need them

    inputs, terms = run.inputs, run.terms
    node, reason = next(iter(left.items()))
    pyshacl_interface.require(f"the shape {Display(inputs.prefixes).term(terms[node])}", reason)
    rules = PyshaclRules(frozenset(terms[node] for node in left), keep_going=run.keep_going)
    rest = pyshacl_process.validate(inputs, run.deadline.seconds, rules)
    outcome.results += rest.results
    outcome.checked += rest.checked
    outcome.shapes += rest.shapes
    outcome.not_evaluated += rest.not_evaluated
    for node, reason in left.items():
        outcome.findings.append(
            Finding("left-to-pyshacl", "note", f"pySHACL checks this shape: {reason}", terms[node])
        )
