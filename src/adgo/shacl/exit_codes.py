"""The exit code that a report leads to: 0 it passes, 1 it fails, 3 the run is refused."""

from __future__ import annotations

from adgo.shacl.checks import namespaces
from adgo.shacl.model.result import SKIPPED, Finding
from adgo.shacl.reporting.formats import text
from adgo.shacl.reporting.report import Report

#: Names of findings that make the exit code 1 with every `--fail-on`.
ALWAYS_FAILING = ("engines-differ", "owl-inconsistent", "owl-unsatisfiable", "owl-not-allowed")


def passes(report: Report, fail_on: str, allow_empty: bool, strict: bool) -> bool:
    """Return whether the exit code is 0.

    Args:
        report: the report.
        fail_on: the least severe result that makes the run fail: `violation`, `warning` or `info`.
        allow_empty: whether a run that checked nothing passes.
        strict: whether errors in the shapes, and parts of them that are not evaluated, are not allowed.
    """
    return not refusal(report, fail_on, allow_empty, strict) and not fails(report, fail_on)


def fails(report: Report, fail_on: str) -> bool:
    """Return whether the exit code is 1, if the run is not refused.

    Args:
        report: the report.
        fail_on: the least severe result that makes the run fail: `violation`, `warning` or `info`.
    """
    return report.fails(fail_on.capitalize()) or any(map(report.has, ALWAYS_FAILING))


def refusal(report: Report, fail_on: str, allow_empty: bool, strict: bool) -> str:
    """Return why the exit code is 3: the shapes could not be evaluated, or nothing was checked; "" if it is not.

    Args:
        report: the report.
        fail_on: the least severe result that makes the run fail: `violation`, `warning` or `info`.
        allow_empty: whether a run that checked nothing passes.
        strict: whether errors in the shapes, and parts of them that are not evaluated, are not allowed.
    """
    if report.has(SKIPPED):
        return f"{text.unevaluated(report)} (see the report): correct the shapes; everything else was checked"
    if strict and (faulty := _not_strict(report)):
        return (
            f"--strict: {text.many(len(faulty), 'finding')} in the report about errors in the shapes, or parts of them "
            "that are not evaluated: correct the shapes, or omit --strict"
        )
    may_fail = report.fails(fail_on.capitalize()) and not any(map(report.has, namespaces.CHECKS))
    return "" if report.checked or allow_empty or may_fail else _why_nothing_was_checked(report)


def _why_nothing_was_checked(report: Report) -> str:
    """Return the message about a run without focus nodes, with the namespaces that are almost right."""
    reasons = [
        f"{finding.message}: {finding.remedy}"
        for finding in report.findings
        if finding.check in namespaces.CHECKS
    ]
    if reasons:
        return "nothing was checked: " + "\n".join(reasons)
    return (
        "nothing was checked: no target of the shapes matches a node of the data; "
        "correct the targets or the paths, or pass --allow-empty"
    )


def _not_strict(report: Report) -> list[Finding]:
    """Return the findings that `--strict` does not allow: those on data fail in another way."""
    return [
        finding
        for finding in report.findings
        if finding.is_unevaluated
        or (finding.level == 0 and not finding.counts and finding.check not in ALWAYS_FAILING)
    ]
