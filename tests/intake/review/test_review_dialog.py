"""`adgo review`: keys in a terminal, lines of input elsewhere, JSON, narrow terminals."""

from __future__ import annotations

import json
import os
import pty
import select
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner
from intake_project import Project

from adgo.cli import adgo
from adgo.cli.intake.review_answers import LineAnswers
from adgo.cli.intake.review_dialog import ReviewDialog
from adgo.intake.review.draft_review import DraftReview

Draft = Callable[..., dict[str, Any]]
Open = Callable[..., DraftReview]
Write = Callable[..., Path]

SUPPLY = "id:momenta-toyota-supply"


class Script:
    """Answers that are given in advance."""

    def __init__(self, *answers: str) -> None:
        self._answers = iter(answers)

    def key(self, prompt: str) -> str:
        return next(self._answers)

    def line(self, prompt: str) -> str:
        return next(self._answers)


def run(review: DraftReview, *answers: str, width: int = 79, is_blind: bool = False) -> str:
    """Run a dialog and return what it shows."""
    shown: list[str] = []
    ReviewDialog(review, Script(*answers), shown.append, width, is_blind).run()
    return click.unstyle("\n".join(shown))


@pytest.mark.full
def test_a_mention_is_completed_a_draft_rejected_and_the_last_decision_undone(
    project: Project, drafts_file: Write, draft: Draft, opened: Open
) -> None:
    mention = {"id": "m", "source": "005", "quotation": "45", "found": {"kind": "number", "ambiguous": False}}
    review = opened(drafts_file(mention, draft(id="wrong")))
    fields = (
        ".",
        SUPPLY,
        "has supplier",
        "+",
        "Acme Robotics",
        "adgo:Firm",
        "",
        "Hedged",
        "",
        "ArticleVoice",
    )
    text = run(review, "c", *fields, "", "Acme has staff.", "", "y", "r", "another firm", "u", "q")
    assert "m: accepted with corrections as claim:005-1a" in text
    assert "wrong: rejected (another firm)" in text
    assert [each.state for each in review.drafts()] == ["accepted", "open"]
    decision = review.draft("m").decision
    assert decision is not None
    assert decision.record["quotation"] == "🚗 Acme Robotics employs 45 people."
    claims = project.claims.read_text(encoding="utf-8")
    assert "adgo:modality adgo:Hedged ;" in claims
    assert "adgo:object id:AcmeRobotics ." in claims
    assert "id:AcmeRobotics a adgo:Firm" in (project.root / "data/entities.ttl").read_text(encoding="utf-8")


def test_a_refused_draft_stays_and_no_line_is_wider_than_the_terminal(
    drafts_file: Write, draft: Draft, opened: Open
) -> None:
    review = opened(drafts_file(draft(id="one", object="Zhang"), "not JSON"))
    text = run(review, "a", "s", "?", "s", "q", width=40)
    assert "Refused (ambiguous name)" in " ".join(text.split())
    assert "id:ZhangNing" in text
    assert "This line is not a draft: not JSON" in " ".join(text.split())
    assert "No other open draft is left." in text
    assert [each.state for each in review.drafts()] == ["skipped", "skipped"]
    assert [line for line in text.splitlines() if line.startswith("  ") and len(line) > 40] == []


@pytest.mark.full
def test_a_blind_reviewer_sees_the_draft_after_the_own_claim(
    drafts_file: Write, draft: Draft, opened: Open
) -> None:
    review = opened(drafts_file(draft(id="one")))
    text = run(review, SUPPLY, "has supplier", "Toyota", "Planned", "a", "q", is_blind=True)
    before, _, after = text.partition("Draft 1 of 1")
    assert "Momenta supplies the Japanese carmaker." not in before
    assert "Momenta supplies the Japanese carmaker." in after
    same, different = review.agreement()
    assert (sorted(same), sorted(different)) == (["predicate", "subject"], ["modality", "object"])


@pytest.mark.full
def test_without_a_terminal_answers_are_lines_and_the_outcome_is_json(
    project: Project, drafts_file: Write, draft: Draft
) -> None:
    file = drafts_file(draft(id="one"), draft(id="two", subject="Zhang"))
    arguments = ["review", str(file), "--texts", str(project.texts), "--editor", "Ada", "--json"]
    done = CliRunner().invoke(adgo, arguments, input="a\nr\nnot clear who\n")
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert [(each["action"], each["state"]) for each in found["decided"]] == [
        ("accept", "accepted"),
        ("reject", "rejected"),
    ]
    assert found["decided"][0]["decision"]["claim"] == "005-1a"
    assert found["counts"] == {"open": 0, "accepted": 1, "rejected": 1, "skipped": 0}
    listed = CliRunner().invoke(adgo, [*arguments[:4], "--list", "--json"])
    assert [each["id"] for each in json.loads(listed.stdout)["drafts"]] == ["one", "two"]
    missing = CliRunner().invoke(adgo, ["review", "none.jsonl", "--texts", str(project.texts)])
    assert (missing.exit_code, "none.jsonl" in missing.stderr) == (3, True)


@pytest.mark.full
def test_in_a_terminal_a_key_counts_without_enter(project: Project, drafts_file: Write, draft: Draft) -> None:
    file = drafts_file(draft(id="one"))
    terminal, other = pty.openpty()
    command = [sys.executable, "-m", "adgo", "review", str(file), "--texts", str(project.texts)]
    with subprocess.Popen(command, stdin=other, stdout=other, stderr=other, close_fds=True) as running:
        os.close(other)
        text, end = "", time.monotonic() + 120
        while time.monotonic() < end and running.poll() is None:
            if select.select([terminal], [], [], 0.3)[0]:
                try:
                    text += os.read(terminal, 65536).decode(errors="replace")
                except OSError:
                    break
            elif text.endswith(("[acrsunglq?] ", "[uglq] ")):  # It waits for a key.
                os.write(terminal, b"a" if text.endswith("?] ") else b"q")
        running.wait(30)
    os.close(terminal)
    assert "one: accepted as claim:005-1a" in text
    assert "claim:005-1a a adgo:Claim" in project.claims.read_text(encoding="utf-8")


@pytest.mark.full
def test_the_end_of_the_input_ends_the_review(
    drafts_file: Write, draft: Draft, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    review = opened(drafts_file(draft(id="one")))
    with open(os.devnull, encoding="utf-8") as nothing:
        monkeypatch.setattr(sys, "stdin", nothing)
        ReviewDialog(review, LineAnswers(), lambda text: None, 79, False).run()
    assert review.draft("one").state == "open"
