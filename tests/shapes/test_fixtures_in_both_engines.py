"""Both engines give the same results of ADGO's own shapes: on the packaged graph, and on the fixtures of each shape."""

from __future__ import annotations

from pathlib import Path

import pytest

from adgo.graph import files
from adgo.graph.validation import validate

FOLDERS = sorted({path.parent for path in Path(__file__).parent.glob("*/*.ttl")})


def shape_of(name: str) -> str:
    """Return the term of a shape."""
    return f"<https://w3id.org/adgo/shape/{name}>"


@pytest.mark.full
def test_the_fast_engine_finds_the_packaged_graph_clean() -> None:
    report = validate()
    assert report.checked > 10_000
    assert not list(report)
    # The shapes of terms that only claims and plans use, or that wait for an article, match no node of the facts.
    assert {finding.check for finding in report.findings} <= {"idle-target"}
    idle = {finding.term for finding in report.findings}
    assert not idle & {
        shape_of(name) for name in ("Claim", "Entity", "Report", "hasParty", "automationLevel")
    }


@pytest.mark.full
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_engines_agree_on_fixtures(folder: Path) -> None:
    """All shapes look at the fixtures, not one alone; without a limit, pySHACL is loaded only once."""
    fixtures = sorted(folder.glob("*.ttl"))
    report = validate(fixtures, ontology=files.part("ontology"), engine="both", query_seconds=0)
    assert report.checked
    assert not [finding.message for finding in report.findings if finding.check == "engines-differ"]
