"""The steps that the commands `adgo validate` and `python -m adgo.shacl` have in common."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from adgo.shacl import exit_codes
from adgo.shacl.input_files import InputFiles
from adgo.shacl.inputs import InputError, Inputs
from adgo.shacl.model.errors import ShapesError
from adgo.shacl.model.inferred import Inference
from adgo.shacl.model.result import Finding
from adgo.shacl.reporting.error_places import place_of_error
from adgo.shacl.reporting.formats import github, render, text
from adgo.shacl.reporting.report import Report
from adgo.shacl.reporting.style import Style, style_for
from adgo.shacl.validation import Engine, validate
from adgo.turtle.files import STANDARD_INPUT
from adgo.turtle.limits import LENIENT, LIMITS

#: Writes a text.
Log = Callable[[str], None]
#: The environment variable with the file for the summary of a step in GitHub's workflows.
STEP_SUMMARY = "GITHUB_STEP_SUMMARY"


class CommandError(Exception):
    """A file could not be read or written, the shapes could not be processed, or nothing was checked: exit code 3."""


def report_about(
    options: Mapping[str, Any],
    paths: Sequence[str],
    run: Callable[[InputFiles, Log], Report],
    log: Log,
) -> Report:
    """Return the report of a run, without the results that a baseline or a git revision has.

    Args:
        options: the values of `adgo.shacl.options.OPTIONS` by their names in Python.
        paths: all paths of the run: data, shapes, ontology and catalogs.
        run: returns the report about files; called again with those of a revision.
        log: writes a line to standard error.

    Raises:
        CommandError: a file cannot be read, or the shapes cannot be processed.
    """
    try:
        report = run(input_files(options), log)
        select(
            report,
            options["baseline"],
            options["changed_since"],
            paths,
            lambda past: run(past, lambda line: None),
        )
    except InputError as error:
        # Each error starts a line with its file, so that editors and CI can link to it.
        raise CommandError(f"the input could not be read\n{error}") from error
    report.most, report.fail_on = options["max_results"], options["fail_on"].capitalize()
    report.passes = exit_codes.passes(report, options["fail_on"], options["allow_empty"], options["strict"])
    return report


def input_files(options: Mapping[str, Any]) -> InputFiles:
    """Return the files as the options have them read."""
    return InputFiles(options["data_format"], LENIENT if options["lenient"] else LIMITS)


def write(report: Report, options: Mapping[str, Any], out: Log, log: Log) -> None:
    """Write a report to a file or to standard output, and the summary of a step.

    Args:
        report: the report.
        options: the values of `adgo.shacl.options.OPTIONS` by their names in Python.
        out: writes a report to standard output.
        log: writes a line to standard error.

    Raises:
        CommandError: a file cannot be written.
    """
    format_, output = options["format"], options["output"]
    written = rendered(report, format_, style_for(output is None and sys.stdout.isatty(), os.environ))
    if format_ == "ttl":
        # A report in Turtle is pure SHACL and cannot have findings.
        for finding in (*report.findings_on_data, *report.unevaluated):
            log("\n".join(text.finding_lines(report.inputs, finding)))
    if output is None:
        out(written)
    else:
        try:
            Path(output).write_text(written, encoding="utf-8", errors="backslashreplace")
        except OSError as error:
            raise CommandError(f"{output}: cannot be written: {error.strerror}") from error
    write_step_summary(report, format_, os.environ)


def validated(
    inputs: Inputs, engine: Engine, query_seconds: float, log: Log, keep_going: bool = False
) -> Report:
    """Return the report about documents.

    Args:
        inputs: the documents.
        engine: `fast`, `pyshacl`, or `both` to compare them.
        query_seconds: the time limit of a query, and of a focus node at pySHACL, in seconds (0: none).
        log: writes a line to standard error: the findings about shapes that cannot be processed.
        keep_going: whether shapes and constraints that cannot be evaluated are skipped.

    Raises:
        CommandError: the shapes cannot be processed.
    """
    try:
        return validate(inputs, engine, query_seconds, keep_going)
    except ShapesError as error:
        for finding in error.findings:
            log("\n".join(text.finding_lines(inputs, finding)))
        raise CommandError(_errors_in_shapes(inputs, error)) from error


def _errors_in_shapes(inputs: Inputs, error: ShapesError) -> str:
    """Return the message about all errors of the shapes; each of several starts a line with its place."""
    lines = {}
    for each in (error, *error.others):
        place = place_of_error(inputs, each)
        where = f"{place}: " if place else ""
        order = (place.file, place.line or 0, place.column or 0) if place else ("\U0010ffff", 0, 0)
        lines[f"{where}{each}"] = (order, f"{where}the shapes cannot be processed: {each}")
    if len(lines) == 1:
        return next(line for _, line in lines.values())
    ordered = sorted(lines, key=lambda line: lines[line])
    advice = "correct them, or pass --keep-going to check the rest"
    return "\n".join([f"the shapes cannot be processed: {len(lines)} errors; {advice}", *ordered])


def inferred(inputs: Inputs, regime: Inference) -> list[Finding]:
    """Add what follows from data and ontology to the graphs; return the findings about contradictions.

    Args:
        inputs: the documents, which are changed.
        regime: the rules: `none`, `rdfs` or `owlrl`.

    Raises:
        CommandError: the inference cannot be made.
    """
    if regime == "none":
        return []
    from adgo.shacl.inference import extension, owl_rl  # most runs infer nothing

    try:
        return extension.extend(inputs, regime)
    except owl_rl.InferenceError as error:
        raise CommandError(str(error)) from error


def select(
    report: Report,
    baseline: str | None,
    revision: str | None,
    paths: Sequence[str],
    run: Callable[[InputFiles], Report],
) -> None:
    """Remove the results that a baseline has, and those that there were already at a git revision.

    Args:
        report: the report, which is changed.
        baseline: the path of an earlier report in JSON; None for none.
        revision: the git revision; None for none.
        paths: all paths of the run: data, shapes, ontology and catalogs.
        run: returns the report about files; called with those of the revision.

    Raises:
        CommandError: the baseline cannot be read, or git does not know the revision.
    """
    if baseline is None and revision is None:
        return
    from adgo.shacl import changed_since  # most runs do not need it, and it is slow to import
    from adgo.shacl.git_repository import GitError
    from adgo.shacl.reporting import selection

    try:
        if revision is not None:
            known = changed_since.earlier(report, revision, paths, run, (InputError, CommandError))
            changed_since.apply(report, known)
        if baseline is not None:
            selection.leave_out_known(report, Path(baseline))
    except (selection.SelectionError, GitError) as error:
        raise CommandError(str(error)) from error


def usage_error(paths: Sequence[str], baseline: str | None, revision: str | None) -> str | None:
    """Return what is wrong with the arguments of a run, or None.

    Args:
        paths: all paths of the run.
        baseline: the path of an earlier report; None for none.
        revision: the git revision; None for none.
    """
    # An empty argument is usually a variable that is not set, and Path("") would be the working folder.
    if "" in paths or baseline == "":
        return "a path is empty: name a file, a folder or a glob pattern"
    if revision is None:
        return None
    if not revision.strip():
        return "--changed-since needs a git revision, such as origin/main or HEAD~1, and this one is empty"
    if str(STANDARD_INPUT) in paths:
        return "--changed-since cannot compare standard input: git does not have it; name a file"
    return None


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


def exit_code(report: Report, fail_on: str, allow_empty: bool, strict: bool = False) -> int:
    """Return 0 if the run passes, 1 if it fails.

    Args:
        report: the report.
        fail_on: the least severe result that makes it fail: `violation`, `warning` or `info`.
        allow_empty: whether a run that checked nothing passes.
        strict: whether errors in the shapes, and parts of them that are not evaluated, are not allowed.

    Raises:
        CommandError: part of the shapes could not be evaluated, or nothing was checked, and that is not allowed.
    """
    if refusal := exit_codes.refusal(report, fail_on, allow_empty, strict):
        raise CommandError(refusal)
    return int(exit_codes.fails(report, fail_on))
