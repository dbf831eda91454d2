"""The core of review: decisions, what they write, conflicts between editors, and undo."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from intake_project import Project

from adgo.graph.validation import validate
from adgo.intake.review import decisions
from adgo.intake.review.decisions import DamagedDecisions
from adgo.intake.review.draft_review import DraftReview
from adgo.intake.review.drafts_file import DraftState, decisions_of, draft_files
from adgo.intake.review.errors import ReviewConflict, Undecidable
from adgo.turtle.writing.formatter import format_text

Draft = Callable[..., dict[str, Any]]
Open = Callable[..., DraftReview]
Write = Callable[..., Path]

NEW = [{"name": "id:AcmeRobotics", "label": "Acme Robotics", "type": "adgo:Firm"}]


def written(project: Project) -> dict[str, str]:
    """The state of the project without its working folder."""
    return {path: digest for path, digest in project.state().items() if "/drafts/" not in path}


def version(review: DraftReview, id: str) -> str:
    return review.draft(id).version


def test_an_accepted_draft_is_a_claim_at_once_and_again_changes_nothing(
    project: Project, draft: Draft, drafts_file: Write, opened: Open
) -> None:
    review = opened(drafts_file(draft(id="one"), draft(id="two", predicate="has supplier", object="Uber")))
    seen = version(review, "one")
    outcome = review.accept("one", seen)
    assert (outcome.done, outcome.claim, outcome.draft.state) == (True, "005-1a", DraftState.ACCEPTED)
    assert "claim:005-1a a adgo:Claim ;" in project.claims.read_text(encoding="utf-8")
    before = project.state()
    assert review.accept("one", seen).claim == "005-1a"
    assert project.state() == before
    assert review.next_open() == "two"
    # Another editor saw the draft before it was decided.
    other = DraftReview(review.project, review.file, "Bo")
    with pytest.raises(ReviewConflict, match=r"Ada decided it at .*: accepted as claim:005-1a") as found:
        other.reject("one", seen, "no")
    assert found.value.current.decision == outcome.draft.decision
    assert project.state() == before


@pytest.mark.full
def test_a_refused_draft_says_why_and_stays_open_until_it_is_corrected(
    project: Project, draft: Draft, drafts_file: Write, opened: Open
) -> None:
    review = opened(drafts_file(draft(id="one", subject="Zhang"), "not JSON"))
    before = project.state()
    outcome = review.accept("one", version(review, "one"))
    assert not outcome.done
    assert outcome.refusal is not None
    assert outcome.refusal.reason == "ambiguous name"
    assert project.state() == before
    view = review.view("one")
    assert [each.name for each in view.fields if each.problem] == ["subject"]
    (subject,) = (each for each in view.fields if each.name == "subject")
    assert {"id:ZhangFan", "id:ZhangNing", "id:ZhangYongwei"} <= {each.name for each in subject.candidates}
    changes = {"subject": "id:momenta-toyota-supply"}
    assert review.correct("one", version(review, "one"), changes).done
    decision = review.draft("one").decision
    assert decision is not None
    assert (decision.action, decision.record["subject"]) == ("correct", "id:momenta-toyota-supply")
    assert [each.fault[:8] for each in review.drafts()] == ["", "not JSON"]
    assert review.counts() == {
        DraftState.OPEN: 1, DraftState.ACCEPTED: 1, DraftState.REJECTED: 0, DraftState.SKIPPED: 0
    }  # fmt: skip


@pytest.mark.full
def test_undo_removes_the_claim_and_what_only_it_needs(
    project: Project, draft: Draft, drafts_file: Write, opened: Open
) -> None:
    first, second = (
        draft(id="one"),
        draft(id="two", subject="Acme Robotics", predicate="supplies", propose=NEW),
    )
    review = opened(drafts_file(first, second))
    text = project.claims.read_text(encoding="utf-8")
    project.claims.write_text(format_text(text, keep_order=True), encoding="utf-8")
    before = written(project)
    assert review.accept("one", version(review, "one")).claim == "005-1a"
    middle = written(project)
    assert review.accept("two", version(review, "two")).claim == "005-1b"
    assert "id:AcmeRobotics" in (project.root / "data/entities.ttl").read_text(encoding="utf-8")
    assert review.undo().draft.id == "two"
    assert written(project) == middle  # The passage stays: the first claim rests on it.
    assert review.undo().draft.state == DraftState.OPEN
    assert written(project) == before
    with pytest.raises(Undecidable, match="no decision to undo"):
        review.undo()


@pytest.mark.full
def test_a_claim_that_a_judgement_names_is_not_undone(
    project: Project, draft: Draft, drafts_file: Write, opened: Open
) -> None:
    review = opened(drafts_file(draft(id="one")))
    review.accept("one", version(review, "one"))
    judgements = project.root / "data/judgements.ttl"
    text = judgements.read_text(encoding="utf-8")
    judgements.write_text(text + "\nid:test-judgement adgo:member claim:005-1a .\n", encoding="utf-8")
    with pytest.raises(Undecidable, match="id:test-judgement"):
        review.undo()
    judgements.write_text(text, encoding="utf-8")
    claims = project.claims.read_text(encoding="utf-8")
    project.claims.write_text(claims.replace("adgo:Asserted", "adgo:Hedged"), encoding="utf-8")
    with pytest.raises(Undecidable, match="was edited since"):
        review.undo()
    project.claims.write_text(claims, encoding="utf-8")
    assert review.undo().draft.state == DraftState.OPEN


def acme_trial(draft: Draft) -> list[dict[str, Any]]:
    """Drafts on a planned trial: its name, its kind, and a place and a party of it."""
    trial = {"subject": "id:acme-uber-trial", "modality": "Planned", "status": None}
    trial |= {
        "quotation": "it will test driverless shuttles with Uber in Munich",
        "paraphrase": "Acme plans tests.",
    }
    label = [{"name": "id:acme-uber-trial", "label": "planned tests of Acme Robotics"}]
    return [
        draft(id="kind", predicate="rdf:type", object="adgo:Trial", propose=label, **trial),
        draft(id="place", predicate="located in", object="id:Munich", **trial),
        draft(id="party", predicate="is undertaken by", object="Uber", **trial),
    ]


@pytest.mark.full
def test_the_only_kind_of_a_thing_is_not_undone_while_claims_name_the_thing(
    project: Project, draft: Draft, drafts_file: Write, opened: Open
) -> None:
    """The other claims were left about a thing without a kind, and only `adgo validate` found it."""
    review = opened(drafts_file(*acme_trial(draft)))
    for id in ("kind", "place", "party"):
        assert review.accept(id, version(review, id)).done
    before = project.state()
    said = (
        "only claim:005-1a says what kind of thing id:acme-uber-trial is, and 2 more name it "
        r"\(claim:005-1b, claim:005-1c\): undo or remove those first"
    )
    with pytest.raises(Undecidable, match=said):
        review.undo("kind")
    assert project.state() == before
    review.undo("place")
    with pytest.raises(Undecidable, match=r"1 more names it \(claim:005-1c\): undo or remove that first"):
        review.undo("kind")
    review.undo("party")
    review.undo("kind")
    assert "acme-uber-trial" not in project.claims.read_text(encoding="utf-8")
    assert "acme-uber-trial" not in (project.root / "data/entities.ttl").read_text(encoding="utf-8")


@pytest.mark.full
def test_one_of_several_kinds_of_a_thing_is_undone(draft: Draft, drafts_file: Write, opened: Open) -> None:
    kind, *others = acme_trial(draft)
    second = {
        **kind,
        "id": "second",
        "object": "adgo:Deployment",
        "quotation": "it will test driverless shuttles",
    }
    review = opened(drafts_file(kind, {**second, "propose": None}, *others))
    for id in ("kind", "second", "place"):
        assert review.accept(id, version(review, id)).done
    assert review.undo("kind").draft.state == DraftState.OPEN
    with pytest.raises(Undecidable, match="says what kind of thing id:acme-uber-trial is"):
        review.undo("second")


@pytest.mark.full
def test_a_kind_that_a_thing_had_before_is_undone(draft: Draft, drafts_file: Write, opened: Open) -> None:
    """A claim that repeats what entities.ttl says of a thing is not its only kind."""
    claims = [
        draft(id="kind", subject="Toyota", predicate="rdf:type", object="adgo:Automaker", status=None),
        draft(id="supply"),
    ]
    review = opened(drafts_file(*claims))
    for id in ("kind", "supply"):
        assert review.accept(id, version(review, id)).done
    assert review.undo("kind").draft.state == DraftState.OPEN


@pytest.mark.full
def test_a_kind_in_the_list_of_things_came_with_the_claim(
    draft: Draft, drafts_file: Write, opened: Open
) -> None:
    """Without the claim, nothing is the evidence for the kind that entities.ttl gives the thing."""
    kind = draft(
        id="kind",
        subject="Acme Robotics",
        predicate="rdf:type",
        object="adgo:Firm",
        status=None,
        propose=NEW,
        quotation="Acme Robotics, a start-up from Graz",
        paraphrase="Acme is a firm.",
    )
    review = opened(drafts_file(kind, draft(id="supply", subject="Acme Robotics", predicate="supplies")))
    for id in ("kind", "supply"):
        assert review.accept(id, version(review, id)).done
    with pytest.raises(Undecidable, match="says what kind of thing id:AcmeRobotics is"):
        review.undo("kind")


@pytest.mark.full
def test_a_decision_does_not_count_for_another_draft_or_without_its_claim(
    project: Project, draft: Draft, drafts_file: Write, opened: Open
) -> None:
    file = drafts_file(draft(id="one"))
    review = opened(file)
    before = project.claims.read_text(encoding="utf-8")
    seen = version(review, "one")
    review.accept("one", seen)
    after = project.claims.read_text(encoding="utf-8")
    project.claims.write_text(before, encoding="utf-8")
    found = review.draft("one")
    assert (found.state, "not in the graph any more" in found.note) == (DraftState.OPEN, True)
    project.claims.write_text(after, encoding="utf-8")
    assert review.draft("one").state == DraftState.ACCEPTED
    drafts_file(draft(id="one", modality="Hedged"))
    found = review.draft("one")
    assert (found.state, "has changed since it was accepted" in found.note) == (DraftState.OPEN, True)
    with pytest.raises(ReviewConflict, match="look at it again"):
        review.skip("one", seen)


@pytest.mark.full
def test_a_rejection_has_a_reason_and_skipped_drafts_come_last(
    draft: Draft, drafts_file: Write, opened: Open
) -> None:
    review = opened(drafts_file(*(draft(id=name) for name in "abc")))
    with pytest.raises(Undecidable, match="needs a reason"):
        review.reject("a", version(review, "a"), " ")
    review.skip("a", version(review, "a"))
    assert review.next_open() == "b"
    review.reject("b", version(review, "b"), "it is about another firm")
    assert [review.next_open(each) for each in (None, "b", "c")] == ["c", "c", "a"]
    last = review.draft("b").decision
    assert last is not None
    assert (last.reason, last.editor) == ("it is about another firm", "Ada")
    assert review.undo("a").draft.state == DraftState.OPEN


@pytest.mark.full
def test_a_reviewer_sees_the_words_in_context_and_what_the_graph_says(
    draft: Draft, drafts_file: Write, opened: Open
) -> None:
    review = opened(drafts_file(draft(id="one"), draft(id="two", quotation="Toyota is a partner")))
    view = review.view("one")
    (place,) = view.places
    assert place.words == "Momenta is already a supplier of Toyota"
    assert place.before.endswith("in Munich next spring.\r\n")
    assert place.after.startswith(" – “a close partner”")
    # The claims of the five articles on the supply's suppliers.
    assert {each.name for each in view.known} >= {"claim:000-33b", "claim:001-35b"}
    assert {each.object for each in view.known} == {"Momenta"}
    assert (view.refusal, view.is_claim, view.missing) == (None, False, ())
    ambiguous = review.view("two")
    assert ([each.words for each in ambiguous.places], ambiguous.unanchored != "") == (
        ["Toyota is a partner"] * 2,
        True,
    )
    tried = review.view("one", {"object": None, "modality": "Certain"})
    assert tried.missing == ("object",)
    (modality,) = (each for each in tried.fields if each.name == "modality")
    assert "no modality is called" in modality.problem


@pytest.mark.full
def test_a_blind_claim_is_kept_with_where_it_agrees(draft: Draft, drafts_file: Write, opened: Open) -> None:
    review = opened(drafts_file(draft(id="one")))
    own = {"subject": "supply of Toyota by Momenta", "predicate": "adgo:hasSupplier", "modality": "Hedged"}
    review.accept("one", version(review, "one"), own)
    same, different = review.agreement()
    assert (dict(same), dict(different)) == ({"subject": 1, "predicate": 1}, {"modality": 1})


def test_files_of_drafts_are_in_the_working_folder_and_their_decisions_too(
    project: Project, drafts_file: Write, tmp_path: Path
) -> None:
    file = drafts_file()
    folder, outside = file.parent, tmp_path / "new.jsonl"
    outside.write_text("", encoding="utf-8")
    (folder / "link.jsonl").symlink_to(outside)
    (folder / ".hidden").mkdir()
    (folder / ".hidden/a.jsonl").write_text("", encoding="utf-8")
    decisions_of(file).write_text("", encoding="utf-8")
    assert draft_files(folder) == [file]
    assert decisions_of(file) == folder / "new.decisions.jsonl"
    assert decisions_of(outside).parent == folder
    assert decisions_of(outside) != decisions_of(file)
    decisions_of(file).write_text('{"draft": "one", "action": "praise"}\n', encoding="utf-8")
    with pytest.raises(DamagedDecisions, match=r"new\.decisions\.jsonl:1"):
        decisions.read(decisions_of(file))


@pytest.mark.full
def test_of_two_editors_at_once_one_decides_and_the_other_is_told(
    project: Project, draft: Draft, drafts_file: Write, opened: Open
) -> None:
    names = [f"d{number}" for number in range(6)]
    file = drafts_file(*(draft(id=name, predicate="has supplier", object=thing) for name, thing in zip(
        names, ("Uber", "Momenta", "Toyota", "Pony.ai", "DeepRoute.ai", "QCraft"), strict=True
    )))  # fmt: skip
    reviews = [opened(file, editor) for editor in ("Ada", "Bo")]
    versions = {name: version(reviews[0], name) for name in names}
    done: dict[str, list[str]] = {}
    told: dict[str, list[str]] = {"Ada": [], "Bo": []}

    def decide(review: DraftReview) -> None:
        for name in random.Random(review.editor).sample(names, len(names)):
            try:
                outcome = review.accept(name, versions[name])
                assert outcome.refusal is None
                done.setdefault(name, []).append(review.editor)
            except ReviewConflict as error:
                told[review.editor].append(str(error))

    threads = [threading.Thread(target=decide, args=(each,)) for each in reviews]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert {name: len(editors) for name, editors in done.items()} == dict.fromkeys(names, 1)
    assert sum(map(len, told.values())) == len(names)
    assert all(text.startswith("Bo decided it") for text in told["Ada"])
    assert all(text.startswith("Ada decided it") for text in told["Bo"])
    assert project.claims.read_text(encoding="utf-8").count(" a adgo:Claim ;") == len(names)


ACCEPT_ALL = """
import sys
from functools import partial
from pathlib import Path
from adgo.corpus import names, reading
from adgo.intake.review.draft_review import DraftReview
from adgo.intake.review.open_project import OpenProject
project = OpenProject(sys.argv[2], lambda store: partial(names.find, reading.read_store(store)))
project.shapes.violations = lambda texts: []
review = DraftReview(project, Path(sys.argv[1]), "Ada")
print("ready", flush=True)
while (name := review.next_open()):
    outcome = review.accept(name, review.draft(name).version)
    assert outcome.done, outcome
    print(name, outcome.claim, flush=True)
