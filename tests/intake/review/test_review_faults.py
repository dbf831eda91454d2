"""Faults that reviews of drafts once had; each test says which."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from intake_project import Project

from adgo.graph.dataset import UnreadableFile
from adgo.intake.ingest import IngestError
from adgo.intake.review.draft_review import DraftReview
from adgo.intake.review.drafts_file import DraftState
from adgo.intake.review.suggestions import things

Draft = Callable[..., dict[str, Any]]
Open = Callable[..., DraftReview]
Write = Callable[..., Path]
NEW = '\nid:AcmeRobotics a adgo:Firm ; skos:prefLabel "Acme Robotics"@en .\n'


def test_decisions_are_lines_of_their_own_although_an_editor_removed_the_last_line_end(
    draft: Draft, drafts_file: Write, opened: Open
) -> None:
    """Two decisions were on one line, and the file could not be read any more."""
    review = opened(drafts_file(draft(id="one"), draft(id="two", paraphrase="Another.")))
    review.skip("one", review.draft("one").version)
    written = review.decisions.read_text(encoding="utf-8")
    review.decisions.write_text(written.removesuffix("\n"), encoding="utf-8")
    review.skip("two", review.draft("two").version)
    assert [each.state for each in review.drafts()] == [DraftState.SKIPPED] * 2


@pytest.mark.full
def test_a_project_that_cannot_be_read_is_reported_until_it_is_right(
    project: Project, draft: Draft, drafts_file: Write, opened: Open
) -> None:
    """The error came once, and then the former graph was used."""
    review = opened(drafts_file(draft(id="one")))
    path = project.root / "data/entities.ttl"
    before = path.read_text(encoding="utf-8")
    path.write_text(before + "id:Broken a .\n", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(UnreadableFile, match=r"entities\.ttl"):
            review.drafts()
    path.write_text(before + NEW, encoding="utf-8")
    review.drafts()
    assert things(review.project.graph, "Acme Robotics")


@pytest.mark.full
def test_what_another_program_writes_at_the_moment_of_a_decision_is_read(
    project: Project, draft: Draft, drafts_file: Write, opened: Open
) -> None:
    """It was taken for a change of this process, and the graph stayed without it."""
    review = opened(drafts_file(draft(id="one")))
    entities = project.root / "data/entities.ttl"
    old = project.claims.read_text(encoding="utf-8")
    entities.write_text(entities.read_text(encoding="utf-8") + NEW, encoding="utf-8")
    project.claims.write_text(old, encoding="utf-8")
    review.project.take({project.claims: old}, {project.claims: old})
    assert things(review.project.graph, "Acme Robotics")


def test_a_new_draft_has_a_name_that_no_other_has_and_keeps_the_file(
    draft: Draft, drafts_file: Write, opened: Open
) -> None:
    """A name given twice became the digest of the fields, so that the decision on the first was lost."""
    file = drafts_file(draft(id="one"), draft(id="added-3", paraphrase="Another."))
    file.write_bytes("\ufeff".encode() + file.read_bytes().replace(b"\n", b"\r\n") + b"no JSON\r\n")
    before = file.read_bytes()
    review = opened(file)
    review.skip("added-3", review.draft("added-3").version)
    added = review.another("one")
    assert file.read_bytes().startswith(before)
    assert added.record["quotation"] == review.draft("one").record["quotation"]
    assert added.id not in {"one", "added-3"}
    assert [each.state for each in review.drafts()] == ["open", "skipped", "open", "open"]


@pytest.mark.full
def test_a_project_that_breaks_a_rule_by_itself_is_said_with_what_to_do(
    draft: Draft, drafts_file: Write, opened: Open
) -> None:
    """The message named neither a command nor what the violation has to do with the draft."""
    review = opened(drafts_file(draft(id="one")))
    broken = [("https://w3id.org/adgo/id/buses", "The number of cities must be one whole number.")]
    review.project.shapes.violations = lambda texts: broken  # type: ignore[method-assign]
    with pytest.raises(IngestError) as found:
        review.accept("one", review.draft("one").version)
    first, second = str(found.value).splitlines()
    assert "`adgo validate` names file and line" in first
    assert "run `adgo build`" in first
    assert second == "id:buses: The number of cities must be one whole number."
    assert review.draft("one").state == DraftState.OPEN
