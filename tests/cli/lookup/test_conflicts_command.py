"""`adgo conflicts`: the cards of /differences on a terminal, and the rows of the stored questions for programs."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from adgo import queries
from adgo.cli import adgo
from adgo.corpus import reading
from adgo.corpus.corpus import Corpus
from adgo.corpus.disagreements import rows
from adgo.graph import dataset
from adgo.graph.dataset import Dataset
from adgo.graph.namespaces import PREFIXES


@pytest.fixture(scope="module")
def found(packaged: Dataset) -> list[rows.Difference]:
    return rows.find(
        reading.asking(packaged.store), {name: each.text for name, each in queries.load().items()}
    )


@pytest.fixture(autouse=True)
def data(
    packaged: Dataset, corpus: Corpus, found: list[rows.Difference], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Read and ask the packaged graph once for all tests."""
    monkeypatch.setattr(dataset, "load", lambda paths: packaged)
    monkeypatch.setattr(reading, "read_store", lambda store: corpus)
    monkeypatch.setattr(rows, "find", lambda ask, questions: found)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(adgo, ["conflicts", *arguments])


def test_a_contradiction_as_a_table() -> None:
    """By hand: one source has data centres in the plural and one condition, the other one centre and two."""
    shown = run("--kind", "contradiction").output
    assert shown.splitlines()[:2] == [
        "1 topic: 0 disputed claims, 1 contradiction, 1 different detail.",
        "Also 1 possible identity, 1 group kept apart.",
    ]
    lines = [line.split() for line in shown.splitlines()]
    assert ["number", "of", "sites", "several", "one"] in lines
    assert ["standing", "conditional", "plan", "conditional", "plan"] in lines
    assert "Both retell one report, so they count as one source." in shown
    assert "Editors: Deeproute.ai has one plan for Europe" in shown


def test_what_is_hedged_and_past_is_unconfirmed_and_ended() -> None:
    """By hand: "In the past … mainly" (002), "Previously … essentially" (003)."""
    lines = [line.split() for line in run("--about", "NIO").output.splitlines()]
    assert ["standing", "unconfirmed,", "ended", "unconfirmed,", "ended"] in lines


@pytest.mark.parametrize(
    "name", ["Deep-Route.ai", "deeproute.ai", "id:DeeprouteAI", PREFIXES["id"] + "DeeprouteAI"]
)
def test_a_thing_is_meant_by_any_of_its_names(name: str) -> None:
    done = run("--about", name)
    assert done.exit_code == 0, done.output
    assert "Deeproute.ai plans a data centre or data centres in Europe" in done.output
    assert "Zhang Yongwei heads" not in done.output


def test_an_unknown_name_or_kind_is_refused_with_what_is_near() -> None:
    wrong = run("--about", "Momneta")
    assert (wrong.exit_code, "Momenta" in wrong.output) == (2, True)
    kind = run("--kind", "quarrel")
    assert (kind.exit_code, "contradiction" in kind.output) == (2, True)


def test_sections_have_the_order_of_the_page() -> None:
    shown = run().output
    headings = [
        "Disputed by the editors (",
        "Contradictions (",
        "Different details (",
        "Different certainty or limits (",
        "Only in one source (",
        "Different names and descriptions (",
    ]
    places = [shown.index(each) for each in headings]
    assert places == sorted(places)


def test_what_agrees_is_listed_if_asked_for() -> None:
    shown = " ".join(run("--kind", "corroboration", "--about", "Momenta").output.split())
    assert "Momenta and Uber are partners (st:momenta-uber-partnership)" in shown
    assert "China Daily (Dec 2025); 2 independent reports" in shown
    assert "Stated by several sources" not in run().output
    repeated = run("--kind", "repeat").output
    assert "passages occur more than once" in repeated


def test_json_has_a_list_of_rows_for_each_kind() -> None:
    kinds = ("sharpening", "repeat", "modality")
    report = json.loads(run("--json", *(word for kind in kinds for word in ("--kind", kind))).stdout)
    assert list(report) == list(kinds)
    assert {frozenset(each) for each in report.values()} == {frozenset({"question", "columns", "rows"})}
    shares = [row["about"] for row in report["sharpening"]["rows"]]
    assert f"<{PREFIXES['id']}driver-assistance-share-china>" in shares
    about = json.loads(run("--json", "--kind", "name", "--about", "NIO").stdout)
    assert [row["otherValue"] for row in about["name"]["rows"]] == ['"Nio"']
