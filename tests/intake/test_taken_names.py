"""Proposed things: nobody gives the name of a known thing to another one, not even one that only looks the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import strategies as st
from random_examples import examples

from adgo.intake.checking.lookalikes import forms, mixed_word
from adgo.intake.ingest import Ingestion

Take = Callable[..., Ingestion]


def proposing(name: str, label: str, kind: str = "adgo:Firm") -> dict[str, Any]:
    """The fields of a draft about a thing that it proposes."""
    proposed = {"name": name, "label": label} | ({"type": kind} if kind else {})
    return {"subject": name, "predicate": "described as", "object": "a partner", "propose": [proposed]}


@pytest.mark.parametrize(
    ("name", "label", "kind", "message"),
    [
        # Bug: the claims about Kestrel Motors became claims about QCraft.
        ("id:QCraft", "Kestrel Motors", "adgo:Firm", "as 'Kestrel Motors', and the graph knows id:QCraft as 'QCraft'"),
        ("id:Momenta", "Momenta", "adgo:City", "the type adgo:City, and the graph knows id:Momenta as adgo:Firm"),
        ("id:momenta", "Momenta Films", "adgo:Firm", "differs from id:Momenta only in capitals"),
        ("id:X", "MOMENTA", "adgo:Firm", "the name of id:Momenta"),
        ("id:X", "Mom\u200benta", "adgo:Firm", "reads as the name of id:Momenta"),
        ("id:X", "Momenta\ufe0f", "adgo:Firm", "reads as the name of id:Momenta"),
        ("id:X", "Ｍｏｍｅｎｔａ", "adgo:Firm", "the name of id:Momenta"),
        ("id:X", "\u0405\u0410\u0406\u0421", "adgo:Firm", "reads as the name of id:SAIC"),
        ("id:X", "M\u043ementa Films", "adgo:Firm", "'M\\u043ementa' mixes letters of several alphabets"),
        ("id:X", "\u200b", "adgo:Firm", "nothing can be read"),
    ],
)  # fmt: skip
def test_a_proposal_that_reads_as_a_known_thing_is_refused(
    take: Take, name: str, label: str, kind: str, message: str
) -> None:
    (refusal,) = take(proposing(name, label, kind)).refused
    assert refusal.reason == "faulty proposal"
    assert message in refusal.message


def test_a_known_thing_is_proposed_again_with_one_of_its_labels(take: Take) -> None:
    """The same drafts may come in twice."""
    right = [proposing("id:Momenta", "momenta"), proposing("id:Momenta", "Momenta", "adgo:Organization")]
    assert take(*right).refused == []
    # What one draft proposes wrongly is no reason to refuse others about the same thing.
    other = {"subject": "id:QCraft", "predicate": "described as", "object": "a partner"}
    found = take(proposing("id:QCraft", "Kestrel Motors"), other)
    assert [each.place for each in found.accepted] == ["d:2"]


def test_drafts_of_one_file_name_two_things_so_that_people_can_tell_them_apart(take: Take) -> None:
    for one, two, message in (
        (("id:Kestrel", "Kestrel"), ("id:Other", "Kestre1"), "a label that reads as that of id:Kestrel"),
        (
            ("id:Kestrel", "Kestrel"),
            ("id:KESTREL", "Other"),
            "the same name, except for capitals, as id:Kestrel",
        ),
    ):
        found = take(proposing(*one), proposing(*two))
        assert found.accepted == []
        assert message in found.refused[1].message


@examples(50, 500, st.text())
def test_any_text_has_forms(label: str) -> None:
    assert forms(label) == forms(label.replace("", "\u200b"))
    mixed_word(label)


def test_scripts_that_are_written_together_are_one_word() -> None:
    assert [mixed_word(each) for each in ("華為HI", "モメンタの車", "Vélodyne", "4D-Radar", "Моменты")] == [
        ""
    ] * 5
