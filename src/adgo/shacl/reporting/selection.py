"""What of a report is shown: what a baseline does not know, and what touches changed lines."""

from __future__ import annotations

import json
import re
import subprocess
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from adgo.shacl.model.result import Finding, Place, Result
from adgo.shacl.reporting.report import Report
from adgo.turtle.files import read_bytes

_HUNK = re.compile(r"@@ -\S+ \+([0-9]+)(?:,([0-9]+))? @@")


class SelectionError(Exception):
    """A baseline that cannot be read, or a revision that git does not know."""


def leave_out_known(report: Report, baseline: Path) -> None:
    """Hide the results that an earlier report knows: FILE is what `--format json` wrote.

    A result is known by its shape, component, focus node, path and value, so it may move; a second like it is new.
    Findings on the data are known by their check, term and message. Raises SelectionError if the file is not such a
    report.
    """
    try:
        told = json.loads(read_bytes(baseline))
        known = Counter(_fingerprint(each) for each in told["results"])
        found = Counter(_finding_fingerprint(each) for each in told.get("findings", ()))
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
    """Return whether there is one more of that name, and take it."""
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


def leave_out_unchanged(report: Report, revision: str) -> None:
    """Hide the results on lines that git says are the same as in a revision; a file it does not track is all new.

    What is wrong with a value stands on its line. What a node lacks, or has too much of, may come from any line that
    describes it, one that was taken away included. Raises SelectionError if git is not there or does not know the
    revision.
    """
    places = [result.place for result in report.results]
    places += [finding.place for finding in report.findings_on_data]
    files = {place.file for place in places if place}
    changed = {file: _changes(Path(file), revision) for file in sorted(files)}
    described = _described(report)
    _keep(report, [result for result in report.results if _touches(result, changed, described)])
    _keep_findings(report, lambda finding: _is_on(finding.place, changed))


class _Changes(NamedTuple):
    """Lines of a file that are new or other than before, and those between which some were taken away."""

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
    """Return whether a place is on a changed line; one without a line is, if its file has any."""
    if place is None:
        return False
    changes = changed[place.file]
    if changes is None or place.line is None:
        return changes is None or bool(changes.lines or changes.gaps)
    return not changes.lines.isdisjoint(range(place.line, (place.end_line or place.line) + 1))


def _described(report: Report) -> dict[tuple[str, str], set[int]]:
    """Return, for each result without a value, the lines of its file that say something of its focus node."""
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
    """Return what a diff to a revision touches of a file, None for all of it."""
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
        raise SelectionError("git is not installed, and --changed-since asks it") from error
    except subprocess.CalledProcessError as error:
        raise SelectionError(f"git cannot tell what changed: {error.stderr.strip()}") from error


def _keep(report: Report, kept: Iterable[Result]) -> None:
    before = len(report.results)
    report.results = list(kept)
    report.hidden += before - len(report.results)


def _keep_findings(report: Report, keeps: Callable[[Finding], bool]) -> None:
    before = len(report.findings)
    report.findings = [finding for finding in report.findings if not finding.counts or keeps(finding)]
    report.hidden_findings += before - len(report.findings)
