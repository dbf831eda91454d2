"""What an engine hands back before places are found."""

from __future__ import annotations

from dataclasses import dataclass, field

from adgo.shacl.result import Finding, Result


@dataclass(slots=True, eq=False, repr=False)
class Outcome:
    """Results unsorted and without places; how many focus nodes were checked, and by which
    shapes with targets."""

    results: list[Result] = field(default_factory=list)
    checked: int = 0
    shapes: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
