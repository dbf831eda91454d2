"""One validation from documents to report: engine, places, order."""

from __future__ import annotations

from time import perf_counter
from typing import Literal

from adgo.shacl import comparison, fast, lint, places
from adgo.shacl.inputs import Inputs
from adgo.shacl.model import ShapesError
from adgo.shacl.outcome import Outcome
from adgo.shacl.report import Report

Engine = Literal["fast", "pyshacl", "both"]


def validate(inputs: Inputs, engine: Engine = "fast") -> Report:
    """Return the report on documents that were read, its results placed and in the order of the files.

    Raises ShapesError where the shapes cannot be processed; it holds the findings about them.
    """
    start = perf_counter()
    findings = lint.lint(inputs)
    try:
        outcome = _run(inputs, engine)
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


def _run(inputs: Inputs, engine: Engine) -> Outcome:
    match engine:
        case "fast":
            return fast.validate(inputs)
        case "pyshacl":
            from adgo.shacl import reference

            return reference.validate(inputs)
        case "both":
            return comparison.validate(inputs)
