"""`--changed-since`: compare a run with one of the files as they were at a git revision."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from adgo.shacl.imports import CATALOG
from adgo.shacl.input_files import InputFiles
from adgo.shacl.model.result import Finding
from adgo.shacl.past_files import PastFiles, past_files
from adgo.shacl.reporting import selection
from adgo.shacl.reporting.report import Report
from adgo.shacl.reporting.selection import KnownResults
from adgo.turtle.files import STANDARD_INPUT

CHECK = "changed-since"


class Earlier(NamedTuple):
    """What there was at a git revision.

    Attributes:
        known: the results; None if they were not asked for, because the report has none.
        findings: what to report about the comparison.
    """

    known: KnownResults | None
    findings: list[Finding]


def apply(report: Report, found: Earlier) -> None:
    """Remove the results that there were already, and add the findings about the comparison."""
    if found.known is not None:
        selection.leave_out_earlier(report, found.known)
    report.findings += found.findings


def earlier(
    report: Report,
    revision: str,
    paths: Sequence[str],
    run: Callable[[InputFiles], Report],
    failures: tuple[type[Exception], ...],
) -> Earlier:
    """Return what there was at a git revision.

    Results are compared as those of a baseline are. If the files of the revision cannot be read or evaluated, every
    result counts as new, and a finding says so. If no file has changed, or nothing was found, there is no second run.

    Args:
        report: the report about the files as they are now.
        revision: the git revision.
        paths: all paths of the run: data, shapes, ontology and catalogs.
        run: returns the report about files; called with those of the revision.
        failures: what `run` raises if files cannot be read or shapes cannot be processed.

    Raises:
        GitError: the revision is not known, or no file is in a git repository.
    """
    assert report.inputs is not None
    now = report.inputs.files
    given = [Path(path) for path in paths if path != str(STANDARD_INPUT)]
    read = [Path(document.path) for document in report.inputs.documents]
    catalogs = {file.absolute().parent / CATALOG for file in read}
    with past_files(revision, now, given, read) as (past, unknown):
        findings = _not_compared(revision, unknown)
        if not report.results and not report.findings_on_data:
            return Earlier(None, findings)
        try:
            then = report if past.is_unchanged(report.inputs, given, catalogs) else run(past)
        except failures as error:
            return Earlier(KnownResults({}, {}), [_all_new(revision, error, past), *findings])
        return Earlier(selection.known_results(then), findings)


def _all_new(revision: str, error: Exception, past: PastFiles) -> Finding:
    reason = str(error).split("\n")[0]
    message = f"the files of {revision} cannot be read or evaluated, so every result counts as new: {reason}"
    return Finding(CHECK, "warning", message)


def _not_compared(revision: str, repositories: Iterable[Path]) -> list[Finding]:
    message = "this repository does not have the revision {}, so its files count as unchanged: {}"
    return [Finding(CHECK, "note", message.format(revision, each)) for each in repositories]
