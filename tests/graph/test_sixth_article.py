"""An invented sixth article fits the vocabulary: its facts validate beside the packaged graph and are consistent."""

from __future__ import annotations

from pathlib import Path

import pytest

from adgo.graph.namespaces import short
from adgo.graph.validation import validate

SIXTH = Path(__file__).parent / "sixth" / "sixth.ttl"


def test_facts_of_a_sixth_article_validate() -> None:
    """Bug: no term could say who grants an approval, for which system, under which rules and until when."""
    report = validate(SIXTH)
    assert report.conforms
    assert report.results == []
    assert [finding for finding in report.findings if finding.severity == "error"] == []


@pytest.mark.parametrize(
    ("wrong", "subject"),
    [
        ("id:qcraft-approval adgo:isGrantedBy id:QCraft .", "id:qcraft-approval"),
        ("id:motorville-shuttles adgo:hasSupervision adgo:Planned .", "id:motorville-shuttles"),
        *(
            pytest.param(*each, marks=pytest.mark.full)
            for each in (
                ("id:qcraft-pilot adgo:hasOperatingDomain id:Motorville .", "id:qcraft-pilot"),
                (
                    "id:motorville-shuttles adgo:validUntil <https://w3id.org/adgo/time/905-2> .",
                    "id:motorville-shuttles",
                ),
                ("id:Motorville adgo:isSubsidiaryOf id:QCraft .", "id:Motorville"),
                ("id:safety-case-rule adgo:regulates id:type-approval .", "id:safety-case-rule"),
                ('id:motorville-shuttles adgo:vehicleCount "40" .', "id:motorville-shuttles"),
            )
        ),
    ],
)
def test_what_the_terms_are_not_for_is_reported(wrong: str, subject: str, tmp_path: Path) -> None:
    more = tmp_path / "wrong.ttl"
    more.write_text(
        "@prefix adgo: <https://w3id.org/adgo/ontology#> . @prefix id: <https://w3id.org/adgo/id/> .\n"
        + wrong,
        encoding="utf-8",
    )
    report = validate([SIXTH, more])
    assert not report.conforms
    found = {
        (Path(result.file or "").name, result.line, short(result.focus[1:-1])) for result in report.results
    }
    assert ("wrong.ttl", 2, subject) in found
