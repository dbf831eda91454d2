"""Kinds: a draft names things and values of the kinds that its property takes, or it is refused with the reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from intake_project import Project

from adgo.intake.ingest import Ingestion

Take = Callable[..., Ingestion]

NEW = "id:acme-uber-trial"
TRIAL = {"propose": [{"name": NEW, "label": "planned tests of Acme Robotics"}], "subject": NEW}
KIND = TRIAL | {"predicate": "rdf:type", "object": "adgo:Trial"}
ACME = {"name": "id:AcmeRobotics", "label": "Acme Robotics", "type": "adgo:SolutionProvider"}
FIRM = ACME | {"type": "adgo:Firm"}

DOMAIN = {"name": "id:acme-domain", "label": "planned roads of Acme Robotics"}
IS_DOMAIN = {"subject": "id:acme-domain", "predicate": "rdf:type", "object": "adgo:OperatingDomain"}


#: What the ontology's domainIncludes and rangeIncludes say of the properties, and the data of the things.
WRONG: list[tuple[dict[str, Any], str, str]] = [
    # id:momenta-toyota-supply is a Supply; hasParty takes a Partnership.
    ({"predicate": "has party"}, "kind", "subject: adgo:hasParty takes adgo:Partnership as its subject, and "
     "id:momenta-toyota-supply is adgo:Supply"),
    ({"object": "Munich"}, "kind", "object: adgo:hasSupplier takes adgo:Organization or adgo:UnnamedGroup as its "
     "object, and id:Munich is adgo:City"),
    ({"subject": "Momenta", "predicate": "based in country", "object": "Munich"}, "kind", "takes adgo:Country"),
    ({"subject": "Uber", "predicate": "partners with", "object": "Uber"}, "kind", "object: id:Uber is the subject too"),
    ({"object": 26}, "form", "the value of adgo:hasSupplier is a thing"),
    ({"object": {"value": "Momenta"}}, "form", "the value of adgo:hasSupplier is a thing"),
    ({"predicate": "vehicle count", "object": "Momenta"}, "form", "'Momenta' is not a value of xsd:integer"),
    ({"predicate": "vehicle count", "object": 4.5}, "kind", "takes xsd:integer as its object, and '4.5' is "
     "xsd:decimal"),
    ({"predicate": "vehicle count", "object": {"wording": "Toyota"}}, "form", "is not a time"),
    (TRIAL | {"object": "Uber"}, "kind", f"subject: no claim says what kind of thing {NEW} is"),
    # describedAs takes any subject, but every thing needs a kind.
    (TRIAL | {"predicate": "described as", "object": "a partner"}, "kind", f"what kind of thing {NEW} is"),
    ({"speaker": "Acme Robotics", "propose": [{"name": "id:AcmeRobotics", "label": "Acme Robotics"}]}, "kind",
     "speaker: no claim says what kind of thing id:AcmeRobotics is"),
]  # fmt: skip


RIGHT: list[list[dict[str, Any]]] = [
    [{}],
    [KIND, TRIAL | {"predicate": "is undertaken by", "object": "Uber"}],
    # The order of the drafts does not matter.
    [TRIAL | {"predicate": "is undertaken by", "object": "Uber"}, KIND],
    [KIND, TRIAL | {"predicate": "starts at", "object": {"wording": "Toyota"}}],
    # A whole number is a decimal, too.
    [
        {"subject": "id:acme-domain", "predicate": "maximum speed", "object": 30, "propose": [DOMAIN]},
        IS_DOMAIN,
    ],
    # A solution provider is an organization.
    [{"subject": "Acme Robotics", "predicate": "based in country", "object": "Germany", "propose": [ACME]}],
    [{"subject": "Acme Robotics", "predicate": "described as", "object": "a partner", "propose": [ACME]}],
    [{"speaker": "Acme Robotics", "propose": [ACME]}],
]


def test_wrong_kinds_are_refused_with_what_the_property_takes_and_right_ones_accepted(take: Take) -> None:
    for fields, reason, message in WRONG:
        (refusal,) = take(fields).refused
        assert (refusal.place, refusal.reason) == ("d:1", reason), refusal
        assert message in refusal.message
    for drafts in RIGHT:
        found = take(*drafts)
        assert (found.refused, len(found.accepted)) == ([], len(drafts))


def test_a_right_draft_is_not_refused_for_what_another_says_of_its_thing(take: Take) -> None:
    """Bug: a draft that said what a firm is was refused, as another used the firm with a property of projects."""
    typing = {"subject": "Acme Robotics", "predicate": "rdf:type", "object": "adgo:Firm", "propose": [FIRM]}
    wrong = {"subject": "Acme Robotics", "predicate": "has market", "object": "Germany"}
    found = take(typing, wrong)
    assert [each.place for each in found.accepted] == ["d:1"]
    (refusal,) = found.refused
    assert (refusal.place, refusal.reason) == ("d:2", "kind")
    assert "subject: adgo:hasMarket takes " in refusal.message


@pytest.mark.full
def test_equal_numbers_in_other_forms_are_the_same_claim(take: Take) -> None:
    """Bug: the store has 26 for 026, so the same draft made another claim each time."""
    count = {"subject": "id:qcraft-buses", "predicate": "vehicle count"}
    found = take(
        *(count | {"object": each} for each in (26, "26", {"value": "026", "datatype": "xsd:integer"}))
    )
    assert [each.is_new for each in found.accepted] == [True, False, False]
    assert "adgo:object 26 ." in "".join(found.texts.values())


def test_a_proposed_type_that_no_claim_asserts_is_announced(take: Take) -> None:
    """`adgo validate` refuses it (entities-without-evidence), and nobody was told before."""
    typing = {"subject": "Acme Robotics", "predicate": "rdf:type", "object": "firm", "propose": [ACME]}
    firm = {"subject": "Acme Robotics", "predicate": "described as", "object": "a partner", "propose": [ACME]}
    (warning,) = take(firm).warnings
    assert warning.startswith("id:AcmeRobotics has the type adgo:SolutionProvider, but no claim says so")
    assert take(firm, typing | {"modality": "Hedged"}).warnings == [warning]
    # A firm may be no solution provider.
    assert take(firm, typing).warnings == [warning]
    assert take(firm, typing | {"object": "solution provider"}).warnings == []


@pytest.mark.full
def test_a_file_with_a_byte_order_mark_gets_claims_too(project: Project, take: Take) -> None:
    """Bug: `adgo ingest` ended as if ADGO had a fault; `adgo build` reads such files."""
    project.claims.write_text("\ufeff" + project.claims.read_text(encoding="utf-8"), encoding="utf-8")
    text = take({}).texts[project.claims]
    assert text.startswith("# A comment that stays.")
