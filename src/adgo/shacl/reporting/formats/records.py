"""The report as one JSON object."""

from __future__ import annotations

import json
from typing import Any

from adgo.shacl.model.result import Finding, Place, ValidationResult
from adgo.shacl.reporting.formats import text
from adgo.shacl.reporting.validation_report import ValidationReport
from adgo.turtle.file_names import printable

#: The keys of a result.
COLUMNS = ("severity", "focus", "path", "value", "message", "shape", "component", "file", "line", "column")


def render(report: ValidationReport) -> str:
    """Return the report as one JSON object, the same in every run except for `seconds`."""
    return json.dumps(record(report), ensure_ascii=False, indent=2) + "\n"


def record(report: ValidationReport) -> dict[str, Any]:
    """Return the report as plain dictionaries and lists.

    `conforms`, `triples`, `seconds` and `results` are those of SHACL; `findings` are those of other stages;
    `explanations` say, for the number of a result from 0, where else its triple is stated and why a value does not
    conform to nested shapes. If parts of the shapes were not evaluated, `not_evaluated` is the number of findings about
    them, and `summary` says so in words. If results are left out, `shown` and `total` say how many.
    """
    shown = report.shown
    explanations = (_explanation(number, result) for number, result in enumerate(shown))
    cut = {"shown": len(shown), "total": len(report.results)} if len(shown) < len(report.results) else {}
    missing = (
        {"not_evaluated": len(report.unevaluated), "summary": text.verdict(report)}
        if report.unevaluated
        else {}
    )
    return {
        "conforms": report.conforms,
        "triples": report.triples,
        "seconds": round(report.seconds, 3),
        **cut,
        "results": [_result(result) for result in shown],
        "explanations": [each for each in explanations if len(each) > 1],
        "findings": [_finding(finding) for finding in report.findings],
        **missing,
    }


def _result(result: ValidationResult) -> dict[str, Any]:
    values = (
        result.severity,
        result.focus,
        result.path,
        result.value,
        result.message,
        result.shape,
        result.component,
    )
    return dict(
        zip(
            COLUMNS,
            (*values, printable(result.file) if result.file else None, result.line, result.column),
            strict=True,
        )
    )


def _explanation(number: int, result: ValidationResult) -> dict[str, Any]:
    explained: dict[str, Any] = {"result": number}
    if result.other_places:
        explained["also"] = [_place(place) for place in result.other_places]
    if result.details:
        explained["because"] = [_reason(detail) for detail in result.details]
    return explained


def _reason(detail: ValidationResult) -> dict[str, Any]:
    fields = {key: value for key, value in _result(detail).items() if key not in ("file", "line", "column")}
    return {**fields, "because": [_reason(each) for each in detail.details]}


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "check": finding.check,
        "severity": finding.severity,
        "message": finding.message,
        "remedy": finding.remedy or None,
        "term": finding.term,
        **_place(finding.place),
    }


def _place(place: Place | None) -> dict[str, Any]:
    return {
        "file": printable(place.file) if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
    }
