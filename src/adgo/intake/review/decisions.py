"""Decisions on drafts: the lines of a file that only grows, and which of them stand."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any


class Action(StrEnum):
    """What an editor did with a draft; `correct` changed fields and accepted it."""

    ACCEPT = "accept"
    CORRECT = "correct"
    REJECT = "reject"
    SKIP = "skip"
    UNDO = "undo"


#: Actions after which a draft is a claim.
ACCEPTING = (Action.ACCEPT, Action.CORRECT)


class DamagedDecisions(Exception):
    """A file of decisions cannot be read; the message names the line."""


@dataclass(frozen=True)
class Decision:
    """What somebody decided about a draft, and when."""

    draft: str
    action: Action
    editor: str
    #: UTC, in the form of ISO 8601.
    at: str
    #: The digest of the draft as the editor saw it.
    seen: str
    reason: str = ""
    #: The fields that were accepted.
    record: Mapping[str, Any] = field(default_factory=dict)
    #: The name of the new claim, such as 005-2c; "" if there is none, or the graph had it.
    claim: str = ""
    #: The IRIs of all that was written: the claim, and its passage, statement and things if they are new.
    made: tuple[str, ...] = ()
    #: Subject, predicate, object and modality of the claim, in N-Triples form.
    said: tuple[str, ...] = ()
    #: In a blind review: the claim that the editor made before seeing the draft.
    own: Mapping[str, Any] = field(default_factory=dict)
    #: The fields in which the own claim and the draft agree, and those in which they do not.
    same: tuple[str, ...] = ()
    different: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The decision in words, such as "accepted as claim:005-2c"."""
        if self.action in ACCEPTING:
            changed = " with corrections" if self.action == Action.CORRECT else ""
            return f"accepted{changed}" + (
                f" as claim:{self.claim}" if self.claim else ", as it was a claim already"
            )
        if self.action == Action.REJECT:
            return f"rejected ({self.reason})"
        return "skipped" if self.action == Action.SKIP else "undone"

    def line(self) -> str:
        """Return the line of this decision in the file."""
        return (
            json.dumps({key: value for key, value in vars(self).items() if value}, ensure_ascii=False) + "\n"
        )


def now() -> str:
    """Return the time now, in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def read(path: Path) -> list[Decision]:
    """Return the decisions in a file, in their order; none if there is no file.

    Raises:
        DamagedDecisions: if a line is not a decision.
    """
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8").split("\n")
    return [_decision(line, f"{path}:{number}") for number, line in enumerate(lines, 1) if line]


def _decision(line: str, place: str) -> Decision:
    known = {each.name for each in fields(Decision)}
    try:
        written = {key: value for key, value in json.loads(line).items() if key in known}
        lists = {key: tuple(written[key]) for key in ("made", "said", "same", "different") if key in written}
        return Decision(**{**written, **lists, "action": Action(written["action"])})
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        message = f"{place}: not a decision ({error}): restore the line, or remove it if you know what it was"
        raise DamagedDecisions(message) from error


def standing(decisions: Iterable[Decision]) -> dict[str, list[Decision]]:
    """Return the decisions on each draft that were not undone, in their order."""
    found: dict[str, list[Decision]] = {}
    for each in decisions:
        stack = found.setdefault(each.draft, [])
        if each.action != Action.UNDO:
            stack.append(each)
        elif stack:
            stack.pop()
    return found
