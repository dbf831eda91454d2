"""Reads the CSV file of a reader: one line for each field that is not right, or one line for a correct claim."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from adgo.evidence.verification.copied_wording import Wording, within
from adgo.graph.namespaces import PREFIXES
from adgo.turtle.files import read_text

COLUMNS = ["claim", "field", "verdict", "reason"]

#: The fields of a claim that a reader judges, as the files name them.
FIELDS = ("subject", "predicate", "object", "modality", "status", "attribution", "span")

#: The field name for a claim whose fields are all right.
ALL = "all"

RIGHT, QUESTIONABLE, WRONG = "right", "questionable", "wrong"
VERDICTS = (RIGHT, WRONG, QUESTIONABLE)


class BadVerdicts(ValueError):
    """A file of verdicts has errors; the message has a line for each, with its place and remedy."""


@dataclass(frozen=True)
class FieldVerdict:
    """A field of a claim that a reader judges as wrong or questionable, with the reason."""

    claim: str
    field: str
    verdict: str
    reason: str


def read(path: Path, drawn: Collection[str]) -> list[FieldVerdict]:
    """Return the verdicts of a reader other than "right", sorted by claim and field.

    The file has the columns claim, field, verdict and reason. A correct claim has one line with the field `all` and
    the verdict `right`. Any other claim has a line for each field that is `wrong` or `questionable`, with the reason;
    its other fields count as right. Every claim of the sample must be in the file.

    Args:
        path: the CSV file.
        drawn: the names of the claims in the sample.

    Raises:
        BadVerdicts: with all errors of the file.
        OSError: if the file cannot be read, or is not UTF-8.
    """
    try:
        lines = csv.reader(StringIO(read_text(path), newline=""), strict=True)
        numbered = [(lines.line_num, row) for row in lines if row]
    except csv.Error as error:
        raise BadVerdicts(f"{path}: not CSV ({error}); save it as CSV in UTF-8") from error
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
    """Return claim, field and words of each reason that copies words from an article, except names.

    Args:
        findings: the verdicts with their reasons.
        articles: the texts of the articles.
        names: names and titles, which may be copied.
    """
    return [
        f"{finding.claim},{finding.field}: {' '.join(run.words)}"
        for finding in findings
        for run in articles.runs(finding.reason)
        if not within(run.words, names)
    ]


def _faults(row: list[str], drawn: Collection[str]) -> Iterator[str]:
    """Yield the errors of one line."""
    if len(row) != len(COLUMNS):
        yield f"{len(row)} cells, but there must be {len(COLUMNS)}; put a reason with commas in double quotes"
        return
    claim, field, verdict, reason = row
    if _name(claim) not in drawn:
        yield f"{claim!r} is not a claim in this sample; write its name as on the review sheet"
    if field not in (*FIELDS, ALL):
        yield f"{field!r} is not a field; expected one of {', '.join((*FIELDS, ALL))}"
    if verdict not in VERDICTS:
        yield f"{verdict!r} is not a verdict; expected one of {', '.join(VERDICTS)}"
    elif verdict != RIGHT and field == ALL:
        yield f"all fields are {verdict}; write a line for each field that is {verdict}"
    elif verdict != RIGHT and not reason.strip():
        yield f"{verdict} without a reason; write in the last cell what would be right"


def _faults_of_all(rows: list[list[str]], drawn: Collection[str]) -> Iterator[str]:
    """Yield the errors of the lines together."""
    for (claim, field), number in Counter((_name(row[0]), row[1]) for row in rows).items():
        if number > 1:
            yield f"{claim} has {number} lines for {field}; keep one"
    named: dict[str, set[str]] = {}
    for row in rows:
        named.setdefault(_name(row[0]), set()).add(row[1])
    for claim, fields in named.items():
        if ALL in fields and len(fields) > 1:
            yield f"{claim} has a line for all fields and lines for single fields; remove one or the other"
    unread = [claim for claim in drawn if claim not in named]
    if unread:
        yield f"{len(unread)} claims have no line: {', '.join(unread)}; write `{ALL},{RIGHT},` for correct claims"


def _name(claim: str) -> str:
    """Return the local name of a claim, which may be written with its prefix or as an IRI."""
    return claim.strip().removeprefix(PREFIXES["claim"]).removeprefix("claim:")
