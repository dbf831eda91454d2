"""`--max-results`, and the last line of a report."""

from __future__ import annotations

import json
from pathlib import Path
from time import process_time
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result

from adgo.cli.validate import validate
from adgo.shacl.model.result import ValidationResult
from adgo.shacl.reporting.formats import text
from adgo.shacl.reporting.validation_report import ValidationReport

PREFIXES = "@prefix ex: <http://example.org/> .\n@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
#: A warning about each ex:C before a violation about each ex:D in the file.
SHAPES = (
    PREFIXES
    + """ex:W sh:targetClass ex:C ; sh:property [ sh:path ex:p ; sh:minCount 1 ; sh:severity sh:Warning ] .
ex:V sh:targetClass ex:D ; sh:property [ sh:path ex:p ; sh:minCount 1 ] .
"""
)
DATA = PREFIXES + "ex:c1 a ex:C .\nex:c2 a ex:C .\nex:c3 a ex:C .\nex:d1 a ex:D .\nex:d2 a ex:D .\n"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "shapes.ttl").write_text(SHAPES, encoding="utf-8")
    (tmp_path / "data.ttl").write_text(DATA, encoding="utf-8")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(validate, ["data.ttl", "--shapes", "shapes.ttl", *arguments])


def test_the_most_severe_are_printed_and_the_others_counted() -> None:
    result = run("--max-results", "3")
    assert result.exit_code == 1
    heads = [line for line in result.output.splitlines() if line.startswith("data.ttl:")]
    assert [line[: line.index(": expected")] for line in heads] == [
        "data.ttl:3:1: warning",
        "data.ttl:6:1: violation",
        "data.ttl:7:1: violation",
    ]
    assert "… and 2 more (1 shape; see --format json -o FILE without --max-results)" in result.output
    message = "expected at least 1 value of ex:p, found none"
    assert "All 5 results by shape and message:\n" in result.output
    assert (
        f"  3 warning: {message} [ex:W MinCount]\n  2 violation: {message} [ex:V MinCount]\n" in result.output
    )
    assert "2 violations, 3 warnings" in result.output


@pytest.mark.parametrize("most", ["5", "6"])
def test_nothing_is_said_if_all_are_printed(most: str) -> None:
    assert "more (" not in run("--max-results", most).output


def test_results_that_are_not_printed_fail_too() -> None:
    assert run("--max-results", "0").exit_code == 1
    Path("data.ttl").write_text(DATA.replace("ex:D", "ex:E"), encoding="utf-8")
    assert run("--max-results", "0", "--fail-on", "warning").exit_code == 1
    assert run("--max-results", "0", "--fail-on", "violation").exit_code == 0


def test_json_says_that_it_was_cut_and_is_no_baseline_then() -> None:
    run("--max-results", "2", "--format", "json", "-o", "cut.json")
    report = json.loads(Path("cut.json").read_text(encoding="utf-8"))
    assert (report["shown"], report["total"], report["conforms"]) == (2, 5, False)
    assert [each["line"] for each in report["results"]] == [6, 7]
    result = run("--baseline", "cut.json")
    assert result.exit_code == 3
    assert (
        "cut.json: this report has only 2 of 5 results; write it again without --max-results" in result.output
    )
    assert "shown" not in json.loads(run("--max-results", "5", "--format", "json").output)


def test_other_formats_are_complete() -> None:
    for format_, results in {"sarif": 5, "gitlab": 5, "ttl": 5}.items():
        output = run("--max-results", "1", "--format", format_).output
        mark = {"sarif": '"ruleId"', "gitlab": '"check_name"', "ttl": "sh:focusNode"}[format_]
        assert output.count(mark) == results
    suite = ElementTree.fromstring(run("--max-results", "1", "--format", "junit").output)
    assert sum(len((each.text or "").splitlines()) for each in suite.iter("failure")) == 5


def test_a_negative_number_is_wrong_usage() -> None:
    assert run("--max-results", "-1").exit_code == 2


def test_the_last_line_says_what_was_checked() -> None:
    """Of the files, nothing was said; a baseline that hides all results passed with "does not conform"."""
    counts = "1 file, 5 triples, 5 focus nodes, 2 shapes checked"
    assert f"does not conform: 2 violations, 3 warnings; {counts}" in run().output
    run("--format", "json", "-o", "known.json")
    known = run("--baseline", "known.json")
    assert known.exit_code == 0
    assert f"passes: 5 known results are not shown; {counts}" in known.output


@pytest.mark.full
def test_a_hundred_thousand_results_are_grouped_in_linear_time() -> None:
    """The time of ten times as many results is at most twenty times as long."""

    def seconds(number: int) -> float:
        results = [
            ValidationResult(
                f"<urn:{n}>",
                None,
                None,
                "<urn:s>",
                "urn:c",
                "<urn:shape>",
                "<urn:shape>",
                f"message {n % 70}",
            )
            for n in range(number)
        ]
        report = ValidationReport(results, number, most=10)
        start = process_time()
        lines = text.render(report).splitlines()
        assert f"… and {number - 10:,} more (1 shape;".replace(",", " ") in "\n".join(lines)
        # Ten results of two lines, the number of the others, the table with a heading and its rest, the last line.
        assert len(lines) == 20 + 1 + 1 + 50 + 1 + 1
        return process_time() - start

    seconds(1_000)
    assert any(seconds(100_000) < 0.2 + 20 * seconds(10_000) for _ in range(3))
