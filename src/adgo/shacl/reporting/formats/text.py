"""The report for people, like a compiler's: `file:line:column: level: message`, the source line and a caret."""

from __future__ import annotations

from collections.abc import Iterator

from adgo.shacl.inputs import Inputs
from adgo.shacl.model.display import Display
from adgo.shacl.model.result import LEVELS, Finding, Place, ValidationResult
from adgo.shacl.reporting.formats import findings, paths
from adgo.shacl.reporting.grouping import lines_about_the_rest
from adgo.shacl.reporting.style import PLAIN, Style
from adgo.shacl.reporting.validation_report import ValidationReport
from adgo.turtle.errors import shown

#: A source line is cut to this many characters around the place.
WIDTH = 120

#: The most shapes whose places a result names.
_MOST_SHAPES = 8

_WORDS = {"Violation": "violation", "Warning": "warning", "Info": "info"}


def render(report: ValidationReport, style: Style = PLAIN) -> str:
    """Return the results, the findings and a last line with the numbers of results."""
    display = Display(report.prefixes)
    lines: list[str] = []
    shown = report.shown
    for result in shown:
        lines += _result(report, result, display, style)
    lines += lines_about_the_rest(report, shown, display)
    for finding in findings.folded(report):
        lines += finding_lines(report.inputs, finding, style)
    lines.append(summary(report))
    return "\n".join(lines) + "\n"


def summary(report: ValidationReport) -> str:
    """Return one line: what was checked, the number of results of each level, and why the run passes despite them."""
    return _outcome(report) + _beside(report) + _why_it_passes(report)


def _why_it_passes(report: ValidationReport) -> str:
    if not report.results or not report.passes:
        return ""
    return f"; exit code 0, as --fail-on is {report.fail_on.lower()}"


def _beside(report: ValidationReport) -> str:
    """Return the numbers of errors and warnings among the findings about the data."""
    levels = [finding.severity for finding in report.findings_on_data]
    parts = [many(levels.count(word), word) for word in ("error", "warning") if word in levels]
    parts += [f"{report.hidden_findings} not shown"] if report.hidden_findings else []
    return f"; findings: {', '.join(parts)}" if parts else ""


def _outcome(report: ValidationReport) -> str:
    counted = [(report.triples, "triple"), (report.checked, "focus node"), (len(report.shapes), "shape")]
    if report.inputs:
        counted.insert(0, (len(report.inputs.data), "file"))
    checked = ", ".join(many(number, noun) for number, noun in counted)
    gap = unevaluated(report)
    if report.conforms and not report.checked:
        return f"nothing was checked: {checked} in {report.seconds:.2f} s" + (f"; {gap}" if gap else "")
    if report.conforms:
        but = f", but {gap}" if gap else ""
        return f"conforms{but}: {checked} checked in {report.seconds:.2f} s"
    if not report.results:
        passes = not report.fails(report.fail_on) if report.passes is None else report.passes
        word = "passes" if passes else "no new result"
        known = f"{many(report.hidden, 'known result')} {'is' if report.hidden == 1 else 'are'} not shown"
        return f"{word}: {'; '.join([known, *([gap] if gap else [])])}; {checked} checked in {report.seconds:.2f} s"
    counts = [(report.count(level), _WORDS[level]) for level in LEVELS]
    parts = [f"{n} info" if word == "info" else many(n, word) for n, word in counts if n]
    parts += [f"{report.hidden} not shown"] if report.hidden else []
    parts = [f"{', '.join(parts)}", *([gap] if gap else [])]
    return f"does not conform: {'; '.join(parts)}; {checked} checked in {report.seconds:.2f} s"


def verdict(report: ValidationReport) -> str:
    """Return in words whether the data conform, and how many constraints were not evaluated."""
    gap = unevaluated(report)
    if not report.conforms:
        return f"does not conform; {gap}" if gap else "does not conform"
    word = "conforms" if report.checked else "nothing was checked"
    return f"{word}, but {gap}" if gap and report.checked else f"{word}; {gap}" if gap else word


