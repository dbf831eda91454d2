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
from adgo.shacl.inputs import read
from adgo.shacl.reporting.report import Report


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code; `arguments` are those of the process by default."""
    parser = arguments_parser()
    options = parser.parse_args(arguments)
    if wrong := command.usage_error(_given(options), options.baseline, options.changed_since):
        parser.error(wrong)
    try:
        report = command.report_about(vars(options), _given(options), partial(_run, options), _log)
        command.write(report, vars(options), _print, _log)
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
