"""The last line of a report for people agrees with the exit code, whatever the options and the results are."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import strategies as st
from random_examples import examples

from adgo.cli.validate import validate
from adgo.shacl import __main__, command
from adgo.shacl.checks import namespaces
from adgo.shacl.exit_codes import ALWAYS_FAILING
from adgo.shacl.model.result import LEVELS, SEVERITIES, SKIPPED, Finding, ValidationResult
from adgo.shacl.reporting.formats import text
from adgo.shacl.reporting.report import Report

PREFIXES = "@prefix ex: <http://example.org/> .\n@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
SHAPES = PREFIXES + "".join(
    f"ex:{level} sh:targetClass ex:{level} ; sh:property [ sh:path ex:p ; sh:minCount 1 ; sh:severity sh:{level} ] .\n"
    for level in LEVELS
)
FAIL_ON = ("violation", "warning", "info")
#: Findings that decide the exit code in another way, and one that does not.
CHECKS = (SKIPPED, "not-evaluated", "shape-without-target", *ALWAYS_FAILING, *namespaces.CHECKS)

a_result = st.builds(
    lambda level: ValidationResult("", None, None, f"<http://www.w3.org/ns/shacl#{level}>", "", "", "", ""),
    st.sampled_from(LEVELS),
)
a_finding = st.builds(
    lambda check, severity, counts: Finding(check, severity, "", counts=counts),
    st.sampled_from(CHECKS),
    st.sampled_from(SEVERITIES),
    st.booleans(),
)
a_report = st.builds(
    lambda results, findings, checked, hidden: Report(results, 1, 0.0, findings, checked, hidden=hidden),
    st.lists(a_result, max_size=3),
    st.lists(a_finding, max_size=2),
    st.integers(0, 1),
    st.integers(0, 1),
)


def code(report: Report, options: dict[str, Any]) -> int:
    try:
        return command.exit_code(report, options["fail_on"], options["allow_empty"], options["strict"])
    except command.CommandError:
        return 3


def agrees(line: str, exit_code: int, fail_on: str) -> bool:
    """Return whether the last line says that the run passes exactly if it does, and why."""
    why = f"; exit code 0, as --fail-on is {fail_on}"
    if line.startswith("does not conform"):
        return line.endswith(why) is (exit_code == 0)
    return "exit code" not in line and (not line.startswith("passes") or exit_code == 0)


@examples(300, 5_000, a_report, st.sampled_from(FAIL_ON), st.booleans(), st.booleans())
def test_the_last_line_never_contradicts_the_exit_code(
    report: Report, fail_on: str, allow_empty: bool, strict: bool
) -> None:
    """ "does not conform: 1 warning" with exit code 0 left open why; "passes" was said with exit code 3 and 1."""
    options = {"fail_on": fail_on, "allow_empty": allow_empty, "strict": strict, "max_results": None}
    options |= {"baseline": None, "changed_since": None, "data_format": None, "lenient": False}
    done = command.report_about(options, [], lambda files, log: report, lambda line: None)
    line = text.summary(done)
    assert agrees(line, code(report, options), fail_on), (line, code(report, options))


def run(*arguments: str) -> Result:
    return CliRunner().invoke(validate, ["data.ttl", "--shapes", "shapes.ttl", *arguments])


@pytest.fixture
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "shapes.ttl").write_text(SHAPES, encoding="utf-8")


@pytest.mark.usefixtures("_folder")
@pytest.mark.parametrize(
    "kinds",
    [
        ["Violation"],
        ["Info", "Warning"],
        *(pytest.param([kind], marks=pytest.mark.full) for kind in ("Info", "Warning", "Other")),
    ],
)
def test_every_combination_of_options(kinds: list[str]) -> None:
    data = "".join(f"ex:{kind.lower()} a ex:{kind} .\n" for kind in kinds)
    Path("data.ttl").write_text(PREFIXES + data, encoding="utf-8")
    run("--format", "json", "-o", "known.json", "--allow-empty")
    for fail_on, *others in itertools.product(
        FAIL_ON, ("", "--strict"), ("", "--allow-empty"), ("", "--baseline=known.json")
    ):
        done = run("--fail-on", fail_on, *filter(None, others))
        line = [each for each in done.stdout.splitlines() if " checked in " in each or " checked: " in each][
            -1
        ]
        assert agrees(line, done.exit_code, fail_on), (line, done.exit_code, fail_on, others)


@pytest.mark.usefixtures("_folder")
def test_the_line_says_why_a_warning_passes(capfd: pytest.CaptureFixture[str]) -> None:
    Path("data.ttl").write_text(PREFIXES + "ex:a a ex:Warning .\n", encoding="utf-8")
    done = run()
    last = done.stdout.splitlines()[-1]
    assert done.exit_code == 0
    assert last.startswith("does not conform: 1 warning; 1 file, 1 triple, 1 focus node, ")
    assert last.endswith(" s; exit code 0, as --fail-on is violation")
    assert run("--fail-on", "warning").stdout.splitlines()[-1].endswith(" s")
    assert __main__.main(["data.ttl", "--shapes", "shapes.ttl"]) == 0
    assert capfd.readouterr().out.splitlines()[-1].endswith("; exit code 0, as --fail-on is violation")


@pytest.mark.usefixtures("_folder")
def test_a_report_without_a_run_names_no_exit_code() -> None:
    """A watched file has a report after each change, and the command goes on."""
    result = ValidationResult("", None, None, "<http://www.w3.org/ns/shacl#Warning>", "", "", "", "")
    assert "exit code" not in text.summary(Report([result], 1, checked=1))
