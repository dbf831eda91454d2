"""A file of one's own beside the packaged graph, in each of the three ways: what it brings about is told in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from adgo.cli.validate import validate
from adgo.graph import files

PREFIXES = """@prefix adgo: <https://w3id.org/adgo/ontology#> .
@prefix id: <https://w3id.org/adgo/id/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
"""
#: A person that is a firm, a ring through a packaged triple, two firms made one, and a misspelt property.
WRONG = PREFIXES + (
    "id:QCraft a adgo:Person .\n"
    "id:Germany adgo:within id:Munich .\n"
    "<https://example.org/group> owl:sameAs id:Volkswagen , id:Audi .\n"
    "id:Zeekr adgo:headquarterdIn id:Beijing .\n"
    "id:german-speed-rules adgo:isIssuedBy id:Uber .\n"
)
RIGHT = PREFIXES + (
    "id:QCraft a adgo:Firm .\nid:Zeekr adgo:headquarteredIn id:Beijing .\nid:momenta-uber adgo:hasParty id:Audi .\n"
)


def folder(name: str) -> str:
    return str(files.root() / name)


def ways(mine: Path) -> dict[str, list[str]]:
    """Return the arguments that lay a file beside the packaged graph."""
    return {
        "alone": [str(mine)],
        "after the data": [folder("data"), folder("ontology"), folder("seeds"), str(mine)],
        "after a pattern": [folder("data/*.ttl"), str(mine)],
        "with an ontology": [
            str(mine),
            *(f"--ontology={folder(each)}" for each in ("ontology", "data", "seeds")),
        ],
    }


#: Every day, the file is alone, as most users have it; the other ways take up to twice as long.
WAYS = [
    way if way == "alone" else pytest.param(way, marks=pytest.mark.full) for way in ways(Path("mine.ttl"))
]


def run(tmp_path: Path, way: str, text: str, *options: str) -> tuple[int, dict[str, Any]]:
    mine = tmp_path / "mine.ttl"
    mine.write_text(text)
    found = CliRunner().invoke(validate, [*ways(mine)[way], "--format", "json", *options])
    assert found.exit_code in (0, 1), found.output
    return found.exit_code, json.loads(found.stdout)


@pytest.mark.parametrize("way", WAYS)
def test_each_mistake_is_told_where_it_was_made(tmp_path: Path, way: str) -> None:
    code, report = run(tmp_path, way, WRONG)
    told = report["results"] + [each for each in report["findings"] if each["severity"] != "note"]
    assert code == 1
    assert {Path(each["file"]).name for each in told} == {"mine.ttl"}
    assert {each["line"] for each in told} == {4, 5, 6, 7, 8}
    assert {each["check"] for each in report["findings"] if each["severity"] == "error"} >= {
        "place-cycles",
        "things-kept-apart",
        "undefined-term",
    }


@pytest.mark.parametrize("way", WAYS)
def test_nothing_is_told_of_what_is_right(tmp_path: Path, way: str) -> None:
    code, report = run(tmp_path, way, RIGHT, "--fail-on", "info")
    assert (code, report["results"]) == (0, [])
    assert [each for each in report["findings"] if each["severity"] != "note"] == []


@pytest.mark.full
def test_only_ones_own_triples_are_counted(tmp_path: Path) -> None:
    assert run(tmp_path, "alone", RIGHT)[1]["triples"] == 3
    assert run(tmp_path, "with an ontology", RIGHT)[1]["triples"] == 3


def test_plans_are_no_part_of_a_merge_and_are_checked_alone(tmp_path: Path) -> None:
    """They state as plain triples what is only planned; beside the facts they would be said to be so."""
    report = run(tmp_path, "after a pattern", RIGHT)[1]
    assert report["conforms"]
    assert "plans-left-out" in [finding["check"] for finding in report["findings"]]
    found = CliRunner().invoke(validate, [folder("data/plans.ttl"), "--format", "json"])
    assert json.loads(found.stdout)["triples"] > 10


def test_what_is_only_planned_is_not_stated_as_a_fact(tmp_path: Path) -> None:
    code, report = run(tmp_path, "alone", PREFIXES + "id:momenta-uber-trial a adgo:Trial .")
    assert (code, {each["line"] for each in report["results"]}) == (1, {4})


@pytest.mark.parametrize(
    "format_",
    [
        *("text", "ttl"),
        *(
            pytest.param(name, marks=pytest.mark.full)
            for name in ("json", "sarif", "junit", "github", "gitlab")
        ),
    ],
)
def test_an_undefined_term_fails_and_is_told_in_every_format(tmp_path: Path, format_: str) -> None:
    mine = tmp_path / "mine.ttl"
    mine.write_text(PREFIXES + "id:Zeekr adgo:headquarterdIn id:Beijing .")
    found = CliRunner().invoke(validate, [str(mine), "--format", format_])
    told = found.stderr if format_ == "ttl" else found.stdout
    assert found.exit_code == 1
    assert "adgo:headquarterdIn is not defined in the ontology" in told
    assert "did you mean adgo:headquarteredIn?" in told
    assert ("headquarterdIn" in found.stdout) == (format_ != "ttl")


@pytest.mark.full
def test_a_baseline_hides_the_findings_that_it_knows(tmp_path: Path) -> None:
    mine, baseline = tmp_path / "mine.ttl", tmp_path / "baseline.json"
    mine.write_text(PREFIXES + "id:Zeekr adgo:headquarterdIn id:Beijing .")
    CliRunner().invoke(validate, [str(mine), "--format", "json", "-o", str(baseline)])
    known = CliRunner().invoke(validate, [str(mine), "--baseline", str(baseline)])
    assert (known.exit_code, "findings: 1 not shown" in known.stdout) == (0, True)
    mine.write_text(mine.read_text() + " id:Zeekr a adgo:Frim .")
    new = CliRunner().invoke(validate, [str(mine), "--baseline", str(baseline)])
    assert (new.exit_code, "adgo:Frim" in new.stdout, "headquarterdIn is" in new.stdout) == (1, True, False)


@pytest.mark.full
def test_the_mildest_finding_that_fails_is_asked_for(tmp_path: Path) -> None:
    text = PREFIXES + "id:Zeekr adgo:isNamed 'Zeekr' ; <https://example.org/knows> id:Nobody ."
    assert run(tmp_path, "alone", text)[0] == 0
    assert run(tmp_path, "alone", text, "--fail-on", "warning")[0] == 1
