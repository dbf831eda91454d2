"""Shapes that refer to themselves are left to pySHACL, also after an edit."""

from __future__ import annotations

from pathlib import Path

from test_random_edits import assert_same, stages

from adgo.shacl import validation
from adgo.shacl.incremental.session import IncrementalValidation

PREFIXES = "@prefix ex: <http://example.org/> .\n@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
SHAPES = PREFIXES + (
    "ex:Recursive sh:targetClass ex:C ; sh:property [ sh:path ex:p ; sh:node ex:Recursive ; sh:maxCount 1 ] .\n"
    "ex:Plain sh:targetClass ex:C ; sh:property [ sh:path ex:q ; sh:minCount 1 ] .\n"
)


def test_an_edit_is_checked_by_both_engines(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    shapes, file = tmp_path / "shapes.ttl", tmp_path / "data/a.ttl"
    shapes.write_text(SHAPES, encoding="utf-8")
    file.write_text(PREFIXES + "ex:a a ex:C ; ex:p ex:b . ex:b a ex:C ; ex:q 1 .\n", encoding="utf-8")
    run = stages(tmp_path / "data", shapes)
    session = IncrementalValidation(run)
    assert_same(session.run("").report, validation.validate(run.read()[0]))
    file.write_text(PREFIXES + "ex:a a ex:C ; ex:p ex:b, ex:c . ex:b a ex:C .\n", encoding="utf-8")
    found = session.edit({file: True}, [file])
    assert found.reason == ""
    assert len(found.report.results) == 3
    assert_same(found.report, validation.validate(run.read()[0]))
