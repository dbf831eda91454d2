"""Shapes that refer to themselves are checked as a whole after an edit, by the engine that supports them."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_random_edits import assert_same, stages

from adgo.shacl import validation
from adgo.shacl.incremental.session import IncrementalValidation

PREFIXES = "@prefix ex: <http://example.org/> .\n@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
PLAIN = "ex:Plain sh:targetClass ex:C ; sh:property [ sh:path ex:q ; sh:minCount 1 ] .\n"
#: The fast engine checks the first, and pySHACL the second.
RECURSIVE = [
    "ex:Recursive sh:targetClass ex:C ; sh:property [ sh:path ex:p ; sh:node ex:Recursive ; sh:maxCount 1 ] .\n",
    "ex:Recursive sh:targetClass ex:C ; sh:property ex:P . ex:P sh:path ex:p ; sh:maxCount 1 ; sh:property ex:P .\n",
]


@pytest.mark.parametrize("recursive", RECURSIVE)
def test_an_edit_is_checked_by_both_engines(tmp_path: Path, recursive: str) -> None:
    (tmp_path / "data").mkdir()
    shapes, file = tmp_path / "shapes.ttl", tmp_path / "data/a.ttl"
    shapes.write_text(PREFIXES + recursive + PLAIN, encoding="utf-8")
    file.write_text(PREFIXES + "ex:a a ex:C ; ex:p ex:b . ex:b a ex:C ; ex:q 1 .\n", encoding="utf-8")
    run = stages(tmp_path / "data", shapes)
    session = IncrementalValidation(run)
    assert_same(session.run("").report, validation.validate(run.read()[0]))
    file.write_text(PREFIXES + "ex:a a ex:C ; ex:p ex:b, ex:c . ex:b a ex:C .\n", encoding="utf-8")
    found = session.edit({file: True}, [file])
    assert found.reason == ""
    assert len(found.report.results) == 3
    assert_same(found.report, validation.validate(run.read()[0]))


def test_an_edit_at_the_end_of_a_chain_changes_what_its_beginning_gets(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    shapes, first, last = tmp_path / "shapes.ttl", tmp_path / "data/a.ttl", tmp_path / "data/b.ttl"
    shapes.write_text(
        PREFIXES + "ex:S sh:targetNode ex:n0 ; sh:property [ sh:path ex:p ; sh:node ex:S ] ,"
        " [ sh:path ex:q ; sh:minCount 1 ] .\n",
        encoding="utf-8",
    )
    links = "".join(f"ex:n{number} ex:p ex:n{number + 1} ; ex:q 1 .\n" for number in range(9))
    first.write_text(PREFIXES + links, encoding="utf-8")
    last.write_text(PREFIXES + "ex:n9 ex:q 1 .\n", encoding="utf-8")
    run = stages(tmp_path / "data", shapes)
    session = IncrementalValidation(run)
    assert session.run("").report.results == []
    for text, count in (("ex:n9 ex:r 1 .\n", 1), ("ex:n9 ex:q 2 .\n", 0)):
        last.write_text(PREFIXES + text, encoding="utf-8")
        found = session.edit({last: True}, [first, last])
        assert len(found.report.results) == count
        assert_same(found.report, validation.validate(run.read()[0]))
