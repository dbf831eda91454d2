"""The report of one validation, with its exports."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from adgo.shacl.reporting.validation_report import ValidationReport

if TYPE_CHECKING:
    import rdflib


@dataclass(slots=True)
class Report(ValidationReport):
    """What one validation found, and its export to other forms; `conforms` and `results` are pure SHACL."""

    def __repr__(self) -> str:
        found = f"{len(self.results)} results, {len(self.findings)} findings"
        return f"Report(conforms={self.conforms}, {found}, {self.triples} triples)"

    def to_rdflib(self) -> rdflib.Graph:
        """Return the SHACL report as an rdflib graph; literals keep the lexical forms of the files."""
        from rdflib import Graph  # optional, and slow to import

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
        from adgo.shacl.reporting.formats.sarif import log  # most reports are not exported

        return log(self)

    def to_pandas(self) -> Any:
        """Return a pandas data frame with one row for each result; its columns are those of the JSON report.

        Raises:
            ImportError: pandas is not installed.
        """
        try:
            pandas = import_module("pandas")
        except ImportError as error:
            raise ImportError("Report.to_pandas() needs pandas: pip install pandas") from error
        from adgo.shacl.reporting.formats.records import COLUMNS, record  # most reports are not exported

        return pandas.DataFrame(record(self)["results"], columns=list(COLUMNS))
