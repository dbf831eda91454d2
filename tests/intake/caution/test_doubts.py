"""Doubts: a draft never says more than its sentence without a person who has checked it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from intake_project import Project

from adgo.graph.dataset import Dataset
from adgo.graph.namespaces import ADGO
from adgo.intake.caution.doubts import Doubt, Saying, doubt
from adgo.intake.caution.modality_cues import cues
from adgo.intake.caution.sentences import sentence
from adgo.intake.ingest import Ingestion

Draft = Callable[..., dict[str, Any]]
Take = Callable[..., Ingestion]

PARTNERS = ADGO + "partnersWith"


def found(
    text: str, words: str = "", modality: str = "Asserted", predicate: str = PARTNERS, **said: bool
) -> Doubt | None:
    """The doubt about a draft on some words of a text, or on all."""
    start = text.index(words)
    end = start + len(words or text)
    saying = Saying(predicate, modality, said.get("is_hedged", False), said.get("gives_no_fact", False))
    return doubt(text, (start, end), saying)


@pytest.mark.parametrize(
    ("text", "shown", "word"),
    [
        ("Acme plans to open a track.", "Planned", "plans"),
        ("Acme will open a track.", "Planned", "will"),
        ("Acme wants to run a line.", "Planned", "wants to"),
        ("The track is to be built.", "Planned", "is to be"),
        ("Acme does not operate there.", "Denied", "not"),
        ("Acme doesn't operate there.", "Denied", "doesn't"),
        ("Acme doesn’t operate there.", "Denied", "doesn’t"),
        ("Acme is no\r\nlonger a partner.", "Denied", "no longer"),
        ("Acme is reportedly a partner.", "Hedged", "reportedly"),
        ("It may enter Brazil.", "Hedged", "may"),
        ("May it enter Brazil?", "Hedged", "may"),
        ("“Will it? We would,” he said.", "Conditional", "would"),
        ("It supplies cars. Will it sell them?", "Planned", "will"),
        ("That agreement ended in 2024.", "Past", "ended"),
        ("Analysts expect that Acme has sold cars.", "Forecast", "expect"),
        # A headline has capitals everywhere.
        ("Acme Plans Driverless Buses With Uber", "Planned", "plans"),
        ("ACME REPORTEDLY SUPPLIES TOYOTA", "Hedged", "reportedly"),
    ],
)
def test_a_word_that_is_more_cautious_than_a_fact_is_found(text: str, shown: str, word: str) -> None:
    one = found(text)
    assert one is not None
    assert (one.shown, one.word, one.is_quoted, one.is_grave) == (shown, word, True, True)


@pytest.mark.parametrize(
    "text",
    [
        "Acme is a partner of Uber.",
        "Since May 2025, Acme has been a partner.",
        "On 3 May 2025 Acme became a partner.",
        "Acme is not only a partner of Uber.",
        "Acme Supplies Not Only Toyota",
        "Acme hired Will Smith, the Hope of London.",
    ],
)
def test_a_plain_sentence_raises_no_doubt(text: str) -> None:
    assert found(text) is None


def test_a_word_around_the_quotation_warns_and_does_not_refuse() -> None:
    text = "Inc. news. Acme, a partner of Toyota Inc. since 2020, reportedly talks. It will rain."
    one = found(text, "a partner of Toyota")
    assert one is not None
    assert (one.word, one.is_quoted, one.is_grave) == ("reportedly", False, False)
    assert "the sentence around the quotation says 'reportedly'" in one.refusal
    assert text[slice(*sentence(text, (18, 20)))].startswith("Acme, a partner")


@pytest.mark.parametrize(
    ("text", "said", "is_grave"),
    [
        ("Acme plans tests.", {"modality": "Planned"}, None),
        ("Acme plans tests.", {"is_hedged": True}, None),
        ("Acme plans tests if it rains.", {"modality": "Planned"}, False),
        ("Acme plans no tests and denies it.", {"modality": "Planned"}, True),
        ("Acme reportedly plans tests.", {"modality": "Hedged"}, None),
        ("Acme denies it.", {"modality": "Denied"}, None),
        ("Acme denies it.", {"is_hedged": True}, True),
        ("The agreement ended.", {"gives_no_fact": True}, None),
        ("The agreement will be formed.", {"gives_no_fact": True}, False),
        # What an article calls a thing is its name in a plan too.
        ("Acme plans tests.", {"predicate": ADGO + "isNamed"}, None),
        ("Acme unveiled plans.", {"predicate": ADGO + "announcedAt"}, None),
        ("Acme reportedly unveiled plans.", {"predicate": ADGO + "announcedAt"}, True),
        # Such words stand in statements of fact as often, so they only warn.
        ("Acme and Uber announced a partnership.", {}, False),
        ("Acme has a venture with Uber to develop cars.", {}, False),
        ("Acme announced that it plans a venture to develop cars.", {}, True),
        ("Acme announced that its venture with Uber ended.", {}, True),
    ],
)
def test_a_draft_that_is_as_cautious_as_its_sentence_is_right(
    text: str, said: dict[str, Any], is_grave: bool | None
) -> None:
    one = found(text, **said)
    assert (one and one.is_grave) == is_grave


def test_the_cues_stand_in_the_order_of_caution_of_the_standings(packaged: Dataset) -> None:
    rows = packaged.store.query(
        f"""PREFIX adgo: <{ADGO}> SELECT ?modality ?caution {{
          ?rule adgo:forModality ?modality ; adgo:standing/adgo:caution ?caution
          FILTER NOT EXISTS {{ ?rule adgo:forStatus ?status }} }}"""
    )
    caution = {row["modality"].value.removeprefix(ADGO): int(row["caution"].value) for row in rows}  # type: ignore[union-attr]
    order = [cue.modality for cue in cues()]
    assert order == [*sorted(caution.keys() - {"Asserted"}, key=lambda each: caution[each]), "Past"]


PLAN = {
    "quotation": "it will test driverless shuttles with Uber",
    "subject": "Momenta",
    "predicate": "partners with",
    "object": "Uber",
}


def test_a_fact_of_a_plan_is_refused_unless_a_person_has_checked_it(take: Take) -> None:
    (refusal,) = take(PLAN).refused
    assert refusal.reason == "says Planned"
    assert "the quotation says 'will'" in refusal.message
    assert "checked" in refusal.message
    assert take(PLAN | {"modality": "Planned", "status": "Announced"}).refused == []
    assert take(PLAN | {"hedge": "will test"}).refused == []
    found = take(PLAN | {"checked": "Ada: that is about the shuttles."})
    assert (found.refused, found.warnings) == ([], [])


def test_a_doubtful_sentence_is_a_warning_with_file_and_line(project: Project, draft: Draft) -> None:
    path = project.texts / "drafts.jsonl"
    doubtful = draft(**PLAN | {"quotation": "shuttles with Uber in Munich"})
    path.write_text(json.dumps(doubtful), encoding="utf-8")
    result = project.run("ingest", str(path), "--texts", str(project.texts), "--dry-run")
    assert result.exit_code == 0
    assert f"warning: {path}:1: the sentence around the quotation says 'will'" in result.stderr
