"""`adgo build`: fresh, stale, unreadable."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from adgo.cli import adgo
from adgo.graph import claims_to_facts, files


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the project's graph files."""
    for folder in ("ontology", "data", "seeds", "shapes"):
        shutil.copytree(files.root() / folder, tmp_path / folder)
    monkeypatch.setattr(files, "root", lambda: tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def at_once(built: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Take what the claims make as made, in tests of what the command does with it."""
    monkeypatch.setattr(claims_to_facts, "build", lambda *_, **__: built)


def build(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(adgo, ["build", *arguments])
    return done.exit_code, done.output


@pytest.mark.full
def test_the_project_is_fresh() -> None:
    code, output = build("--check")
    assert code == 0, output


@pytest.mark.usefixtures("at_once")
def test_a_stale_file_fails_the_check_and_is_written_by_the_build(root: Path, built: dict[str, str]) -> None:
    fresh = f"{len(built) - 1} of {len(built)} generated files were up to date\n"
    facts = root / "data" / "facts.ttl"
    good = facts.read_text(encoding="utf-8")
    facts.write_text("stale", encoding="utf-8")
    code, output = build("--check")
    assert code == 1
    assert output == f"data/facts.ttl: stale; run `adgo build` and commit the result\n{fresh}"
    assert facts.read_text(encoding="utf-8") == "stale", "--check writes nothing"
    assert build() == (0, f"data/facts.ttl: written\n{fresh}")
    assert facts.read_text(encoding="utf-8") == good
    assert build("--check")[0] == 0


@pytest.mark.usefixtures("at_once")
@pytest.mark.usefixtures("at_once")
def test_a_project_elsewhere_is_named(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bug: in any folder, the checkout was built without a word, although one may have meant another project."""
    monkeypatch.delenv("ADGO_PROJECT", raising=False)
    elsewhere = root.parent / f"{root.name}-beside"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    assert f"note: the project is {root}, which the working folder is not in" in build("--check")[1]
    monkeypatch.chdir(root / "data")
    assert "note:" not in build("--check")[1]
    monkeypatch.setenv("ADGO_PROJECT", str(root))
    monkeypatch.chdir(elsewhere)
    assert "note:" not in build("--check")[1]


def test_the_files_of_an_installed_package_are_not_written(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bug: `adgo build` wrote into the folder of the installed package, whose files every update replaces."""
    monkeypatch.setattr(files, "_IN_PACKAGE", root)
    code, output = build()
    assert (code, "name your project in ADGO_PROJECT" in output) == (3, True)


def test_a_missing_file_is_made(root: Path) -> None:
    (root / "data" / "plans.ttl").unlink()
    assert build("--check")[0] == 1
    assert build()[0] == 0
    assert (root / "data" / "plans.ttl").exists()


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("content", [b"\xff", None])
def test_a_file_of_other_bytes_is_stale(root: Path, content: bytes | None) -> None:
    """Bug: bytes that are no UTF-8 ended in a traceback, and other line ends passed for the same bytes."""
    facts = root / "data" / "facts.ttl"
    good = facts.read_bytes()
    facts.write_bytes(good.replace(b"\n", b"\r\n") if content is None else content)
    assert build("--check")[0] == 1
    assert build()[0] == 0
    assert facts.read_bytes() == good


@pytest.mark.usefixtures("at_once")
def test_a_file_that_cannot_be_written_is_named(root: Path) -> None:
    (root / "data" / "facts.ttl").unlink()
    (root / "data" / "facts.ttl").mkdir()
    code, output = build()
    assert (code, output) == (3, f"Error: {root / 'data' / 'facts.ttl'}: Is a directory\n")


def test_a_syntax_error_names_the_place_and_leaves_everything(root: Path) -> None:
    before = {path: path.read_bytes() for path in (root / "data").rglob("*.ttl")}
    bad = root / "data" / "entities.ttl"
    bad.write_text("<urn:a> <urn:b>\n.", encoding="utf-8")
    code, output = build()
    assert code == 3
    assert "entities.ttl:2:1: an object is missing between the predicate and '.'" in output
    assert "\n 2 | .\n" in output
    assert {p: p.read_bytes() for p in before if p != bad} == {p: c for p, c in before.items() if p != bad}
