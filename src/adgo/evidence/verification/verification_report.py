"""Writes a verification: as lines for people, or as one JSON object."""

from __future__ import annotations

import json
from pathlib import Path

from adgo.evidence.verification.evidence_finding import EvidenceFinding, Severity
from adgo.evidence.verification.node_positions import NodePositions
from adgo.evidence.verification.verifier import Verification
from adgo.graph.namespaces import short


def as_text(result: Verification, places: NodePositions) -> str:
    """Return the findings, one per line with its `file:line:column`, errors first, and a summary line."""
    ordered = sorted(result.findings, key=lambda finding: finding.severity is not Severity.ERROR)
    lines = [finding.line(_place(finding, places)) for finding in ordered]
    return "\n".join([*lines, summary(result)])


def summary(result: Verification) -> str:
    """Return one line: what was checked, and the result."""
    errors = len(result.errors)
    against = f"{result.compared} against a text" if result.texts else "without the texts"
    verdict = f"{counted(errors, 'error')}" if errors else "all match their text"
    if not result.texts and not errors:
        verdict = (
            "no malformed passages; digests were not checked (name the folder with the texts: --texts DIR)"
        )
    checked, warnings = counted(len(result.passages), "passage"), counted(len(result.warnings), "warning")
    return f"{checked} checked, {against}: {verdict}; {warnings}"


def counted(number: int, noun: str) -> str:
    """Return a number and a noun, with an s in the plural."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def as_json(result: Verification, places: NodePositions) -> str:
    """Return one JSON object: `true`, the numbers of passages and texts, and `findings` with file, line, column."""
    return json.dumps(
        {
            "true": not result.errors,
            "passages": len(result.passages),
            "compared": result.compared,
            "texts": {
                number: {"path": str(text.path), "recorded": text.recorded}
                for number, text in result.texts.items()
            },
            "findings": [_record(finding, places) for finding in result.findings],
        },
        indent=2,
        ensure_ascii=False,
    )


def _record(finding: EvidenceFinding, places: NodePositions) -> dict[str, object]:
    path, line, column = places.of(finding.node) or (None, None, None)
    return {
        "check": finding.check,
        "severity": finding.severity.value,
        "node": finding.node,
        "name": short(finding.node),
        "message": finding.message,
        "spans": [list(span) for span in finding.spans],
        "file": shown(path) if path else None,
        "line": line,
        "column": column,
    }


def _place(finding: EvidenceFinding, places: NodePositions) -> str | None:
    place = places.of(finding.node)
    return f"{shown(place[0])}:{place[1]}:{place[2]}" if place else None


def shown(path: Path) -> str:
    """Return a path relative to the working folder if it is inside, else the absolute path."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)
