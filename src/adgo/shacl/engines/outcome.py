"""What an engine hands back before places are found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from adgo.shacl.model.result import Finding, Result


@dataclass(slots=True, eq=False, repr=False)
class Outcome:
    """Results unsorted and without places; how many focus nodes were checked, and by which
    shapes with targets."""

    results: list[Result] = field(default_factory=list)
    checked: int = 0
    shapes: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


class Step(NamedTuple):
    """What an engine is about to do: check one focus node against one shape, both in N-Triples form."""

    shape: str
    focus: str


def gathered(parts: Iterable[Step | list[Result]]) -> Outcome:
    """Return the outcome of steps and their results."""
    outcome = Outcome()
    shapes: dict[str, None] = {}
    for part in parts:
        if isinstance(part, Step):
            outcome.checked += 1
            shapes[part.shape] = None
        else:
            outcome.results += part
    outcome.shapes += shapes
    return outcome
