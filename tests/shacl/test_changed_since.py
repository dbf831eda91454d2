"""`--changed-since`: the results that are new since a git revision, found by comparing two runs."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from adgo.cli.validate import validate
from adgo.shacl.__main__ import main
from adgo.shacl.command import validated
from adgo.shacl.reporting.report import Report

PREFIXES = "@prefix ex: <http://example.org/> .\n@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
SHAPES = (
    PREFIXES + "ex:S sh:targetClass ex:C ; sh:property [ sh:path ex:p ; sh:minCount 1 ; sh:class ex:P ] .\n"
)
#: One violation: ex:a has no ex:p.
DATA = PREFIXES + "<#a> a ex:C .\nex:b a ex:C ; ex:p ex:y .\n"
VALUES = PREFIXES + "ex:y a ex:P .\n"


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "protocol.file.allow=always"]
    subprocess.run(["git", *identity, *arguments], check=True, capture_output=True, cwd=folder)


def write(folder: Path, **files: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.ttl").write_text(text, encoding="utf-8")


def commit(folder: Path) -> None:
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "one")


@pytest.fixture(scope="module")
def committed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one commit, to copy."""
    folder = tmp_path_factory.mktemp("committed")
    write(folder / "data", a=DATA, b=VALUES)
    write(folder, shapes=SHAPES)
    commit(folder)
    return folder


