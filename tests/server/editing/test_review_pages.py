"""Drafts reviewed in the browser: what is shown, what a decision writes, and what happens if two decide at once."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any

import pytest
from editor import Editor
from intake_project import Project

#: A line of the claims file that no decision may change.
COMMENT = "# A comment that stays.\n"
RIGHT: dict[str, Any] = {
    "id": "supply",
    "source": "005",
    "quotation": "Momenta is already a supplier of Toyota",
    "paraphrase": "Momenta supplies the Japanese carmaker.",
    "subject": "id:momenta-toyota-supply",
    "predicate": "has supplier",
    "object": "Momenta",
    "modality": "Asserted",
    "status": "Ongoing",
    "attribution": "ArticleVoice",
}
TWICE = RIGHT | {
    "id": "twice",
    "quotation": "Toyota is a partner",
    "paraphrase": "The carmaker works with it.",
}
Review = Callable[..., str]


@pytest.fixture
def review(editor: Editor, edited: Project, request: pytest.FixtureRequest) -> Iterator[Review]:
    """A function that makes a file of drafts and returns its name; what they wrote is removed afterwards."""
    before = {path: path.read_bytes() for path in (edited.claims, edited.root / "data/entities.ttl")}
    names = []

    def make(*records: dict[str, Any]) -> str:
        names.append(f"{request.node.name.partition('[')[0]}-{len(names)}.jsonl")
        editor.drafts(names[-1], *records)
        return names[-1]

    yield make
    for path, content in before.items():
        path.write_bytes(content)
    for name in names:
        for path in editor.folder.glob(name.removesuffix(".jsonl") + "*"):
            path.unlink()


def state(editor: Editor, name: str) -> dict[str, str]:
    """What the list says of each draft."""
    rows = re.findall(r'<tr><th scope="row">.*?</tr>', editor.get("/edit/file", file=name).text, re.DOTALL)
    return {
        unescape(re.search(r": ([^<]*)</span></a>", row)[1]): re.search(r'kind (\w+)"', row)[1]  # type: ignore[index]
        for row in rows
    }


def words_of_spans(edited: Project) -> list[str]:
    """The words of the article at the spans that the file of claims has."""
    article = (edited.texts / "005.txt").read_bytes().decode()
    spans = re.findall(r"oa:start (\d+) ;\s+oa:end (\d+)", edited.claims.read_text(encoding="utf-8"))
    return [article[int(start) : int(end)] for start, end in spans]


def text(page: Any) -> str:
    return unescape(re.sub(r"<[^>]+>", "", page.text))


@pytest.mark.full
def test_the_first_page_lists_files_with_the_state_of_their_drafts(editor: Editor, review: Review) -> None:
    name = review(RIGHT, TWICE)
    editor.decide(name, "twice", "reject", reason="not said")
    page = editor.get("/edit").text
    row = re.search(rf"<tr><th[^>]*><a[^>]*>{name}</a>.*?</tr>", page, re.DOTALL)
    assert row
    # open, skipped, accepted, rejected
    assert re.findall(r'class="number">(\d+)', row[0]) == ["1", "0", "0", "1"]


@pytest.mark.full
def test_a_draft_is_shown_beside_its_words_with_its_fields(editor: Editor, review: Review) -> None:
    page = editor.draft(review(RIGHT), "supply")
    assert "<mark>Momenta is already a supplier of Toyota</mark>" in page.text
    assert "next spring" in text(page)  # the words before it
    form = editor.form(page)
    shown = {field: form[field] for field in ("subject", "predicate", "object", "paraphrase", "modality")}
    assert shown == {field: RIGHT[field] for field in shown}
    assert "With your changes" not in page.text
    assert "cannot be accepted" not in page.text


@pytest.mark.full
def test_a_word_that_plans_is_shown_and_the_reviewer_decides(editor: Editor, review: Review) -> None:
    """Bug: nothing told a reviewer that the draft of a fact stood on a plan."""
    words = "it will test driverless shuttles with Uber"
    plan = RIGHT | {"quotation": words, "subject": "Momenta", "predicate": "partners with", "object": "Uber"}
    name = review(plan)
    assert "Careful: the quotation says 'will', and the draft is Asserted" in text(
        editor.draft(name, "supply")
    )
    assert editor.decide(name, "supply", "accept").status_code == 303
    assert "Careful" not in editor.draft(name, "supply").text


@pytest.mark.full
def test_accepting_writes_the_claim_at_once_and_keeps_the_comments(
    editor: Editor, edited: Project, review: Review
) -> None:
    name = review(RIGHT, TWICE)
    reply = editor.decide(name, "supply", "accept")
    assert (reply.status_code, state(editor, name)) == (303, {"supply": "accepted", "twice": "open"})
    assert reply.headers["Location"].endswith("id=twice")
    written = edited.claims.read_text(encoding="utf-8")
    assert written.startswith(COMMENT)
    assert "adgo:hasSupplier" in written
    assert "claim:005-1" in editor.get(reply.headers["Location"]).text
    checked = edited.run("format", "--check", "--keep-order", str(edited.claims))
    assert checked.exit_code == 0, checked.output
    assert words_of_spans(edited) == [RIGHT["quotation"]]


@pytest.mark.full
def test_a_changed_field_is_accepted_as_a_correction(editor: Editor, edited: Project, review: Review) -> None:
    name = review(RIGHT)
    reply = editor.decide(name, "supply", "accept", modality="adgo:Hedged", paraphrase="It supplies them.")
    assert reply.status_code == 303
    written = edited.claims.read_text(encoding="utf-8")
    assert "adgo:modality adgo:Hedged" in written
    assert "It supplies them." in written
    assert RIGHT["paraphrase"] not in written


@pytest.mark.full
def test_a_draft_that_is_refused_stays_open_with_what_was_typed(
    editor: Editor, edited: Project, review: Review
) -> None:
    before = edited.claims.read_bytes()
    name = review(RIGHT)
    reply = editor.decide(name, "supply", "accept", predicate="has suplier", paraphrase="My words.")
    assert reply.status_code == 422
    assert "Not done" in reply.text
    assert "adgo:hasSupplier" in text(reply)  # the nearest property
    form = editor.form(reply)
    assert (form["predicate"], form["paraphrase"]) == ("has suplier", "My words.")
    assert (state(editor, name), edited.claims.read_bytes()) == ({"supply": "open"}, before)
    # The form that is shown again can be corrected and sent again.
    again = editor.post("/edit/draft", form | {"action": "accept", "predicate": "has supplier"})
    assert (again.status_code, state(editor, name)) == (303, {"supply": "accepted"})
    assert "My words." in edited.claims.read_text(encoding="utf-8")


@pytest.mark.full
def test_checking_shows_what_is_wrong_and_writes_nothing(
    editor: Editor, edited: Project, review: Review
) -> None:
    before = edited.claims.read_bytes()
    name = review(RIGHT)
    wrong = editor.decide(name, "supply", "check", subject="Zhang")
    assert (wrong.status_code, "cannot be accepted" in wrong.text) == (200, True)
    assert "id:ZhangYongwei" in text(wrong)  # one of those to choose from
    right = editor.decide(name, "supply", "check", modality="adgo:Hedged")
    assert "Nothing is written yet" in right.text
    assert (state(editor, name), edited.claims.read_bytes()) == ({"supply": "open"}, before)


@pytest.mark.full
def test_a_rejection_needs_a_reason(editor: Editor, review: Review) -> None:
    name = review(RIGHT)
    assert editor.decide(name, "supply", "reject", reason=" ").status_code == 422
    assert state(editor, name) == {"supply": "open"}
    assert editor.decide(name, "supply", "reject", reason="it is not said").status_code == 303
    assert state(editor, name) == {"supply": "rejected"}
    assert "it is not said" in editor.draft(name, "supply").text


@pytest.mark.full
def test_a_skipped_draft_comes_again_after_the_open_ones(editor: Editor, review: Review) -> None:
    name = review(RIGHT, TWICE)
    assert editor.decide(name, "supply", "skip").headers["Location"].endswith("id=twice")
    assert state(editor, name) == {"supply": "skipped", "twice": "open"}
    assert editor.decide(name, "twice", "reject", reason="x").headers["Location"].endswith("id=supply")


@pytest.mark.full
def test_undoing_removes_the_claim_to_the_byte(editor: Editor, edited: Project, review: Review) -> None:
    before = edited.claims.read_bytes()
    name = review(RIGHT)
    editor.decide(name, "supply", "accept")
    assert edited.claims.read_bytes() != before
    assert editor.decide(name, "supply", "undo").status_code == 303
    assert (state(editor, name), edited.claims.read_bytes()) == ({"supply": "open"}, before)


@pytest.mark.full
def test_the_last_decision_can_be_undone_from_the_list(
    editor: Editor, edited: Project, review: Review
) -> None:
    before = edited.claims.read_bytes()
    name = review(RIGHT, TWICE)
    editor.decide(name, "supply", "accept")
    form = editor.form(editor.draft(name, "twice"))
    reply = editor.post(
        "/edit/draft", {key: form[key] for key in ("form_token", "file")} | {"action": "undo-last"}
    )
    assert reply.headers["Location"].endswith("id=supply")
    assert edited.claims.read_bytes() == before


def test_of_two_editors_the_second_hears_what_the_first_decided(
    editor: Editor, other: Editor, edited: Project, review: Review
) -> None:
    """Both have opened the page; both decide. The second one's changes are shown, and nothing of them is written."""
    name = review(RIGHT)
    mine, theirs = editor.form(editor.draft(name, "supply")), other.form(other.draft(name, "supply"))
    assert other.post("/edit/draft", theirs | {"action": "reject", "reason": "too vague"}).status_code == 303
    before = edited.claims.read_bytes()
    reply = editor.post("/edit/draft", mine | {"action": "accept", "paraphrase": "My own words."})
    assert reply.status_code == 409
    shown = text(reply)
    assert "too vague" in shown
    assert "ann 2" in shown
    assert "My own words." in shown
    assert (edited.claims.read_bytes(), state(editor, name)) == (before, {"supply": "rejected"})


