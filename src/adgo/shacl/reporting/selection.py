"""Selecting results: those that a baseline does not have, and those on changed lines."""

from __future__ import annotations

import json
import re
import subprocess
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from adgo.shacl.model.result import Finding, Place, Result
from adgo.shacl.reporting.validation_report import ValidationReport
from adgo.turtle.files import decode_text, read_bytes

_HUNK = re.compile(r"@@ -\S+ \+([0-9]+)(?:,([0-9]+))? @@")


class SelectionError(Exception):
    """The baseline cannot be read, or git does not know the revision."""


def leave_out_known(report: ValidationReport, baseline: Path) -> None:
    """Remove the results that an earlier report has: `baseline` is a file that `--format json` wrote.

    A result is recognised by its shape, component, focus node, path and value, so it may be on another line; a second
    one like it is new. Findings about the data are recognised by their check, term and message.

    Raises:
        SelectionError: the file cannot be read, or is not such a report.
    """
    try:
        earlier = json.loads(decode_text(read_bytes(baseline), str(baseline)))
        known = Counter(_fingerprint(each) for each in earlier["results"])
        found = Counter(_finding_fingerprint(each) for each in earlier.get("findings", ()))
    except OSError as error:
        raise SelectionError(f"{baseline}: not a report that can be read: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise SelectionError(f"{baseline}: not a report that `adgo validate --format json` wrote") from error
    kept = []
    for result in report.results:
        if known[result.fingerprint]:
            known[result.fingerprint] -= 1
        else:
            kept.append(result)
    _keep(report, kept)
    _keep_findings(report, lambda finding: not _take(found, finding.fingerprint))


def _take(counter: Counter[str], name: str) -> bool:
    """Return whether one more of that name is left, and remove it."""
    counter[name] -= 1
    return counter[name] >= 0


def _finding_fingerprint(record: dict[str, str | None]) -> str:
    return Finding(record["check"] or "", "", record["message"] or "", record["term"]).fingerprint


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


def leave_out_unchanged(report: ValidationReport, revision: str) -> None:
    """Remove the results on lines that are the same in a git revision; a file that git does not track is new.

    An error in a value is on the line of the value. A missing or superfluous value may be due to any line about the
    focus node, including a removed one.

    Raises:
        SelectionError: git is not installed or does not know the revision.
    """
    places = [result.place for result in report.results]
    places += [finding.place for finding in report.findings_on_data]
    files = {place.file for place in places if place}
    changed = {file: _changes(Path(file), revision) for file in sorted(files)}
    described = _described(report)
    _keep(report, [result for result in report.results if _touches(result, changed, described)])
    _keep_findings(report, lambda finding: _is_on(finding.place, changed))


class _Changes(NamedTuple):
    """Lines of a file that are new or changed, and lines between which others were removed."""

    lines: set[int]
    gaps: set[int]


def _touches(
    result: Result, changed: dict[str, _Changes | None], described: dict[tuple[str, str], set[int]]
) -> bool:
    place = result.place
    if place is None or _is_on(place, changed):
        return place is not None
    changes = changed[place.file]
    if changes is None:
        return True
    about = described.get((place.file, result.focus), set()) if result.value is None else set()
    return not (about.isdisjoint(changes.lines) and about.isdisjoint(changes.gaps))


def _is_on(place: Place | None, changed: dict[str, _Changes | None]) -> bool:
    """Return whether a place is on a changed line; without a line, whether its file has any changes."""
    if place is None:
        return False
    changes = changed[place.file]
    if changes is None or place.line is None:
        return changes is None or bool(changes.lines or changes.gaps)
    return not changes.lines.isdisjoint(range(place.line, (place.end_line or place.line) + 1))


def _described(report: ValidationReport) -> dict[tuple[str, str], set[int]]:
    """Return, for each result without a value, the lines of its file with triples of its focus node."""
    wanted = {(each.file, each.focus) for each in report.results if each.value is None and each.file}
    found: dict[tuple[str, str], set[int]] = {}
    for document in report.inputs.documents if report.inputs else ():
        nodes = {document.table.find(focus): focus for file, focus in wanted if file == document.path}
        if not nodes or not document.rows.offsets["subject"]:
            continue
        for row, (subject, _, _) in enumerate(document.rows):
            if subject in nodes:
                lines = found.setdefault((document.path, nodes[subject]), set())
                lines.update(document.position(each[row])[0] for each in document.rows.offsets.values())
    return found


def _changes(file: Path, revision: str) -> _Changes | None:
    """Return what a diff to a revision changes in a file; None if git does not track it."""
    folder = file.resolve().parent
    if not _git(folder, "ls-files", "--", file.name):
        return None
    diff = _git(folder, "diff", "--unified=0", "--no-color", "--no-ext-diff", revision, "--", file.name)
    changes = _Changes(set(), set())
    for match in map(_HUNK.match, diff.splitlines()):
        if match:
            start, count = int(match[1]), int(match[2] or 1)
            (changes.lines if count else changes.gaps).update(range(start, start + (count or 2)))
    return changes


def _git(folder: Path, *arguments: str) -> str:
    if arguments[0] == "diff" and any(each.startswith("-") for each in arguments[4:5]):
        raise SelectionError(f"{arguments[4]} is not a revision")
    command = ["git", "-C", str(folder), *arguments]
    try:
        return subprocess.run(
            command, capture_output=True, check=True, encoding="utf-8", errors="replace"
        ).stdout
    except FileNotFoundError as error:
        raise SelectionError("--changed-since needs git, which is not installed") from error
    except subprocess.CalledProcessError as error:
        raise SelectionError(f"git cannot list the changes: {error.stderr.strip()}") from error


def _keep(report: ValidationReport, kept: Iterable[Result]) -> None:
    before = len(report.results)
    report.results = list(kept)
    report.hidden += before - len(report.results)


def _keep_findings(report: ValidationReport, keeps: Callable[[Finding], bool]) -> None:
    before = len(report.findings)
    report.findings = [finding for finding in report.findings if not finding.counts or keeps(finding)]
    report.hidden_findings += before - len(report.findings)
