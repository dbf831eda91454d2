"""Drafts: what a person or a program proposes to claim, as `draft.schema.json` describes one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from adgo.intake import form_faults, json_text
from adgo.intake.anchoring import Offsets, OffsetUnit, Quotation

SCHEMA = Path(__file__).with_name("draft.schema.json")

#: The fields of what may be a draft, by their names.
Record = dict[str, Any]

#: What a claim needs, besides its passage.
NEEDED = ("paraphrase", "subject", "predicate", "object", "modality", "attribution")


@dataclass(frozen=True)
class Refusal:
    """A draft that is not accepted: where it is, its name, a short reason, and what to do."""

    place: str
    name: str
    reason: str
    message: str
    #: The number of its article; "" if it names none.
    source: str = ""


class DraftFault(ValueError):
    """A draft is refused; `reason` is a short reason, and the message says what to do."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


@dataclass(frozen=True)
class Draft:
    """One draft: where it is written, and its fields."""

    place: str
    record: Mapping[str, Any]

    @property
    def name(self) -> str:
        """The name that its maker gave it, or its place."""
        return str(self.record.get("id") or self.place)

    @property
    def source(self) -> str:
        """The number of its article."""
        return str(self.record["source"]).removeprefix("src:")

    @property
    def quotation(self) -> Quotation | None:
        """The article's words, with those before and after; None if the draft has none."""
        words = self.record.get("quotation")
        if words is None:
            return None
        return Quotation(words, self.record.get("before", ""), self.record.get("after", ""))

    @property
    def offsets(self) -> Offsets | None:
        """The place that the draft gives; None if it gives none."""
        if "start" not in self.record:
            return None
        unit = self.record.get("unit")
        return Offsets(self.record["start"], self.record["end"], OffsetUnit(unit) if unit else None)

    @property
    def is_checked(self) -> bool:
        """Whether it says that a person has checked its modality against the sentence."""
        return bool(str(self.record.get("checked", "")).strip())

    @property
    def missing(self) -> list[str]:
        """What it lacks to be a claim."""
        return [field for field in NEEDED if self.record.get(field) in (None, "")]

    def refusal(self, reason: str, message: str) -> Refusal:
        """Return the refusal of this draft."""
        return Refusal(self.place, self.name, reason, message, self.source)


def read_json_lines(text: str, path: str) -> Iterator[Draft | Refusal]:
    """Yield the drafts of a JSON Lines text, and a refusal for each line that is none; empty lines are skipped.

    Args:
        text: the text.
        path: the name of the file, for messages.
    """
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            place = f"{path}:{number}"
            try:
                record = json_text.read(line)
            except ValueError as error:
                yield Refusal(place, place, "not JSON", f"not JSON: {error}")
            else:
                yield checked(record, place)


def checked(record: object, place: str) -> Draft | Refusal:
    """Return the draft of a record, or why the record is none.

    Args:
        record: the fields, as read from JSON.
        place: where it is written.
    """
    faults = sorted(_validator().iter_errors(record), key=lambda fault: list(map(str, fault.absolute_path)))
    if not faults:
        assert isinstance(record, dict)
        return Draft(place, record)
    name = record.get("id") if isinstance(record, dict) else None
    message = "; ".join(form_faults.sentences(faults))
    return Refusal(place, name if isinstance(name, str) else place, "form", message)


def drafts_of(records: Iterable[tuple[str, Mapping[str, Any]] | Refusal]) -> Iterator[Draft | Refusal]:
    """Yield the drafts of records with their places, without the fields that are None.

    Args:
        records: the place and fields of each record, or why there are none.
    """
    for each in records:
        if isinstance(each, Refusal):
            yield each
        else:
            place, record = each
            yield checked({key: value for key, value in record.items() if value is not None}, place)


@cache
def _validator() -> Any:
    from jsonschema import Draft202012Validator

    return Draft202012Validator(json.loads(SCHEMA.read_bytes()))