@pytest.mark.full
def test_the_same_decision_sent_twice_is_made_once(editor: Editor, edited: Project, review: Review) -> None:
    name = review(RIGHT)
    form = editor.form(editor.draft(name, "supply")) | {"action": "accept"}
    assert editor.post("/edit/draft", form).status_code == 303
    written = edited.claims.read_bytes()
    assert editor.post("/edit/draft", form).status_code == 303
    assert edited.claims.read_bytes() == written


@pytest.mark.full
def test_of_several_places_with_the_same_words_the_editor_chooses_one(
    editor: Editor, edited: Project, review: Review
) -> None:
    name = review(TWICE)
    page = editor.draft(name, "twice")
    places = re.findall(r"Place \d \((\d+):(\d+)\)", page.text)
    article = (edited.texts / "005.txt").read_bytes().decode()
    found = [each.start() for each in re.finditer("Toyota is a partner", article)]
    assert [int(start) for start, _ in places] == found
    assert editor.decide(name, "twice", "accept").status_code == 422
    assert editor.decide(name, "twice", "accept", place="1").status_code == 303
    # A passage has every place with its words.
    assert words_of_spans(edited) == ["Toyota is a partner"] * 2


@pytest.mark.full
def test_other_words_are_looked_for_in_the_article(editor: Editor, edited: Project, review: Review) -> None:
    """They come with the words around them, as the script of the page sends them; line ends may differ."""
    name = review(TWICE)
    chosen = {"quotation": "Toyota is a partner", "before": "employs 45 people.\n", "after": ". Toyota is"}
    assert editor.decide(name, "twice", "accept", **chosen).status_code == 303
    assert words_of_spans(edited) == ["Toyota is a partner"] * 2


