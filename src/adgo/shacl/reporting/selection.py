"""Selecting results: those that a baseline or an earlier report does not have."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
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
    one like it is new, and so is one that was less severe then. Findings about the data are recognised by their check,
    term and message, in the same way.

    Raises:
        SelectionError: the file cannot be read, or is not such a report.
    """
    try:
        earlier = json.loads(decode_text(read_bytes(baseline), str(baseline)))
        results = [_result(each) for each in earlier["results"]]
        findings = [_finding(each) for each in earlier.get("findings", ())]
    except OSError as error:
        raise SelectionError(f"{baseline}: not a report that can be read: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise SelectionError(f"{baseline}: not a report that `adgo validate --format json` wrote") from error
    if earlier.get("shown") is not None:
        raise SelectionError(
            f"{baseline}: this report has only {earlier['shown']} of {earlier['total']} results; "
            "write it again without --max-results"
        )
    leave_out_earlier(report, KnownResults(_levels(results), _levels(findings)))


def _finding(record: dict[str, str | None]) -> Finding:
    severity = record["severity"] or ""
    return Finding(record["check"] or "", severity, record["message"] or "", record["term"])


def _result(record: dict[str, str]) -> ValidationResult:
    return ValidationResult(
        focus=record["focus"],
        path=record["path"],
        value=record["value"],
        severity_term=record["severity"],
        component=record["component"],
        shape=record["shape"],
        source_shape="",
        message="",
    )


#: Fingerprint to the level of each result or finding that has it; 0 is the most severe.
Levels = Mapping[str, Sequence[int]]


class KnownResults(NamedTuple):
    """How severe each result of a report is, and each finding about the data, by their fingerprints."""

    results: Levels
    findings: Levels


def known_results(report: ValidationReport) -> KnownResults:
    """Return what a report has."""
    return KnownResults(_levels(report.results), _levels(report.findings_on_data))


def leave_out_earlier(report: ValidationReport, earlier: KnownResults) -> None:
    """Remove the results and the findings about the data that an earlier report has.

    A second one like it is new, and so is one that was less severe then.
    """
    results = _known(report.results, earlier.results)
    findings = _known(report.findings_on_data, earlier.findings)
    report.results = [result for result in report.results if id(result) not in results]
    report.findings = [finding for finding in report.findings if id(finding) not in findings]
    report.hidden += len(results)
    report.hidden_findings += len(findings)


def _levels(found: Iterable[ValidationResult | Finding]) -> dict[str, list[int]]:
    levels: dict[str, list[int]] = {}
    for each in found:
        levels.setdefault(each.fingerprint, []).append(each.level)
    return levels


def _known(found: Iterable[ValidationResult | Finding], earlier: Levels) -> set[int]:
    """Return the identities of those for each of which there was one like it, at least as severe."""
    left = {name: sorted(levels) for name, levels in earlier.items()}
    known = set[int]()
    # The most severe first: it takes the most severe one that there was, and a less severe one like it is new.
    for each in sorted(found, key=lambda one: one.level):
        levels = left.get(each.fingerprint)
        if levels and levels[0] <= each.level:
            del levels[0]
            known.add(id(each))
    return known
