"""Each condition of each rule, projection and hygiene query is left out in turn, and its example tells."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from conditions import weaker
from hygiene_rows import CHECKS, example, rows

HERE = Path(__file__).parent


def beside(folder: str, name: str) -> Any:
    """Return a module of the tests in another folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(HERE.parent / folder))
        return import_module(name)


rules = beside("rules", "rule_examples")


def redundant(name: str) -> dict[str, str]:
    """Return the conditions without which a query gives the same in any case, and why it has them."""
    lines = (HERE / "redundant.txt").read_text(encoding="utf-8").splitlines()
    rows = (line.split(" | ") for line in lines if not line.startswith("#"))
    return {condition: reason for query, condition, reason in rows if query == name}


@pytest.mark.full
@pytest.mark.parametrize("path", rules.EXAMPLES, ids=lambda path: path.stem)
def test_no_condition_of_a_rule_can_be_left_out_unseen(path: Path) -> None:
    store, expected = rules.example(path)
    weak = weaker(rules.query(path.stem))
    assert weak
    unseen = {each.removed for each in weak if rules.constructed(store, each.text) == expected}
    assert unseen == set(redundant(path.stem))


def test_every_hygiene_query_has_an_example() -> None:
    assert {path.stem for path in (HERE / "hygiene").iterdir()} == {check.stem for check in CHECKS}


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.stem)
def test_a_hygiene_query_finds_what_its_example_says(check: Path) -> None:
    store, expected = example(check)
    assert expected
    assert rows(store, check.read_text(encoding="utf-8")) == expected


@pytest.mark.full
@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.stem)
def test_no_condition_of_a_hygiene_query_can_be_left_out_unseen(check: Path) -> None:
    store, expected = example(check)
    weak = weaker(check.read_text(encoding="utf-8"))
    unseen = {each.removed for each in weak if rows(store, each.text) == expected}
    assert unseen == set(redundant(check.stem))


def test_what_is_redundant_names_a_query() -> None:
    lines = (HERE / "redundant.txt").read_text(encoding="utf-8").splitlines()
    named = {line.split(" | ")[0] for line in lines if not line.startswith("#")}
    assert named <= {path.stem for path in (*CHECKS, *rules.EXAMPLES)}
