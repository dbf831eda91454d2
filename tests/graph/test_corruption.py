"""The changes of benchmarks/corruption do what their names say, and the same seed draws the same changes."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import changes
import checks
import packaged
import pytest
from hermit import Hermit

from adgo.turtle.terms import split_literal

#: Kinds that change the object of a triple alone.
OF_OBJECTS = (
    *("retarget, same kind", "retarget, other kind", "retype", "datatype", "value", "unit"),
    *("language", "move a span", "change a digest", "modality", "status"),
)
#: The parts of a triple that each kind may change: subject, predicate, object.
PARTS = {
    **{kind: {2} for kind in OF_OBJECTS},
    "swap": {0, 2},
    "misspell a term": {1, 2},
    "misspell a name": {0, 1, 2},
}
#: Kinds that take out or put in more or less than one triple, and how many if that is always the same.
OTHERS = {"drop": (1, 0), "merge": (0, 1), "merge names": None, "split": None}


@pytest.fixture(scope="module")
def corruption() -> Any:
    """Return the kinds of changes, what draws them, the packaged graph and its triples."""
    graph = packaged.Packaged()
    rows = graph.rows(*packaged.SOURCES)
    return SimpleNamespace(KINDS=changes.KINDS, changes=changes.changes, graph=graph, rows=rows)


def drawn(corruption: Any, kind: str, seed: str = "1") -> list[Any]:
    found = list(corruption.changes(corruption.graph, corruption.rows, kind, 3, seed))
    assert len(found) == 3
    return found


def test_every_kind_is_here(corruption: Any) -> None:
    assert set(corruption.KINDS) == PARTS.keys() | OTHERS.keys()


@pytest.mark.parametrize("kind", PARTS)
def test_a_change_replaces_one_triple_and_only_the_part_it_names(corruption: Any, kind: str) -> None:
    for change in drawn(corruption, kind):
        [before], [after] = change.removed, change.added
        assert before in set(corruption.graph.documents[change.path].triples())
        changed = {place for place in range(3) if before[place] != after[place]}
        assert changed
        assert changed <= PARTS[kind]


@pytest.mark.parametrize("kind", OTHERS)
def test_other_changes_remove_and_add_what_they_say(corruption: Any, kind: str) -> None:
    for change in drawn(corruption, kind):
        counts = len(change.removed), len(change.added)
        assert counts == (OTHERS[kind] or counts)
        if kind == "merge names":
            assert counts[0] == counts[1] > 0
            [old] = set.intersection(*map(set, change.removed)) - set().union(*change.added)
            assert old not in {term for triple in change.added for term in triple}
        if kind == "split":
            [(s, p, old)] = change.removed
            (t, q, new), *described = change.added
            assert (s, p) == (t, q)
            assert new == f"{old[:-1]}-2>"
            assert {triple[0] for triple in described} == {new}


@pytest.mark.parametrize(("kind", "part"), [("datatype", 0), ("language", 0), ("value", 1)])
def test_a_literal_keeps_its_other_half(corruption: Any, kind: str, part: int) -> None:
    for change in drawn(corruption, kind):
        before, after = (split_literal(each[0][2]) for each in (change.removed, change.added))
        assert before[part] == after[part]
        assert before[1 - part] != after[1 - part]


def test_a_new_object_is_of_the_same_kinds_or_of_none_of_them(corruption: Any) -> None:
    kinds = corruption.graph.kinds
    for change in drawn(corruption, "retarget, same kind"):
        assert kinds[change.removed[0][2]] == kinds[change.added[0][2]]
    for change in drawn(corruption, "retarget, other kind"):
        assert not kinds[change.removed[0][2]] & kinds[change.added[0][2]]


@pytest.mark.parametrize("kind", ["drop", "retype", "misspell a name"])
def test_the_changed_file_differs_by_the_change_alone(corruption: Any, kind: str) -> None:
    for change in drawn(corruption, kind):
        before = set(corruption.graph.documents[change.path].triples())
        after = set(corruption.graph.changed(change).triples())
        assert before - after == set(change.removed)
        assert after - before == set(change.added)


def test_a_seed_draws_the_same_changes_each_time_and_another_seed_others(corruption: Any) -> None:
    assert drawn(corruption, "retype") == drawn(corruption, "retype")
    assert drawn(corruption, "retype") != drawn(corruption, "retype", "2")


@pytest.mark.full
def test_each_check_finds_a_change_that_it_should_find(texts: Path) -> None:
    graph = packaged.Packaged()
    [passage, *_] = [row for row in graph.rows("claims") if row.triple[1].endswith("sha256>")]
    firm, person = "<https://w3id.org/adgo/id/Momenta>", "<https://w3id.org/adgo/ontology#Person>"
    typed = (firm, "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>", person)
    with Hermit() as running:
        found = checks.Checks(graph, running, str(texts))
        digest = (*passage.triple[:2], f'"{"0" * 64}"')
        change = packaged.Change("change a digest", passage.path, (passage.triple,), (digest,))
        assert found.finders(change, "sources") == ["verify"]
        change = packaged.Change("retype", passage.path, (), (typed,))
        assert {"hygiene", "reason"} <= set(found.finders(change, "beside"))
        assert found.finders(packaged.Change("merge", passage.path, (), ()), "beside") == []
