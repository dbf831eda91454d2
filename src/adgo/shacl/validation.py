"""One validation, from documents to report."""

from __future__ import annotations

from time import perf_counter
from typing import Literal

from adgo.shacl.checks import deprecation, lint, spelling
from adgo.shacl.engines import fast
from adgo.shacl.engines.outcome import EngineOutcome
from adgo.shacl.evaluation.deadline import SECONDS
from adgo.shacl.inputs import Inputs
from adgo.shacl.model.errors import ShapesError
from adgo.shacl.reporting import places
from adgo.shacl.reporting.report import Report

Engine = Literal["fast", "pyshacl", "both"]


def validate(inputs: Inputs, engine: Engine = "fast", query_seconds: float = SECONDS) -> Report:
    """Return the report about documents; its results have places and are in the order of the files.

    The calling process keeps its signals, timers, warning filters and logging as they are, and any thread may call.

    Args:
        inputs: the documents.
        engine: `fast`, `pyshacl`, or `both` to compare them.
        query_seconds: the time limit of a query, and of a focus node at pySHACL, in seconds (0: none).

    Raises:
        ShapesError: the shapes cannot be processed, or a time limit is exceeded. It has the findings about the shapes.
    """
    start = perf_counter()
    findings = [*inputs.notes, *lint.lint(inputs), *spelling.check(inputs), *deprecation.check(inputs)]
    try:
        outcome = _run(inputs, engine, query_seconds)
    except ShapesError as error:
        error.findings += sorted(findings, key=lambda finding: finding.order)
        raise
    places.locate(inputs, outcome.results)
    return Report(
        results=sorted(outcome.results, key=lambda result: result.order),
        triples=inputs.data_graph.size,
        seconds=inputs.seconds + perf_counter() - start,
        findings=sorted([*findings, *outcome.findings], key=lambda finding: finding.order),
        checked=outcome.checked,
        shapes=tuple(sorted(outcome.shapes)),
        inputs=inputs,
    )


def _run(inputs: Inputs, engine: Engine, query_seconds: float) -> EngineOutcome:
    match engine:
        case "fast":
            return fast.validate(inputs, query_seconds)
        case "pyshacl":
            from adgo.shacl.engines import pyshacl_process

            return pyshacl_process.validate(inputs, query_seconds)
        case "both":
            from adgo.shacl.engines import comparison

            return comparison.validate(inputs, query_seconds)
    raise ValueError(f"unknown engine {engine!r}; expected fast, pyshacl or both")
