"""The recipe for GitLab in the documentation: its script lines are run, and the report is what GitLab reads."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from sample_repository import BAD, GOOD, sample_repository

PAGE = Path(__file__).parents[2] / "docs/how-to/validate-in-ci.md"


def recipe() -> dict[str, Any]:
    text = re.search(r"## GitLab.*?```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert text is not None
    job: dict[str, Any] = yaml.safe_load(text[1])["validate"]
    return job


@pytest.mark.parametrize(
    ("data", "code", "results"), [(BAD, 1, 1), pytest.param(GOOD, 0, 0, marks=pytest.mark.full)]
)
def test_the_script_of_the_recipe_runs(tmp_path: Path, data: str, code: int, results: int) -> None:
    """As a runner does: all lines in one shell that stops at the first error, after the line that installs ADGO."""
    job, repository = recipe(), sample_repository(tmp_path / "repository", data)
    script = "\n".join(job["script"][1:])
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }
    done = subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", script],
        cwd=repository,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stderr
    report = repository / job["artifacts"]["reports"]["codequality"]
    issues = json.loads(report.read_text(encoding="utf-8"))
    assert len(issues) == results
    for issue in issues:
        assert issue["location"] == {"path": "data/firms.ttl", "lines": {"begin": 4}}
        assert issue["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert {"description", "check_name", "fingerprint"} <= set(issue)
    assert ("data/firms.ttl:4:1: violation" in done.stdout) is bool(results)
    assert job["artifacts"]["when"] == "always"


def test_it_installs_what_the_hooks_for_pre_commit_install() -> None:
    """Bug: it installed `adgo` from the package index, which need not have it, and of any version."""
    text = re.search(r"## pre-commit.*?```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert text is not None
    [hooks] = yaml.safe_load(text[1])["repos"]
    assert shlex.split(recipe()["script"][0])[-1] == f"git+{hooks['repo']}@{hooks['rev']}"
