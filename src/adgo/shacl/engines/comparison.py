"""Two engines on the same data: where their reports differ."""

from __future__ import annotations

from collections import Counter

from adgo.shacl.engines import fast
from adgo.shacl.engines.outcome import Outcome
from adgo.shacl.evaluation.deadline import SECONDS
from adgo.shacl.inputs import Inputs
from adgo.shacl.model.result import Finding, Result

#: The check's name in findings; a run with such a finding fails.
CHECK = "engines-differ"


def validate(inputs: Inputs, query_seconds: float = SECONDS) -> Outcome:
    """Return the fast engine's results, with a finding for each result that only one of both engines gives.

    Results are equal by focus node, path, value, severity, component and source shape, and how often each is given.
    """
    from adgo.shacl.engines import pyshacl_process

    outcome, other = fast.validate(inputs, query_seconds), pyshacl_process.validate(inputs, query_seconds)
    outcome.findings += differences(outcome.results, other.results)
    return outcome


def differences(fast_results: list[Result], pyshacl_results: list[Result]) -> list[Finding]:
    """Return a finding for each result that only one engine gives, or gives more often."""
    ours, theirs = (Counter(result.identity for result in each) for each in (fast_results, pyshacl_results))
    told = {result.identity: result for result in [*pyshacl_results, *fast_results]}
    findings = []
    for identity in sorted(ours.keys() | theirs.keys(), key=str):
        here, there = ours[identity], theirs[identity]
        if here != there:
            findings.append(_finding(told[identity], here, there))
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
