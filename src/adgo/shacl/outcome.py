"""What an engine hands back before places are found."""

from __future__ import annotations

from dataclasses import dataclass, field

from adgo.shacl.result import Finding, Result


@dataclass(slots=True)
class Outcome:
    """Results unsorted and without places; how many focus nodes were checked, by how many shapes with targets."""

    results: list[Result] = field(default_factory=list)
    checked: int = 0
    shapes: int = 0
    findings: list[Finding] = field(default_factory=list)
