"""Conditions of facts that stand in several queries and shapes, as each can be run alone: they are the same."""

from __future__ import annotations

import re

import pytest

from adgo.corpus import standings
from adgo.graph import files
from adgo.graph.namespaces import ADGO

#: What the vocabulary says of these statuses: nothing is done yet.
INTENDED = {"Announced", "Expected", "InPreparation", "Recommended"}
#: That somebody announces or prepares what is intended, or holds a view of it, is a fact.
STATING_INTENTION = {"announcedAt", "announcedDuring", "holdsView", "prepares"}
#: The properties of a claim that have one value.
SINGLE = {"modality", "status", "subject", "predicate", "object"}
#: How often each file lists the statuses, and the predicates.
LISTED = {
    "ontology/projection/facts.rq": (3, 1),
    "ontology/projection/withheld.rq": (1, 1),
    "shapes/hygiene/limited-facts.rq": (1, 1),
    "shapes/hygiene/contested-values.rq": (2, 0),
    "shapes/claims.ttl": (2, 1),
}
_LIST = re.compile(r"[({]\s*(?:adgo:|rdf:type)[^(){}]*[)}]")


def lists(path: str, member: str) -> list[set[str]]:
    """Return the names of ADGO in each list of a file that has a member."""
    text = (files.root() / path).read_text(encoding="utf-8")
    found = (set(re.findall(r"adgo:(\w+)", each)) for each in _LIST.findall(text))
    return [each for each in found if member in each]


@pytest.mark.parametrize("path", LISTED)
def test_each_list_of_a_condition_is_the_same(path: str) -> None:
    statuses, predicates = LISTED[path]
    # A plan may also be applied for: that is another list.
    intended = [each for each in lists(path, "Recommended") if "AppliedFor" not in each]
    assert intended == [INTENDED] * statuses
    assert lists(path, "prepares") == [STATING_INTENTION] * predicates


@pytest.mark.parametrize(("rule", "times"), [("facts", 3), ("withheld", 1)])
def test_each_list_of_the_properties_with_one_value_is_the_same(rule: str, times: int) -> None:
    assert lists(f"ontology/projection/{rule}.rq", "modality") == [SINGLE] * times


def test_no_other_query_of_the_rules_lists_these() -> None:
    others = {*files.rules(), *files.hygiene(), *(files.root() / "ontology/projection").glob("*.rq")}
    for path in others - {files.root() / name for name in LISTED}:
        assert not lists(str(path), "Recommended")
        assert not lists(str(path), "prepares")


def test_what_pages_take_as_said_gives_facts() -> None:
    """Preparing is not saying: pages show it with the standing of what is prepared."""
    saying = {each.removeprefix(ADGO) for each in standings.SAYING}
    assert saying == STATING_INTENTION - {"prepares"}
