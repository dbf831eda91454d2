"""`python -m adgo.shacl DATA… --shapes SHAPES…`: validate with the standard library alone.

Exit codes: 0 conforms, 1 does not conform (see `--fail-on`), 2 wrong usage, 3 a file could not be read, the shapes
could not be processed, or nothing was checked, 70 an internal error, 130 interrupted.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from adgo.shacl import command
from adgo.shacl.arguments import arguments_parser
from adgo.shacl.imports import resolve
from adgo.shacl.input_files import InputFiles
from adgo.shacl.inputs import InputError, read
from adgo.shacl.reporting.formats import text
from adgo.shacl.reporting.report import Report
from adgo.shacl.reporting.style import style_for
from adgo.turtle.limits import LENIENT, LIMITS


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code; `arguments` are those of the process by default."""
    parser = arguments_parser()
    options = parser.parse_args(arguments)
    if wrong := command.usage_error(_given(options), options.baseline, options.changed_since):
        parser.error(wrong)
    try:
        report = _report(options)
        _write(report, options)
        return command.exit_code(report, options.fail_on, options.allow_empty, options.strict)
    except command.CommandError as error:
        _log(f"Error: {error}")
        return 3
    except KeyboardInterrupt:
        return 130
    except BaseException:
        # Not only Exceptions: pyoxigraph's panics are not, and Python would exit with 1, as if the data had failed.
        traceback.print_exc()
        _log("Error: this is an internal error; please report it with the lines above")
        return 70


def _report(options: argparse.Namespace) -> Report:
    files = InputFiles(options.data_format, LENIENT if options.lenient else LIMITS)
    try:
        report = _run(options, files, _log)
        again = partial(_run, options, log=lambda line: None)
        command.select(report, options.baseline, options.changed_since, _given(options), again)
    except InputError as error:
        # Each error starts a line with its file, so that editors and CI can link to it.
        raise command.CommandError(f"the input could not be read\n{error}") from error
    report.most, report.fail_on = options.max_results, options.fail_on.capitalize()
    return report


def _given(options: argparse.Namespace) -> list[str]:
    """Return all paths among the arguments."""
    return [*options.data, *options.shapes, *options.ontology, *options.catalog]


def _run(options: argparse.Namespace, files: InputFiles, log: Callable[[str], None]) -> Report:
    """Return the report about the files as `files` reads them."""
    inputs = read(options.data, options.shapes, options.ontology, files)
    findings = resolve(inputs, options.imports, [Path(each) for each in options.catalog])
    findings += command.inferred(inputs, options.inference)
    report = command.validated(inputs, options.engine, options.query_timeout, log, options.keep_going)
    report.findings[:0] = findings
    return report


def _write(report: Report, options: argparse.Namespace) -> None:
    style = style_for(options.output is None and sys.stdout.isatty(), os.environ)
    written = command.rendered(report, options.format, style)
    if options.format == "ttl":
        # A report in Turtle is pure SHACL and cannot have findings.
        for finding in (*report.findings_on_data, *report.unevaluated):
            _log("\n".join(text.finding_lines(report.inputs, finding)))
    if options.output is None:
        _print(written)
    else:
        try:
            Path(options.output).write_text(written, encoding="utf-8", errors="backslashreplace")
        except OSError as error:
            raise command.CommandError(f"{options.output}: cannot be written: {error.strerror}") from error
    command.write_step_summary(report, options.format, os.environ)


def _print(written: str) -> None:
    """Write the report to standard output in UTF-8; a reader that closes the pipe does not change the exit code."""
    try:
        sys.stdout.buffer.write(written.encode("utf-8", "backslashreplace"))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _log(message: str) -> None:
    print(message, file=sys.stderr)


if __name__ == "__main__":
    # Reading makes millions of objects and hardly any cycles, so frequent garbage collection only costs time.
    gc.set_threshold(200_000, 20, 100)
    sys.exit(main())
