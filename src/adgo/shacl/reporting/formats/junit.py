"""JUnit's XML, which every CI system reads: one test case for each shape and constraint component."""

from __future__ import annotations

import re
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from adgo.shacl.model.display import Display
from adgo.shacl.model.result import SKIPPED, Finding, ValidationResult
from adgo.shacl.reporting.formats.text import many, verdict
from adgo.shacl.reporting.validation_report import ValidationReport

#: Characters that XML 1.0 does not allow.
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(report: ValidationReport) -> str:
    """Return one suite: a passed case for each shape without results, a failed one for each component and check.

    What could not be evaluated is an error, and what nothing evaluates is skipped.
    """
    display = Display(report.prefixes)
    suite = ElementTree.Element("testsuite", {"name": "SHACL"})
    failed = {result.shape for result in report.results} | report.partial
    for shape in sorted(set(report.shapes) - failed):
        _case(suite, display.term(shape), "conforms")
    _add_results(suite, report, display)
    _add_findings(suite, report)
    counts = {"tests": len(suite)}
    counts |= {f"{tag}s": len(suite.findall(f"*/{tag}")) for tag in ("failure", "error")}
    counts["skipped"] = len(suite.findall("*/skipped"))
    suite.attrib |= {name: str(count) for name, count in counts.items()} | {"time": f"{report.seconds:.3f}"}
    if report.unevaluated:
        ElementTree.SubElement(suite, "system-out").text = verdict(report)
    root = ElementTree.Element("testsuites")
    root.append(suite)
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _add_results(suite: Element, report: ValidationReport, display: Display) -> None:
    groups: dict[tuple[str, str], list[ValidationResult]] = {}
    for result in report.results:
        groups.setdefault((result.shape, result.component_name), []).append(result)
    for (shape, component), results in sorted(groups.items()):
        case = _case(suite, display.term(shape), component)
        worst = min(results, key=lambda result: result.level)
        message = f"{many(len(results), 'result')}: {results[0].message}"
        lines = [_line(result, display) for result in results]
        _outcome(case, "failure", {"message": message, "type": worst.severity}, lines)


def _add_findings(suite: Element, report: ValidationReport) -> None:
    checks: dict[str, list[Finding]] = {}
    for finding in (*report.findings_on_data, *report.unevaluated):
        checks.setdefault(finding.check, []).append(finding)
    for check, findings in sorted(checks.items()):
        case = _case(suite, "findings", check)
        worst = min(findings, key=lambda finding: finding.level)
        about = {"message": f"{many(len(findings), 'finding')}: {findings[0].message}"}
        tag = "error" if check == SKIPPED else "skipped" if worst.is_unevaluated else "failure"
        if tag != "skipped":
            about["type"] = worst.severity
        _outcome(case, tag, about, list(map(_finding_line, findings)))


def _case(suite: Element, classname: str, name: str) -> Element:
    return ElementTree.SubElement(suite, "testcase", {"classname": _clean(classname), "name": _clean(name)})


def _outcome(case: Element, tag: str, about: dict[str, str], lines: list[str]) -> None:
    """Add what became of a test case.

    Args:
        case: the test case.
        tag: `failure`, `error` or `skipped`.
        about: the attributes.
        lines: the text, one line for each result or finding.
    """
    outcome = ElementTree.SubElement(case, tag, {name: _clean(text) for name, text in about.items()})
    outcome.text = _clean("\n".join(lines))


def _line(result: ValidationResult, display: Display) -> str:
    return f"{result.place or ''}: {result.severity}: {result.message} (focus {display.term(result.focus)})"


def _finding_line(finding: Finding) -> str:
    remedy = f": {finding.remedy}" if finding.remedy else ""
    return f"{finding.place or ''}: {finding.severity}: {finding.message}{remedy}"


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
