"""Both engines give the same results of ADGO's own shapes: on the packaged graph, and on every fixture."""

from __future__ import annotations

from pathlib import Path

import pytest

from adgo.graph import files
from adgo.graph.validation import validate

FIXTURES = sorted(Path(__file__).parent.glob("*/*.ttl"))


def test_the_fast_engine_finds_the_packaged_graph_clean() -> None:
    report = validate()
    assert report.checked > 10_000
    assert not list(report)
    assert not report.findings


@pytest.mark.full
@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_engines_agree_on_a_fixture(path: Path) -> None:
    """All shapes look at the fixture, not those of its folder alone; without a limit, pySHACL is loaded only once."""
    report = validate(path, ontology=files.part("ontology"), engine="both", query_seconds=0)
    assert report.checked
    assert not [finding.message for finding in report.findings if finding.check == "engines-differ"]
