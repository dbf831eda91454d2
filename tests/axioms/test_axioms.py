"""Each axiom has a fixture that contradicts the vocabulary, and is consistent with it if the axiom is removed.

A file here has the prefixes and then the fixtures, separated by empty lines. A fixture starts with `#- AXIOM`, in
Turtle or as `TERM in owl:AllDisjointClasses`. If other axioms imply it, further such lines name those that must be
removed too. A comment states what is wrong in the fixture.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from axioms import axioms, vocabulary, without, written
from hermit import Hermit
from rdflib import OWL, RDFS, Graph

HERE = Path(__file__).parent
_REMOVED = re.compile(r"^#- (.+)$", re.MULTILINE)
_REMARK = re.compile(r"^# .+\.$", re.MULTILINE)


class Fixture(NamedTuple):
    """A contradiction: the axioms to leave out, the first of them its own, and its Turtle with the prefixes."""

    file: str
    removed: tuple[str, ...]
    text: str


def _fixtures() -> Iterator[Fixture]:
    for path in sorted(HERE.glob("*.ttl")):
        head, *blocks = path.read_text(encoding="utf-8").split("\n\n")
        for block in blocks:
            yield Fixture(path.stem, tuple(_REMOVED.findall(block)), f"{head}\n{block}")


FIXTURES = list(_fixtures())


@pytest.fixture(scope="module")
def hermit() -> Iterator[Hermit]:
    """Return HermiT in one Java process for the whole module."""
    with Hermit() as running:
        yield running


def merged(rules: str, fixture: Fixture) -> str:
    """Return the vocabulary with a fixture, as N-Triples."""
    return rules + Graph().parse(data=fixture.text, format="turtle").serialize(format="nt")


def test_every_axiom_has_a_fixture() -> None:
    own = [fixture.removed[0] for fixture in FIXTURES if fixture.removed]
    assert len(own) == len(set(own)) == len(FIXTURES)
    assert set(axioms()) - set(own) == set(), "no fixture is for these"
    assert set(own) - set(axioms()) == set(), "these are not axioms"


def test_no_axiom_is_overlooked() -> None:
    """Every triple of the ontology with a property of RDFS or OWL is one of the axioms, except annotations."""
    known = set().union(*axioms().values())
    of_axioms = (str(RDFS), str(OWL))
    left = {triple for triple in vocabulary() if str(triple[1]).startswith(of_axioms)} - known
    assert {written(predicate) for _, predicate, _ in left} <= {"owl:deprecated"}


def test_every_fixture_says_what_it_gets_wrong() -> None:
    assert [fixture.removed for fixture in FIXTURES if not _REMARK.search(fixture.text)] == []


@pytest.mark.full
def test_the_vocabulary_alone_is_consistent(hermit: Hermit) -> None:
    assert hermit.is_consistent(without())


@pytest.mark.full
@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda fixture: fixture.removed[0])
def test_only_the_axiom_finds_the_contradiction(hermit: Hermit, fixture: Fixture) -> None:
    assert not hermit.is_consistent(merged(without(), fixture)), "it contradicts nothing"
    assert hermit.is_consistent(merged(without(fixture.removed), fixture)), (
        "something else contradicts it too"
    )
