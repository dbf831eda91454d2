"""`adgo validate --watch` in a process of its own: reports after edits, errors, and how it ends."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from adgo.cli import adgo
from adgo.graph import files

PREFIXES = "@prefix ex: <http://example.org/> .\n@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
SHAPES = PREFIXES + "ex:S sh:targetClass ex:C ; sh:property [ sh:path ex:p ; sh:minCount 1 ] .\n"
BAD, GOOD = PREFIXES + "ex:a a ex:C .\n", PREFIXES + "ex:a a ex:C ; ex:p 1 .\n"
ADGO = str(Path(sys.executable).parent / "adgo")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    write(tmp_path / "shapes.ttl", SHAPES)
    write(tmp_path / "data/a.ttl", BAD)
    return tmp_path


def write(file: Path, text: str) -> None:
    """Write a file as editors do: a new file takes the place of the old one."""
    new = file.with_name(f".{file.name}.new")
    new.write_text(text, encoding="utf-8")
    new.replace(file)


class Watching:
    """A running command, whose reports are lines of JSON."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def report(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        found: dict[str, Any] = json.loads(self.process.stdout.readline())
        return found

    def stop(self) -> tuple[int, str]:
        self.process.send_signal(signal.SIGINT)
        _, errors = self.process.communicate(timeout=20)
        return self.process.returncode, errors


