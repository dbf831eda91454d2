"""Selecting results: those that a baseline or an earlier report does not have."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from adgo.shacl.model.result import Finding, ValidationResult
from adgo.shacl.reporting.validation_report import ValidationReport
from adgo.turtle.files import decode_text, read_bytes


class SelectionError(Exception):
    """The baseline cannot be read, or is not complete."""


def leave_out_known(report: ValidationReport, baseline: Path) -> None:
    """Remove the results that an earlier report has: `baseline` is a file that `--format json` wrote.

    A result is recognised by its shape, component, focus node, path and value, so it may be on another line; a second
    one like it is new. Findings about the data are recognised by their check, term and message.

    Raises:
        SelectionError: the file cannot be read, or is not such a report.
    """
    try:
        earlier = json.loads(decode_text(read_bytes(baseline), str(baseline)))
        known = Counter(_fingerprint(each) for each in earlier["results"])
        found = Counter(_finding_fingerprint(each) for each in earlier.get("findings", ()))
    except OSError as error:
        raise SelectionError(f"{baseline}: not a report that can be read: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise SelectionError(f"{baseline}: not a report that `adgo validate --format json` wrote") from error
    if earlier.get("shown") is not None:
        raise SelectionError(
            f"{baseline}: this report has only {earlier['shown']} of {earlier['total']} results; "
            "write it again without --max-results"
        )
    _leave_out(report, known, found)


def _take(counter: Counter[str], name: str) -> bool:
    """Return whether one more of that name is left, and remove it."""
    counter[name] -= 1
    return counter[name] >= 0


def _finding_fingerprint(record: dict[str, str | None]) -> str:
    return Finding(record["check"] or "", "", record["message"] or "", record["term"]).fingerprint


def _fingerprint(record: dict[str, str]) -> str:
    return ValidationResult(
        focus=record["focus"],
        path=record["path"],
        value=record["value"],
        severity_term="",
        component=record["component"],
        shape=record["shape"],
        source_shape="",
        message="",
    ).fingerprint


class KnownResults(NamedTuple):
    """How often a report has each result, and each finding about the data, by their fingerprints."""

    results: Counter[str]
    findings: Counter[str]


def known_results(report: ValidationReport) -> KnownResults:
    """Return what a report has."""
    return KnownResults(
        Counter(result.fingerprint for result in report.results),
        Counter(finding.fingerprint for finding in report.findings_on_data),
    )


def leave_out_earlier(report: ValidationReport, earlier: KnownResults) -> None:
    """Remove the results and the findings about the data that an earlier report has; a second one like it is new."""
    _leave_out(report, Counter(earlier.results), Counter(earlier.findings))


def _leave_out(report: ValidationReport, known: Counter[str], found: Counter[str]) -> None:
    _keep(report, [result for result in report.results if not _take(known, result.fingerprint)])
    _keep_findings(report, lambda finding: not _take(found, finding.fingerprint))


def _keep(report: ValidationReport, kept: Iterable[ValidationResult]) -> None:
    before = len(report.results)
    report.results = list(kept)
    report.hidden += before - len(report.results)


def _keep_findings(report: ValidationReport, keeps: Callable[[Finding], bool]) -> None:
    before = len(report.findings)
    report.findings = [finding for finding in report.findings if not finding.counts or keeps(finding)]
    report.hidden_findings += before - len(report.findings)
