"""`adgo format`: what it changes, what it leaves, and how it exits."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from adgo.cli import adgo

ROUGH = "@prefix ex: <http://e/> .\nex:b ex:p 2,1 . # b\nex:a a ex:T.\n"
NEAT = "@prefix ex: <http://e/> .\n\nex:a a ex:T .\n\n# b\nex:b\n    ex:p\n        1 ,\n        2 .\n"


def run(*arguments: str | Path, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(adgo, ["format", *map(str, arguments)], input=stdin)


@pytest.fixture
def rough(tmp_path: Path) -> Path:
    path = tmp_path / "x.ttl"
    path.write_text(ROUGH, encoding="utf-8")
    return path


def test_a_file_is_rewritten_once(rough: Path) -> None:
    os.chmod(rough, 0o640)
    result = run(rough)
    assert (result.exit_code, result.stderr) == (0, f"{rough}: formatted\n")
    assert rough.read_text(encoding="utf-8") == NEAT
    assert stat.S_IMODE(rough.stat().st_mode) == 0o640
    assert [path.name for path in rough.parent.iterdir()] == ["x.ttl"]
    before = rough.stat().st_mtime_ns
    assert run(rough).stderr == ""
    assert rough.stat().st_mtime_ns == before


def test_check_names_the_file_and_leaves_it(rough: Path) -> None:
    result = run("--check", rough)
    assert result.exit_code == 1
    assert f"{rough}: would change" in result.stderr
    assert rough.read_text(encoding="utf-8") == ROUGH
    rough.write_text(NEAT, encoding="utf-8")
    assert run("--check", rough).exit_code == 0


def test_the_remedy_can_be_pasted_into_a_shell(rough: Path) -> None:
    spaced = rough.rename(rough.with_name("my file.ttl"))
    assert run("--check", spaced).stderr.endswith(f"(run: adgo format '{spaced}')\n")


def test_a_file_that_would_say_something_else_stays(rough: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "adgo.turtle.writing.formatter.format_document",
        lambda document, **_: document.text.replace("ex:a", "ex:z"),
    )
    result = run(rough)
    assert result.exit_code == 3
    assert "formatting would change the triples in this file" in result.stderr
    assert rough.read_text(encoding="utf-8") == ROUGH


def test_diff_shows_the_change_and_leaves_the_file(rough: Path) -> None:
    result = run("--diff", rough)
    assert result.exit_code == 0
    assert "-ex:b ex:p 2,1 . # b\n" in result.stdout
    assert "+        1 ,\n" in result.stdout
    assert rough.read_text(encoding="utf-8") == ROUGH
    assert run("--diff", "--check", rough).exit_code == 1


def test_a_faulty_file_stays_and_the_others_are_done(rough: Path) -> None:
    faulty = rough.with_name("a.ttl")
    faulty.write_text("ex:a ex:p 1 .", encoding="utf-8")
    result = run(rough.parent)
    assert result.exit_code == 3
    assert f"{faulty}:1:1: the prefix 'ex:' is not declared" in result.stderr
    assert faulty.read_text(encoding="utf-8") == "ex:a ex:p 1 ."
    assert rough.read_text(encoding="utf-8") == NEAT


def test_the_line_of_every_fault_begins_with_its_file(tmp_path: Path) -> None:
    """The first had "Error: " before it, so that problem matchers of editors and CI missed it."""
    for name in ("a.ttl", "b.ttl"):
        (tmp_path / name).write_text("ex:a ex:p 1 .", encoding="utf-8")
    result = run(tmp_path, tmp_path / "none.ttl")
    assert result.exit_code == 3
    places = [line for line in result.stderr.splitlines() if line.startswith(str(tmp_path))]
    names = [line.removeprefix(f"{tmp_path}/")[:9] for line in places]
    assert [name for name in names if not name.endswith("1:6:")] == ["none.ttl:", "a.ttl:1:1", "b.ttl:1:1"]


def test_a_fault_in_standard_input_has_a_place() -> None:
    """It was called "-", as no other command calls it."""
    result = run("-", stdin=b"# one\nex:a ex:p 1 .")
    assert result.exit_code == 3
    assert result.stderr.startswith("<stdin>:2:1: ")


def test_bytes_that_are_no_utf_8_stay(tmp_path: Path) -> None:
    path = tmp_path / "x.ttl"
    path.write_bytes(b"# \xff\n")
    assert run(path).exit_code == 3
    assert path.read_bytes() == b"# \xff\n"


def test_a_missing_file_a_folder_without_turtle_and_another_kind_are_unreadable(tmp_path: Path) -> None:
    assert run(tmp_path / "none.ttl").exit_code == 3
    assert "no file to read in this folder (looked for .ttl;" in run(tmp_path).stderr
    other = tmp_path / "x.nt"
    other.write_text("", encoding="utf-8")
    assert "only .ttl is formatted" in run(other).stderr


def test_no_path_is_wrong_usage() -> None:
    assert run().exit_code == 2


def test_standard_input_goes_to_standard_output() -> None:
    result = run("-", stdin=ROUGH.encode())
    assert (result.exit_code, result.stdout) == (0, NEAT)
    assert run("--check", "-", stdin=ROUGH.encode()).exit_code == 1


def test_a_link_stays_a_link(rough: Path) -> None:
    link = rough.with_name("link.ttl")
    link.symlink_to(rough)
    assert run(link).exit_code == 0
    assert link.is_symlink()
    assert rough.read_text(encoding="utf-8") == NEAT


def test_the_order_is_kept_on_request(rough: Path) -> None:
    assert run("--keep-order", rough).exit_code == 0
    assert rough.read_text(encoding="utf-8").index("ex:b") < rough.read_text(encoding="utf-8").index("ex:a")


def test_a_file_that_changes_meanwhile_stays(rough: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = Path.read_bytes
    monkeypatch.setattr(
        Path, "read_bytes", lambda self: (read(self), self.write_text(ROUGH + "# mine", encoding="utf-8"))[0]
    )
    result = run(rough)
    assert result.exit_code == 3
    assert "another program changed this file while it was being formatted" in result.stderr
    assert rough.read_text(encoding="utf-8") == ROUGH + "# mine"
