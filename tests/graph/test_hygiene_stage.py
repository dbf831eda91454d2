"""The packaged graph's hygiene is a stage of its validation: findings at the line that breaks a rule."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

import adgo
from adgo.cli.validate import validate
from adgo.graph import files, hygiene
from adgo.graph.validation import read
from adgo.shacl.result import Finding


@pytest.fixture
def graph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the packaged graph, to be spoilt."""
    for folder in ("ontology", "data", "shapes", "seeds"):
        shutil.copytree(files.root() / folder, tmp_path / folder)
    monkeypatch.setattr(files, "root", lambda: tmp_path)
    return tmp_path


def add(path: Path, text: str) -> int:
    """Append a text and return the line that it begins on."""
    before = path.read_text("utf-8")
    path.write_text(before + text, "utf-8")
    return before.count("\n") + 1


def told(findings: list[Finding]) -> list[tuple[str, str, int | None, int | None]]:
    return [
        (each.check, Path(each.place.file).name, each.place.line, each.place.column)
        for each in findings
        if each.place
    ]


def test_the_packaged_graph_has_no_finding() -> None:
    assert hygiene.check(read()) == []


def test_a_finding_has_the_place_the_rule_and_what_breaks_it(graph: Path) -> None:
    line = add(graph / "ontology/adgo.ttl", "\nadgo:Firm rdfs:subClassOf adgo:Firm .\n") + 1
    (finding,) = hygiene.check(read())
    assert finding.message == "No class lies below itself and no property below itself: adgo:Firm"
    assert finding.severity == "error"
    assert told([finding])[0][:2] == ("subclass-cycles", "adgo.ttl")
    assert finding.place
    assert (graph / "ontology/adgo.ttl").read_text("utf-8").splitlines()[line - 1].startswith("adgo:Firm")


def test_a_finding_about_a_triple_points_at_that_triple(graph: Path) -> None:
    """Its subject stands in many places; the first of them says nothing of the fault."""
    line = add(graph / "data/facts.ttl", "\nid:Momenta adgo:hasParty id:Uber .\n") + 1
    found = told(hygiene.check(read()))
    assert ("facts-without-claims", "facts.ttl", line, 1) in found


def test_a_finding_about_a_blank_node_points_at_it(graph: Path) -> None:
    line = add(graph / "data/entities.ttl", "\nid:Momenta adgo:note [ adgo:other 1 ] .\n") + 1
    found = told(hygiene.check(read()))
    assert ("blank-nodes", "entities.ttl", line, 22) in found


def test_a_part_that_no_shape_is_for_is_asked_too(graph: Path) -> None:
    line = add(graph / "data/plans.ttl", "\nid:Momenta adgo:unheardOf id:Uber .\n") + 1
    assert ("undeclared-terms", "plans.ttl", line, 12) in told(hygiene.check(read()))


def test_findings_stand_beside_the_results_and_leave_the_exit_code(graph: Path) -> None:
    add(graph / "ontology/adgo.ttl", "\nadgo:Firm rdfs:subClassOf adgo:Firm .\n")
    found = CliRunner().invoke(validate, ["--format", "json"])
    report = json.loads(found.stdout)
    assert found.exit_code == 0
    assert report["results"] == []
    assert [each["check"] for each in report["findings"]] == ["subclass-cycles"]
    assert [each.check for each in adgo.validate().findings] == ["subclass-cycles"]


def test_other_data_and_other_shapes_are_not_asked(graph: Path) -> None:
    add(graph / "ontology/adgo.ttl", "\nadgo:Firm rdfs:subClassOf adgo:Firm .\n")
    own = graph / "own.ttl"
    own.write_text("<urn:a> <urn:b> 1 .")
    assert hygiene.check(read(own)) == []
    assert hygiene.check(read(None, own)) == []
