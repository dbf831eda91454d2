"""Times in drafts: the article's words with the days that they can mean, and nothing guessed."""

from collections.abc import Callable
from typing import Any

import pytest
from intake_project import Project

from adgo.graph.validation import validate
from adgo.intake.time_expressions import FaultyTime, TimeExpression, read

Draft = Callable[..., dict[str, Any]]

#: "next spring" in an article without a date.
SPRING = {
    "quotation": "will test driverless shuttles with Uber in Munich next spring",
    "paraphrase": "Acme plans tests of shuttles with Uber.",
    "subject": "id:acme-uber-shuttle-trial",
    "predicate": "starts at",
    "object": {"wording": "next spring"},
    "modality": "Planned",
    "status": "Announced",
    "statement": "Acme Robotics and Uber plan tests of shuttles in Munich",
    "propose": [{"name": "id:acme-uber-shuttle-trial", "label": "planned shuttle tests of Acme Robotics"}],
}
KIND = SPRING | {"predicate": "rdf:type", "object": "adgo:Trial"}


@pytest.mark.full
def test_a_time_becomes_a_node_with_the_words_of_the_article(project: Project, draft: Draft) -> None:
    days = {"notBefore": "2027-03-01", "notAfter": "2027-05-31", "basis": "FromOtherSource"}
    found, code = project.ingest(
        draft(**KIND), draft(**SPRING | {"object": {"wording": "next spring"} | days})
    )
    assert (code, found["refused"]) == (0, [])
    text = project.claims.read_text(encoding="utf-8")
    assert (
        'time:005-1 a adgo:TimeExpression ;\n    adgo:wording "next spring"@en ;\n'
        '    adgo:notBefore "2027-03-01"^^xsd:date ;\n    adgo:notAfter "2027-05-31"^^xsd:date ;\n'
        "    adgo:basis adgo:FromOtherSource .\n"
    ) in text
    assert "adgo:object time:005-1 ." in text
    assert not [each for each in validate() if each.severity == "Violation"]


@pytest.mark.full
def test_the_same_time_again_changes_nothing_and_another_gets_its_own_node(
    project: Project, draft: Draft
) -> None:
    project.ingest(draft(**KIND), draft(**SPRING))
    before = project.state()
    again, code = project.ingest(draft(**KIND), draft(**SPRING))
    assert (code, [each["is_new"] for each in again["accepted"]]) == (0, [False, False])
    assert project.state() == before
    other = {"wording": "spring", "notBefore": "2027-03-01", "basis": "FromContext"}
    _, code = project.ingest(draft(**SPRING | {"predicate": "announced at", "object": other}))
    assert code == 0
    assert "time:005-2 a adgo:TimeExpression" in project.claims.read_text(encoding="utf-8")


@pytest.mark.full
def test_a_time_is_only_the_value_of_a_property_of_times(project: Project, draft: Draft) -> None:
    found, _ = project.ingest(draft(**SPRING | {"predicate": "has party"}))
    assert [(each["reason"], "is not a time" in each["message"]) for each in found["refused"]] == [
        ("form", True)
    ]


def test_days_that_the_words_do_not_give_need_a_basis() -> None:
    """By 2026 states its year; next year does not, so that only the date of the article can say which it is."""
    assert read({"wording": "by 2026", "notAfter": "2026-12-31"}, "ready by 2026") == TimeExpression(
        "by 2026", "", "2026-12-31", "AsStated"
    )
    assert read({"wording": "next  year"}, "tests next\nyear") == TimeExpression(
        "next year", "", "", "Unresolved"
    )
    with pytest.raises(FaultyTime, match="say with basis"):
        read({"wording": "next year", "notAfter": "2026-12-31"}, "tests next year")


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ({"wording": "in June"}, "does not have the words"),
        ({"wording": "2026", "notAfter": "2026-02-30"}, "write a day"),
        ({"wording": "2026", "notBefore": "2026-05-01", "notAfter": "2026-04-30"}, "swap or correct"),
        (
            {"wording": "2026", "notAfter": "2026-12-31", "basis": "Unresolved"},
            "leave notBefore and notAfter out",
        ),
        ({"wording": "2026", "basis": "AsStated"}, "add notBefore or notAfter"),
    ],
)
def test_a_time_that_cannot_be_taken_is_refused_with_a_remedy(written: dict[str, str], message: str) -> None:
    with pytest.raises(FaultyTime, match=message):
        read(written, "by 2026")
