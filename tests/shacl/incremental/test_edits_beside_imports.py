"""An edit of a file with owl:imports is checked incrementally, unless what it imports may have changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from adgo.shacl import imports, validation
from adgo.shacl.incremental.session import IncrementalValidation
from adgo.shacl.inputs import Inputs, read
from adgo.shacl.stages import Stages

PREFIXES = (
    "@prefix ex: <http://example.org/> .\n@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
    "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
)
SHAPES = (
    PREFIXES + "ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:property [ sh:path ex:p ; sh:maxCount 1 ] .\n"
)
HEADER = "<http://example.org/d> a owl:Ontology ; owl:imports <http://example.org/base> .\n"
BASE = PREFIXES + "<http://example.org/base> a owl:Ontology . ex:b a ex:C ; ex:p 1 , 2 .\n"


def session_on(folder: Path) -> IncrementalValidation:
    shapes, base = folder / "shapes.ttl", folder / "base.ttl"
    shapes.write_text(SHAPES, encoding="utf-8")
    base.write_text(BASE, encoding="utf-8")

    def load() -> tuple[Inputs, list[Any]]:
        found = read([folder / "data.ttl", base], [shapes])
        return found, imports.resolve(found, "catalog")

    return IncrementalValidation(
        Stages(load, validation.validate, lambda inputs: [], lambda: [folder / "data.ttl", base], 0)
    )


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        (HEADER, HEADER, ""),
        (HEADER, HEADER.replace("base", "other"), "owl:imports or the name of an ontology have changed"),
        (HEADER, "", "owl:imports or the name of an ontology have changed"),
        (HEADER.replace("base", "other"),) * 2 + ("a file with a finding about owl:imports has changed",),
    ],
    ids=["the same imports", "another import", "no import", "an import that is not found"],
)
def test_an_edit_of_a_file_with_imports(tmp_path: Path, before: str, after: str, reason: str) -> None:
    data = tmp_path / "data.ttl"
    data.write_text(PREFIXES + before + "ex:a a ex:C ; ex:p 1 .\n", encoding="utf-8")
    session = session_on(tmp_path)
    assert len(session.run("").report.results) == 1
    data.write_text(PREFIXES + "\n" + after + "ex:a a ex:C ; ex:p 1 , 2 .\n", encoding="utf-8")
    found = session.edit({data}, [data, tmp_path / "base.ttl"])
    assert (found.reason, len(found.report.results)) == (reason, 2)
    full = session_on(tmp_path).run("").report
    assert [str(each) for each in found.report.findings] == [str(each) for each in full.findings]
