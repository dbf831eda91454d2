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
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from adgo.shacl import command
from adgo.shacl.arguments import arguments_parser
from adgo.shacl.command import Log
from adgo.shacl.imports import resolve
from adgo.shacl.input_files import InputFiles
from adgo.shacl.inputs import Inputs, read
from adgo.shacl.model.result import Finding
from adgo.shacl.reporting.report import Report
from adgo.shacl.stages import Stages


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code; `arguments` are those of the process by default."""
    parser = arguments_parser()
    options = parser.parse_args(arguments)
    wrong = command.usage_error(_given(options), options.baseline, options.changed_since)
    if wrong := wrong or (_watch_error(options) if options.watch else None):
        parser.error(wrong)
    try:
        if options.watch:
            _watch(options)
        report = command.report_about(vars(options), _given(options), partial(_run, options), _log)
        command.write(report, vars(options), _print, _log)
        return command.exit_code(report, options.fail_on, options.allow_empty, options.strict)
    except command.CommandError as error:
        _log(f"Error: {error}")
        return 3
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except BaseException:
        # Not only Exceptions: pyoxigraph's panics are not, and Python would exit with 1, as if the data had failed.
        traceback.print_exc()
        _log("Error: this is an internal error; please report it with the lines above")
        return 70


def _watch_error(options: argparse.Namespace) -> str | None:
    """Return what is wrong with the arguments of a run with `--watch`, or None."""
    try:
        from adgo.shacl.watch_command import usage_error
    except ModuleNotFoundError as error:
        return f"--watch needs {error.name}: pip install {error.name}"
    return usage_error(vars(options), _given(options))


def _watch(options: argparse.Namespace) -> None:
    from adgo.shacl.watch_command import WatchCommand

    WatchCommand(vars(options), _given(options), partial(_stages, options), _stream, _log).run()


def _given(options: argparse.Namespace) -> list[str]:
    """Return all paths among the arguments."""
    return [*options.data, *options.shapes, *options.ontology, *options.catalog]


def _run(options: argparse.Namespace, files: InputFiles, log: Log) -> Report:
    """Return the report about the files as `files` reads them."""
    return _stages(options, files, log).report()


def _stages(options: argparse.Namespace, files: InputFiles, log: Log) -> Stages:
    """Return the stages of a run on the files as `files` reads them."""

    def read_all() -> tuple[Inputs, list[Finding]]:
        inputs = read(options.data, options.shapes, options.ontology, files)
        findings = resolve(inputs, options.imports, [Path(each) for each in options.catalog])
        return inputs, findings + command.inferred(inputs, options.inference)

    def validate(inputs: Inputs) -> Report:
        return command.validated(inputs, options.engine, options.query_timeout, log, options.keep_going)

    def data_files() -> list[Path]:
        # A missing path is kept, so that reading it raises the error.
        found = (file for path in options.data for file in files.expand(path)[0] or [Path(path)])
        return list({file.resolve(): file for file in found}.values())

    fast = options.engine == "fast"
    return Stages(read_all, validate, lambda inputs: [], data_files, options.query_timeout, fast)


def _stream(written: str) -> None:
    """Write one of several reports; BrokenPipeError if nobody reads them any more."""
    sys.stdout.buffer.write(written.encode("utf-8", "backslashreplace"))
    sys.stdout.buffer.flush()


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
