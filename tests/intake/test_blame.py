"""Blame: one draft that breaks a rule about a known thing is refused, and the others become claims."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from intake_project import Project

from adgo.intake.checking.blame import Blame
from adgo.intake.draft import Draft
from adgo.intake.new_claim import NewClaim

RULE = ("urn:rule", "breaks")


def claim(place: str, subject: str = "urn:a") -> NewClaim:
    return NewClaim(
        Draft(place, {"source": "005"}),
        ((0, 1),),
        "",
        (f"<{subject}>", "<urn:p>", '"x"'),
        "",
        "",
        "",
        "",
        "",
        "",
    )


def blamed(places: str, wrong: Callable[[set[str]], bool]) -> set[str]:
    """The places of the claims that are blamed, if a check finds some sets of them wrong."""

    def texts(claims: Sequence[NewClaim]) -> Mapping[Path, str]:
        return {Path("claims"): "".join(each.draft.place for each in claims)}

    def validate(texts: Mapping[Path, str]) -> Sequence[tuple[str, str]]:
        return [RULE] if wrong(set("".join(texts.values()))) else []

    found = Blame([claim(each) for each in places], texts, validate).messages([RULE])
    assert set(found.values()) <= {"<urn:rule>: breaks"}
    return set(found)


def test_the_claims_that_break_a_rule_are_found() -> None:
    assert blamed("abcdefgh", lambda there: "c" in there) == {"c"}
    assert blamed("abcdefgh", lambda there: bool(there & set("ceh"))) == set("ceh")
    # Of claims that break it together, the last is blamed.
    assert blamed("abcdefgh", lambda there: {"b", "f"} <= there) == {"f"}
    assert blamed("a", lambda there: bool(there)) == {"a"}


def test_what_the_project_breaks_itself_is_known() -> None:
    blame = Blame([claim("a")], lambda claims: {}, lambda texts: [RULE])
    assert blame.known([RULE, ("urn:other", "breaks")]) == [RULE]


@pytest.mark.full
def test_a_wrong_draft_about_a_planned_thing_does_not_block_the_file(
    project: Project, draft: Callable[..., dict[str, Any]]
) -> None:
    """Bug: nothing was written, "as the project breaks these rules without the new claims", which was not so."""
    about = {"subject": "id:momenta-uber-robotaxi", "status": None}
    found, code = project.ingest(
        draft(),
        draft(**about, predicate="described as", object="a partner"),
        draft(**about, predicate="vehicle count", object=7),
        draft(object="Toyota", quotation="Toyota – “a close partner”"),
    )
    assert code == 1
    assert [each["place"][-1] for each in found["accepted"]] == ["1", "2", "4"]
    (refusal,) = found["refused"]
    assert (refusal["place"][-1], refusal["reason"]) == ("3", "shapes")
    assert refusal["message"].startswith("id:momenta-uber-robotaxi: This is only planned")
