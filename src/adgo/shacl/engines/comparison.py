"""Comparison of the reports of two engines on the same data."""

from __future__ import annotations

from collections import Counter

from adgo.shacl.engines import fast
from adgo.shacl.engines.outcome import EngineOutcome, PyshaclRules
from adgo.shacl.evaluation.deadline import SECONDS
from adgo.shacl.inputs import Inputs
from adgo.shacl.model.not_evaluated import NotEvaluated
from adgo.shacl.model.result import Finding, Result

#: The name of the check in findings; a run with such a finding fails.
CHECK = "engines-differ"


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
    outcome.findings += differences(compared.results, other.results)
    outcome.findings += (_not_compared(each) for each in other.not_evaluated)
    return outcome


def _not_compared(skipped: NotEvaluated) -> Finding:
    message = (
        f"the engines are not compared on this shape, because pySHACL cannot evaluate it: {skipped.error}"
    )
    return Finding("not-compared", "note", message, skipped.shape)


def differences(fast_results: list[Result], pyshacl_results: list[Result]) -> list[Finding]:
    """Return a finding for each result that only one engine has, or has more often."""
    ours, theirs = (Counter(result.identity for result in each) for each in (fast_results, pyshacl_results))
    by_identity = {result.identity: result for result in [*pyshacl_results, *fast_results]}
    findings = []
    for identity in sorted(ours.keys() | theirs.keys(), key=str):
        here, there = ours[identity], theirs[identity]
        if here != there:
            findings.append(_finding(by_identity[identity], here, there))
    return findings


def _finding(result: Result, here: int, there: int) -> Finding:
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
    return Finding(
        CHECK,
        "error",
        f"the fast engine gives {here} and pySHACL {there} of this result: {result.component_name} {about}",
        result.focus,
    )
