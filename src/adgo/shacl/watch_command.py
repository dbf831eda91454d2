"""`--watch`: validates again whenever files change, until Ctrl-C."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from time import strftime
from typing import Any

from adgo.shacl import command
from adgo.shacl.command import CommandError, Log
from adgo.shacl.git_repository import GitError
from adgo.shacl.imports import CATALOG
from adgo.shacl.incremental.earlier_results import EarlierResults
from adgo.shacl.incremental.session import IncrementalValidation, Validated
from adgo.shacl.incremental.watcher import FileChanges, Watcher
from adgo.shacl.input_files import InputFiles
from adgo.shacl.inputs import InputError
from adgo.shacl.reporting import selection
from adgo.shacl.reporting.formats import records
from adgo.shacl.reporting.formats.text import many
from adgo.shacl.reporting.report import Report
from adgo.shacl.stages import Stages
from adgo.turtle.files import STANDARD_INPUT

#: The formats that can follow one another on standard output.
_STREAMED = ("text", "json")
#: The most file names that a line names.
_SHOWN = 3


def usage_error(options: Mapping[str, Any], paths: Sequence[str]) -> str | None:
    """Return what is wrong with the arguments of a run with `--watch`, or None.

    Args:
        options: the values of `adgo.shacl.options.OPTIONS` by their names in Python.
        paths: all paths of the run.
    """
    if not options["watch"]:
        return None
    if str(STANDARD_INPUT) in paths:
        return "--watch cannot watch standard input; name a file or a folder"
    if options["format"] not in _STREAMED and options["output"] is None:
        return f"--watch prints text or json; to keep a report in {options['format']} up to date, name a file with -o"
    return None


class WatchCommand:
    """Watches the files of a run, and prints the report after each change."""

    def __init__(
        self,
        options: Mapping[str, Any],
        paths: Sequence[str],
        stages_of: Callable[[InputFiles, Log], Stages],
        out: Log,
        log: Log,
    ) -> None:
        """Hold the arguments.

        Args:
            options: the values of `adgo.shacl.options.OPTIONS` by their names in Python.
            paths: all paths of the run: data, shapes, ontology and catalogs.
            stages_of: returns the stages of a run on files.
            out: writes a report to standard output.
            log: writes a line to standard error.
        """
        self._options, self._paths, self._out, self._log = options, paths, out, log
        self._files = command.input_files(options)
        self._stages_of = stages_of
        self._stages = stages_of(self._files, log)
        self._session = IncrementalValidation(self._stages)
        self._watcher = Watcher(self._stages.data_files, self._others)
        self._others_of = [*options["shapes"], *options["ontology"], *options["catalog"]]
        self._read: list[Path] = []
        #: The changed files that could not be read yet.
        self._pending: set[Path] = set()

    def run(self) -> None:
        """Print the report now and after each change; ends only by an exception, such as KeyboardInterrupt."""
        changes = self._watcher.look()
        self._check(changes, lambda: self._session.run("the first check"))
        self._session.prepare()
        self._log("Watching for changes; press Ctrl-C to stop.")
        while True:
            changes = self._watcher.wait()
            self._check(changes, lambda: self._edited(changes))  # noqa: B023 (called at once)

    def _remember(self) -> None:
        """Watch the documents that were read besides the data too: imported ones are not among the arguments."""
        inputs = self._session.inputs
        if inputs is None:
            return
        data = set(self._stages.data_files())
        read = {Path(document.path) for document in inputs.documents}
        catalogs = {file.absolute().parent / CATALOG for file in read}
        found = [file for file in sorted({*read, *catalogs}) if file not in data]
        if found != self._read:
            self._read = found
            self._watcher.watch_others()

    def _others(self) -> list[Path]:
        return [*self._documents(), *self._further()]

    def _documents(self) -> list[Path]:
        """Return the files besides the data that the validation reads."""
        files = (file for path in self._others_of for file in self._files.expand(path)[0])
        return list(dict.fromkeys((*files, *self._read)))

    def _further(self) -> list[Path]:
        """Return the files that only the further stages read."""
        known = {*self._stages.data_files(), *self._documents()}
        return [file for file in self._stages.further_files() if file not in known]

    def _edited(self, changes: FileChanges) -> Validated:
        self._pending.update(changes.data)
        if not set(changes.others) <= set(self._further()):
            return self._session.run(f"{_names(changes.others)} changed")
        return self._session.edit(self._pending, changes.files)

    def _check(self, changes: FileChanges, validate: Callable[[], Validated]) -> None:
        """Print the report of a validation, or why there is none."""
        try:
            found = validate()
            self._remember()
            report = found.report
            report.most = self._options["max_results"]
            report.fail_on = self._options["fail_on"].capitalize()
            self._select(report, [*changes.data, *changes.others])
        except InputError as error:
            faults = [
                {"file": each.path, "line": each.line, "column": each.column, "message": each.message}
                for each in error.faults
            ]
            self._fail(f"the input could not be read\n{error}", faults)
        except (CommandError, GitError, selection.SelectionError) as error:
            self._fail(str(error), [])
        else:
            self._pending.clear()
            self._write(found, changes)

    def _fail(self, message: str, faults: list[dict[str, Any]]) -> None:
        """Report that there is no report on the files as they are now."""
        self._log(f"{strftime('%H:%M:%S')} Error: {message}")
        if self._options["format"] == "json" and self._options["output"] is None:
            self._out(json.dumps({"error": message, "faults": faults}, ensure_ascii=False) + "\n")

    def _select(self, report: Report, changed: Collection[Path]) -> None:
        """Remove the results that a baseline or a git revision has."""
        if self._options["changed_since"] is not None:
            self._earlier.leave_out(report, changed)
        if self._options["baseline"] is not None:
            selection.leave_out_known(report, Path(self._options["baseline"]))

    @cached_property
    def _earlier(self) -> EarlierResults:
        def run(past: InputFiles) -> Report:
            return self._stages_of(past, lambda line: None).report()

        revision = self._options["changed_since"]
        return EarlierResults(revision, self._paths, run, (InputError, CommandError))

    def _write(self, found: Validated, changes: FileChanges) -> None:
        done = {
            "changed": [str(file) for file in (*changes.data, *changes.others)],
            "checked_again": found.checked_again,
            "checked": found.report.checked,
            "reason": found.reason or None,
            "seconds": round(found.report.seconds, 3),
        }
        if self._options["format"] == "json" and self._options["output"] is None:
            record = records.record(found.report) | {"watch": done}
            self._out(json.dumps(record, ensure_ascii=False) + "\n")
        else:
            command.write(found.report, self._options, self._out, self._log)
        self._log(_sentence(found, changes))


def _sentence(found: Validated, changes: FileChanges) -> str:
    """Return what was checked, and how long it took."""
    time, seconds = strftime("%H:%M:%S"), f"{found.report.seconds:.3f} s"
    nodes = many(found.report.checked, "focus node")
    if found.reason:
        every = "all " if found.report.checked > 1 else ""
        return f"{time} checked {every}{nodes} in {seconds} ({found.reason})"
    again = f"{found.checked_again:,} of {nodes}"
    return f"{time} {_names([*changes.data, *changes.others])} changed: checked {again} again in {seconds}"


def _names(files: Sequence[Path]) -> str:
    shown = ", ".join(str(file) for file in files[:_SHOWN])
    return f"{shown} and {len(files) - _SHOWN} others" if len(files) > _SHOWN else shown
