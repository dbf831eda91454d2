"""Strict comparison with the W3C suite: focus, path, value, severity, component and source shape of every result."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from shacl_suite import Case, cases, summarised

from adgo.shacl.engines import fast, pyshacl_engine
from adgo.shacl.model.errors import ShapesError

ROOT = Path(os.environ.get("ADGO_W3C", "")) / "shacl"
PRESENT = bool(os.environ.get("ADGO_W3C")) and (ROOT / "manifest.ttl").exists()
CASES = cases(ROOT) if PRESENT else []

#: Faults of pySHACL, which the suite shows.
PYSHACL_FAULTS = {
    "core/property/uniqueLang-002": 'takes "1"^^xsd:boolean for the literal true',
    "sparql/node/prefixes-001": "reads no sh:declare through owl:imports",
    "sparql/pre-binding/shapesGraph-001": "has no $shapesGraph",
}

pytestmark = pytest.mark.skipif(not PRESENT, reason="ADGO_W3C names no folder with the W3C suites")


def test_the_suite_is_whole() -> None:
    core = [case for case in CASES if case.name.startswith("core/")]
    assert (len(core), len(CASES)) == (98, 121)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_fast(case: Case) -> None:
    if case.expected is None:
        with pytest.raises(ShapesError):
            fast.validate(case.inputs())
        return
    outcome = fast.validate(case.inputs())
    assert summarised(case, outcome) == case.expected
    assert (not outcome.results) == case.conforms
    assert not outcome.findings, "the fast engine does this itself"


@pytest.mark.full
@pytest.mark.parametrize(
    "case", [case for case in CASES if case.name not in PYSHACL_FAULTS], ids=lambda case: case.name
)
def test_pyshacl(case: Case) -> None:
    if case.expected is None:
        with pytest.raises(ShapesError):
            pyshacl_engine.validate(case.inputs())
        return
    assert summarised(case, pyshacl_engine.validate(case.inputs())) == case.expected