@pytest.mark.full
def test_a_span_that_would_cut_a_character_makes_no_claim(
    editor: Editor, edited: Project, review: Review
) -> None:
    """The car of the article takes two units of UTF-16; the draft means the first of them."""
    article = (edited.texts / "005.txt").read_bytes().decode()
    start = article.index("🚗")
    utf16 = len(article[:start].encode("utf-16-le")) // 2
    place = {"start": utf16, "end": utf16 + 1, "unit": "utf-16"}
    name = review({key: value for key, value in RIGHT.items() if key != "quotation"} | place)
    before = edited.claims.read_bytes()
    assert editor.decide(name, "supply", "accept").status_code == 422
    assert edited.claims.read_bytes() == before


@pytest.mark.full
def test_words_that_are_not_in_the_article_make_no_claim(
    editor: Editor, edited: Project, review: Review
) -> None:
    before = edited.claims.read_bytes()
    reply = editor.decide(review(RIGHT), "supply", "accept", quotation="Momenta owns Toyota")
    assert (reply.status_code, edited.claims.read_bytes()) == (422, before)
    assert editor.form(reply)["quotation"] == "Momenta owns Toyota"


@pytest.mark.full
def test_one_more_claim_on_the_same_words_is_a_new_draft(editor: Editor, review: Review) -> None:
    name = review(RIGHT)
    reply = editor.decide(name, "supply", "another")
    page = editor.get(reply.headers["Location"])
    form = editor.form(page)
    assert form["quotation"] == RIGHT["quotation"]
    assert (form["subject"], form["paraphrase"]) == ("", "")
    assert len(state(editor, name)) == 2


