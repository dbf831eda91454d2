"""A published folder replaces only what ADGO has published and nobody has changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from adgo.publishing import folder, manifest
from adgo.publishing.manifest import NotPublished


def published(target: Path, **files: str) -> None:
    with folder.replacing(target) as new:
        written = [manifest.write_file(new, name, content.encode()) for name, content in files.items()]
        (new / manifest.NAME).write_text(manifest.text(written))


def failing(target: Path) -> None:
    with folder.replacing(target) as new:
        (new / "two").write_text("2")
        raise ZeroDivisionError


def content(target: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in target.iterdir() if path.name != manifest.NAME}


def test_a_folder_is_replaced_as_a_whole(tmp_path: Path) -> None:
    target = tmp_path / "a" / "folder"
    published(target, one="1", two="2")
    published(target, two="3")
    assert content(target) == {"two": "3"}
    assert [each.name for each in target.parent.iterdir()] == ["folder"]


def test_after_an_error_the_old_folder_is_there_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "folder"
    published(target, one="1")
    with pytest.raises(ZeroDivisionError):
        failing(target)
    assert content(target) == {"one": "1"}
    assert [each.name for each in tmp_path.iterdir()] == ["folder"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda it: (it / "mine").write_text("m"), "files that were not written by `adgo publish`: mine"),
        (lambda it: (it / "one").write_text("m"), "files that were changed since: one"),
        (lambda it: (it / manifest.NAME).unlink(), f"has no {manifest.NAME}"),
        (lambda it: (it / manifest.NAME).write_text("what is this"), f"has no {manifest.NAME}"),
        (lambda it: (it / "link").symlink_to("/etc/hostname"), "link"),
    ],
)
def test_files_of_others_are_never_replaced(tmp_path: Path, change, message: str) -> None:
    target = tmp_path / "folder"
    published(target, one="1")
    change(target)
    before = sorted(target.iterdir())
    with pytest.raises(NotPublished) as caught:
        published(target, one="2")
    assert message in str(caught.value)
    assert sorted(target.iterdir()) == before


def test_a_file_or_link_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "link").symlink_to(tmp_path)
    for name in ("file", "link"):
        with pytest.raises(NotPublished, match="not a folder"):
            published(tmp_path / name, one="1")


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    published(tmp_path, one="1")
    assert content(tmp_path) == {"one": "1"}
