"""The steps that the commands `adgo validate` and `python -m adgo.shacl` have in common."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from adgo.shacl.inputs import Inputs
from adgo.shacl.model.errors import ShapesError
from adgo.shacl.reporting.formats import github, render, text
from adgo.shacl.reporting.places import place_of_subject
from adgo.shacl.reporting.report import Report
from adgo.shacl.reporting.style import Style
from adgo.shacl.validation import Engine, validate

#: Names of findings that make the exit code 1 with every `--fail-on`.
ALWAYS_FAILING = ("engines-differ", "owl-inconsistent", "owl-unsatisfiable", "owl-not-allowed")
#: The environment variable with the file for the summary of a step in GitHub's workflows.
STEP_SUMMARY = "GITHUB_STEP_SUMMARY"


class CommandError(Exception):
    """A file could not be read or written, the shapes could not be processed, or nothing was checked: exit code 3."""


def validated(inputs: Inputs, engine: Engine, query_seconds: float, log: Callable[[str], None]) -> Report:
    """Return the report about documents.

    Args:
        inputs: the documents.
        engine: `fast`, `pyshacl`, or `both` to compare them.
        query_seconds: the time limit of a query, and of a focus node at pySHACL, in seconds (0: none).
        log: writes a line to standard error: the findings about shapes that cannot be processed.

    Raises:
        CommandError: the shapes cannot be processed.
    """
    try:
        return validate(inputs, engine, query_seconds)
    except ShapesError as error:
        place = place_of_subject(inputs.shapes, error.node) if error.node else None
        where = f"{place.file}:{place.line}:{place.column}: " if place else ""
        for finding in error.findings:
            log("\n".join(text.finding_lines(inputs, finding)))
        raise CommandError(f"{where}the shapes cannot be processed: {error}") from error


def select(report: Report, baseline: str | None, revision: str | None) -> None:
    """Remove the results that a baseline has, and those on lines that are the same in a git revision.

    Args:
        report: the report, which is changed.
        baseline: the path of an earlier report in JSON; None or "" for none.
        revision: the git revision; None or "" for none.

    Raises:
        CommandError: the baseline cannot be read, or git does not know the revision.
    """
    if not baseline and not revision:
        return
    from adgo.shacl.reporting import selection  # most runs do not need it, and it is slow to import

    try:
        if baseline:
            selection.leave_out_known(report, Path(baseline))
        if revision:
            selection.leave_out_unchanged(report, revision)
    except selection.SelectionError as error:
        raise CommandError(str(error)) from error


def rendered(report: Report, format_: str, style: Style) -> str:
    """Return the report in a format.

    Args:
        report: the report.
        format_: a format of `adgo.shacl.reporting.formats.FORMATS`.
        style: the colours of the format `text`.
    """
    return text.render(report, style) if format_ == "text" else render(report, format_)


def write_step_summary(report: Report, format_: str, environment: Mapping[str, str]) -> None:
    """Append the report to the summary of the step if the format is `github` and the environment names its file.

    Args:
        report: the report.
        format_: the format of the report.
        environment: the environment variables.

    Raises:
        CommandError: the file cannot be written.
    """
    summary = environment.get(STEP_SUMMARY)
    if format_ == "github" and summary:
        try:
            with Path(summary).open("a", encoding="utf-8") as file:
                file.write(github.step_summary(report))
        except OSError as error:
            raise CommandError(f"{summary} ({STEP_SUMMARY}): cannot be written: {error.strerror}") from error


def exit_code(report: Report, fail_on: str, allow_empty: bool) -> int:
    """Return 0 if the run passes, 1 if it fails.

    Args:
        report: the report.
        fail_on: the least severe result that makes it fail: `violation`, `warning` or `info`.
        allow_empty: whether a run that checked nothing passes.

    Raises:
        CommandError: nothing was checked, and that is not allowed.
    """
    failed = report.fails(fail_on.capitalize())
    if not report.checked and not allow_empty and not failed:
        raise CommandError(
            "nothing was checked: no target of the shapes matches a node of the data; "
            "correct the targets or the paths, or pass --allow-empty"
        )
    return int(failed or any(map(report.has, ALWAYS_FAILING)))
