"""SARIF 2.1.0 (OASIS), within the limits of GitHub's code scanning."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata
from typing import Any

from adgo.shacl.model.display import Display
from adgo.shacl.model.result import SKIPPED, Finding, Place, ValidationResult
from adgo.shacl.reporting.formats import findings, paths, text
from adgo.shacl.reporting.validation_report import ValidationReport
from adgo.turtle.term_parts import iri, is_iri

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
#: GitHub refuses a run with more results; the most severe are kept.
MOST = 25_000

_SEMANTIC_VERSION = re.compile(r"[0-9]+\.[0-9]+\.[0-9]+")
_LEVELS = ("error", "warning", "note")


def render(report: ValidationReport) -> str:
    """Return the report as a SARIF log."""
    return json.dumps(log(report), ensure_ascii=False, indent=2) + "\n"


def log(report: ValidationReport) -> dict[str, Any]:
    """Return the report as a SARIF log of one run; columns are counted in Unicode code points."""
    display = Display(report.prefixes)
    placed = [finding for finding in findings.folded(report) if finding.place][:MOST]
    kept = sorted(report.results, key=lambda result: result.level)[: MOST - len(placed)]
    examples = {_rule_id(result, display): result for result in reversed(kept)}
    rules = {name: _rule(name, result, display) for name, result in examples.items()}
    rules |= {finding.check: _finding_rule(finding) for finding in placed}
    names = sorted(rules)
    index = {name: number for number, name in enumerate(names)}
    seen: Counter[str] = Counter()
    run: dict[str, Any] = {
        "tool": {"driver": {**_tool(), "rules": [rules[name] for name in names]}},
        "columnKind": "unicodeCodePoints",
        "results": [
            *(_result(result, display, index, seen) for result in kept),
            *(_finding(finding, index, seen) for finding in placed),
        ],
    }
    notes = list(_notes(report, len(report.results) - len(kept)))
    if notes:
        complete = not report.has(SKIPPED)
        run["invocations"] = [{"executionSuccessful": complete, "toolExecutionNotifications": notes}]
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _tool() -> dict[str, str]:
    """Return name, version and address of the distribution that this package is part of, as far as they are known."""
    name = __name__.partition(".")[0]
    tool = {"name": name}
    try:
        installed = metadata(name)
    except PackageNotFoundError:
        return tool
    tool["version"] = installed["Version"]
    if _SEMANTIC_VERSION.fullmatch(tool["version"]):
        tool["semanticVersion"] = tool["version"]
    for label, _, address in (each.partition(", ") for each in installed.get_all("Project-URL", [])):
        if label == "Homepage":
            tool["informationUri"] = address
    return tool


def _notes(report: ValidationReport, missing: int) -> Iterator[dict[str, Any]]:
    """Yield the findings without a place, and notes if results are left out or constraints were not evaluated."""
    if report.unevaluated:
        level = "error" if report.has(SKIPPED) else "warning"
        yield {"level": level, "message": {"text": text.verdict(report)}}
    for finding in findings.folded(report):
        if not finding.place:
            yield {"level": _LEVELS[finding.level], "message": {"text": finding.message}}
    if missing:
        message = f"{missing} of {len(report.results)} results are left out: a run may have {MOST}"
        yield {"level": "warning", "message": {"text": message}}


def _rule_id(result: ValidationResult, display: Display) -> str:
    return f"{display.term(result.shape)}/{result.component_name}"


def _rule(name: str, result: ValidationResult, display: Display) -> dict[str, Any]:
    rule: dict[str, Any] = {
        "id": name,
        "name": result.component_name,
        "shortDescription": {"text": f"{result.component_name} in {display.term(result.shape)}"},
        "fullDescription": {"text": result.message},
        "help": {"text": f"{result.message}\nConstraint component: {result.component}"},
        "defaultConfiguration": {"level": _LEVELS[result.level]},
    }
    if is_iri(result.shape) and iri(result.shape).startswith(("http:", "https:")):
        rule["helpUri"] = iri(result.shape)
    return rule


def _result(
    result: ValidationResult, display: Display, index: dict[str, int], seen: Counter[str]
) -> dict[str, Any]:
    name = _rule_id(result, display)
    seen[result.fingerprint] += 1
    about = f"focus {display.term(result.focus)}"
    about += f", path {display.path(result.path)}" if result.path else ""
    about += f", value {display.term(result.value)}" if result.value is not None else ""
    found: dict[str, Any] = {
        "ruleId": name,
        "ruleIndex": index[name],
        "level": _LEVELS[result.level],
        "message": {"text": f"{result.message} ({about})"},
        "partialFingerprints": {
            "primaryLocationLineHash": f"{result.fingerprint}:{seen[result.fingerprint]}"
        },
    }
    if result.place:
        found["locations"] = [_location(result.place)]
    related = [_location(place) for place in result.other_places]
    related += [{**_location(place), "message": {"text": name}} for name, place in result.shape_places]
    if related:
        found["relatedLocations"] = related
    return found


def _finding_rule(finding: Finding) -> dict[str, Any]:
    words = finding.check.replace("-", " ")
    return {
        "id": finding.check,
        "name": finding.check,
        "shortDescription": {"text": f"{words}: a finding about the input, not a result of SHACL"},
        "fullDescription": {"text": finding.message},
        "help": {"text": finding.remedy or finding.message},
        "defaultConfiguration": {"level": _LEVELS[finding.level]},
    }


def _finding(finding: Finding, index: dict[str, int], seen: Counter[str]) -> dict[str, Any]:
    seen[finding.fingerprint] += 1
    message = f"{finding.message}: {finding.remedy}" if finding.remedy else finding.message
    assert finding.place is not None
    return {
        "ruleId": finding.check,
        "ruleIndex": index[finding.check],
        "level": _LEVELS[finding.level],
        "message": {"text": message},
        "partialFingerprints": {
            "primaryLocationLineHash": f"{finding.fingerprint}:{seen[finding.fingerprint]}"
        },
        "locations": [_location(finding.place)],
    }


def _location(place: Place) -> dict[str, Any]:
    uri = paths.uri(place.file)
    artifact = {"uri": uri} if uri.startswith("file:") else {"uri": uri, "uriBaseId": "%SRCROOT%"}
    region = {
        "startLine": place.line or 1,
        "startColumn": place.column or 1,
        "endLine": place.end_line or place.line or 1,
        "endColumn": place.end_column or (place.column or 1) + 1,
    }
    return {"physicalLocation": {"artifactLocation": artifact, "region": region}}
