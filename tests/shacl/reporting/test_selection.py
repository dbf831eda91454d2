from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner
from shacl_documents import PREFIXES

from adgo.cli.validate import validate

SHAPES = "ex:S sh:targetClass ex:C ; sh:property [ sh:path ex:p ; sh:minCount 1 ] ."
OLD = "ex:a a ex:C .\nex:b a ex:C ; ex:p 1 .\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "shapes.ttl").write_text(PREFIXES + SHAPES)
    (tmp_path / "data.ttl").write_text(PREFIXES + OLD)
    return tmp_path


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(validate, ["data.ttl", "--shapes", "shapes.ttl", *arguments])
    return result.exit_code, result.output


def test_only_results_that_the_baseline_does_not_have_fail(folder: Path) -> None:
    assert run("--format", "json", "-o", "old.json")[0] == 1
    assert run("--baseline", "old.json")[0] == 0
    (folder / "data.ttl").write_text(PREFIXES + "\n\n# moved\n" + OLD)
    assert run("--baseline", "old.json")[0] == 0
    (folder / "data.ttl").write_text(PREFIXES + OLD + "ex:c a ex:C .\n")
    code, printed = run("--baseline", "old.json")
    assert code == 1
    assert "data.ttl:9:1:" in printed
    assert "data.ttl:7:1:" not in printed
    assert "1 not shown" in printed


SEVERITIES = ["sh:Info", "sh:Warning", "sh:Violation", "ex:Fatal"]


@pytest.mark.parametrize("now", SEVERITIES)
@pytest.mark.parametrize("then", SEVERITIES)
@pytest.mark.parametrize("option", [("--baseline", "old.json"), ("--changed-since", "HEAD")], ids=str)
def test_a_result_that_is_more_severe_than_before_is_shown(
    folder: Path, then: str, now: str, option: tuple[str, str]
) -> None:
    """Bug: sh:Violation was left out as known if it had been sh:Info. Own severities count as sh:Violation."""
    levels = [0, 1, 2, 2]
    (folder / "shapes.ttl").write_text(PREFIXES + SHAPES.replace(" ] .", f" ; sh:severity {then} ] ."))
    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "one")
    run("--format", "json", "-o", "old.json")
    (folder / "shapes.ttl").write_text(PREFIXES + SHAPES.replace(" ] .", f" ; sh:severity {now} ] ."))
    code, printed = run(*option, "--fail-on", "info")
    is_new = levels[SEVERITIES.index(now)] > levels[SEVERITIES.index(then)]
    assert code == is_new, printed
    assert ("data.ttl:7:1" in printed) is is_new


def test_of_two_results_alike_the_less_severe_one_is_new(folder: Path) -> None:
    """Bug: severity did not matter, so the new one was whichever came second in the file."""
    (folder / "shapes.ttl").write_text(PREFIXES + SHAPES)
    run("--format", "json", "-o", "old.json")
    second = SHAPES.replace(" .", " , [ sh:path ex:p ; sh:minCount 1 ; sh:severity sh:Info ] .")
    (folder / "shapes.ttl").write_text(PREFIXES + second)
    code, printed = run("--baseline", "old.json", "--format", "json", "--fail-on", "info")
    assert [each["severity"] for each in json.loads(printed)["results"]] == ["Info"]
    assert code == 1


def test_a_report_with_hidden_results_does_not_conform(folder: Path) -> None:
    run("--format", "json", "-o", "old.json")
    assert '"conforms": false' in run("--baseline", "old.json", "--format", "json")[1]


@pytest.mark.parametrize("content", [None, "no json", "[]", '{"results": [{}]}', '{"results": 3}'])
def test_a_file_that_is_not_a_baseline_is_exit_3(folder: Path, content: str | None) -> None:
    if content is not None:
        (folder / "old.json").write_text(content)
    code, printed = run("--baseline", "old.json")
    assert code == 3
    assert "old.json: not a report" in printed
    assert "Errno" not in printed


def git(*arguments: str) -> None:
    identity = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    subprocess.run(["git", *identity, *arguments], check=True, capture_output=True)


def test_only_changed_lines_are_shown(folder: Path) -> None:
    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "one")
    assert run("--changed-since", "HEAD")[0] == 0
    (folder / "data.ttl").write_text(PREFIXES + OLD + "ex:c a ex:C .\n")
    code, printed = run("--changed-since", "HEAD")
    assert code == 1
    assert "data.ttl:9:1:" in printed
    assert "data.ttl:7:1:" not in printed


def test_a_file_that_git_does_not_track_is_all_new(folder: Path) -> None:
    git("init", "-q")
    git("commit", "-qm", "none", "--allow-empty")
    assert run("--changed-since", "HEAD")[0] == 1


@pytest.mark.parametrize("revision", ["nothing", "--output=x"])
def test_an_unknown_revision_is_exit_3(folder: Path, revision: str) -> None:
    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "one")
    assert run(f"--changed-since={revision}")[0] == 3
    assert not (folder / "x").exists()


MANY = "".join(f"ex:a ex:q {number} .\n" for number in range(20))
LIMITED = "ex:S sh:targetClass ex:C ; sh:property [ sh:path ex:p ; sh:minCount 1 ; sh:maxCount 1 ; sh:in ( 1 2 ) ] ."


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("ex:a a ex:C ;\n  ex:q 1 ;\n  ex:p 1 .\n", "ex:a a ex:C ;\n  ex:q 1 .\n"),
        ("ex:a a ex:C\n ; ex:q 1\n ; ex:p 1\n .\n", "ex:a a ex:C\n ; ex:q 1\n .\n"),
        ("ex:a a ex:C .\n" + MANY + "ex:a ex:p 1 .\n", "ex:a a ex:C .\n" + MANY),
        ("ex:a a ex:C ;\n  ex:p 1 .\n", "ex:a a ex:C ;\n  ex:p 1 .\n\n\nex:a ex:p 2 .\n"),
    ],
    ids=["taken away", "taken away between its neighbours", "taken away elsewhere", "one too many"],
)
def test_a_missing_or_superfluous_value_is_shown_although_its_line_is_the_same(
    folder: Path, old: str, new: str
) -> None:
    """The result points at a line that did not change, so the build passed although the change broke the data."""
    rest = "ex:z a ex:C .\n"
    (folder / "shapes.ttl").write_text(PREFIXES + LIMITED)
    (folder / "data.ttl").write_text(PREFIXES + rest + old)
    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "one")
    (folder / "data.ttl").write_text(PREFIXES + rest + new)
    code, printed = run("--changed-since", "HEAD")
    assert code == 1
    assert "focus ex:a" in printed
    assert "focus ex:z" not in printed


def test_a_value_that_did_not_change_stays_hidden_while_its_node_changes(folder: Path) -> None:
    (folder / "shapes.ttl").write_text(PREFIXES + LIMITED)
    start = PREFIXES + "ex:a a ex:C ;\n  ex:p 7 .\n"
    (folder / "data.ttl").write_text(start + "ex:b ex:q 1 .\nex:a ex:q 1 .\n")
    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "one")
    (folder / "data.ttl").write_text(start + "ex:a ex:q 1 .\n")
    assert run("--changed-since", "HEAD")[0] == 0
    (folder / "data.ttl").write_text(start + "ex:a ex:q 1 .\nex:a ex:p 2 .\n")
    code, printed = run("--changed-since", "HEAD")
    assert code == 1
    assert "MaxCount" in printed
    assert "In]" not in printed
