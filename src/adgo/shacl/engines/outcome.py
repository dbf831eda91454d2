"""The results of an engine, before their places are found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from adgo.shacl.model.not_evaluated import NotEvaluated
from adgo.shacl.model.result import Finding, ValidationResult


@dataclass(slots=True, eq=False, repr=False)
class EngineOutcome:
    """Results, unsorted and without places; the number of checked focus nodes; the shapes that checked them.

    `not_evaluated` has the parts of the shapes that could not be evaluated; `partial` has the shapes of which a part
    could not.
    """

    results: list[ValidationResult] = field(default_factory=list)
    checked: int = 0
    shapes: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    not_evaluated: list[NotEvaluated] = field(default_factory=list)
    partial: list[str] = field(default_factory=list)


class FocusCheck(NamedTuple):
    """The check of one focus node against one shape, both in N-Triples form."""

    shape: str
    focus: str


class PyshaclRules(NamedTuple):
    """What pySHACL is asked to do.

    Attributes:
        only: the terms of the top-level shapes to check; None for all.
        without: the terms of top-level shapes that are not checked.
        keep_going: whether a shape that cannot be evaluated is skipped, and not an error.
    """

    only: frozenset[str] | None = None
    without: frozenset[str] = frozenset()
    keep_going: bool = False

    def covers(self, shape: str) -> bool:
        """Return whether a top-level shape is to be checked."""
        return shape not in self.without and (self.only is None or shape in self.only)


#: All shapes; an error ends the run.
ALL = PyshaclRules()


def gathered(parts: Iterable[FocusCheck | list[ValidationResult] | NotEvaluated]) -> EngineOutcome:
    """Return the outcome of checks and their results; a shape that could not be evaluated has no results."""
    outcome = EngineOutcome()
    shapes: dict[str, None] = {}
    before = (0, 0)
    for part in parts:
        if isinstance(part, FocusCheck):
            if part.shape not in shapes:
                before = outcome.checked, len(outcome.results)
            outcome.checked += 1
            shapes[part.shape] = None
        elif isinstance(part, NotEvaluated):
            outcome.not_evaluated.append(part)
            outcome.checked = before[0]
            del outcome.results[before[1] :]
            shapes.pop(part.shape, None)
        else:
            outcome.results += part
    outcome.shapes += shapes
    return outcome