@contextmanager
def watching(folder: Path, *command: str) -> Iterator[Watching]:
    process = subprocess.Popen(
        command,
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    try:
        yield Watching(process)
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()


COMMAND = ("validate", "data", "--shapes", "shapes.ttl", "--watch", "--format", "json")


def test_each_change_gives_a_line_of_json(folder: Path) -> None:
    with watching(folder, ADGO, *COMMAND) as adgo_watch:
        first = adgo_watch.report()
        assert (first["conforms"], first["watch"]["reason"]) == (False, "the first check")
        write(folder / "data/a.ttl", "# moved\n" + BAD)
        moved = adgo_watch.report()
        assert [(each["file"], each["line"]) for each in moved["results"]] == [("data/a.ttl", 4)]
        write(folder / "data/b.ttl", PREFIXES + "ex:b a ex:C .\n")
        new = adgo_watch.report()
        assert new["watch"]["changed"] == ["data/b.ttl"]
        assert (new["watch"]["checked_again"], new["watch"]["checked"], new["watch"]["reason"]) == (
            1,
            2,
            None,
        )
        write(folder / "data/b.ttl", PREFIXES + "ex:b a ex:C\n")
        broken = adgo_watch.report()
        assert [(each["file"], each["line"]) for each in broken["faults"]] == [("data/b.ttl", 3)]
        write(folder / "data/a.ttl", GOOD)
        assert "faults" in adgo_watch.report(), "the other file is still broken"
        (folder / "data/b.ttl").unlink()
        assert adgo_watch.report()["conforms"] is True
        write(folder / "shapes.ttl", SHAPES.replace("minCount 1", "minCount 2"))
        after = adgo_watch.report()
        assert (after["conforms"], after["watch"]["reason"]) == (False, "shapes.ttl changed")
        (folder / "data/a.ttl").rename(folder / "data/c.ttl")
        renamed = adgo_watch.report()
        assert [each["file"] for each in renamed["results"]] == ["data/c.ttl"]
        code, errors = adgo_watch.stop()
    assert code == 130
    assert "Watching for changes; press Ctrl-C to stop." in errors


@pytest.mark.full
def test_an_edit_of_the_graph_is_checked_by_hygiene_queries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("ontology", "data", "seeds", "shapes"):
        shutil.copytree(files.root() / name, tmp_path / name)
    monkeypatch.setenv("ADGO_PROJECT", str(tmp_path))
    claims = min((tmp_path / "data/claims").glob("*.ttl"))
    text = claims.read_text(encoding="utf-8")
    spoilt = re.sub(r"adgo:object id:\w+", "adgo:object id:NoSuchThing", text, count=1)
    with watching(tmp_path, ADGO, "validate", "--watch", "--format", "json") as adgo_watch:
        assert checks(adgo_watch.report()) == set()
        write(claims, spoilt)
        report = adgo_watch.report()
        assert {"names-of-nothing", "unlabelled-things", "untyped-things"} <= checks(report)
        assert report["watch"]["reason"] is None
        write(claims, text)
        assert checks(adgo_watch.report()) == set()
        # No shape reads the plans, so their changes gave no new report.
        plans = tmp_path / "data/plans.ttl"
        write(plans, plans.read_text(encoding="utf-8") + "\nid:Momenta adgo:unheardOf id:Uber .\n")
        report = adgo_watch.report()
        assert (checks(report), report["watch"]["changed"]) == ({"undeclared-terms"}, [str(plans)])
        assert (report["watch"]["checked_again"], report["watch"]["reason"]) == (0, None)


def checks(report: dict[str, Any]) -> set[str]:
    return {each["check"] for each in report["findings"] if each["severity"] != "note"}


def test_a_named_file_that_is_missing_is_an_error(folder: Path) -> None:
    """The report was still about its old content, as if nothing had happened."""
    write(folder / "data/b.ttl", BAD.replace("ex:a ", "ex:b "))
    command = ("validate", "data/a.ttl", "data/b.ttl", *COMMAND[2:])
    with watching(folder, ADGO, *command) as adgo_watch:
        assert len(adgo_watch.report()["results"]) == 2
        (folder / "data/a.ttl").unlink()
        assert [each["file"] for each in adgo_watch.report()["faults"]] == ["data/a.ttl"]
        write(folder / "data/b.ttl", GOOD)
        assert [each["file"] for each in adgo_watch.report()["faults"]] == ["data/a.ttl"], "still missing"
        write(folder / "data/a.ttl", BAD.replace("ex:a ", "ex:c "))
        again = adgo_watch.report()
        assert [each["focus"] for each in again["results"]] == ["<http://example.org/c>"]
        assert again["watch"]["reason"] is None


def test_files_that_could_not_be_read_come_back(folder: Path) -> None:
    """The reason was that these documents are not checked incrementally."""
    write(folder / "data/a.ttl", "not Turtle")
    with watching(folder, ADGO, *COMMAND) as adgo_watch:
        assert "error" in adgo_watch.report()
        write(folder / "data/a.ttl", BAD)
        assert adgo_watch.report()["watch"]["reason"] == "the files could not be read before"
        (folder / "data/a.ttl").unlink()
        assert "no " in adgo_watch.report()["faults"][0]["message"]
        write(folder / "data/a.ttl", GOOD)
        again = adgo_watch.report()
        assert (again["conforms"], again["watch"]["reason"]) == (True, None)


def test_only_what_is_new_is_shown(folder: Path) -> None:
    """The revision is validated once; a commit that moves HEAD makes its results known."""
    git = ("git", "-c", "user.name=a", "-c", "user.email=a@example.org")
    for arguments in (("init", "-q"), ("add", "."), ("commit", "-qm", "one")):
        subprocess.run([*git, *arguments], cwd=folder, check=True)
    module = (sys.executable, "-m", "adgo.shacl", *COMMAND[1:])
    with watching(folder, *module, "--changed-since", "HEAD") as adgo_watch:
        assert adgo_watch.report()["results"] == []
        write(folder / "data/a.ttl", BAD + "ex:z a ex:C .\n")
        assert [each["focus"] for each in adgo_watch.report()["results"]] == ["<http://example.org/z>"]
        subprocess.run([*git, "commit", "-qam", "two"], cwd=folder, check=True)
        write(folder / "data/a.ttl", BAD + "ex:z a ex:C .\nex:y a ex:C .\n")
        assert [each["focus"] for each in adgo_watch.report()["results"]] == ["<http://example.org/y>"]
        assert adgo_watch.stop()[0] == 130


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("-", "--shapes", "shapes.ttl"), "--watch cannot watch standard input"),
        (("data", "--shapes", "shapes.ttl", "--format", "sarif"), "name a file with -o"),
    ],
)
def test_what_cannot_be_watched_is_wrong_usage(
    folder: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], message: str
) -> None:
    monkeypatch.chdir(folder)
    done = CliRunner().invoke(adgo, ["validate", *arguments, "--watch"])
    assert done.exit_code == 2
    assert message in " ".join(done.output.split())
