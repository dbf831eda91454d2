"""GitLab's code quality report."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from adgo.shacl.model.display import Display
from adgo.shacl.model.result import Place
from adgo.shacl.reporting.formats import paths
from adgo.shacl.reporting.validation_report import ValidationReport

_SEVERITIES = ("major", "minor", "info")


def render(report: ValidationReport) -> str:
    """Return a JSON list of the results, the findings about the data and those about what was not evaluated.

    Those without a place are left out: GitLab needs one.
    """
    display = Display(report.prefixes)
    seen: Counter[str] = Counter()
    found = []
    for result in report.results:
        if result.place:
            text = f"{result.message} (focus {display.term(result.focus)})"
            name = f"{display.term(result.shape)}/{result.component_name}"
            found.append(_entry(text, name, _unique(result.fingerprint, seen), result.level, result.place))
    for finding in (*report.findings_on_data, *report.unevaluated):
        if finding.place:
            text = f"{finding.message}: {finding.remedy}" if finding.remedy else finding.message
            mark = _unique(finding.fingerprint, seen)
            found.append(_entry(text, finding.check, mark, finding.level, finding.place))
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def _unique(fingerprint: str, seen: Counter[str]) -> str:
    """Return a fingerprint that no other entry of the report has."""
    seen[fingerprint] += 1
    return f"{fingerprint}{seen[fingerprint]:04x}"


def _entry(description: str, name: str, fingerprint: str, level: int, place: Place) -> dict[str, Any]:
    return {
        "description": description,
        "check_name": name,
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[level],
        "location": {"path": paths.relative(place.file), "lines": {"begin": place.line or 1}},
    }
