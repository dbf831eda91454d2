"""The content of a report: what one validation found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from adgo.shacl.inputs import Inputs
from adgo.shacl.model.result import LEVELS, Finding, ValidationResult


@dataclass(slots=True)
class ValidationReport:
    """What one validation found. Iteration yields the results.

    Attributes:
        results: the results, in the order of files and lines.
        triples: the number of triples in the data.
        seconds: the time that reading and validation took, in seconds.
        findings: the findings of other stages than SHACL proper.
        checked: the number of focus nodes that were checked.
        shapes: the terms of the shapes with targets that checked them.
        partial: the terms of those of the shapes of which a part could not be evaluated.
        hidden: the number of results that a baseline or a revision removed from `results`.
        hidden_findings: the number of findings that a baseline or a revision removed from `findings`.
        inputs: the documents; None if they are not known.
        most: how many results the formats `text` and `json` have at most; None for all.
        fail_on: the least severe level that makes a run fail; the last line of the format `text` depends on it.
        passes: whether the exit code of the run is 0; None if this report is not that of a whole run.
    """

    results: list[ValidationResult]
    triples: int
    seconds: float = 0.0
    findings: list[Finding] = field(default_factory=list)
    checked: int = 0
    shapes: tuple[str, ...] = ()
    partial: frozenset[str] = frozenset()
    hidden: int = 0
    hidden_findings: int = 0
    inputs: Inputs | None = field(default=None, repr=False)
    most: int | None = None
    fail_on: str = "Violation"
    passes: bool | None = None

    def __iter__(self) -> Iterator[ValidationResult]:
        return iter(self.results)

    def __len__(self) -> int:
        return len(self.results)

    @property
    def conforms(self) -> bool:
        """Whether there is no result of any severity (SHACL 3.6.2)."""
        return not self.results and not self.hidden

    def count(self, level: str) -> int:
        """Return the number of results of a level: `Violation`, `Warning` or `Info`."""
        return sum(LEVELS[result.level] == level for result in self.results)

    def fails(self, level: str) -> bool:
        """Return whether a result, or a finding on the data, is of that level or worse."""
        worst = LEVELS.index(level)
        return any(result.level <= worst for result in self.results) or any(
            finding.level <= worst for finding in self.findings_on_data
        )

    @property
    def shown(self) -> list[ValidationResult]:
        """The results for people and `json`: the most severe if there are more than `most`, in their order."""
        if self.most is None or len(self.results) <= self.most:
            return self.results
        worst = sorted(range(len(self.results)), key=lambda number: self.results[number].level)
        return [self.results[number] for number in sorted(worst[: self.most])]

    @property
    def findings_on_data(self) -> list[Finding]:
        """The findings about the data, which count as results do; those about shapes or imports do not."""
        return [finding for finding in self.findings if finding.counts]

    @property
    def unevaluated(self) -> list[Finding]:
        """The findings about parts of the shapes that were not evaluated."""
        return [finding for finding in self.findings if finding.is_unevaluated]

    def has(self, check: str) -> bool:
        """Return whether a check has a finding."""
        return any(finding.check == check for finding in self.findings)

    @property
    def prefixes(self) -> dict[str, str]:
        """Prefix to namespace of the files."""
        return self.inputs.prefixes if self.inputs else {}