@pytest.fixture
def repository(committed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(committed, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str, data: str = "data", revision: str = "HEAD") -> Result:
    return CliRunner().invoke(
        validate, [data, "--shapes", "shapes.ttl", f"--changed-since={revision}", *arguments]
    )


def test_what_has_not_changed_is_known_and_passes(repository: Path) -> None:
    result = run()
    assert result.exit_code == 0
    assert "passes: 1 known result is not shown" in result.output


@pytest.mark.parametrize("data", ["data", "data/renamed.ttl", "data/*.ttl"])
def test_a_file_that_was_only_renamed_has_nothing_new(repository: Path, data: str) -> None:
    """All results of a renamed file counted as new, also those about its relative IRIs."""
    write(repository / "data", b="")
    git(repository, "commit", "-qam", "two")
    git(repository, "mv", "data/a.ttl", "data/renamed.ttl")
    result = run(data=data)
    assert (result.exit_code, "new" in result.output) == (0, False)


def test_a_rename_with_a_new_violation_shows_only_that(repository: Path) -> None:
    git(repository, "mv", "data/a.ttl", "data/renamed.ttl")
    write(repository / "data", renamed=DATA + "ex:new a ex:C .\n")
    result = run()
    assert result.exit_code == 1
    assert "data/renamed.ttl:5:1: violation" in result.output
    assert "1 violation, 1 not shown" in result.output


def test_a_cause_in_another_file_is_shown(repository: Path) -> None:
    """The violation is on a line that did not change, so it was hidden and the build passed."""
    write(repository / "data", b=PREFIXES)
    result = run()
    assert result.exit_code == 1
    assert "data/a.ttl:4:20: violation" in result.output


@pytest.mark.parametrize("role", ["--shapes", "--ontology"])
def test_a_changed_shape_or_ontology_is_shown(repository: Path, role: str) -> None:
    """Only lines of the data were compared, so violations due to changed shapes were hidden and the build passed."""
    if role == "--shapes":
        write(repository, shapes=SHAPES.replace("sh:minCount 1", "sh:minCount 1 ; sh:nodeKind sh:Literal"))
        result = run()
    else:
        write(repository, classes=PREFIXES)
        git(repository, "add", ".")
        git(repository, "commit", "-qm", "two")
        write(repository, classes=PREFIXES + "ex:D <http://www.w3.org/2000/01/rdf-schema#subClassOf> ex:C .")
        write(repository / "data", c=PREFIXES)
        (repository / "data" / "d.ttl").write_text(PREFIXES + "ex:d a ex:D .", encoding="utf-8")
        git(repository, "add", "data")
        git(repository, "commit", "-qm", "three", "--", "data")
        result = run("--ontology", "classes.ttl")
    assert result.exit_code == 1
    assert "1 violation, 1 not shown" in result.output


def test_an_untracked_file_is_new(repository: Path) -> None:
    write(repository / "data", c=PREFIXES + "ex:c a ex:C .\n")
    result = run()
    assert result.exit_code == 1
    assert "data/c.ttl:3:1: violation" in result.output


def test_a_file_that_was_removed_no_longer_matters(repository: Path) -> None:
    (repository / "data" / "b.ttl").unlink()
    assert "data/a.ttl:4:20: violation" in run().output


def test_a_second_violation_like_a_known_one_is_new(repository: Path) -> None:
    text = "ex:S sh:targetClass ex:C ; sh:property [ sh:path ex:p ; sh:class ex:P ] .\n"
    write(repository, shapes=PREFIXES + text)
    write(repository / "data", a=PREFIXES + "[] a ex:C ; ex:p ex:z .")
    git(repository, "commit", "-qam", "two")
    write(repository / "data", a=PREFIXES + "[] a ex:C ; ex:p ex:z .\n[] a ex:C ; ex:p ex:z .")
    result = run()
    assert result.exit_code == 1
    assert "1 violation, 1 not shown" in result.output


@pytest.mark.parametrize("revision", ["nothing", "--output=x", "HEAD~1", "HEAD:data"])
@pytest.mark.parametrize("data", ["data", "untracked"])
def test_an_unknown_revision_is_exit_3(repository: Path, revision: str, data: str) -> None:
    """With untracked files alone, the revision was never looked at, and the exit code was 1."""
    write(repository / "untracked", c=DATA)
    result = run(data=data, revision=revision)
    assert result.exit_code == 3
    assert f"'{revision}' is not a commit of {repository}" in result.output
    assert not (repository / "x").exists()


@pytest.mark.parametrize("revision", ["", " "])
def test_an_empty_revision_is_wrong_usage(
    repository: Path, revision: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """An empty revision, as from an unset variable, was ignored without a word."""
    assert run(revision=revision).exit_code == 2
    with pytest.raises(SystemExit) as caught:
        main(["data", "--shapes", "shapes.ttl", "--changed-since", revision])
    assert caught.value.code == 2


def test_standard_input_cannot_be_compared(repository: Path) -> None:
    result = run(data="-")
    assert (result.exit_code, "cannot compare standard input" in result.output) == (2, True)


def test_outside_of_a_repository_is_exit_3(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, data=DATA, shapes=SHAPES)
    monkeypatch.chdir(tmp_path)
    result = run(data="data.ttl")
    assert (result.exit_code, "is in a git repository" in result.output) == (3, True)


@pytest.mark.parametrize("name", ["data/a", "shapes"])
def test_a_revision_that_cannot_be_read_makes_everything_new_and_it_is_said(
    repository: Path, name: str
) -> None:
    right = (repository / f"{name}.ttl").read_text(encoding="utf-8")
    write(repository, **{name: "ex:"})
    git(repository, "commit", "-qam", "two")
    write(repository, **{name: right})
    result = run()
    assert result.exit_code == 1
    assert "the files of HEAD cannot be read or evaluated, so every result counts as new" in result.output
    assert "data/a.ttl:3:1: violation" in result.output


def test_shapes_that_could_not_be_processed_make_everything_new(repository: Path) -> None:
    write(repository, shapes=PREFIXES + "ex:S sh:targetClass ex:C ; sh:minCount 1 .")
    git(repository, "commit", "-qam", "two")
    write(repository, shapes=SHAPES)
    result = run()
    assert (result.exit_code, "so every result counts as new" in result.output) == (1, True)


def test_a_shallow_clone_is_told_how_to_fetch_the_history(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(repository / "data", b=PREFIXES)
    git(repository, "commit", "-qam", "two")
    git(repository, "clone", "-q", "--depth=1", f"file://{repository}", "shallow")
    monkeypatch.chdir(repository / "shallow")
    result = run(revision="HEAD~1")
    assert (result.exit_code, "git fetch --unshallow" in result.output) == (3, True)


def test_nothing_of_the_users_changes(repository: Path) -> None:
    """In a copied repository, whose index has the times of the files before the copy, git wrote the index anew."""
    write(repository / "data", b=PREFIXES, c=DATA)
    index = (repository / ".git" / "index").read_bytes()
    before = sorted(repository.rglob("*"))
    assert run().exit_code == 1
    assert sorted(repository.rglob("*")) == before
    assert (repository / ".git" / "index").read_bytes() == index


@pytest.mark.parametrize(
    ("data", "changed", "runs"),
    [(DATA, False, 1), (DATA, True, 2), (PREFIXES + "ex:b a ex:C ; ex:p ex:y .", True, 1)],
    ids=["nothing has changed", "something has changed", "nothing was found"],
)
def test_a_second_run_is_made_only_if_it_can_matter(
    repository: Path, monkeypatch: pytest.MonkeyPatch, data: str, changed: bool, runs: int
) -> None:
    write(repository / "data", a=data)
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "two", "--allow-empty")
    if changed:
        write(repository / "data", b=VALUES + "ex:z a ex:P .\n")
    calls = []

    def counted(*arguments: object) -> Report:
        calls.append(arguments)
        return validated(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr("adgo.shacl.command.validated", counted)
    run()
    assert len(calls) == runs


def test_what_git_sets_for_a_hook_does_not_matter(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_DIR", "elsewhere")
    monkeypatch.setenv("GIT_INDEX_FILE", "elsewhere")
    monkeypatch.setenv("GIT_WORK_TREE", "/")
    assert run().exit_code == 0
    write(repository / "data", b=PREFIXES)
    assert run().exit_code == 1


def test_a_file_outside_of_the_repository_is_as_it_is_now(
    repository: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    write(outside, values=VALUES)
    write(repository / "data", b=PREFIXES)
    git(repository, "commit", "-qam", "two")
    result = run("--ontology", str(outside))
    assert (result.exit_code, "1 known result is not shown" in result.output) == (0, True)


def test_another_repository_without_the_revision_counts_as_unchanged_and_it_is_said(
    repository: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("other")
    write(other, values=VALUES)
    commit(other)
    git(repository, "tag", "v1")
    result = run("--ontology", str(other), revision="v1")
    assert result.exit_code == 0
    assert f"does not have the revision v1, so its files count as unchanged: {other}" in result.output


CATALOG = """<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">
<uri name="http://example.org/values" uri="../library/{}.ttl"/></catalog>"""


@pytest.mark.parametrize("part", ["file", "catalog"])
def test_imports_are_those_of_the_revision(repository: Path, part: str) -> None:
    """The imported file, or the one that the catalog names, no longer says what the value is."""
    imports = "<> <http://www.w3.org/2002/07/owl#imports> <http://example.org/values> .\n"
    write(repository / "data", a=DATA + imports, b=PREFIXES)
    write(repository / "library", values=VALUES, none=PREFIXES)
    catalog = repository / "data" / "catalog-v001.xml"
    catalog.write_text(CATALOG.format("values"), encoding="utf-8")
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "two")
    assert run().exit_code == 0
    if part == "file":
        write(repository / "library", values=PREFIXES)
    else:
        catalog.write_text(CATALOG.format("none"), encoding="utf-8")
    assert "1 violation, 1 not shown" in run().output


def test_an_ignore_file_is_that_of_the_revision(repository: Path) -> None:
    (repository / "data" / ".adgoignore").write_text("b.ttl\n", encoding="utf-8")
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "two")
    # Two known ones: ex:b's value has no class, as b.ttl is not read.
    assert "2 known results are not shown" in run().output
    (repository / "data" / ".adgoignore").unlink()
    assert "1 known result is not shown" in run().output


@pytest.mark.full
def test_a_submodule_is_compared_with_the_commit_that_was_recorded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "part", a=DATA, b=VALUES)
    commit(tmp_path / "part")
    write(tmp_path / "whole", shapes=SHAPES)
    commit(tmp_path / "whole")
    git(tmp_path / "whole", "submodule", "add", "-q", str(tmp_path / "part"), "data")
    git(tmp_path / "whole", "commit", "-qm", "two")
    monkeypatch.chdir(tmp_path / "whole")
    assert run().exit_code == 0
    write(tmp_path / "whole" / "data", b=PREFIXES)
    git(tmp_path / "whole" / "data", "commit", "-qam", "new")
    assert run().exit_code == 1
    # From inside, the submodule's own history counts.
    monkeypatch.chdir(tmp_path / "whole" / "data")
    write(tmp_path / "whole" / "data", shapes=SHAPES)
    assert run(data=".").exit_code == 1
    git(tmp_path / "whole" / "data", "add", ".")
    git(tmp_path / "whole" / "data", "commit", "-qm", "shapes")
    assert run(data=".").exit_code == 0
    assert run(data="../shapes.ttl", revision="HEAD~5").exit_code == 3


def test_the_command_of_the_package_compares_too(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["data", "--shapes", "shapes.ttl", "--changed-since", "HEAD", "--format", "json"]
    assert main(arguments) == 0
    assert json.loads(capsys.readouterr().out)["results"] == []
    write(repository / "data", b=PREFIXES)
    assert main(arguments) == 1
    assert [each["value"] for each in json.loads(capsys.readouterr().out)["results"]] == [
        "<http://example.org/y>"
    ]
