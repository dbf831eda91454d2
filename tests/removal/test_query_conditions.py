"""Each condition of each rule, projection and hygiene query is left out in turn, and its example then differs."""

from __future__ import annotations

from pathlib import Path

import pytest
import rule_examples as rules
from conditions import weaker
from hygiene_rows import CHECKS, example, rows
from redundancies import redundant

HERE = Path(__file__).parent


@pytest.mark.full
@pytest.mark.parametrize("path", rules.EXAMPLES, ids=lambda path: path.stem)
def test_no_condition_of_a_rule_can_be_left_out_unseen(path: Path) -> None:
    store, expected = rules.example(path)
    weak = weaker(rules.query(path.stem))
    assert weak
    unseen = [each.removed for each in weak if rules.constructed(store, each.text) == expected]
    assert sorted(unseen) == redundant(path.stem)


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
    unseen = [each.removed for each in weak if rows(store, each.text) == expected]
    assert sorted(unseen) == redundant(check.stem)
