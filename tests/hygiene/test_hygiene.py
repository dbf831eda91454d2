"""Each query in `shapes/hygiene` finds nothing in the packaged graph, and something in the example of its fault.

A check is a file: `name.rq` selects what breaks the rule of its first line, `name.bad.ttl` (or .trig) here breaks it.
If a check could find too much, `name.good.ttl` (or .trig) is the example that it leaves alone.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import QuerySolutions, RdfFormat, Store

from adgo.graph import files
from adgo.graph.dataset import Dataset

HERE = Path(__file__).parent
CHECKS = files.hygiene()


def rows(store: Store, check: Path) -> list[str]:
    """Return what breaks the rule of a check, a line for each row."""
    found = store.query(check.read_text(encoding="utf-8"))
    assert isinstance(found, QuerySolutions), f"{check.name} must be a SELECT"
    return sorted(" ".join(str(value) for value in row if value is not None) for row in found)


def rule(check: Path) -> str:
    """Return the rule of a check in words: its first line, a comment."""
    return check.read_text(encoding="utf-8").partition("\n")[0]


def example(check: Path, kind: str = "bad") -> Store:
    """Return the data that break a check, or those of another kind."""
    (path,) = HERE.glob(f"{check.stem}.{kind}.*")
    store = Store()
    store.load(path.read_bytes(), RdfFormat.TRIG if path.suffix == ".trig" else RdfFormat.TURTLE)
    return store


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.stem)
def test_the_packaged_graph_is_clean(check: Path, packaged: Dataset) -> None:
    found = rows(packaged.store, check)
    assert not found, rule(check) + "\n" + "\n".join(found)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.stem)
def test_the_check_can_fail(check: Path) -> None:
    assert rows(example(check), check)


@pytest.mark.parametrize(
    "check",
    [check for check in CHECKS if list(HERE.glob(f"{check.stem}.good.*"))],
    ids=lambda check: check.stem,
)
def test_the_check_leaves_alone_what_keeps_its_rule(check: Path) -> None:
    assert not rows(example(check, "good"), check)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.stem)
def test_the_rule_is_said_in_words(check: Path) -> None:
    assert rule(check).startswith("# ")
    assert rule(check).endswith(".")


def test_no_example_is_left_over() -> None:
    assert {path.name.split(".")[0] for path in HERE.glob("*.good.*")} <= {check.stem for check in CHECKS}
    assert (
        {path.name.split(".")[0] for path in HERE.glob("*.bad.*")}
        == {check.stem for check in CHECKS}
        != set()
    )
