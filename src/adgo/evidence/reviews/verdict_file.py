"""What a reader found, as a CSV file: a line for each field that is not right, or one for a claim without fault."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from adgo.evidence.verification.copied_wording import Wording, within
from adgo.graph.namespaces import PREFIXES

COLUMNS = ["claim", "field", "verdict", "reason"]

#: The fields of a claim that a reader judges, as the files name them.
FIELDS = ("subject", "predicate", "object", "modality", "status", "attribution", "span")

#: Stands for every field of a claim that is right throughout.
ALL = "all"

RIGHT, QUESTIONABLE, WRONG = "right", "questionable", "wrong"
VERDICTS = (RIGHT, WRONG, QUESTIONABLE)


class BadVerdicts(ValueError):
    """A file of verdicts that breaks the rules; the message has a line for each fault, with its place and remedy."""


@dataclass(frozen=True)
class FieldVerdict:
    """A field of a claim that a reader does not find right, and why."""

    claim: str
    field: str
    verdict: str
    reason: str


def read(path: Path, drawn: Collection[str]) -> list[FieldVerdict]:
    """Return what a reader does not find right among the claims drawn, sorted by claim and field.

    The file has the columns claim, field, verdict and reason. A claim without fault has one line with field `all`
    and verdict `right`; any other has a line for each field that is `wrong` or `questionable`, with the reason, and
    its other fields count as right. So every claim drawn stands in the file, or it was not read.

    Raises BadVerdicts with every fault, OSError if the file cannot be read.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            lines = csv.reader(stream, strict=True)
            numbered = [(lines.line_num, row) for row in lines if row]
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadVerdicts(f"{path}: no CSV in UTF-8 ({error}); save it as such") from error
    if not numbered or numbered[0][1] != COLUMNS:
        raise BadVerdicts(f"{path}:1: the first line must be {','.join(COLUMNS)}")
    faults = [f"{path}:{line}: {fault}" for line, row in numbered[1:] for fault in _faults(row, drawn)]
    rows = [row for _, row in numbered[1:] if len(row) == len(COLUMNS)]
    faults += [f"{path}: {fault}" for fault in _faults_of_all(rows, drawn)]
    if faults:
        raise BadVerdicts("\n".join(faults))
    found = [
        FieldVerdict(_name(claim), field, verdict, " ".join(reason.split()))
        for claim, field, verdict, reason in rows
        if verdict != RIGHT
    ]
    return sorted(found, key=lambda finding: (finding.claim, finding.field))


def copies(findings: Iterable[FieldVerdict], articles: Wording, names: set[tuple[str, ...]]) -> list[str]:
    """Return the claim, field and words of each reason that takes a run of words from an article, names aside."""
    return [
        f"{finding.claim},{finding.field}: {' '.join(run.words)}"
        for finding in findings
        for run in articles.runs(finding.reason)
        if not within(run.words, names)
    ]


def _faults(row: list[str], drawn: Collection[str]) -> Iterator[str]:
    """Yield what is wrong with one line."""
    if len(row) != len(COLUMNS):
        yield f"{len(row)} cells where there must be {len(COLUMNS)}; put a reason with commas in double quotes"
        return
    claim, field, verdict, reason = row
    if _name(claim) not in drawn:
        yield f"{claim!r} is no claim of this draw; write its name as the work sheet has it"
    if field not in (*FIELDS, ALL):
        yield f"{field!r} is no field; write one of {', '.join((*FIELDS, ALL))}"
    if verdict not in VERDICTS:
        yield f"{verdict!r} is no verdict; write one of {', '.join(VERDICTS)}"
    elif verdict != RIGHT and field == ALL:
        yield f"{verdict} of all fields; give a line to each field that is {verdict}"
    elif verdict != RIGHT and not reason.strip():
        yield f"{verdict} without a reason; say in the last cell what would be right"


def _faults_of_all(rows: list[list[str]], drawn: Collection[str]) -> Iterator[str]:
    """Yield what is wrong with the lines together."""
    for (claim, field), number in Counter((_name(row[0]), row[1]) for row in rows).items():
        if number > 1:
            yield f"{claim} has {number} lines on {field}; leave one"
    named: dict[str, set[str]] = {}
    for row in rows:
        named.setdefault(_name(row[0]), set()).add(row[1])
    for claim, fields in named.items():
        if ALL in fields and len(fields) > 1:
            yield f"{claim} is right in all and has lines on single fields; leave the one or the others"
    unread = [claim for claim in drawn if claim not in named]
    if unread:
        yield f"{len(unread)} claims have no line: {', '.join(unread)}; give those without fault `{ALL},{RIGHT},`"


def _name(claim: str) -> str:
    """Return a claim's local name; files may write it with its prefix or whole."""
    return claim.strip().removeprefix(PREFIXES["claim"]).removeprefix("claim:")
