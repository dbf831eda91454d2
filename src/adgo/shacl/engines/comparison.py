"""Comparison of the reports of two engines on the same data."""

from __future__ import annotations

from collections import Counter

from adgo.shacl.engines import fast
from adgo.shacl.engines.outcome import EngineOutcome, PyshaclRules
from adgo.shacl.engines.pyshacl_faults import known_fault
from adgo.shacl.evaluation.deadline import SECONDS
from adgo.shacl.inputs import Inputs
from adgo.shacl.model.not_evaluated import NotEvaluated
from adgo.shacl.model.result import Finding, ValidationResult

#: The name of the check in findings; a run with such a finding fails.
CHECK = "engines-differ"
#: The name of the check if a known fault of pySHACL explains the difference; the run does not fail for it.
FAULT = "pyshacl-fault"


def validate(inputs: Inputs, query_seconds: float = SECONDS, keep_going: bool = False) -> EngineOutcome:
    """Return the fast engine's results, with a finding for each result on which the engines differ.

    Results are the same if their focus node, path, value, severity, component and source shape are. Shapes that pySHACL
    cannot evaluate are not compared.

    Args:
        inputs: the documents.
        query_seconds: the time limit of a query, and of a focus node at pySHACL, in seconds (0: none).
        keep_going: whether shapes that cannot be evaluated are skipped, and not an error.

    Raises:
        ShapesError: the shapes cannot be processed, or a time limit is exceeded.
    """
    from adgo.shacl.engines import pyshacl_process

    outcome = fast.validate(inputs, query_seconds, keep_going)
    other = pyshacl_process.validate(inputs, query_seconds, PyshaclRules(keep_going=keep_going))
    without = frozenset(each.shape for each in other.not_evaluated)
    compared = fast.validate(inputs, query_seconds, keep_going, without) if without else outcome
    outcome.findings += differences(compared.results, other.results, inputs)
    outcome.findings += (_not_compared(each) for each in other.not_evaluated)
    return outcome


def _not_compared(skipped: NotEvaluated) -> Finding:
    message = (
        f"the engines are not compared on this shape, because pySHACL cannot evaluate it: {skipped.error}"
    )
    return Finding("not-compared", "note", message, skipped.shape)


def differences(
    fast_results: list[ValidationResult],
    pyshacl_results: list[ValidationResult],
    inputs: Inputs | None = None,
) -> list[Finding]:
    """Return a finding for each result that only one engine has, or has more often.

    Args:
        fast_results: the results of the fast engine.
        pyshacl_results: those of pySHACL.
        inputs: the documents, if the known faults of pySHACL are to be named.
    """
    ours, theirs = (Counter(result.identity for result in each) for each in (fast_results, pyshacl_results))
    by_identity = {result.identity: result for result in [*pyshacl_results, *fast_results]}
    findings = []
    for identity in sorted(ours.keys() | theirs.keys(), key=str):
        here, there = ours[identity], theirs[identity]
        if here != there:
            result = by_identity[identity]
            fault = known_fault(inputs, result, by_pyshacl=there > here) if inputs else ""
            findings.append(_finding(result, here, there, fault))
    return findings


def _finding(result: ValidationResult, here: int, there: int, fault: str) -> Finding:
    """Return the finding about one result.

    Args:
        result: the result.
        here: how often the fast engine gives it.
        there: how often pySHACL gives it.
        fault: the fault of pySHACL that explains the difference, "" if none is known.
    """
    about = " ".join(
        f"{name} {term}"
        for name, term in (
            ("focus", result.focus),
            ("path", result.path),
            ("value", result.value),
            ("shape", result.source_shape),
        )
        if term
    )
    message = (
        f"the fast engine gives {here} and pySHACL {there} of this result: {result.component_name} {about}"
    )
    if fault:
        return Finding(FAULT, "note", f"{message}; this is a fault of pySHACL: {fault}", result.focus)
    return Finding(CHECK, "error", message, result.focus)
