"""`action.yml`: its steps really run, as a runner runs them, on a repository with a fault and on one without."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
from composite_action import ActionRun, CompositeAction
from sample_repository import BAD, GOOD, OTHER, git, sample_repository

ACTION = Path(__file__).parents[2] / "action.yml"


def call(folder: Path, data: str = BAD, **inputs: str) -> ActionRun:
    """Run the action without its installation: the checkout's own ADGO takes its place."""
    repository = sample_repository(folder / "repository", data)
    return run_in(repository, folder, **{"paths": "data", "shapes": "shapes.ttl", **inputs})


def run_in(repository: Path, folder: Path, **inputs: str) -> ActionRun:
    installed = folder / "runner temp" / "adgo" / "bin"
    installed.mkdir(parents=True)
    for name in ("adgo", "python"):
        program = installed / name
        program.write_text(f'#!/bin/sh\nexec "{Path(sys.executable).parent / name}" "$@"\n', encoding="utf-8")
        program.chmod(0o755)
    action = CompositeAction(ACTION, without=("Install ADGO",))
    return action.run(repository, folder / "runner temp", {}, **inputs)


def test_a_violation_fails_the_step_and_is_shown_at_its_line(tmp_path: Path) -> None:
    found = call(tmp_path, upload_sarif="true")
    assert found.failed
    assert found.outputs["conforms"] == "false"
    assert (found.outputs["results"], found.outputs["exit-code"]) == ("1", "1")
    assert re.search(r"^::error .*file=data/firms\.ttl,line=4\b", found.printed, re.MULTILINE)
    assert "firms.ttl" in found.summary
    [(action, arguments)] = found.uses
    assert action.startswith("github/codeql-action/upload-sarif@")
    sarif = json.loads(Path(arguments["sarif_file"]).read_text(encoding="utf-8"))
    assert len(sarif["runs"][0]["results"]) == 1
    assert json.loads(Path(found.outputs["report"]).read_text(encoding="utf-8"))["conforms"] is False


def test_data_without_a_fault_pass(tmp_path: Path) -> None:
    found = call(tmp_path, GOOD, annotations="false")
    assert not found.failed, found.errors
    assert found.outputs["conforms"] == "true"
    assert (found.outputs["results"], found.outputs["exit-code"], found.outputs["sarif"]) == ("0", "0", "")
    assert (found.uses, found.printed) == ([], "")


@pytest.mark.full
def test_no_input_becomes_a_command(tmp_path: Path) -> None:
    """Also not an option: a path that begins with a hyphen is a path."""
    repository = sample_repository(
        tmp_path / "repository", BAD, name="a b'$(touch stolen)\";`touch stolen`.ttl"
    )
    (repository / "--help").write_text(OTHER, encoding="utf-8")
    hostile = '$(touch stolen)"; touch stolen; `touch stolen`'
    path = next((repository / "data").iterdir()).relative_to(repository)
    found = run_in(
        repository, tmp_path, paths=f"{path}\n\n--help\n", shapes="shapes.ttl", arguments="--data-format=ttl",
        report="a report.json",
    )  # fmt: skip
    assert (found.outputs["conforms"], found.outputs["results"]) == ("false", "1"), found.errors
    assert not list(tmp_path.rglob("stolen"))
    again = run_in(repository, tmp_path / "second", paths=hostile, shapes=hostile, fail_on=hostile)
    assert (again.failed, again.outputs["conforms"], again.outputs["exit-code"]) == (True, "", "2")
    assert not list(tmp_path.rglob("stolen"))


def test_empty_paths_do_not_check_something_else(tmp_path: Path) -> None:
    """Without a path, `adgo validate` checks the packaged graph, and the step would pass."""
    found = call(tmp_path, paths=" \n".strip(" "))
    assert found.failed
    assert "::error" in found.errors
    assert found.outputs["conforms"] == ""


@pytest.mark.full
def test_results_from_before_a_revision_do_not_fail(tmp_path: Path) -> None:
    repository = sample_repository(tmp_path / "repository", BAD)
    (repository / "data" / "new.ttl").write_text(OTHER, encoding="utf-8")
    git(repository, "add", ".")
    found = run_in(repository, tmp_path, paths="data", shapes="shapes.ttl", changed_since="HEAD")
    assert not found.failed, found.errors
    assert (found.outputs["conforms"], found.outputs["results"]) == ("false", "0")


def test_every_input_and_output_is_described() -> None:
    action = CompositeAction(ACTION).action
    for about in (*action["inputs"].values(), *action["outputs"].values()):
        assert about["description"].endswith(".")
    for name, about in action["inputs"].items():
        assert about.get("required") or isinstance(about["default"], str), name
        assert f"inputs.{name} " in ACTION.read_text(encoding="utf-8"), f"{name} has no effect"


@pytest.mark.full
def test_the_action_installs_adgo_from_its_own_path(tmp_path: Path) -> None:
    """The dependencies are those of this environment, so that the network is not needed."""
    repository = sample_repository(tmp_path / "repository", BAD)
    temporary = tmp_path / "temp"
    temporary.mkdir()
    environment = {
        "PIP_NO_DEPS": "1",
        "PIP_NO_BUILD_ISOLATION": "0",  # pip reads it as the value of --build-isolation
        "PIP_NO_INDEX": "1",
        "PYTHONPATH": sysconfig.get_path("purelib"),
        "PATH": os.environ["PATH"],
    }
    found = CompositeAction(ACTION).run(
        repository, temporary, environment, paths="data", shapes="shapes.ttl", python=sys.executable
    )
    assert (found.outputs["conforms"], found.outputs["exit-code"]) == ("false", "1"), found.errors
    where = subprocess.run(
        [temporary / "adgo/bin/python", "-c", "import adgo; print(adgo.__file__)"],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
    )
    assert Path(where.stdout.strip()).is_relative_to(temporary)
