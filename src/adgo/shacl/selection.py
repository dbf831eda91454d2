"""What of a report is shown: what a baseline does not know, and what touches changed lines."""

from __future__ import annotations

import json
import re
import subprocess
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from adgo.shacl.report import Report
from adgo.shacl.result import Result

_HUNK = re.compile(r"@@ -\S+ \+([0-9]+)(?:,([0-9]+))? @@")


class SelectionError(Exception):
    """A baseline that cannot be read, or a revision that git does not know."""


def leave_out_known(report: Report, baseline: Path) -> None:
    """Hide the results that an earlier report knows: FILE is what `--format json` wrote.

    A result is known by its shape, component, focus node, path and value, so it may move; a second like it is new.
    Raises SelectionError where the file is no such report.
    """
    try:
        told = json.loads(baseline.read_text(encoding="utf-8"))["results"]
        known = Counter(_fingerprint(each) for each in told)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise SelectionError(f"{baseline}: no report that `--format json` wrote: {error}") from error
    kept = []
    for result in report.results:
        if known[result.fingerprint]:
            known[result.fingerprint] -= 1
        else:
            kept.append(result)
    _keep(report, kept)


def _fingerprint(record: dict[str, str]) -> str:
    return Result(
        focus=record["focus"],
        path=record["path"],
        value=record["value"],
        severity_term="",
        component=record["component"],
        shape=record["shape"],
        source_shape="",
        message="",
    ).fingerprint


def leave_out_unchanged(report: Report, revision: str) -> None:
    """Hide the results on lines that git says are the same as in a revision; a file it does not track is all new.

    Raises SelectionError where git is not there or does not know the revision.
    """
    files = {result.file for result in report.results if result.file}
    changed = {file: _changed_lines(Path(file), revision) for file in sorted(files)}
    _keep(report, [result for result in report.results if _touches(result, changed)])


def _touches(result: Result, changed: dict[str, list[range] | None]) -> bool:
    place = result.place
    if place is None:
        return False
    ranges = changed[place.file]
    if ranges is None or place.line is None:
        return ranges is None or bool(ranges)
    lines = range(place.line, (place.end_line or place.line) + 1)
    return any(each.start < lines.stop and lines.start < each.stop for each in ranges)


def _changed_lines(file: Path, revision: str) -> list[range] | None:
    """Return the lines of a file that a diff to a revision touches, None for all of them."""
    folder = file.resolve().parent
    if not _git(folder, "ls-files", "--", file.name):
        return None
    diff = _git(folder, "diff", "--unified=0", "--no-color", "--no-ext-diff", revision, "--", file.name)
    found = []
    for match in map(_HUNK.match, diff.splitlines()):
        if match:
            start, count = int(match[1]), int(match[2] or 1)
            found.append(range(start, start + count))
    return found


def _git(folder: Path, *arguments: str) -> str:
    if arguments[0] == "diff" and any(each.startswith("-") for each in arguments[4:5]):
        raise SelectionError(f"{arguments[4]} is no revision")
    command = ["git", "-C", str(folder), *arguments]
    try:
        return subprocess.run(
            command, capture_output=True, check=True, encoding="utf-8", errors="replace"
        ).stdout
    except FileNotFoundError as error:
        raise SelectionError("git is not installed, and --changed-since asks it") from error
    except subprocess.CalledProcessError as error:
        raise SelectionError(f"git cannot tell what changed: {error.stderr.strip()}") from error


def _keep(report: Report, kept: Iterable[Result]) -> None:
    before = len(report.results)
    report.results = list(kept)
    report.hidden += before - len(report.results)
