"""Options of `adgo validate` in a project's pyproject.toml."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import adgo
from adgo.cli.validate import validate

PREFIXES = "@prefix ex: <http://example.org/> .\n@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
SHAPES = (
    PREFIXES
    + "ex:S sh:targetClass ex:C ; sh:property [ sh:path ex:p ; sh:minCount 1 ; sh:severity sh:Warning ] .\n"
)
SETTINGS = '[project]\nname = "x"\n\n[tool.adgo.validate]\nshapes = ["rules/*.ttl"]\nfail-on = "warning"\n'


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "s.ttl").write_text(SHAPES, encoding="utf-8")
    (tmp_path / "part").mkdir()
    (tmp_path / "part" / "data.ttl").write_text(PREFIXES + "ex:a a ex:C .", encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text(SETTINGS, encoding="utf-8")
    monkeypatch.chdir(tmp_path / "part")
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(validate, ["data.ttl", *arguments])


def test_settings_are_found_upwards_and_paths_start_at_their_folder(project: Path) -> None:
    result = run()
    assert (result.exit_code, "1 warning" in result.output) == (1, True)


def test_the_command_line_takes_precedence(project: Path) -> None:
    assert run("--fail-on", "violation").exit_code == 0
    (project / "part" / "other.ttl").write_text(
        SHAPES.replace("sh:minCount 1", "sh:maxCount 1"), encoding="utf-8"
    )
    assert run("--shapes", "other.ttl").exit_code == 0
    assert run("--isolated", "--shapes", "../rules/s.ttl").exit_code == 0


def test_the_nearest_file_with_settings_counts(project: Path) -> None:
    nearer = project / "part" / "pyproject.toml"
    nearer.write_text('[project]\nname = "adgo-user"\n', encoding="utf-8")
    assert run().exit_code == 1
    nearer.write_text('[tool.adgo.validate]\nshapes = ["../rules"]\n', encoding="utf-8")
    assert run().exit_code == 0


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        (
            'fail_on = "warning"',
            "'fail_on' is not a setting of adgo validate; expected one of: allow-empty, baseline",
        ),
        ('fail-on = "error"', "fail-on: 'error' is not one of 'violation', 'warning', 'info'"),
        ("hygiene = 1", "hygiene must be true or false"),
        ("shapes = [3.5, {}]", "shapes must be text or a number"),
        ('format = ["json"]', "format has one value, not a list"),
        ('max-results = "many"', "max-results: 'many' is not a valid integer range"),
    ],
)
def test_a_wrong_setting_is_wrong_usage_with_its_line(project: Path, settings: str, says: str) -> None:
    (project / "pyproject.toml").write_text(
        f"{SETTINGS.split('shapes')[0]}# more\n{settings}\n", encoding="utf-8"
    )
    result = run()
    assert result.exit_code == 2
    assert f"../pyproject.toml:6: {says}" in result.output


def test_a_table_that_is_a_value_and_a_file_that_is_not_toml(project: Path) -> None:
    (project / "pyproject.toml").write_text("[tool.adgo]\nvalidate = 1\n", encoding="utf-8")
    result = run()
    assert (result.exit_code, "tool.adgo.validate must be a table" in result.output) == (2, True)
    (project / "pyproject.toml").write_text("[tool.adgo.validate]\nshapes = \n", encoding="utf-8")
    result = run()
    assert (result.exit_code, "../pyproject.toml:2:10: " in result.output) == (3, True)


def test_single_values_flags_and_numbers_are_read(project: Path) -> None:
    text = '[tool.adgo.validate]\nshapes = "rules/s.ttl"\nallow-empty = true\nmax-results = 0\n'
    (project / "pyproject.toml").write_text(text, encoding="utf-8")
    assert "… and 1 more (1 shape;" in run().output
    (project / "part" / "data.ttl").write_text("", encoding="utf-8")
    assert run().exit_code == 0


def test_the_library_does_not_read_them(project: Path) -> None:
    (project / "pyproject.toml").write_text("[tool.adgo.validate]\nnonsense = 1\n", encoding="utf-8")
    report = adgo.validate("data.ttl", "../rules/s.ttl")
    assert len(report) == 1


def test_help_has_groups_and_needs_no_settings(project: Path) -> None:
    (project / "pyproject.toml").write_text("[tool.adgo.validate]\nnonsense = 1\n", encoding="utf-8")
    result = run("--help")
    assert result.exit_code == 0
    headings = [
        line for line in result.output.splitlines() if line.endswith(":") and not line.startswith(" ")
    ]
    assert headings[:6] == [
        "Input:",
        "Shapes:",
        "Further checks:",
        "Output:",
        "What fails:",
        "Engine and limits:",
    ]
    assert "[tool.adgo.validate]" in result.output
