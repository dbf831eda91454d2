"""JUnit's XML, which every CI system reads: one test case for each shape and constraint component."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from adgo.shacl.model.display import Display
from adgo.shacl.model.result import Finding, Result
from adgo.shacl.reporting.validation_report import ValidationReport

#: Characters that XML 1.0 does not allow.
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(report: ValidationReport) -> str:
    """Return one suite: a passed case for each shape without results, a failed one for each component and check."""
    display = Display(report.prefixes)
    groups: dict[tuple[str, str], list[Result]] = {}
    for result in report.results:
        groups.setdefault((result.shape, result.component_name), []).append(result)
    failed = {shape for shape, _ in groups}
    passed = sorted(set(report.shapes) - failed)
    checks: dict[str, list[Finding]] = {}
    for finding in report.findings_on_data:
        checks.setdefault(finding.check, []).append(finding)
    failures = len(groups) + len(checks)
    root = ElementTree.Element("testsuites")
    counts = {"tests": str(failures + len(passed)), "failures": str(failures), "errors": "0"}
    suite = ElementTree.SubElement(
        root, "testsuite", {"name": "SHACL", **counts, "time": f"{report.seconds:.3f}"}
    )
    for shape in passed:
        ElementTree.SubElement(
            suite, "testcase", {"classname": _clean(display.term(shape)), "name": "conforms"}
        )
    for (shape, component), results in sorted(groups.items()):
        about = {"classname": _clean(display.term(shape)), "name": component}
        case = ElementTree.SubElement(suite, "testcase", about)
        worst = min(results, key=lambda result: result.level)
        message = f"{len(results)} result{'' if len(results) == 1 else 's'}: {results[0].message}"
        failure = ElementTree.SubElement(
            case, "failure", {"message": _clean(message), "type": worst.severity}
        )
        failure.text = _clean("\n".join(_line(result, display) for result in results))
    for check, findings in sorted(checks.items()):
        case = ElementTree.SubElement(suite, "testcase", {"classname": "findings", "name": check})
        worst_finding = min(findings, key=lambda finding: finding.level)
        message = f"{len(findings)} finding{'' if len(findings) == 1 else 's'}: {findings[0].message}"
        failure = ElementTree.SubElement(
            case, "failure", {"message": _clean(message), "type": worst_finding.severity}
        )
        failure.text = _clean("\n".join(map(_finding_line, findings)))
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _line(result: Result, display: Display) -> str:
    return f"{result.place or ''}: {result.severity}: {result.message} (focus {display.term(result.focus)})"


def _finding_line(finding: Finding) -> str:
    remedy = f": {finding.remedy}" if finding.remedy else ""
    return f"{finding.place or ''}: {finding.severity}: {finding.message}{remedy}"


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
