from __future__ import annotations

import re

import pytest
from shacl_documents import made

from adgo.shacl.checks import shacl_files
from adgo.shacl.checks.lint import lint
from adgo.shacl.model.errors import ShapesError
from adgo.shacl.validation import validate

GOOD = "ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:property [ sh:path ex:p ; sh:minCount 1 ] ."
DATA = "ex:a a ex:C ."

CASES = {
    "unknown-term": ("ex:S sh:minCoutn 1 .", 8, 6),
    "sparql-syntax": ('ex:T sh:sparql [ sh:select "SELECT $this { $this <urn:p> }" ] .', 8, 58),
    "shape-without-target": ("ex:T a sh:NodeShape ; sh:nodeKind sh:IRI .", 8, 1),
    "not-evaluated": ("ex:T sh:rule ex:R .", 8, 1),
    "idle-target": ("ex:T a sh:NodeShape ; sh:targetClass ex:Nothing .", 8, 1),
    "shacl-shacl": ('ex:T sh:targetSubjectsOf "x" ; sh:nodeKind sh:IRI .', 8, 26),
}


def test_good_shapes_have_no_findings() -> None:
    assert lint(made(DATA, GOOD)) == []


@pytest.mark.parametrize("check", CASES)
def test_each_check_finds_its_fault_at_its_place(check: str) -> None:
    shapes, line, column = CASES[check]
    found = [finding for finding in lint(made(DATA, f"{GOOD}\n{shapes}")) if finding.check == check]
    assert [(f.place.file, f.place.line, f.place.column) for f in found if f.place] == [
        ("shapes.ttl", line, column)
    ]


def test_an_unknown_term_is_reported_with_the_nearest() -> None:
    [finding] = lint(made(DATA, GOOD + "ex:S sh:minCoutn 1 ."))
    assert finding.remedy == "did you mean sh:minCount?"


def test_a_shape_that_another_refers_to_needs_no_target() -> None:
    shapes = GOOD + "ex:S sh:node ex:T . ex:T a sh:NodeShape ; sh:or ( ex:U ex:T2 ) . ex:U a sh:NodeShape ."
    assert not [finding for finding in lint(made(DATA, shapes)) if finding.check == "shape-without-target"]


def test_a_deactivated_shape_may_idle() -> None:
    assert lint(made(DATA, GOOD + "ex:T a sh:NodeShape ; sh:targetClass ex:No ; sh:deactivated true .")) == []


def test_shapes_that_cannot_be_processed_carry_the_findings() -> None:
    faults = 'ex:S sh:property [ sh:path ex:q ; sh:minCoutn 1 ; sh:minCount "x" ] .'
    with pytest.raises(ShapesError) as caught:
        validate(made(DATA, GOOD + faults))
    assert "unknown-term" in [finding.check for finding in caught.value.findings]


def test_a_fault_in_a_query_is_reported_once() -> None:
    """It was a finding at the query and an error at its shape."""
    with pytest.raises(ShapesError, match="does not fit here") as caught:
        validate(made(DATA, GOOD + 'ex:S sh:sparql [ sh:select "SELECT $this { $this <urn:p> }" ] .'))
    assert caught.value.findings == []


def test_findings_are_not_results() -> None:
    report = validate(
        made("ex:a a ex:C ; ex:p 1 .", GOOD + "ex:T a sh:NodeShape ; sh:targetClass ex:Nothing .")
    )
    assert report.conforms
    assert report.has("idle-target")


def test_the_vocabulary_is_that_of_the_standard() -> None:
    file = shacl_files.shapes_for_shapes().with_name("shacl.ttl")
    names = re.findall(r"^sh:(\w+)", file.read_text(encoding="utf-8"), re.MULTILINE)
    assert shacl_files.vocabulary() == {f"<http://www.w3.org/ns/shacl#{name}>" for name in names}


def test_shapes_for_shapes_that_are_not_installed_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the file there was a traceback."""
    monkeypatch.setattr(shacl_files, "_SHAPES_FOR_SHAPES", "assets/other.ttl")
    [finding] = lint(made(DATA, GOOD))
    assert (finding.check, finding.severity) == ("not-checked", "note")
    assert "no file assets/other.ttl" in finding.message