def unevaluated(report: ValidationReport) -> str:
    """Return how many constraints were not evaluated, in words; "" if all were."""
    number = len(report.unevaluated)
    return f"{many(number, 'constraint')} {'was' if number == 1 else 'were'} not evaluated" if number else ""


def many(number: int, noun: str) -> str:
    """Return a number with its noun; the plural has an s."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}".replace(",", " ")


def _result(
    report: ValidationReport, result: ValidationResult, display: Display, style: Style
) -> Iterator[str]:
    word = _WORDS.get(result.severity, display.term(result.severity_term))
    where = _where(result.place)
    tag = f"[{display.term(result.shape)} {result.component_name}]"
    yield f"{style.bold(where)} {style.level(word + ':', result.level)} {result.message} {style.dim(tag)}"
    yield from _excerpt(report.inputs, result.place, style)
    about = [f"focus {display.term(result.focus)}"]
    if result.path:
        about.append(f"path {display.path(result.path)}")
    if result.value is not None and result.value != result.focus:
        about.append(f"value {display.term(result.value)}")
    yield f"    {style.dim(', '.join(about))}"
    if result.expected and result.expected not in result.message:
        yield f"    {style.dim(result.expected)}"
    described = [
        f"{name} is at {_where(place)[:-1]}"
        for name, place in result.shape_places
        if not name.endswith(str(place))
    ]
    if described:
        yield f"    {style.dim('; '.join(described[:_MOST_SHAPES]))}"
    yield from _details(result.details, display, style, depth=1)


def _details(details: list[ValidationResult], display: Display, style: Style, depth: int) -> Iterator[str]:
    for detail in details:
        path = f" at {display.path(detail.path)}" if detail.path else ""
        value = f", value {display.term(detail.value)}" if detail.value is not None else ""
        tag = style.dim(f"[{display.term(detail.shape)} {detail.component_name}]")
        yield f"{'    ' * depth}  because{path}{value}: {detail.message} {tag}"
        yield from _details(detail.details, display, style, depth + 1)


def finding_lines(inputs: Inputs | None, finding: Finding, style: Style = PLAIN) -> Iterator[str]:
    """Yield the lines of one finding: its place and message, the source line, the remedy.

    Args:
        inputs: the documents, for the source line; None if they are not known.
        finding: the finding.
        style: the colours.
    """
    where = f"{style.bold(_where(finding.place))} " if finding.place else ""
    word = style.level(f"{finding.severity}:", finding.level)
    yield f"{where}{word} {finding.message} {style.dim(f'[{finding.check}]')}"
    yield from _excerpt(inputs, finding.place, style)
    if finding.remedy:
        yield f"    {finding.remedy}"


def _where(place: Place | None) -> str:
    if place is None:
        return "(no place in the data):"
    numbers = "".join(f":{each}" for each in (place.line, place.column) if each is not None)
    return f"{paths.shortest(place.file)}{numbers}:"


def _excerpt(inputs: Inputs | None, place: Place | None, style: Style) -> Iterator[str]:
    if place is None or place.line is None or place.column is None:
        return
    line = inputs.source_line(place) if inputs else ""
    start = max(0, place.column - 1 - WIDTH // 2) if len(line) > WIDTH else 0
    excerpt = shown(line[start : start + WIDTH])
    before = "".join("\t" if char == "\t" else " " for char in line[start : place.column - 1])
    same_line = place.end_line == place.line and place.end_column is not None
    width = (place.end_column or 0) - place.column if same_line else len(line) - place.column + 1
    width = max(1, min(width, len(excerpt) - len(before)))
    number = str(place.line)
    yield f"  {style.dim(number + ' |')} {excerpt}"
    yield f"  {' ' * len(number)} {style.dim('|')} {before}{style.caret('^' * width)}"
