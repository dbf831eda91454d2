"""The installation is checked, and each missing part is named with what it is for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from adgo.cli import adgo
from adgo.cli.shell import doctor


def outcomes(*arguments: str) -> dict[str, str]:
    done = CliRunner().invoke(adgo, ["doctor", "--json", *arguments], env={"ADGO_TEXTS": ""})
    return {each["name"]: each["outcome"] for each in json.loads(done.output)}


@pytest.mark.full
def test_a_checkout_works() -> None:
    found = outcomes()
    assert set(found.values()) <= {"ok", "missing"}
    assert [found[name] for name in ("packages", "graph", "generated files")] == ["ok"] * 3
    assert found["articles"] == "missing"


def test_an_error_in_a_check_is_its_outcome(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def fail() -> doctor.InstallationCheck:
        raise OSError("no space")

    monkeypatch.setattr(doctor, "_graph", fail)
    # Takes seconds, and is tested above.
    monkeypatch.setattr(doctor, "_generated", lambda: doctor.InstallationCheck("generated files", "ok", ""))
    done = CliRunner().invoke(adgo, ["doctor", "--texts", str(tmp_path / "none")])
    assert done.exit_code == 1
    lines = done.output.splitlines()
    assert "failed  graph: OSError: no space" in lines
    assert any(line.startswith("failed  articles: NoTexts:") for line in lines)
