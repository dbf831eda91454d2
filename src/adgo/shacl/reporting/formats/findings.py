"""The findings as reports for people tell them: many shapes without a node in the data as one."""

from __future__ import annotations

from adgo.shacl.model.result import Finding
from adgo.shacl.reporting.report import Report

#: More idle shapes than this are told together: a whole profile has many.
IDLE = 3


def folded(report: Report) -> list[Finding]:
    """Return the findings in their order; more than `IDLE` idle shapes are one, at the end."""
    others = [finding for finding in report.findings if finding.check != "idle-target"]
    idle = len(report.findings) - len(others)
    if idle <= IDLE:
        return report.findings
    shapes = idle + len(report.shapes)
    told = f"{idle} of {shapes} shapes match no node of the data; --format json names them"
    return [*others, Finding("idle-target", "note", told)]
