"""A change of several files is made completely or not at all, wherever it is interrupted."""

from __future__ import annotations

import json
import os
from itertools import count
from pathlib import Path

import pytest

from adgo.graph.changing import journal, project_lock, working_folder
from adgo.graph.changing.project_lock import locked, settle

OLD = {"data/a.ttl": "old a", "data/b.ttl": "old b", "data/gone.ttl": "old"}
NEW: dict[str, str | None] = {"data/a.ttl": "new a – ü", "data/made.ttl": "new", "data/gone.ttl": None}


def files_of(root: Path) -> dict[str, str]:
    """Return the text of each file, by its path; the working folder's own .gitignore is left out."""
    return {
        path.relative_to(root).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.name != ".gitignore"
    }


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    for name, text in OLD.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def change(root: Path) -> None:
    with locked(root):
        journal.write(root, {root / name: text for name, text in NEW.items()})


AFTER = {"data/a.ttl": "new a – ü", "data/b.ttl": "old b", "data/made.ttl": "new"}

#: The functions of the operating system that change something on disk, each of which may be the last one called.
CALLS = [
    (Path, "mkdir"),
    (Path, "write_text"),
    (os, "fsync"),
    (Path, "chmod"),
    (Path, "replace"),
    (Path, "unlink"),
]


class Killed(BaseException):
    """Ends a change as the end of its process does: nothing cleans up after it."""


def kill_at(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """Let the call with this number end the change before it does anything."""
    calls = count()
    for owner, name in CALLS:
        original = getattr(owner, name)

        def call(*given: object, _original=original, **named: object) -> object:  # type: ignore[no-untyped-def]
            if next(calls) >= number:
                raise Killed
            return _original(*given, **named)

        monkeypatch.setattr(owner, name, call)


@pytest.mark.parametrize("number", range(15))
def test_after_an_end_at_any_call_the_next_reader_has_all_or_nothing(
    root: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    with monkeypatch.context() as killed:
        kill_at(killed, number)
        try:
            change(root)
        except Killed:
            ended = True
        else:
            ended = False
    # The number of calls is known, so that the last case shows that all were tried.
    assert ended == (number < 14)
    decided = journal.path_of(root).exists() or not ended
    settle(root)
    with locked(root):
        assert files_of(root) == (AFTER if decided else OLD)


def test_a_completion_that_is_interrupted_is_completed_by_the_next(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, action in ((8, change), (3, settle), (2, settle)):
        with monkeypatch.context() as killed:
            kill_at(killed, number)
            with pytest.raises(Killed):
                action(root)
    settle(root)
    assert files_of(root) == AFTER


def leave_journal(root: Path, text: str) -> Path:
    working_folder.made(root)
    path = journal.path_of(root)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_that_was_edited_after_the_interruption_is_not_overwritten(root: Path) -> None:
    before = {"path": "data/a.ttl", "before": "0" * 64, "text": "new"}
    path = leave_journal(root, json.dumps([before]))
    with pytest.raises(journal.Unfinished, match=r"a\.ttl: .* was edited since"):
        settle(root)
    assert path.exists()
    assert (root / "data/a.ttl").read_text(encoding="utf-8") == OLD["data/a.ttl"]


@pytest.mark.parametrize("text", ["", "{", "[1]", '[{"path": "data/a.ttl"}]', "null"])
def test_a_damaged_journal_changes_nothing(root: Path, text: str) -> None:
    leave_journal(root, text)
    with pytest.raises(journal.Unfinished, match="damaged"):
        settle(root)
    assert (root / "data/a.ttl").read_text(encoding="utf-8") == OLD["data/a.ttl"]


@pytest.mark.parametrize("name", ["../outside", "data/link"])
def test_a_journal_does_not_write_outside_the_project(root: Path, name: str) -> None:
    """A project that somebody hands over may have any journal."""
    outside = root.parent / "outside"
    (root / "data/link").symlink_to(outside)
    leave_journal(root, json.dumps([{"path": name, "before": None, "text": "new"}]))
    with pytest.raises(journal.Unfinished, match="outside the project"):
        settle(root)
    assert not outside.exists()


def test_a_file_keeps_its_permissions_and_a_link_stays_one(root: Path) -> None:
    target = root / "data/b.ttl"
    target.chmod(0o600)
    (root / "data/a.ttl").unlink()
    (root / "data/a.ttl").symlink_to(target)
    change(root)
    assert (root / "data/a.ttl").is_symlink()
    assert target.read_text(encoding="utf-8") == NEW["data/a.ttl"]
    assert target.stat().st_mode & 0o777 == 0o600


def test_git_ignores_all_of_the_working_folder(root: Path) -> None:
    folder = working_folder.made(root)
    assert (folder / ".gitignore").read_text(encoding="utf-8") == "*\n"
    (folder / ".gitignore").write_text("# Mine.\n", encoding="utf-8")
    working_folder.made(root)
    assert (folder / ".gitignore").read_text(encoding="utf-8") == "# Mine.\n"


def test_nothing_waits_for_a_lock_if_there_is_no_journal(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(project_lock, "locked", lambda root: pytest.fail("locked"))
    settle(root)
