"""The packaged graph's hygiene is a stage of its validation: findings at the line that breaks a rule."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner

import adgo
from adgo.cli.validate import validate
from adgo.graph import files, hygiene
from adgo.graph.validation import read
from adgo.shacl.model.result import Finding

PARTS = ("ontology", "data", "shapes", "seeds")


@pytest.fixture
def graph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the packaged graph, to be spoilt."""
    for folder in PARTS:
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


class Added(NamedTuple):
    """The line of a triple that was added, and all findings."""

    line: int
    findings: list[Finding]


#: One fault in each of four files.
FAULTS = {
    "ontology/adgo.ttl": "adgo:Firm rdfs:subClassOf adgo:Firm .",
    "data/facts.ttl": "id:Momenta adgo:hasParty id:Uber .",
    "data/entities.ttl": "id:Momenta adgo:note [ adgo:other 1 ] .",
    "data/plans.ttl": "id:Momenta adgo:unheardOf id:Uber .",
}


@pytest.fixture(scope="module")
def added(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Added]:
    """The faults, in a copy of the packaged graph that is checked once."""
    folder = tmp_path_factory.mktemp("graph")
    for each in PARTS:
        shutil.copytree(files.root() / each, folder / each)
    lines = {name: add(folder / name, f"\n{text}\n") + 1 for name, text in FAULTS.items()}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files, "root", lambda: folder)
        findings = hygiene.check(read())
    return {name: Added(line, findings) for name, line in lines.items()}


def test_a_finding_has_the_place_the_rule_and_what_breaks_it(added: dict[str, Added]) -> None:
    line, findings = added["ontology/adgo.ttl"]
    (finding,) = (each for each in findings if each.check == "subclass-cycles")
    assert finding.message == (
        "A class must not be a subclass of itself, and a property must not be a subproperty of itself: adgo:Firm"
    )
    assert finding.severity == "error"
    assert told([finding])[0][:2] == ("subclass-cycles", "adgo.ttl")
    assert finding.place
    assert Path(finding.place.file).read_text("utf-8").splitlines()[line - 1].startswith("adgo:Firm")


def test_a_finding_about_a_triple_points_at_that_triple(added: dict[str, Added]) -> None:
    """Its subject occurs at many positions, and the first one does not show the fault."""
    line, findings = added["data/facts.ttl"]
    assert ("facts-without-claims", "facts.ttl", line, 1) in told(findings)


def test_a_finding_about_a_blank_node_points_at_it(added: dict[str, Added]) -> None:
    line, findings = added["data/entities.ttl"]
    assert ("blank-nodes", "entities.ttl", line, 22) in told(findings)


def test_a_part_that_no_shape_is_for_is_asked_too(added: dict[str, Added]) -> None:
    line, findings = added["data/plans.ttl"]
    assert ("undeclared-terms", "plans.ttl", line, 12) in told(findings)


@pytest.mark.full
def test_findings_stand_beside_the_results_and_count_for_the_exit_code(graph: Path) -> None:
    add(graph / "ontology/adgo.ttl", "\nadgo:Firm rdfs:subClassOf adgo:Firm .\n")
    found = CliRunner().invoke(validate, ["--format", "json"])
    report = json.loads(found.stdout)
    assert (found.exit_code, report["conforms"], report["results"]) == (1, True, [])
    told_of = [each["check"] for each in report["findings"] if each["severity"] != "note"]
    assert told_of == ["subclass-cycles"]
    assert [each.check for each in adgo.validate().findings_on_data] == ["subclass-cycles"]


PREFIXES = """@prefix adgo: <https://w3id.org/adgo/ontology#> .
@prefix id: <https://w3id.org/adgo/id/> .
"""
RING = PREFIXES + "id:Germany adgo:within id:Munich ."
MIXED = "<http://example.org/a> <http://example.org/b> <https://example.org/a> ."


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return tmp_path / "own.ttl"


def found_in(own: Path, text: str, *, asked: bool = False, shapes: Path | None = None) -> list[str]:
    own.write_text(text, encoding="utf-8")
    return [finding.check for finding in hygiene.check(read(own, shapes), asked)]


def test_a_fault_of_packaged_data_is_not_reported_for_other_data(graph: Path, own: Path) -> None:
    add(graph / "data/entities.ttl", "\nid:Germany adgo:within id:Munich .\n")
    assert found_in(own, "<urn:a> <urn:b> 1 .") == []
    assert hygiene.check(read(None, own)) == []


def test_other_data_meet_the_checks_on_contradictions_without_being_asked(own: Path) -> None:
    assert found_in(own, RING) == ["place-cycles"]
    assert found_in(own, PREFIXES + "id:Germany adgo:within id:Europe .") == []


def test_other_data_meet_all_checks_for_any_data_if_asked(own: Path) -> None:
    assert found_in(own, MIXED) == []
    assert found_in(own, MIXED, asked=True) == ["mixed-schemes"]


def test_other_shapes_bring_no_check_unless_asked(own: Path) -> None:
    shapes = files.root() / "shapes/outside.ttl"
    ring = RING + " id:Munich adgo:within id:Germany ."
    assert found_in(own, ring, shapes=shapes) == []
    assert found_in(own, ring, shapes=shapes, asked=True) == ["place-cycles"]


@pytest.mark.full
def test_the_command_asks_with_an_option(own: Path) -> None:
    own.write_text(MIXED, encoding="utf-8")
    arguments = [str(own), "--allow-empty", "--fail-on", "warning"]
    assert CliRunner().invoke(validate, arguments).exit_code == 0
    assert CliRunner().invoke(validate, [*arguments, "--hygiene"]).exit_code == 1


@pytest.mark.full
def test_a_cycle_is_reported_at_each_line_of_the_users_file_that_closes_it(own: Path) -> None:
    own.write_text(RING, encoding="utf-8")
    assert told(hygiene.check(read(own))) == [("place-cycles", "own.ttl", 3, 1)]


AXIOM = """@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
# Another use of a class, which is not the cause.
id:Momenta a adgo:Firm .
adgo:Trial rdfs:subClassOf adgo:Firm .
"""


@pytest.mark.full
def test_what_an_axiom_infers_about_packaged_things_is_reported_at_the_axiom(own: Path) -> None:
    """Bug: the error was reported for trials in data/inferred.ttl, which is correct."""
    own.write_text(PREFIXES + AXIOM, encoding="utf-8")
    assert told(hygiene.check(read(own))) == [("disjoint-types", "own.ttl", 6, 1)]


def test_each_check_for_any_data_says_so_in_known_words_and_has_a_valid_neighbour() -> None:
    here = Path(__file__).parents[1] / "hygiene"
    scopes = {each.name: each.scope for each in hygiene.checks()}
    assert set(scopes.values()) == {"", "any data", "any data, always"}
    assert {each.severity for each in hygiene.checks()} == {"error", "warning"}
    assert [name for name, scope in scopes.items() if scope and not list(here.glob(f"{name}.good.*"))] == []
