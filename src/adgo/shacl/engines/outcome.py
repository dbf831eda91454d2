"""The results of an engine, before their places are found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from adgo.shacl.model.result import Finding, Result


@dataclass(slots=True, eq=False, repr=False)
class EngineOutcome:
    """Results, unsorted and without places; the number of checked focus nodes; the shapes that checked them."""

    results: list[Result] = field(default_factory=list)
    checked: int = 0
    shapes: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


class FocusCheck(NamedTuple):
    """The check of one focus node against one shape, both in N-Triples form."""

    shape: str
    focus: str


def gathered(parts: Iterable[FocusCheck | list[Result]]) -> EngineOutcome:
    """Return the outcome of checks and their results."""
    outcome = EngineOutcome()
    shapes: dict[str, None] = {}
    for part in parts:
        if isinstance(part, FocusCheck):
            outcome.checked += 1
            shapes[part.shape] = None
        else:
            outcome.results += part
    outcome.shapes += shapes
    return outcome
