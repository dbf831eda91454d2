"""`python -m adgo.shacl`, with the exit codes and messages of `adgo validate`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from adgo.shacl.__main__ import main

PREFIXES = "@prefix ex: <http://example.org/> .\n@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
SHAPES = (
    PREFIXES
    + """ex:S sh:targetClass ex:C ; sh:property [ sh:path ex:p ; sh:minCount 1 ] .
ex:W sh:targetClass ex:C ; sh:severity sh:Warning ; sh:property [ sh:path ex:q ; sh:minCount 1 ;
    sh:severity sh:Warning ] .
"""
)


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in {
        "good.ttl": PREFIXES + "ex:a a ex:C ; ex:p 1 ; ex:q 2 .",
        "warned.ttl": PREFIXES + "ex:b a ex:C ; ex:p 1 .",
        "bad.ttl": PREFIXES + "ex:c a ex:C ; ex:q 1 .",
        "broken.ttl": PREFIXES + "ex:c a",
        "none.ttl": PREFIXES + "ex:c a ex:D .",
        "shapes.ttl": SHAPES,
        "wrong.ttl": PREFIXES + "ex:S sh:targetClass ex:C ; sh:minCount 1 .",
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        ("good.ttl --shapes shapes.ttl", 0, "conforms"),
        ("good.ttl warned.ttl --shapes shapes.ttl", 0, "1 warning"),
        ("warned.ttl --shapes shapes.ttl --fail-on warning", 1, "1 warning"),
        ("bad.ttl --shapes shapes.ttl", 1, "bad.ttl:3:1: violation: expected at least 1 value of ex:p"),
        ("none.ttl --shapes shapes.ttl", 3, "nothing was checked"),
        ("none.ttl --shapes shapes.ttl --allow-empty", 0, "nothing was checked"),
        ("broken.ttl --shapes shapes.ttl", 3, "broken.ttl:3"),
        ("missing.ttl --shapes shapes.ttl", 3, "missing.ttl: no such file or folder"),
        ("good.ttl --shapes wrong.ttl", 3, "wrong.ttl:3:40: the shapes cannot be processed"),
        ("bad.ttl --shapes shapes.ttl --baseline missing.json", 3, "missing.json"),
        ("good.ttl --shapes shapes.ttl -o no/such/folder.txt", 3, "cannot be written"),
    ],
)
def test_exit_codes_and_messages(
    arguments: str, code: int, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments.split()) == code
    assert says in "".join(capsys.readouterr())


@pytest.mark.parametrize(
    "arguments", ["bad.ttl", "--shapes shapes.ttl", "bad.ttl --shapes s --query-timeout -1"]
)
def test_wrong_usage_is_2(arguments: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments.split())
    assert caught.value.code == 2
    assert "usage: python -m adgo.shacl" in capsys.readouterr().err


def test_a_baseline_hides_what_is_known(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bad.ttl", "--shapes", "shapes.ttl", "--format", "json", "-o", "known.json"]) == 1
    assert capsys.readouterr().out == ""
    assert main(["bad.ttl", "--shapes", "shapes.ttl", "--format", "json", "--baseline", "known.json"]) == 0
    assert json.loads(capsys.readouterr().out)["results"] == []


def test_the_summary_of_a_step_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    assert main(["bad.ttl", "--shapes", "shapes.ttl", "--format", "github"]) == 1
    assert "| violation | bad.ttl:3:1 |" in (tmp_path / "summary.md").read_text(encoding="utf-8")


def test_a_closed_pipe_does_not_change_the_exit_code(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "adgo.shacl", "bad.ttl", "--shapes", "shapes.ttl"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
    )
    assert process.stdout
    process.stdout.close()
    assert (process.wait(60), process.stderr.read() if process.stderr else b"") == (1, b"")
    if process.stderr:
        process.stderr.close()


def test_an_unforeseen_error_is_70(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delattr("adgo.shacl.command.validated")
    assert main(["good.ttl", "--shapes", "shapes.ttl"]) == 70
    assert "internal error" in capsys.readouterr().err