"""


@pytest.mark.full
def test_nothing_that_was_reported_is_lost_if_the_process_is_killed(
    project: Project, draft: Draft, drafts_file: Write, opened: Open
) -> None:
    things = ("Uber", "Momenta", "Toyota", "Pony.ai", "DeepRoute.ai", "QCraft", "Volkswagen", "NIO")
    new = [
        {"name": f"id:test-{number}", "label": f"test {number}", "type": "adgo:Firm"}
        for number in range(len(things))
    ]
    file = drafts_file(*(
        draft(id=f"d{number}", subject=new[number]["name"], predicate="supplies", object=thing, propose=[new[number]])
        for number, thing in enumerate(things)
    ))  # fmt: skip
    reported: dict[str, str] = {}
    for number in range(4):
        command = [sys.executable, "-c", ACCEPT_ALL, str(file), str(project.texts)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
            assert running.stdout is not None
            assert running.stdout.readline() == "ready\n"
            time.sleep(0.05 + 0.13 * number)
            running.send_signal(signal.SIGKILL)
            lines = [line.split() for line in running.stdout.read().splitlines() if line.count(" ") == 1]
        reported |= dict(lines)
        states = {each.id: each for each in opened(file).drafts()}
        for name, claim in reported.items():
            last = states[name].decision
            assert last is not None
            assert last.claim == claim
        claims = project.claims.read_text(encoding="utf-8")
        entities = (project.root / "data/entities.ttl").read_text(encoding="utf-8")
        accepted = [each for each in states.values() if each.state == DraftState.ACCEPTED]
        assert claims.count(" a adgo:Claim ;") == len(accepted)
        assert entities.count("id:test-") == len(accepted)
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    assert opened(file).counts()[DraftState.ACCEPTED] == len(things)
    assert len(decisions.read(decisions_of(file))) == len(things)
    assert not [each for each in validate() if each.severity == "Violation"]


@pytest.mark.full
def test_the_shapes_refuse_a_draft_and_take_it_when_it_is_corrected(
    project: Project, draft: Draft, drafts_file: Write, opened: Open
) -> None:
    review = opened(drafts_file(draft(id="one", paraphrase="No full stop")), with_shapes=True)
    before = written(project)
    refusal = review.accept("one", version(review, "one")).refusal
    assert refusal is not None
    assert (refusal.reason, "full stop" in refusal.message) == ("shapes", True)
    assert written(project) == before
    changes = {"paraphrase": "With a full stop."}
    assert review.correct("one", version(review, "one"), changes).claim == "005-1a"
    review.undo()
    # An edit from outside is seen by the next decision.
    text = project.claims.read_text(encoding="utf-8")
    project.claims.write_text(text + "\n# An edit.\n", encoding="utf-8")
    assert review.correct("one", version(review, "one"), changes).claim == "005-1a"
    assert "# An edit.\n" in project.claims.read_text(encoding="utf-8")
    assert not [each for each in validate() if each.severity == "Violation"]
    log = decisions_of(review.file).read_text(encoding="utf-8")
    assert [json.loads(line)["action"] for line in log.splitlines()] == ["correct", "undo", "correct"]


@pytest.mark.full
def test_a_wrong_kind_is_shown_before_the_draft_is_accepted(
    draft: Draft, drafts_file: Write, opened: Open
) -> None:
    review = opened(drafts_file(draft(id="one", object="Munich"), draft(id="two")))
    refusal = review.view("one").refusal
    assert refusal is not None
    assert (refusal.reason, "id:Munich is adgo:City" in refusal.message) == ("kind", True)
    assert review.view("two").refusal is None
