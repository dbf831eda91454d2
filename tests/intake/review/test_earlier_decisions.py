"""What was decided in a review stands if the file is handed in as a whole."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from intake_project import Project

from adgo.cli.intake.review_text import screen
from adgo.graph import dataset
from adgo.intake.draft import Refusal
from adgo.intake.project_graph import ProjectGraph
from adgo.intake.reading import read
from adgo.intake.review.draft_review import DraftReview
from adgo.intake.review.drafts_file import decisions_of
from adgo.intake.review.earlier_decisions import without_decided

Draft = Callable[..., dict[str, Any]]
Open = Callable[..., DraftReview]
Write = Callable[..., Path]


def refused(file: Path) -> dict[str, str]:
    """The reasons of the drafts that are refused for a decision, by the line."""
    found = without_decided(read(file), ProjectGraph(dataset.load().store))
    return {
        each.place.rpartition(":")[2]: f"{each.reason}: {each.message}"
        for each in found
        if isinstance(each, Refusal)
    }


def test_a_rejected_or_corrected_draft_does_not_become_a_claim_later(
    draft: Draft, drafts_file: Write, opened: Open
) -> None:
    """Bug: `adgo ingest` made a claim of what a person had rejected."""
    bad, good = draft(id="bad", object="Uber"), draft(id="good")
    wrong, later = draft(id="wrong", object="QCraft"), draft(id="later", object="WeRide")
    file = drafts_file(bad, good, wrong, later)
    review = opened(file)
    review.reject("bad", review.draft("bad").version, "Uber is no supplier")
    review.accept("good", review.draft("good").version)
    review.correct("wrong", review.draft("wrong").version, {"object": "Momenta", "predicate": "has party"})
    review.correct("wrong", review.draft("wrong").version, {"object": "Toyota"})
    review.reject("later", review.draft("later").version, "not yet")
    review.undo("later")
    found = refused(file)
    assert list(found) == ["1", "3"]
    assert found["1"].startswith("rejected: rejected: Uber is no supplier (Ada, ")
    assert found["3"].startswith("corrected: Ada accepted with corrections as claim:005-1b at ")
    # Twice in the file, under another name, or in another order of fields, it is the same draft.
    file.write_text(json.dumps(dict(reversed(bad.items()))) + "\n" + json.dumps(bad) + "\n", encoding="utf-8")
    assert list(refused(file)) == ["1", "2"]
    # So it is in another file, wherever that is.
    other = file.with_name("copy.jsonl")
    other.write_text(json.dumps(bad) + "\n" + json.dumps(good | {"id": "new"}) + "\n", encoding="utf-8")
    assert list(refused(other)) == ["1"]
    # A draft that was changed since is another.
    file.write_text(json.dumps(bad | {"object": "Momenta"}) + "\n", encoding="utf-8")
    assert refused(file) == {}


def test_a_correction_that_only_adds_a_hedge_is_not_lost(
    draft: Draft, drafts_file: Write, opened: Open
) -> None:
    """Bug: with a claim without the hedge in the graph, it counted as accepted and nothing was written."""
    review = opened(drafts_file(draft(id="one"), draft(id="two", by="somebody")))
    review.accept("one", review.draft("one").version)
    assert review.view("two").is_claim
    changed = review.view("two", {"hedge": "already"})
    assert (changed.is_claim, changed.refusal and changed.refusal.reason) == (False, "other hedge")
    outcome = review.correct("two", review.draft("two").version, {"hedge": "already"})
    assert (outcome.done, outcome.refusal and outcome.refusal.reason) == (False, "other hedge")
    assert review.draft("two").decision is None


def test_a_reviewer_sees_the_doubtful_word_and_decides(
    draft: Draft, drafts_file: Write, opened: Open
) -> None:
    plan = draft(
        id="one", quotation="it will test driverless shuttles with Uber", subject="Momenta",
        predicate="partners with", object="Uber",
    )  # fmt: skip
    review = opened(drafts_file(plan))
    assert "the quotation says 'will'" in review.view("one").doubt
    assert "Careful: the quotation says 'will'" in screen(review.view("one"), 1, 1, 200)
    assert review.view("one", {"modality": "Planned", "status": "Announced"}).doubt == ""
    outcome = review.accept("one", review.draft("one").version)
    assert (outcome.done, outcome.warnings) == (True, ())


def test_a_damaged_file_of_decisions_ends_ingest_with_its_line(
    project: Project, draft: Draft, drafts_file: Write
) -> None:
    file = drafts_file(draft())
    decisions_of(file).write_text("damaged\n", encoding="utf-8")
    result = project.run("ingest", str(file), "--texts", str(project.texts))
    assert result.exit_code == 3
    assert "drafts/new.decisions.jsonl:1: not a decision" in result.stderr


def test_a_rejected_draft_is_refused_by_the_command(
    project: Project, draft: Draft, drafts_file: Write, opened: Open
) -> None:
    file = drafts_file(draft(id="one"))
    review = opened(file)
    review.reject("one", review.draft("one").version, "no reason at all")
    before = project.state()
    result = project.run("ingest", str(file), "--texts", str(project.texts), "--dry-run")
    assert result.exit_code == 1
    assert f"{file}:1: refused (rejected): rejected: no reason at all (Ada, " in result.stdout
    assert project.state() == before
