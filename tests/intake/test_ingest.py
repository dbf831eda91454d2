"""`adgo ingest`: right drafts become claims, others are listed with their reason, and nothing changes twice."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

import pytest
from intake_project import ARTICLE, Project

from adgo.graph import dataset
from adgo.graph.validation import validate
from adgo.intake.review.drafts_file import draft_files

Draft = Callable[..., dict[str, Any]]

TRIAL = {
    "quotation": "will test driverless shuttles with Uber in Munich next spring",
    "paraphrase": "Acme plans tests of shuttles with Uber.",
    "subject": "id:acme-uber-shuttle-trial",
    "modality": "Planned",
    "status": "Announced",
    "attribution": "IndirectSpeech",
    "speaker": "Acme Robotics",
    "statement": "Acme Robotics and Uber plan tests of shuttles in Munich",
}
NEW = [
    {"name": "id:AcmeRobotics", "label": "Acme Robotics", "type": "adgo:Firm"},
    {"name": "id:acme-uber-shuttle-trial", "label": "planned shuttle tests of Acme Robotics and Uber"},
]


@pytest.mark.full
def test_a_right_draft_becomes_a_claim_with_its_passage(project: Project, draft: Draft) -> None:
    found, code = project.ingest(draft())
    assert (code, found["refused"]) == (0, [])
    assert found["accepted"][0]["claim"] == "005-1a"
    words = "Momenta is already a supplier of Toyota"
    start = ARTICLE.index(words)
    text = project.claims.read_text(encoding="utf-8")
    assert text.startswith("# A comment that stays.\n")
    assert f"oa:start {start} ;\n    oa:end {start + len(words)} ." in text
    assert hashlib.sha256(words.encode()).hexdigest() in text
    # The five articles have the same triple, so the claim makes the statement that they make.
    assert "adgo:tells st:momenta-supplies-toyota ;" in text
    assert words not in text
    verified = project.run("verify", "--texts", str(project.texts))
    assert verified.exit_code == 0
    assert "1 against a text: all match their text" in verified.output
    assert not [each for each in validate() if each.severity == "Violation"]


@pytest.mark.full
def test_the_same_draft_twice_changes_nothing(project: Project, draft: Draft) -> None:
    first, _ = project.ingest(draft(), draft(id="again"))
    assert [each["is_new"] for each in first["accepted"]] == [True, False]
    before = project.state()
    second, code = project.ingest(draft(start=3, end=5, unit="bytes"))
    assert (code, [each["is_new"] for each in second["accepted"]]) == (0, [False])
    assert project.state() == before


@pytest.mark.full
def test_a_plan_with_new_things_becomes_claims_and_no_fact(project: Project, draft: Draft) -> None:
    found, code = project.ingest(
        draft(**TRIAL, predicate="rdf:type", object="adgo:Trial", propose=NEW),
        draft(**TRIAL, predicate="is undertaken by", object="Uber"),
        draft(**TRIAL, predicate="adgo:isUndertakenBy", object="Acme Robotics"),
    )
    assert (code, found["refused"]) == (0, [])
    entities = (project.root / "data/entities.ttl").read_text(encoding="utf-8")
    assert 'id:AcmeRobotics a adgo:Firm ;\n    skos:prefLabel "Acme Robotics"@en .' in entities
    assert 'id:acme-uber-shuttle-trial skos:prefLabel "planned shuttle tests' in entities
    assert project.run("build").exit_code == 0
    ask = (
        "ASK { <https://w3id.org/adgo/id/acme-uber-shuttle-trial> a <https://w3id.org/adgo/ontology#Trial> }"
    )
    store = dataset.load().store
    assert not store.query(ask)
    plans = ask.replace("{", "{ GRAPH <https://w3id.org/adgo/graph/plans> {", 1) + "}"
    assert store.query(plans)


REFUSED: list[tuple[dict[str, Any], str, str]] = [
    ({"source": "042"}, "unknown source", "there are 000, 001, 002, 003, 004, 005"),
    ({"source": "002"}, "no text", "no text of source 002"),
    ({"sha256": "0" * 64}, "other text", "another text than the registered one"),
    ({"quotation": "Toyota is a partner"}, "ambiguous", "occurs 2 times"),
    ({"quotation": "Toyota was a partner"}, "absent", "most similar place"),
    ({"quotation": "Toyota is a part"}, "inside a word", "quote whole words"),
    ({"quotation": None, "start": 3, "end": 9}, "no unit", "code-points, utf-16, bytes"),
    ({"subject": "Zhang"}, "ambiguous name", "id:ZhangFan, id:ZhangNing, id:ZhangYongwei"),
    ({"subject": "Momento"}, "unknown thing", "'Momenta'"),
    ({"predicate": "adgo:suppliesTo"}, "unknown term", "the nearest is adgo:supplies"),
    (
        {"modality": "Certain"},
        "unknown term",
        "modality: no modality is called 'Certain'; give one of Asserted, ",
    ),
    ({"object": 26}, "form", "a thing"),
    ({"hedge": "lready"}, "hedge", "does not have the words"),
    (
        {"predicate": "vehicle count", "object": -42},
        "form",
        "-42 is not a value of adgo:vehicleCount, which counts",
    ),
    (
        {"quotation": None, "start": 2, "end": 9, "unit": "code-points"},
        "inside a word",
        "inside a word or number",
    ),
    ({"object": None}, "incomplete", "lacks object"),
    ({"statement": "st:nothing-like-it"}, "unknown statement", "no such statement"),
    (
        {"paraphrase": "It is already a supplier of Toyota: a close partner, its manager said."},
        "copied",
        "your own words",
    ),
    ({"paraphrase": "No full stop"}, "shapes", "full stop"),
    ({"attribution": "DirectSpeech"}, "shapes", "speaker"),
    ({"colour": "red"}, "form", "colour"),
    (
        {"subject": "id:Acme", "propose": [{"name": "id:Acme", "label": "Momenta"}]},
        "faulty proposal",
        "the name of id:Momenta",
    ),
]


def test_other_drafts_are_refused_with_a_reason_and_nothing_is_written(
    project: Project, draft: Draft
) -> None:
    before = project.state()
    found, code = project.ingest(*[draft(**fields) for fields, _, _ in REFUSED])
    assert (code, found["accepted"]) == (1, [])
    assert [each["reason"] for each in found["refused"]] == [reason for _, reason, _ in REFUSED]
    for each, (_, _, message) in zip(found["refused"], REFUSED, strict=True):
        assert message in each["message"]
    assert project.state() == before


@pytest.mark.full
def test_one_faulty_draft_does_not_stop_the_others(project: Project, draft: Draft) -> None:
    found, code = project.ingest("not JSON", draft(paraphrase="No full stop"), draft(), "[]")
    assert code == 1
    assert [each["claim"] for each in found["accepted"]] == ["005-1a"]
    assert [each["place"].rpartition(":")[2] for each in found["refused"]] == ["1", "2", "4"]


@pytest.mark.full
def test_a_dry_run_writes_nothing_and_a_report_holds_the_refusals(project: Project, draft: Draft) -> None:
    before, report = project.state(), project.texts / "report.jsonl"
    _, code = project.ingest(draft(), draft(subject="Zhang"), options=("--dry-run", "--report", str(report)))
    assert code == 1
    assert project.state() == before
    assert '"reason": "ambiguous name"' in report.read_text(encoding="utf-8")


@pytest.mark.full
def test_a_file_with_another_prefix_is_not_filled_with_wrong_names(project: Project, draft: Draft) -> None:
    """Turtle with ADGO's prefixes was added to a file that binds one of them to another namespace."""
    text = project.claims.read_text(encoding="utf-8").replace("2004/02/skos", "2005/02/skos")
    project.claims.write_text(text, encoding="utf-8")
    path = project.texts / "drafts.jsonl"
    path.write_text(json.dumps(draft()), encoding="utf-8")
    result = project.run("ingest", str(path), "--texts", str(project.texts))
    assert result.exit_code == 1
    assert "the prefix skos: is http://www.w3.org/2005/02/skos/core# here" in result.output
    assert project.claims.read_text(encoding="utf-8") == text


@pytest.mark.full
def test_refused_drafts_are_listed_in_the_working_folder_until_none_is_left(
    project: Project, draft: Draft
) -> None:
    wrong = draft(subject="Zhang")
    path = project.texts / "new.jsonl"
    path.write_text(json.dumps(wrong), encoding="utf-8")
    arguments = ("ingest", str(path), "--texts", str(project.texts))
    project.run(*arguments, "--dry-run")
    assert not (project.root / "drafts").exists()
    result = project.run(*arguments)
    (report,) = (project.root / "drafts").glob("new-*.refused.jsonl")
    assert f"1 refused, listed in {report.resolve()}" in result.stderr
    (refused,) = (json.loads(line) for line in report.read_text(encoding="utf-8").splitlines())
    assert (refused["place"], refused["source"], refused["reason"]) == (f"{path}:1", "005", "ambiguous name")
    assert draft_files(project.root / "drafts") == []
    # The list is that of the last run.
    path.write_text(json.dumps(draft()), encoding="utf-8")
    project.run(*arguments)
    assert report.read_bytes() == b""
