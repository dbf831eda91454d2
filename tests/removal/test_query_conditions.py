"""Each condition of each rule, projection and hygiene query is left out in turn: an example then gives something else."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from conditions import weaker

HERE = Path(__file__).parent


def beside(folder: str, name: str) -> Any:
    """Return a module of the tests in another folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(HERE.parent / folder))
        return import_module(name)


rules = beside("rules", "rule_examples")
hygiene = beside("hygiene", "test_hygiene")


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
