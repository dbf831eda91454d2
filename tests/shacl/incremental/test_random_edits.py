"""After each edit, the incremental report is that of a full run: results, places, messages, findings, numbers."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

from hypothesis import strategies
from random_edits import Folder
from random_examples import examples

from adgo.shacl import validation
from adgo.shacl.checks import lint
from adgo.shacl.incremental.session import IncrementalValidation
from adgo.shacl.inputs import Inputs, read
from adgo.shacl.model.result import ValidationResult
from adgo.shacl.reporting.report import Report
from adgo.shacl.stages import Stages

SHAPES = Path(__file__).parent / "every_family.ttl"
ONTOLOGY = (
    "@prefix ex: <http://example.org/> .\n@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
    "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
    "<http://example.org/> a owl:Ontology . ex:A a owl:Class . ex:p a owl:ObjectProperty .\n"
    "ex:D rdfs:subClassOf ex:B . ex:n1 a ex:C ; ex:p ex:n2 ; ex:v 3 . ex:n2 ex:q ex:n3 .\n"
)
#: Edits of one folder.
EDITS = 20
_BLANK = re.compile(r"_:\w+")


def comparable(value: Any) -> Any:
    """Return a part of a report in which blank nodes, whose labels depend on the order of reading, are alike."""
    if isinstance(value, ValidationResult):
        return comparable(repr([getattr(value, name) for name in value.__slots__]))
    if isinstance(value, str):
        return _BLANK.sub("_:", value)
    if isinstance(value, list | tuple):
        return tuple(map(comparable, value))
    return value


def assert_same(report: Report, full: Report) -> None:
    assert Counter(map(comparable, report.results)) == Counter(map(comparable, full.results))
    found, expected = (Counter(comparable(repr(each)) for each in one.findings) for one in (report, full))
    assert found == expected
    assert (report.triples, report.checked, report.shapes) == (full.triples, full.checked, full.shapes)
    assert [result.order[:3] for result in report.results] == [result.order[:3] for result in full.results]


def stages(folder: Path, shapes: Path, ontology: tuple[Path, ...] = ()) -> Stages:
    """Return the stages of a run on the files of a folder."""

    def load() -> tuple[Inputs, list[Any]]:
        return read([folder], [shapes], ontology), []

    return Stages(load, validation.validate, lambda inputs: [], lambda: sorted(folder.iterdir()), 0)


class FullRuns:
    """Full runs: the data are read anew; the shapes, which do not change and take most of the time, only once."""

    def __init__(self, folder: Path, ontology: tuple[Path, ...]) -> None:
        self.folder, self.first = folder, read([folder], [SHAPES], ontology)
        self.of_shapes = lint.of_shapes(self.first)

    def report(self) -> Report:
        """Return the report on the files as they are now."""
        first = self.first
        data = [first.files.read(file, first.table, is_data=True) for file in sorted(self.folder.iterdir())]
        now = Inputs(first.table, data, first.shapes, first.ontology)
        now.shapes_reader = first.shapes_reader
        for target in now.shapes_reader.sparql_targets.values():
            target.found = None
        with patch.object(lint, "of_shapes", lambda inputs: self.of_shapes):
            return validation.validate(now, query_seconds=0)


@examples(2, 20, strategies.integers(0, 10**6), strategies.booleans())
def test_an_edit_gives_the_report_of_a_full_run(seed: int, with_ontology: bool) -> None:
    with TemporaryDirectory() as temporary:
        data, beside = Path(temporary, "data"), Path(temporary, "ontology.ttl")
        data.mkdir()
        beside.write_text(ONTOLOGY, encoding="utf-8")
        folder, ontology = Folder(data, seed), (beside,) if with_ontology else ()
        full = FullRuns(data, ontology)
        session = IncrementalValidation(stages(data, SHAPES, ontology))
        assert_same(session.run("").report, validation.validate(read([data], [SHAPES], ontology)))
        for _ in range(EDITS):
            found = session.edit(folder.edit(), folder.files)
            assert found.reason == ""
            assert_same(found.report, full.report())
        assert_same(found.report, validation.validate(read([data], [SHAPES], ontology)))
