"""The results that a report for people leaves out, and all results by shape and message."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from adgo.shacl.model.display import Display
from adgo.shacl.model.result import LEVELS, ValidationResult
from adgo.shacl.reporting.validation_report import ValidationReport

#: The most lines of the table; messages may have a value in them, so there may be many.
LINES = 50


def lines_about_the_rest(
    report: ValidationReport, shown: list[ValidationResult], display: Display
) -> Iterator[str]:
    """Yield how many results are not shown, and a table of all results; nothing if all are shown.

    Args:
        report: the report.
        shown: the results that are shown.
        display: writes terms with prefixes.
    """
    rest = len(report.results) - len(shown)
    if not rest:
        return
    printed = set(map(id, shown))
    shapes = len({result.shape for result in report.results if id(result) not in printed})
    of = "1 shape" if shapes == 1 else f"{_number(shapes)} shapes"
    yield f"… and {_number(rest)} more ({of}; see --format json -o FILE without --max-results)"
    yield f"All {_number(len(report.results))} results by shape and message:"
    yield from _table(report, display)


def _table(report: ValidationReport, display: Display) -> Iterator[str]:
    groups: Counter[tuple[int, str, str, str]] = Counter()
    for result in report.results:
        groups[(result.level, result.message, result.shape, result.component_name)] += 1
    # The most frequent first; of equals, the more severe.
    ordered = sorted(groups.items(), key=lambda group: (-group[1], group[0]))
    width = len(_number(ordered[0][1]))
    for (level, message, shape, component), count in ordered[:LINES]:
        tag = f"[{display.term(shape)} {component}]"
        yield f"  {_number(count):>{width}} {LEVELS[level].lower()}: {message} {tag}"
    if len(ordered) > LINES:
        yield f"  … and {_number(len(ordered) - LINES)} more messages"


def _number(number: int) -> str:
    return f"{number:,}".replace(",", " ")
