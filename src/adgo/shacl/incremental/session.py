"""A validation that goes on: after each edit, its report is that of a full run."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from adgo.shacl.incremental.checked_shapes import CheckedShapes
from adgo.shacl.incremental.data_findings import DataFindings
from adgo.shacl.incremental.placed_results import place_again
from adgo.shacl.inference import entailments
from adgo.shacl.inputs import InputError, Inputs, read_document
from adgo.shacl.model.errors import ShapesError
from adgo.shacl.model.names import IMPORTS, OWL_ONTOLOGY, TYPE
from adgo.shacl.model.result import Finding
from adgo.shacl.reporting import places
from adgo.shacl.reporting.report import Report
from adgo.shacl.stages import Stages
from adgo.turtle.document import Document, Row
from adgo.turtle.errors import Fault
from adgo.turtle.files import name_of
from adgo.turtle.terms import TermTable

#: A table of terms that has grown this many times is made anew: terms that no file has any more stay in it.
_GROWTH = 3


class NeedsFullRun(Exception):
    """An edit that is not checked incrementally; the message says why."""


class Validated(NamedTuple):
    """The report after an edit, and what was done for it.

    Attributes:
        report: the report, the same as that of a full run.
        checked_again: how many pairs of a shape and a focus node were evaluated.
        reason: why everything was checked; "" if it was not.
    """

    report: Report
    checked_again: int
    reason: str


class IncrementalValidation:
    """Validates documents, and after each edit what the edit may have affected."""

    def __init__(self, stages: Stages) -> None:
        """Hold the stages of a run; nothing is read yet."""
        self._stages = stages
        self._checked: CheckedShapes | None = None
        self._findings: DataFindings | None = None
        self._imports: list[Finding] = []
        self._terms = 0
        #: Why an edit cannot be checked incrementally, if `_checked` is None.
        self._obstacle = ""
        self.inputs: Inputs | None = None

    def run(self, reason: str) -> Validated:
        """Read and check everything; raises what reading and validating raise.

        Args:
            reason: why everything is checked.
        """
        self._checked = self._findings = None
        start = perf_counter()
        self._obstacle = "the files could not be read before"
        inputs, self._imports = self._stages.read()
        self._obstacle = "the shapes could not be evaluated before"
        self.inputs = inputs
        if not self._can_follow(inputs):
            return self._whole(inputs, reason)
        try:
            checked = CheckedShapes(inputs, self._stages.query_seconds)
        except ShapesError:
            # The full run reports it with everything that is wrong.
            return self._whole(inputs, reason)
        self._findings = DataFindings(inputs)
        self._terms = len(inputs.table)
        places.locate(inputs, list(checked.results))
        self._checked = checked
        report = self._report(start)
        return Validated(report, checked.checked_again, reason)

    def prepare(self) -> None:
        """Make the indexes that the first edit needs; call it after the first report is shown."""
        if self._checked is not None:
            self._checked.prepare()

    def edit(self, changed: Collection[Path], files: Sequence[Path]) -> Validated:
        """Return the report after files of the data have changed.

        Args:
            changed: the files that were changed, added or removed.
            files: all files of the data now, in their order.

        Raises:
            InputError: a file cannot be read; the state before stays.
            ShapesError: the shapes cannot be processed any more.
        """
        start = perf_counter()
        checked, inputs = self._checked, self.inputs
        if checked is None or inputs is None or self._findings is None:
            return self.run(self._obstacle)
        try:
            new = self._read_again(inputs, changed, set(files))
            return self._followed(checked, inputs, new, files, start)
        except NeedsFullRun as error:
            return self.run(str(error))
        except ShapesError:
            return self.run("a shape could not be evaluated")

    def _can_follow(self, inputs: Inputs) -> bool:
        """Return whether edits of the data can be checked incrementally."""
        return (
            self._stages.is_incremental
            and inputs.inferred.regime == "none"
            and not inputs.neighbours
            and not inputs.background
            and not inputs.shapes_reader.not_evaluated
            and not entailments.unmet(inputs)
        )

    def _whole(self, inputs: Inputs, reason: str) -> Validated:
        report = self._stages.validate(inputs)
        self._obstacle = "these documents are not checked incrementally"
        report.findings[:0] = [*self._imports, *self._stages.further(inputs)]
        return Validated(report, report.checked, reason)

    def _read_again(
        self, inputs: Inputs, changed: Collection[Path], files: Collection[Path]
    ) -> dict[Path, Document | None]:
        """Return the new documents of changed files; None for one that is not part of the data any more."""
        found: dict[Path, Document | None] = dict.fromkeys(changed)
        faults: list[Fault] = []
        for file in (each for each in found if each in files):
            if not file.is_file() and (reason := inputs.files.expand(file)[1]):
                faults.append(Fault(str(file), None, None, None, reason))
                continue
            found[file], wrong = read_document(file, inputs.files, inputs.table, is_data=True)
            faults += wrong
        if faults:
            raise InputError(faults)
        return found

    def _followed(
        self,
        checked: CheckedShapes,
        inputs: Inputs,
        new: Mapping[Path, Document | None],
        files: Sequence[Path],
        start: float,
    ) -> Validated:
        assert self._findings is not None
        by_path = {document.path: document for document in inputs.data}
        old = {file: by_path.get(name_of(file)) for file in new}
        fixed = {id(document) for document in (*inputs.ontology, *inputs.shapes)}
        _refuse(inputs.table, [(old[file], new[file]) for file in new], fixed)
        if {each.place.file for each in self._imports if each.place} & {name_of(file) for file in new}:
            raise NeedsFullRun("a file with a finding about owl:imports has changed")
        if len(inputs.table) > _GROWTH * self._terms:
            raise NeedsFullRun("many terms are no longer used")
        by_path |= {name_of(file): document for file, document in new.items() if document is not None}
        try:
            data = [by_path[name_of(file)] for file in files]
        except KeyError as error:
            raise NeedsFullRun("the files of the data have changed") from error
        before = inputs.prefixes
        exchanged = {id(document): new[file] for file, document in old.items() if document is not None}
        inputs.data[:] = data
        inputs.__dict__.pop("prefixes", None)
        inputs.forget_lines()
        if inputs.prefixes != before:
            raise NeedsFullRun("the prefixes have changed")
        change, nodes = checked.replace(exchanged, data)
        results = list(checked.results)
        place_again(inputs, results, checked.renewed, {name_of(file) for file in new}, nodes, change)
        return Validated(self._report(start), checked.checked_again, "")

    def _report(self, start: float) -> Report:
        """Return the report about the documents as they are now."""
        assert self._checked is not None
        assert self._findings is not None
        assert self.inputs is not None
        outcome = self._checked.outcome
        findings = [*self._findings.all(), *outcome.findings]
        report = Report(
            results=sorted(outcome.results, key=lambda result: result.order),
            triples=self.inputs.stated_data_graph.size,
            findings=sorted(findings, key=lambda finding: finding.order),
            checked=outcome.checked,
            shapes=tuple(sorted(outcome.shapes)),
            inputs=self.inputs,
        )
        report.findings[:0] = [*self._imports, *self._stages.further(self.inputs)]
        report.seconds = perf_counter() - start
        return report


def _refuse(
    table: TermTable, pairs: Iterable[tuple[Document | None, Document | None]], fixed: set[int]
) -> None:
    """Raise NeedsFullRun if one of the documents, old or new, matters to more than the results of the data."""
    for old, new in pairs:
        if {id(old), id(new)} & fixed:
            raise NeedsFullRun("shapes or the ontology have changed")
        if _imports(table, old) != _imports(table, new):
            raise NeedsFullRun("owl:imports or the name of an ontology have changed")
        if any(document is not None and document.note for document in (old, new)):
            raise NeedsFullRun("a file without positions has changed")


def _imports(table: TermTable, document: Document | None) -> set[Row]:
    """Return the rows of a document that decide what is imported: the names of ontologies, and their imports."""
    imports, type_, ontology = map(table.find, (IMPORTS, TYPE, OWL_ONTOLOGY))
    rows = () if document is None else document.rows
    return {(s, p, o) for s, p, o in rows if p == imports or (p == type_ and o == ontology)}
