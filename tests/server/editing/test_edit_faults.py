"""Faults that the pages for editors once had; each test says which."""

from __future__ import annotations

import os
import re

import pytest
from editor import Editor
from intake_project import Project
from pyoxigraph import NamedNode
from test_review_pages import RIGHT, Review, review, state, text

from adgo.evidence import store_lookup
from adgo.graph.dataset import load
from adgo.graph.namespaces import ID

__all__ = ["review"]


@pytest.mark.full
def test_undoing_from_the_list_without_a_decision_says_that_there_is_none(
    editor: Editor, review: Review
) -> None:
    """It was 500: the page of a draft without a name was to show the refusal."""
    name = review(RIGHT)
    token = editor.form(editor.draft(name, "supply"))["form_token"]
    reply = editor.post("/edit/draft", {"form_token": token, "file": name, "action": "undo-last"})
    assert reply.status_code == 303
    shown = editor.get(reply.headers["Location"])
    assert "Nothing is undone: there is no decision to undo." in text(shown)


@pytest.mark.full
def test_further_claims_on_the_same_words_are_drafts_of_their_own(editor: Editor, review: Review) -> None:
    """The second one had all fields of the first, was taken for its repetition, and was lost."""
    name = review(RIGHT)
    first = editor.decide(name, "supply", "another").headers["Location"].partition("id=")[2]
    editor.decide(name, first, "reject", reason="nothing else is said")
    second = editor.decide(name, "supply", "another").headers["Location"].partition("id=")[2]
    assert state(editor, name) == {"supply": "open", first: "rejected", second: "open"}


@pytest.mark.full
def test_a_project_that_cannot_be_read_is_reported_until_it_is_right(
    editor: Editor, edited: Project, review: Review
) -> None:
    """It was 500 once, and then the drafts were shown beside the former graph."""
    name = review(RIGHT)
    path = edited.root / "data/entities.ttl"
    before = path.read_bytes()
    number = before.count(b"\n") + 1
    path.write_bytes(before + b"id:Broken a .\n")
    replies = [editor.draft(name, "supply") for _ in range(2)]
    assert [each.status_code for each in replies] == [422, 422]
    assert all(f"entities.ttl:{number}" in each.text for each in replies)
    path.write_bytes(before)
    assert editor.draft(name, "supply").status_code == 200


@pytest.mark.full
def test_words_before_a_passage_may_have_line_ends(editor: Editor, review: Review) -> None:
    """A field of one line lost them in the browser, so that accepting the draft changed its place."""
    name = review(RIGHT | {"before": "one line\nanother"})
    page = editor.draft(name, "supply").text
    assert re.search(r'<textarea id="before"[^>]*>one line\nanother</textarea>', page)


@pytest.mark.full
def test_a_draft_whose_proposals_are_no_list_is_shown_with_the_reason(editor: Editor, review: Review) -> None:
    """It was 500."""
    page = editor.draft(review(RIGHT | {"propose": 5}), "supply")
    assert page.status_code == 200
    assert "This line is not a draft" in page.text


@pytest.mark.full
def test_claims_that_are_not_listed_are_counted(editor: Editor, review: Review) -> None:
    """Twelve were listed as if there were no others."""
    record = {key: value for key, value in RIGHT.items() if key not in ("predicate", "object")}
    page = editor.draft(review(record | {"subject": "id:Momenta"}), "supply").text
    listed = page.partition("What the graph says of this already")[2].partition("</ul>")
    number = len(re.findall("<li>", listed[0]))
    # Not `adgo.query`: it would keep this project's graph for all later tests.
    claims = load().store.quads_for_pattern(None, store_lookup.SUBJECT, NamedNode(ID + "Momenta"), None)
    others = len({quad.subject for quad in claims}) - number
    assert number == 12
    assert f"And {others} more." in listed[2]


@pytest.mark.full
def test_a_proposed_type_that_no_claim_asserts_is_announced(editor: Editor, review: Review) -> None:
    """The terminal said so, and the browser did not."""
    proposed = {"name": "id:AcmeRobotics", "label": "Acme Robotics", "type": "adgo:Firm"}
    fields = {"subject": "id:AcmeRobotics", "predicate": "adgo:describedAs", "object": "a partner"}
    name = review(RIGHT | fields | {"propose": [proposed]})
    reply = editor.decide(name, "supply", "accept")
    assert reply.status_code == 303, text(reply)
    assert "Warning: id:AcmeRobotics has the type adgo:Firm, but no claim says so" in text(
        editor.get(reply.headers["Location"])
    )
    editor.decide(name, "supply", "undo")


def test_a_file_whose_name_is_not_utf8_is_listed_with_the_reason(editor: Editor, review: Review) -> None:
    """The list left it out, so that drafts were missing without a word."""
    named = review(RIGHT)
    other = editor.folder / os.fsdecode(b"caf\xe9.jsonl")
    try:
        other.write_text("{}\n", encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes only names in UTF-8")
    page = editor.get("/edit")
    assert page.status_code == 200
    row = re.search(r"<tr><th[^>]*>caf%E9\.jsonl</th>.*?</tr>", page.text, re.DOTALL)
    assert row
    assert "not UTF-8" in row[0]
    assert "Rename the file." in row[0]
    assert f"{named}</a>" in page.text
    assert editor.get("/edit/file", file="caf%E9.jsonl").status_code == 404
    (editor.folder / named).unlink()
    assert "There is no file of drafts yet" not in editor.get("/edit").text
    other.unlink()
