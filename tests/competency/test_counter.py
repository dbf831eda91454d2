"""A stored question must return nothing that one word of its text rules out.

Each question has one or more small graphs in `counter/`, `NAME.ttl` or `NAME.CONDITION.ttl`, each of which breaks one
condition of its wording. The first line of the file names the condition. A line `#- TEXT` names the part of the query
that keeps the condition, and `#= TEXT` what takes its place (nothing if it is left out). The graph must not change the
answer, and must change the answer of the query so weakened.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from answering import FIXED, rows
from pyoxigraph import Store

from adgo import queries
from adgo.graph.dataset import load, read_quads

COUNTER = Path(__file__).parent / "counter"
FIXTURES = sorted(COUNTER.iterdir())
#: Questions on conflicts have fixtures of their own, with the conflict that each must find.
QUESTIONS = {name: each for name, each in queries.load().items() if not name.startswith("conflicts-")}
_WEAKER = re.compile(r"^#- (.+)(?:\n#= (.+))?$", re.MULTILINE)


@pytest.fixture(scope="module")
def store() -> Store:
    """Return a packaged graph of this module's own, as the tests add to it."""
    return load().store


def question(path: Path) -> str:
    """Return the name of the question that a fixture is for."""
    return path.name.partition(".")[0]


def weakened(text: str, path: Path) -> str:
    """Return the query without the condition that the fixture breaks."""
    changes = _WEAKER.findall(path.read_text(encoding="utf-8"))
    assert changes, f"{path.name}: say in a line `#- …` which part of the query keeps the condition"
    for removed, replacement in changes:
        assert removed in text, f"{path.name}: {removed!r} is not in the query"
        text = text.replace(removed, replacement)
    return text


@contextmanager
def added(store: Store, path: Path) -> Iterator[None]:
    """Have the quads of a file in the store for a while; those that were there before stay."""
    new = [quad for quad in read_quads(path) if quad not in store]
    store.extend(new)
    try:
        yield
    finally:
        for quad in new:
            store.remove(quad)


def test_every_question_has_a_fixture() -> None:
    assert {question(path) for path in FIXTURES} == set(QUESTIONS)


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_a_broken_condition_gives_no_row(store: Store, path: Path) -> None:
    name = question(path)
    text = QUESTIONS[name].ask(FIXED.get(name, {}))
    weak = weakened(text, path)
    before, weak_before = rows(store, text), rows(store, weak)
    with added(store, path):
        assert rows(store, text) == before
        assert rows(store, weak) != weak_before, "the fixture would change nothing"


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_a_fixture_names_its_condition(path: Path) -> None:
    first = path.read_text(encoding="utf-8").partition("\n")[0]
    assert re.fullmatch(r"# Condition: .+\.", first), f"{path.name}: begin with `# Condition: ….`"


def test_what_a_fixture_adds_is_taken_out_again(store: Store) -> None:
    size = len(store)
    with added(store, COUNTER / "sites-in-germany.ttl"):
        assert len(store) > size
    assert len(store) == size
