"""GitHub's workflow commands: ten annotations, and a table for the summary of the step."""

from __future__ import annotations

from adgo.shacl.model.display import Display
from adgo.shacl.model.result import Finding, Place, ValidationResult
from adgo.shacl.reporting.formats import findings, paths
from adgo.shacl.reporting.formats.text import summary
from adgo.shacl.reporting.validation_report import ValidationReport

#: GitHub shows at most this many annotations of a level in a step.
SHOWN = 10
#: The most rows in the summary of a step, which may have 1 MiB; the others are only counted.
ROWS = 2000

_COMMANDS = ("error", "warning", "notice")
_WORDS = ("violation", "warning", "info")


def render(report: ValidationReport) -> str:
    """Return the ten most severe results and findings as commands, and a last line with the numbers of all results."""
    display = Display(report.prefixes)
    worst = sorted(report.results, key=lambda result: result.level)[:SHOWN]
    lines = [_command(result, display) for result in worst]
    rest = len(report.results) - len(worst)
    if rest:
        lines.append(f"::notice title=SHACL::{rest} more results are in the step summary")
    lines += map(_finding_command, sorted(findings.folded(report), key=lambda finding: finding.level)[:SHOWN])
    return "\n".join([*lines, summary(report)]) + "\n"


def _command(result: ValidationResult, display: Display) -> str:
    title = f"{display.term(result.shape)} {result.component_name}"
    message = f"{result.message} (focus {display.term(result.focus)})"
    return f"::{_COMMANDS[result.level]} {_properties(title, result.place)}::{_data(message)}"


def _finding_command(finding: Finding) -> str:
    message = f"{finding.message}: {finding.remedy}" if finding.remedy else finding.message
    properties = _properties(finding.check, finding.place)
    return f"::{_COMMANDS[finding.level]} {properties}::{_data(message)}"


def _properties(title: str, place: Place | None) -> str:
    properties = {"title": title}
    if place:
        properties |= {"file": paths.relative(place.file)}
        numbers = {
            "line": place.line,
            "endLine": place.end_line,
            "col": place.column,
            "endColumn": place.end_column,
        }
        properties |= {name: str(number) for name, number in numbers.items() if number is not None}
    return ",".join(f"{name}={_property(value)}" for name, value in properties.items())


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def step_summary(report: ValidationReport) -> str:
    """Return Markdown for `$GITHUB_STEP_SUMMARY`: every result in a table, the most severe first."""
    display = Display(report.prefixes)
    lines = ["### SHACL", "", summary(report), ""]
    if report.results:
        lines += ["| Level | Place | Message | Shape |", "|---|---|---|---|"]
    ordered = sorted(report.results, key=lambda result: result.level)
    for result in ordered[:ROWS]:
        place = result.place
        where = (
            f"{paths.relative(place.file)}:{place.line or ''}:{place.column or ''}".rstrip(":")
            if place
            else ""
        )
        cells = (
            _WORDS[result.level],
            where,
            result.message,
            f"{display.term(result.shape)} {result.component_name}",
        )
        lines.append("| " + " | ".join(_cell(cell) for cell in cells) + " |")
    if len(ordered) > ROWS:
        lines.append(f"\n{len(ordered) - ROWS} more are not listed.")
    folded = findings.folded(report)
    if folded:
        lines += ["", *(f"- {each.severity}: {_cell(each.message)} ({each.check})" for each in folded[:ROWS])]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace("|", "\\|")
    return " ".join(safe.split())
