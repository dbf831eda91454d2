"""Changes of a project: by one command at a time, never over an edit, and completed by a repetition if interrupted."""

import fcntl
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st
from intake_project import Project
from pyoxigraph import Literal, RdfFormat, parse
from random_examples import examples

from adgo.graph import files
from adgo.graph.changing import journal
from adgo.graph.project_changes import ChangedMeanwhile, changing
from adgo.graph.validation import validate
from adgo.intake.registration import ArticleText, Registration, Unregistrable, new_texts

Draft = Callable[..., dict[str, Any]]
NEW = {
    "subject": "id:acme-uber-trial",
    "predicate": "rdf:type",
    "object": "adgo:Trial",
    "propose": [{"name": "id:acme-uber-trial", "label": "a trial by Acme"}],
}


def is_locked(folder: Path) -> bool:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def test_the_project_is_locked_until_the_change_is_written(project: Project) -> None:
    with changing():
        assert is_locked(project.root)
    assert not is_locked(project.root)


@pytest.mark.parametrize("name", ["data/claims/005.ttl", "data/claims/006.ttl", "ontology/adgo.ttl"])
def test_a_file_that_was_edited_meanwhile_is_not_overwritten(project: Project, name: str) -> None:
    with changing() as write:
        path = project.root / name
        path.write_text("# An edit.\n", encoding="utf-8")
        before = project.state()
        with pytest.raises(ChangedMeanwhile, match="run the command again"):
            write({project.claims: "# A claim.\n"})
    assert project.state() == before


def interrupt(monkeypatch: pytest.MonkeyPatch) -> None:
    """Interrupt the command that runs next after it has written the journal and one file."""
    written: list[Path] = []
    original = journal._replace

    def replace(path: Path, content: bytes) -> None:
        if len(written) == 2:
            raise KeyboardInterrupt
        written.append(path)
        original(path, content)

    monkeypatch.setattr(journal, "_replace", replace)


@pytest.mark.full
def test_the_next_command_completes_an_interrupted_ingest(
    project: Project, draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = project.texts / "drafts.jsonl"
    path.write_text(json.dumps(draft(**NEW)), encoding="utf-8")
    before = project.claims.read_bytes()
    with monkeypatch.context() as interrupted:
        interrupt(interrupted)
        project.run("ingest", str(path), "--texts", str(project.texts))
    entities = (project.root / "data/entities.ttl").read_text(encoding="utf-8")
    assert entities.count("id:acme-uber-trial") == 1
    assert project.claims.read_bytes() == before
    assert not [each for each in validate() if each.severity == "Violation"]
    assert "claim:005-1a " in project.claims.read_text(encoding="utf-8")
    found, code = project.ingest(draft(**NEW))
    assert (code, found["accepted"][0]["is_new"]) == (0, False)


@pytest.mark.full
def test_the_next_command_completes_an_interrupted_registration(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = project.texts / "note.txt"
    note.write_text("The city opens a road for tests, and the firm from Austria is there.", encoding="utf-8")
    arguments = ("source", "add", str(note), "--texts", str(project.texts), "--label", "Acme note")
    with monkeypatch.context() as interrupted:
        interrupt(interrupted)
        project.run(*arguments)
    assert (project.root / "data/claims/006.ttl").exists()
    assert "src:006" not in (project.root / "seeds/sources.ttl").read_text(encoding="utf-8")
    assert "registered already, as source 006" in project.run(*arguments).stderr
    assert "src:006" in (project.root / "seeds/sources.ttl").read_text(encoding="utf-8")


def test_a_file_with_claims_is_not_replaced_by_a_registration(project: Project) -> None:
    article, decided = ArticleText(Path("x"), "x", "0" * 64, "en", ()), Registration("006", "Acme", "en")
    claims = project.root / "data/claims/006.ttl"
    made = new_texts(article, decided)
    claims.write_text(made[claims], encoding="utf-8")
    assert new_texts(article, decided) == made
    claims.write_text(made[claims] + "# A claim.\n", encoding="utf-8")
    with pytest.raises(Unregistrable, match="exists already"):
        new_texts(article, decided)


@pytest.mark.full
def test_of_two_ingests_at_once_none_loses_a_claim(project: Project, draft: Draft) -> None:
    """Both read the file, and the second to write replaced the claim of the first."""
    records = [
        draft(),
        draft(quotation="Acme Robotics employs 45 people", predicate="has supplier", object="Uber"),
    ]
    running = []
    for number, record in enumerate(records):
        path = project.texts / f"{number}.jsonl"
        path.write_text(json.dumps(record), encoding="utf-8")
        command = [sys.executable, "-m", "adgo", "ingest", str(path), "--texts", str(project.texts)]
        running.append(subprocess.Popen(command, stderr=subprocess.PIPE, text=True))
    for each in running:
        assert "1 became claims" in each.communicate(timeout=120)[1]
    claims = project.claims.read_text(encoding="utf-8")
    assert "claim:005-1a " in claims
    assert "claim:005-2a " in claims


labels = st.text(st.sampled_from("\"\\\r\t\u2028$# '.@") | st.characters(codec="utf-8"), min_size=1)


@examples(10, 300, labels.filter(lambda text: text.strip() and "\n" not in text))
def test_no_label_of_an_article_gets_out_of_its_literal(label: str) -> None:
    article = ArticleText(Path("x"), "x", "0" * 64, "en", ())
    plain, made = (new_texts(article, Registration("999", text, "en")) for text in ("Acme", label))
    for path, text in made.items():
        quads = list(parse(text.encode(), RdfFormat.TURTLE))
        assert len(quads) == len(list(parse(plain[path].encode(), RdfFormat.TURTLE)))
        values = {quad.object for quad in quads}
        wanted = "ADGO: what “{}” says, claim by claim" if "claims" in str(path) else "{} alone"
        assert Literal(wanted.format(label), language="en") in values


def test_another_folder_is_not_taken_for_a_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A misspelt folder was taken for an empty project."""
    (tmp_path / "data").mkdir()
    monkeypatch.setenv(files.PROJECT, str(tmp_path))
    files.root.cache_clear()
    try:
        with pytest.raises(files.NotProject, match="it lacks ontology/, shapes/, seeds/"):
            files.root()
    finally:
        monkeypatch.undo()
        files.root.cache_clear()
