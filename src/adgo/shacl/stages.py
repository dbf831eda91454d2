"""The stages of a run: reading, validating, further findings; a command may repeat some of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from adgo.shacl.inputs import Inputs
from adgo.shacl.model.result import Finding
from adgo.shacl.reporting.report import Report


@dataclass(frozen=True)
class Stages:
    """The stages of one run.

    Attributes:
        read: reads everything; returns the documents with their imports and what is inferred, and the findings about
            these.
        validate: returns the report of a validation.
        further: returns the findings of further stages.
        data_files: returns the files of the data as they are now, in their order.
        query_seconds: the time limit of a query, in seconds (0: none).
        is_incremental: whether the edit of a data file may be checked without validating everything.
        further_files: returns the files that only the further stages read, apart from the documents.
    """

    read: Callable[[], tuple[Inputs, list[Finding]]]
    validate: Callable[[Inputs], Report]
    further: Callable[[Inputs], list[Finding]]
    data_files: Callable[[], Sequence[Path]]
    query_seconds: float
    is_incremental: bool = True
    further_files: Callable[[], Sequence[Path]] = lambda: ()

    def report(self) -> Report:
        """Return the report of a whole run."""
        inputs, findings = self.read()
        report = self.validate(inputs)
        report.findings[:0] = [*findings, *self.further(inputs)]
        return report
