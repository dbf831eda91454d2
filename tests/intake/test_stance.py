"""Stances: a draft is a known claim only if modality, status, hedge, attribution and speaker are the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from adgo.intake.ingest import Ingestion
from adgo.intake.stance import Stance, conflict

Take = Callable[..., Ingestion]

OTHERS = [
    ({"status": "Past"}, "status", "the status adgo:Ongoing, and the draft has the status adgo:Past"),
    ({"status": None}, "status", "the status adgo:Ongoing, and the draft has no status"),
    ({"hedge": "already"}, "hedge", "no hedge, and the draft has the hedge already"),
    ({"modality": "Hedged", "hedge": "already"}, "modality", "the modality adgo:Asserted"),
    ({"attribution": "IndirectSpeech", "speaker": "Toyota"}, "attribution", "adgo:IndirectSpeech"),
]


@pytest.mark.parametrize(("fields", "name", "message"), OTHERS)
def test_a_second_draft_with_another_stance_is_refused_and_not_known(
    take: Take, fields: dict[str, Any], name: str, message: str
) -> None:
    """Bug: it was "already a claim", so a draft with a hedge was thrown away beside one without."""
    found = take({}, fields, {})
    assert [each.is_new for each in found.accepted] == [True, False]
    (refusal,) = found.refused
    assert (refusal.place, refusal.reason) == ("d:2", f"other {name}")
    assert message in refusal.message


def test_the_known_claim_that_is_most_alike_is_compared() -> None:
    one, two = Stance("a", "b", "", "c", ""), Stance("d", "", "e", "f", "g")
    assert conflict(one, []) is None
    assert conflict(one, [two, one]) is None
    other = conflict(Stance("a", "b", "", "c", "h"), [two, one])
    assert other is not None
    assert (other.reason, other.known, other.new) == ("other speaker", "", "h")
