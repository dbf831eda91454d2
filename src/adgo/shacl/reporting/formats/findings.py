"""The findings in reports for people: many shapes that match no node of the data become one finding."""

from __future__ import annotations

from adgo.shacl.model.result import Finding
from adgo.shacl.reporting.validation_report import ValidationReport

#: More idle shapes than this become one finding: a whole profile has many.
IDLE = 3


def folded(report: ValidationReport) -> list[Finding]:
    """Return the findings in their order; more than `IDLE` idle shapes become one finding at the end."""
    others = [finding for finding in report.findings if finding.check != "idle-target"]
    idle = len(report.findings) - len(others)
    if idle <= IDLE:
        return report.findings
    shapes = idle + len(report.shapes)
    message = f"{idle} of {shapes} shapes match no node of the data; --format json names them"
    return [*others, Finding("idle-target", "note", message)]
