"""`.pre-commit-hooks.yaml` in pre-commit itself: it installs the hooks from this repository, and commits run them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
from sample_repository import BAD, GOOD, git, sample_repository

ROOT = Path(__file__).parents[2]
CONFIGURATION = """\
repos:
  - repo: {url}
    rev: {revision}
    hooks:
      - id: adgo-format
      - id: adgo-validate
        args: [--shapes, shapes.ttl]
        files: ^data/
"""


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with the hooks and the files from which ADGO is built, with one commit."""
    folder = tmp_path_factory.mktemp("adgo")
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True)
    for name in tracked.stdout.split("\0")[:-1]:
        if (ROOT / name).is_file() and not name.startswith(("tests/", "benchmarks/")):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name)
    git(folder, "init", "-q")
    git(folder, "add", "-f", ".")
    git(folder, "commit", "-qm", "one")
    return folder


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The dependencies are those of this environment, so that the network is not needed."""
    return {
        **os.environ,
        "PRE_COMMIT_HOME": str(tmp_path_factory.mktemp("cache")),
        "PIP_NO_DEPS": "1",
        "PIP_NO_BUILD_ISOLATION": "0",  # pip reads it as the value of --build-isolation
        "PIP_NO_INDEX": "1",
        "PYTHONPATH": sysconfig.get_path("purelib"),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }


def run_hooks(repository: Path, hooks: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    revision = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=hooks, capture_output=True, check=True, text=True
    )
    text = CONFIGURATION.format(url=hooks.as_uri(), revision=revision.stdout.strip())
    (repository / ".pre-commit-config.yaml").write_text(text, encoding="utf-8")
    git(repository, "add", ".")
    return subprocess.run(
        [sys.executable, "-m", "pre_commit", "run", "--all-files"],
        cwd=repository,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.full
def test_pre_commit_installs_the_hooks_and_runs_them(
    tmp_path: Path, hooks: Path, environment: dict[str, str]
) -> None:
    pytest.importorskip("pre_commit", reason="pre-commit is not installed")
    good = run_hooks(sample_repository(tmp_path / "good", GOOD), hooks, environment)
    assert good.returncode == 0, good.stdout + good.stderr
    assert good.stdout.count("Passed") == 2
    bad = run_hooks(sample_repository(tmp_path / "bad", BAD), hooks, environment)
    assert bad.returncode == 1
    assert "data/firms.ttl:4:1: violation: expected at least 1 value of ex:name" in bad.stdout
    rough = sample_repository(tmp_path / "rough", GOOD.replace(" ;\n", "   ;\n"))
    assert "files were modified by this hook" in run_hooks(rough, hooks, environment).stdout
    assert (rough / "data/firms.ttl").read_text(encoding="utf-8") == GOOD
