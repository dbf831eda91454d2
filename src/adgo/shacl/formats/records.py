"""The report as one JSON object."""

from __future__ import annotations

import json
from typing import Any

from adgo.shacl.report import Report
from adgo.shacl.result import Finding, Place, Result

#: The keys of a result that every result has.
COLUMNS = (
    "severity",
    "focus",
    "path",
    "value",
    "message",
    "shape",
    "component",
    "file",
    "line",
    "column",
    "endLine",
    "endColumn",
)


def render(report: Report) -> str:
    """Return the report as one JSON object, its keys and order the same in every run but for `seconds`."""
    return json.dumps(record(report), ensure_ascii=False, indent=2) + "\n"


def record(report: Report) -> dict[str, Any]:
    """Return the report as plain dictionaries and lists."""
    return {
        "conforms": report.conforms,
        "triples": report.triples,
        "seconds": round(report.seconds, 3),
        "results": [_result(result) for result in report.results],
        "findings": [_finding(finding) for finding in report.findings],
    }


def _result(result: Result) -> dict[str, Any]:
    found: dict[str, Any] = {
        "severity": result.severity,
        "focus": result.focus,
        "path": result.path,
        "value": result.value,
        "message": result.message,
        "shape": result.shape,
        "component": result.component,
        **_place(result.place),
    }
    if result.other_places:
        found["also"] = [_place(place) for place in result.other_places]
    if result.details:
        found["details"] = [_result(detail) for detail in result.details]
    return found


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
        "file": place.file if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
        "endLine": place.end_line if place else None,
        "endColumn": place.end_column if place else None,
    }
