"""One validation, from documents to report."""

from __future__ import annotations

from collections.abc import Iterator
from time import perf_counter
from typing import Literal

from adgo.shacl.checks import deprecation, lint, loose_terms, spelling
from adgo.shacl.engines import fast
from adgo.shacl.engines.outcome import EngineOutcome, PyshaclRules
from adgo.shacl.evaluation.deadline import SECONDS
from adgo.shacl.inference import entailments
from adgo.shacl.inputs import Inputs
from adgo.shacl.model.errors import ShapesError
from adgo.shacl.model.not_evaluated import refuse
from adgo.shacl.reporting import inferred, places, skipped_shapes
from adgo.shacl.reporting.report import Report

Engine = Literal["fast", "pyshacl", "both"]


def validate(
    inputs: Inputs, engine: Engine = "fast", query_seconds: float = SECONDS, keep_going: bool = False
) -> Report:
    """Return the report about documents; its results have places and are in the order of the files.

    The calling process keeps its signals, timers, warning filters and logging as they are, and any thread may call.

    Args:
        inputs: the documents.
        engine: `fast`, `pyshacl`, or `both` to compare them.
        query_seconds: the time limit of a query, and of a focus node at pySHACL, in seconds (0: none).
        keep_going: whether shapes and constraints that cannot be evaluated are skipped: a finding about each says why.

    Raises:
        ShapesError: the shapes cannot be processed, or a time limit is exceeded. It has the findings about the shapes.
    """
    start = perf_counter()
    findings = [
        *inputs.notes,
        *loose_terms.check(inputs),
        *lint.lint(inputs),
        *spelling.check(inputs),
        *deprecation.check(inputs),
    ]
    unmet = entailments.unmet(inputs)
    try:
        if not keep_going:
            refuse(unmet)
        outcome = _run(inputs, engine, query_seconds, keep_going)
    except ShapesError as error:
        others = skipped_shapes.without_repetitions(inputs, findings, [error, *error.others])
        error.findings += sorted(others, key=lambda finding: finding.order)
        raise
    skipped = [*unmet, *(inputs.shapes_reader.not_evaluated if keep_going else ()), *outcome.not_evaluated]
    findings = skipped_shapes.without_repetitions(inputs, findings, [each.error for each in skipped])
    findings += skipped_shapes.findings(inputs, skipped)
    places.locate(inputs, outcome.results)
    inferred.mark(inputs, outcome.results)
    return Report(
        results=sorted(outcome.results, key=lambda result: result.order),
        triples=inputs.stated_data_graph.size,
        seconds=inputs.seconds + perf_counter() - start,
        findings=sorted([*findings, *outcome.findings], key=lambda finding: finding.order),
        checked=outcome.checked,
        shapes=tuple(sorted(outcome.shapes)),
        partial=frozenset(outcome.partial).union(_incomplete(inputs) if keep_going else ()),
        inputs=inputs,
    )


def _incomplete(inputs: Inputs) -> Iterator[str]:
    reader = inputs.shapes_reader
    return (shape.term for shape in reader.top_level() if reader.is_incomplete(shape))


def _run(inputs: Inputs, engine: Engine, query_seconds: float, keep_going: bool) -> EngineOutcome:
    match engine:
        case "fast":
            return fast.validate(inputs, query_seconds, keep_going)
        case "pyshacl":
            from adgo.shacl.engines import pyshacl_process

            return pyshacl_process.validate(inputs, query_seconds, PyshaclRules(keep_going=keep_going))
        case "both":
            from adgo.shacl.engines import comparison

            return comparison.validate(inputs, query_seconds, keep_going)
    raise ValueError(f"unknown engine {engine!r}; expected fast, pyshacl or both")
