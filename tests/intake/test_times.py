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


def bounds(wording: str, first: str, last: str, basis: str = "") -> dict[str, str]:
    written = {"wording": wording, "notBefore": first, "notAfter": last, "basis": basis}
    return {key: value for key, value in written.items() if value}


@pytest.mark.parametrize("basis", ["", "AsStated"])
@pytest.mark.parametrize(
    ("wording", "first", "last"),
    [
        ("first half of 2027", "2027-01-01", "2027-06-30"),
        ("H2 2027", "2027-07-01", "2027-12-31"),
        ("in the third quarter of 2027", "2027-07-01", "2027-09-30"),
        ("7 and 13 October 2025", "2025-10-07", "2025-10-13"),
        ("from May to June 2026", "2026-05-01", "2026-06-30"),
        ("5 May to June 2026", "2026-05-05", "2026-06-30"),
        ("by October 7, 2025", "", "2025-10-07"),
        ("2026-05-04", "2026-05-04", "2026-05-04"),
        ("before 2026", "", "2025-12-31"),
        ("after May 2026", "2026-06-01", ""),
        ("2026/27", "2026-01-01", "2027-12-31"),
        ("early 2026", "2026-01-01", "2026-04-15"),
        ("spring of 2027", "2027-03-01", "2027-05-31"),
    ],
)
def test_bounds_that_the_words_state_are_taken(wording: str, first: str, last: str, basis: str) -> None:
    assert read(bounds(wording, first, last, basis), f"It starts {wording}.").basis == "AsStated"


@pytest.mark.parametrize("basis", ["", "AsStated"])
@pytest.mark.parametrize(
    ("wording", "first", "last"),
    [
        ("first half of 2027", "2030-01-01", "2031-06-30"),
        ("first half of 2027", "2027-03-03", "2027-03-03"),
        ("first half of 2027", "2027-01-01", "2027-12-31"),
        ("by 2026", "", "2026-05-31"),
        ("May 2026", "2026-06-01", "2026-06-30"),
        ("7 October 2025", "2025-10-08", "2025-10-08"),
        ("early 2026", "2027-01-01", "2027-04-30"),
        ("next year", "2026-01-01", "2026-12-31"),
        ("12026", "2026-01-01", "2026-12-31"),
    ],
)
def test_bounds_that_the_words_do_not_state_need_another_basis(
    wording: str, first: str, last: str, basis: str
) -> None:
    """Bug: a draft that called them AsStated was believed."""
    with pytest.raises(FaultyTime, match=r"do not state .* say with basis"):
        read(bounds(wording, first, last, basis), f"It starts {wording}.")
    assert read(bounds(wording, first, last, "FromContext"), f"It starts {wording}.").basis == "FromContext"


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ({"wording": "y 20"}, "give whole words"),
        ({"wording": "20"}, "give whole words"),
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
