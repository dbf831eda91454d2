"""The findings as reports for people tell them: many shapes without a node in the data as one."""

from __future__ import annotations

from adgo.shacl.report import Report
from adgo.shacl.result import Finding

#: More idle shapes than this are told together: a whole profile has many.
IDLE = 3

#: Severities from worst to mildest, as levels of results are.
SEVERITIES = ("error", "warning", "note")


def folded(report: Report) -> list[Finding]:
    """Return the findings in their order; more than `IDLE` idle shapes are one, at the end."""
    others = [finding for finding in report.findings if finding.check != "idle-target"]
    idle = len(report.findings) - len(others)
    if idle <= IDLE:
        return report.findings
    shapes = idle + len(report.shapes)
    told = f"{idle} of {shapes} shapes match no node of the data; --format json names them"
    return [*others, Finding("idle-target", "note", told)]


def level(finding: Finding) -> int:
    """Return how bad a finding is, 0 the worst."""
    return SEVERITIES.index(finding.severity) if finding.severity in SEVERITIES else len(SEVERITIES) - 1
