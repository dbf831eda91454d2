"""Files of drafts in the working folder, and their drafts with what became of each."""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from adgo.graph import files
from adgo.graph.changing import working_folder as folders
from adgo.intake import json_text
from adgo.intake.draft import Draft, Refusal, checked
from adgo.intake.reading import UnreadableDrafts
from adgo.intake.review.decisions import Decision

#: The end of the name of a file with decisions.
DECISIONS = ".decisions.jsonl"
#: The end of the name of a file with the drafts that `adgo ingest` refused.
REFUSALS = ".refused.jsonl"


class DraftState(StrEnum):
    """What became of a draft."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class ReviewedDraft:
    """A draft of a file, and what became of it."""

    #: The name that its maker gave it, if no other draft of the file has it; else the digest of its fields.
    id: str
    #: What the draft and its decisions were when it was read; a decision names it.
    version: str
    place: str
    #: The fields as they are in the file.
    record: Mapping[str, Any]
    #: Why the line is not a draft; "" if it is one.
    fault: str
    digest: str
    state: DraftState = DraftState.OPEN
    #: The last decision that was not undone.
    decision: Decision | None = None
    #: Why the last decision does not count any more; "" if it does.
    note: str = ""


def working_folder() -> Path:
    """Return the project's working folder; it is made if it does not exist."""
    return folders.made(files.changeable_root())


def draft_files(folder: Path) -> list[Path]:
    """Return the files of drafts in a folder and the folders in it, sorted; symbolic links are not followed.

    Args:
        folder: the folder.
    """
    return [path for path in _below(folder) if not path.name.endswith((DECISIONS, REFUSALS))]


def decision_files(folder: Path) -> list[Path]:
    """Return the files of decisions in a folder and the folders in it, as `draft_files`; none if there is no folder.

    Args:
        folder: the folder.
    """
    return [path for path in _below(folder) if path.name.endswith(DECISIONS)]


def _below(folder: Path) -> list[Path]:
    found = []
    for parent, names, inside in os.walk(folder):
        names[:] = [name for name in names if not name.startswith(".")]
        found += [Path(parent, name) for name in inside if name.endswith(".jsonl")]
    return sorted(path for path in found if path.is_file() and not path.is_symlink())


def decisions_of(file: Path) -> Path:
    """Return where the decisions on a file of drafts are: in the working folder, beside the file if it is there too."""
    return _beside(file, DECISIONS)


def refusals_of(file: Path) -> Path:
    """Return where the refused drafts of a file of drafts are listed: in the working folder, as `decisions_of`."""
    return _beside(file, REFUSALS)


def _beside(file: Path, ending: str) -> Path:
    folder, path = working_folder().resolve(), file.resolve()
    if path.is_relative_to(folder):
        return path.with_name(path.name.removesuffix(".jsonl") + ending)
    place = hashlib.sha256(str(path).encode(errors="surrogateescape")).hexdigest()[:8]
    return folder / f"{path.name.removesuffix('.jsonl')}-{place}{ending}"


def read(file: Path) -> list[ReviewedDraft]:
    """Return the drafts of a JSON Lines file in their order, all open; a repetition of a draft is left out.

    Raises:
        UnreadableDrafts: if the file cannot be read.
    """
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise UnreadableDrafts(f"{file}: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise UnreadableDrafts(f"{file}: not UTF-8 at byte {error.start}") from error
    lines = [
        _read_line(line, f"{file}:{number}")
        for number, line in enumerate(text.split("\n"), 1)
        if line.strip()
    ]
    once = {each.digest: each for each in reversed(lines)}
    named = Counter(each.id for each in once.values())
    return [
        each if named[each.id] == 1 else _with_id(each, each.digest[:16])
        for each in sorted(once.values(), key=lines.index)
    ]


def _read_line(line: str, place: str) -> ReviewedDraft:
    try:
        record = json_text.read(line)
    except ValueError as error:
        digest = _digest(line)
        return ReviewedDraft(digest[:16], digest, place, {}, f"not JSON: {error}", digest)
    digest = digest_of(record)
    found = checked(record, place)
    fault = found.message if isinstance(found, Refusal) else ""
    name = record.get("id") if isinstance(record, dict) else None
    fields = record if isinstance(record, dict) else {}
    return ReviewedDraft(
        name if isinstance(name, str) and name else digest[:16], digest, place, fields, fault, digest
    )


def _with_id(draft: ReviewedDraft, name: str) -> ReviewedDraft:
    return ReviewedDraft(**{**vars(draft), "id": name})


def digest_of(record: object) -> str:
    """Return the digest of the fields of a draft; their order does not matter."""
    return _digest(json.dumps(record, sort_keys=True, ensure_ascii=False))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()


def corrected(draft: ReviewedDraft, changes: Mapping[str, Any]) -> Draft | Refusal:
    """Return a draft with other values of some fields, or why it is none then; the value None removes a field."""
    record = {key: value for key, value in {**draft.record, **changes}.items() if value is not None}
    return checked(record, draft.place)


def line(record: Mapping[str, Any]) -> str:
    """Return the line of a draft in a file."""
    return json.dumps(record, ensure_ascii=False) + "\n"
