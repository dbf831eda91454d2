"""GitLab's code quality report."""

from __future__ import annotations

import json
from collections import Counter

from adgo.shacl.display import Display
from adgo.shacl.formats import paths
from adgo.shacl.report import Report

_SEVERITIES = ("major", "minor", "info")


def render(report: Report) -> str:
    """Return a JSON list of the results that have a place; GitLab knows no others."""
    display = Display(report.prefixes)
    seen: Counter[str] = Counter()
    found = []
    for result in report.results:
        if result.place is None:
            continue
        seen[result.fingerprint] += 1
        found.append(
            {
                "description": f"{result.message} (focus {display.term(result.focus)})",
                "check_name": f"{display.term(result.shape)}/{result.component_name}",
                "fingerprint": f"{result.fingerprint}{seen[result.fingerprint]:04x}",
                "severity": _SEVERITIES[result.level],
                "location": {
                    "path": paths.relative(result.place.file),
                    "lines": {"begin": result.place.line or 1},
                },
            }
        )
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"
