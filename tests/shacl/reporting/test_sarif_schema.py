"""Logs of every kind of run against the JSON schema of SARIF 2.1.0 (its state rtm.5), which an npm package carries."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from shacl_documents import PREFIXES

import adgo
from adgo.cli.validate import validate
from adgo.shacl.reporting.formats import render

SCHEMA = (
    Path(__file__).parents[3] / "web/node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"
)
SHAPES = """
ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:minCoutn 1 ;
    sh:property [ sh:path ex:p ; sh:minCount 1 ; sh:in ( 1 ) ; sh:maxCount 1 ; sh:severity sh:Info ] ,
        [ sh:path ex:p ; sh:or ( [ sh:datatype xsd:string ] [ sh:node ex:S ] ) ; sh:severity ex:Mine ] .
"""
IDLE = "".join(f"ex:T{number} sh:targetClass ex:None ; sh:nodeKind sh:IRI .\n" for number in range(9))
GOOD = "ex:a a ex:C ; ex:p 1 ."
BAD = 'ex:a a ex:C . ex:b a ex:C ; ex:p 1, "2\U0001f600" . ex:b ex:p 1 .'


@pytest.fixture(scope="module")
def check() -> Callable[[Any], Any]:
    if not SCHEMA.exists() and os.environ.get("ADGO_WEB_ASSETS") != "require":
        pytest.skip("the schema is not in web/node_modules; npm ci in web/ brings it")
    import fastjsonschema

    compiled: Callable[[Any], Any] = fastjsonschema.compile(json.loads(SCHEMA.read_text("utf-8")))
    return compiled


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("bad dätä.ttl").write_text(PREFIXES + BAD, "utf-8")
    Path("good.ttl").write_text(PREFIXES + GOOD, encoding="utf-8")
    Path("shapes.ttl").write_text(PREFIXES + SHAPES, encoding="utf-8")
    Path("idle.ttl").write_text(PREFIXES + IDLE, encoding="utf-8")


def run(*arguments: str) -> Any:
    result = CliRunner().invoke(validate, [*arguments, "--format", "sarif"])
    assert result.exit_code in (0, 1, 3), result.output
    return json.loads(result.stdout)


def results(log: Any) -> list[Any]:
    return log["runs"][0]["results"]  # type: ignore[no-any-return]


def test_a_log_that_the_schema_forbids_is_rejected(check: Callable[[Any], Any]) -> None:
    from fastjsonschema import JsonSchemaException

    log = run("bad dätä.ttl", "--shapes", "shapes.ttl")
    log["runs"][0]["results"][0]["levle"] = "error"
    with pytest.raises(JsonSchemaException):
        check(log)


def test_results_findings_and_related_places(check: Callable[[Any], Any]) -> None:
    log = run("bad dätä.ttl", "--shapes", "shapes.ttl")
    assert any("relatedLocations" in each for each in results(log))
    assert any(each["ruleId"] == "unknown-term" for each in results(log))
    check(log)


def test_no_result_at_all(check: Callable[[Any], Any]) -> None:
    Path("one.ttl").write_text(
        PREFIXES + "ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:nodeKind sh:IRI .", encoding="utf-8"
    )
    log = run("good.ttl", "--shapes", "one.ttl")
    assert results(log) == []
    check(log)


def test_findings_without_a_place(check: Callable[[Any], Any]) -> None:
    log = run("bad dätä.ttl", "--shapes", "shapes.ttl", "--shapes", "idle.ttl")
    assert log["runs"][0]["invocations"][0]["toolExecutionNotifications"]
    check(log)


def test_a_run_that_checked_nothing(check: Callable[[Any], Any]) -> None:
    check(run("good.ttl", "--shapes", "idle.ttl"))


@pytest.mark.full
def test_results_that_a_baseline_does_not_have(check: Callable[[Any], Any]) -> None:
    before = render(adgo.validate("bad dätä.ttl", "shapes.ttl"), "json")
    Path("before.json").write_text(before, "utf-8")
    log = run("bad dätä.ttl", "--shapes", "shapes.ttl", "--baseline", "before.json")
    assert not [each for each in results(log) if "/" in each["ruleId"]]
    check(log)


@pytest.mark.parametrize("ending", ["jsonld", "rdf", "trig"])
def test_files_whose_triples_have_no_line(check: Callable[[Any], Any], ending: str) -> None:
    import rdflib

    graph = rdflib.Graph().parse("bad dätä.ttl", format="turtle")
    form = {"jsonld": "json-ld", "rdf": "xml", "trig": "trig"}[ending]
    graph.serialize(f"bad.{ending}", format=form)
    log = run(f"bad.{ending}", "--shapes", "shapes.ttl")
    assert results(log)
    check(log)


def test_a_report_of_documents_without_files(check: Callable[[Any], Any]) -> None:
    import rdflib

    data, shapes = (rdflib.Graph().parse(name, format="turtle") for name in ("bad dätä.ttl", "shapes.ttl"))
    log = adgo.validate(data, shapes).to_sarif()
    assert results(log)
    check(log)


@pytest.mark.full
def test_differences_between_the_engines(check: Callable[[Any], Any]) -> None:
    check(run("bad dätä.ttl", "--shapes", "shapes.ttl", "--engine", "both"))


@pytest.mark.full
def test_the_packaged_graph(check: Callable[[Any], Any]) -> None:
    check(run())