@pytest.mark.full
def test_a_thing_that_the_graph_does_not_know_can_be_proposed(
    editor: Editor, edited: Project, review: Review
) -> None:
    name = review(RIGHT | {"quotation": "Acme Robotics employs 45 people", "object": "Acme Robotics"})
    refused = editor.decide(name, "supply", "accept")
    assert refused.status_code == 422
    fields = {"new-label": "Acme Robotics", "new-type": "adgo:Firm"}
    assert editor.decide(name, "supply", "accept", **fields).status_code == 303
    assert 'skos:prefLabel "Acme Robotics"' in (edited.root / "data/entities.ttl").read_text(encoding="utf-8")


HOSTILE = "<script>alert(1)</script>\"'&<b>\u202e\x00\x0b{{7*7}}"


@pytest.mark.full
@pytest.mark.parametrize("field", sorted(RIGHT))
def test_no_value_of_a_draft_becomes_part_of_the_page(editor: Editor, review: Review, field: str) -> None:
    name = review(RIGHT | {field: HOSTILE})
    listed = editor.get("/edit/file", file=name)
    (wanted,) = state(editor, name)
    for page in (listed, editor.draft(name, HOSTILE if field == "id" else wanted)):
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert "{{7*7}}" in page.text or "49" not in page.text
        assert "\x00" not in page.text


@pytest.mark.full
@pytest.mark.parametrize(
    "line",
    ["not JSON", "[]", '{"source": 5}', '{"source": "005"}', '{"source": "009", "quotation": "x"}'],
)
def test_a_line_that_is_no_right_draft_is_shown_with_the_reason(
    editor: Editor, review: Review, line: str
) -> None:
    name = review(RIGHT)
    with (editor.folder / name).open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    wanted = next(each for each in state(editor, name) if each != "supply")
    page = editor.draft(name, wanted)
    assert page.status_code == 200
    assert 'class="warn"' in page.text or 'class="stand"' in page.text
    assert editor.decide(name, wanted, "reject", reason="no draft").status_code == 303
    assert state(editor, name) == {"supply": "open", wanted: "rejected"}


@pytest.mark.full
def test_a_long_list_says_which_part_it_shows(editor: Editor, review: Review) -> None:
    name = review(*(RIGHT | {"id": f"d{number}"} for number in range(201)))
    first, second = editor.get("/edit/file", file=name), editor.get("/edit/file", file=name, page="2")
    assert "Drafts 1 to 200 of 201" in first.text
    assert "Drafts 201 to 201 of 201" in second.text
    assert list(state(editor, name))[-1] == "d199"
    assert ": d200</span>" in second.text


def test_things_are_suggested_by_their_names(editor: Editor) -> None:
    found = json.loads(editor.get("/edit/things", q="zhang").text)
    assert {"name": "id:ZhangYongwei", "label": "Zhang Yongwei"} in found


@pytest.mark.full
@pytest.mark.parametrize(
    "form", [{}, {"file": "no.jsonl"}, {"id": "none"}, {"action": "publish"}, {"version": "x"}]
)
def test_a_form_that_makes_no_sense_changes_nothing(
    editor: Editor, edited: Project, review: Review, form: dict[str, str]
) -> None:
    before = edited.claims.read_bytes()
    name = review(RIGHT)
    sent = editor.form(editor.draft(name, "supply")) | form
    reply = editor.post("/edit/draft", sent if form else {"form_token": sent["form_token"]})
    assert 400 <= reply.status_code < 500
    assert edited.claims.read_bytes() == before
