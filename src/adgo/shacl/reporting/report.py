"""The report of one validation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any

from adgo.shacl.inputs import Inputs
from adgo.shacl.model.result import LEVELS, Finding, Result

if TYPE_CHECKING:
    import rdflib


@dataclass(slots=True)
class Report:
    """All that one validation found. Iterating gives the results; `conforms` and `results` are pure SHACL.

    `hidden` counts the results that a baseline or a revision left out of `results`, `hidden_findings` the findings that
    they left out; `checked` counts the focus nodes.
    """

    results: list[Result]
    triples: int
    seconds: float = 0.0
    findings: list[Finding] = field(default_factory=list)
    checked: int = 0
    shapes: tuple[str, ...] = ()
    hidden: int = 0
    hidden_findings: int = 0
    inputs: Inputs | None = field(default=None, repr=False)

    def __iter__(self) -> Iterator[Result]:
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
    def findings_on_data(self) -> list[Finding]:
        """The findings that count as results do: those on the data, and not on shapes or imports."""
        return [finding for finding in self.findings if finding.counts]

    def has(self, check: str) -> bool:
        """Return whether there is a finding of that check."""
        return any(finding.check == check for finding in self.findings)

    @property
    def prefixes(self) -> dict[str, str]:
        """Prefix to namespace of the files that were read."""
        return self.inputs.prefixes if self.inputs else {}

    def to_rdflib(self) -> rdflib.Graph:
        """Return the SHACL report as an rdflib graph; literals keep the lexical forms of the files."""
        from rdflib import Graph

        from adgo.shacl.model.rdflib_terms import to_rdflib
        from adgo.shacl.reporting.formats.turtle import triples

        graph = Graph()
        for prefix, namespace in self.prefixes.items():
            graph.bind(prefix, namespace)
        for s, p, o in triples(self):
            graph.add((to_rdflib(s), to_rdflib(p), to_rdflib(o)))
        return graph

    def to_sarif(self) -> dict[str, Any]:
        """Return the report as a SARIF 2.1.0 log of one run."""
        from adgo.shacl.reporting.formats.sarif import log

        return log(self)

    def to_pandas(self) -> Any:
        """Return a pandas data frame, one row a result, its columns those of the JSON report.

        Raises ImportError with the remedy where pandas is not installed.
        """
        try:
            pandas = import_module("pandas")
        except ImportError as error:
            raise ImportError("Report.to_pandas() needs pandas: pip install pandas") from error
        from adgo.shacl.reporting.formats.records import COLUMNS, record

        return pandas.DataFrame(record(self)["results"], columns=list(COLUMNS))
