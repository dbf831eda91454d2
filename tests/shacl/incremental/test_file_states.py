"""Which files count as changed: the content decides, not the time alone."""

from __future__ import annotations

import os
from pathlib import Path

from adgo.shacl.incremental.file_states import FileStates


def test_the_content_decides(tmp_path: Path) -> None:
    file, other = tmp_path / "a.ttl", tmp_path / "b.ttl"
    file.write_text("one", encoding="utf-8")
    states = FileStates()
    assert states.changed([file]) == {file: True}
    assert states.changed([file]) == {}
    os.utime(file, (1, 1))
    assert states.changed([file]) == {}, "the same content was written again"
    file.write_text("two", encoding="utf-8")
    file.rename(other)
    assert states.changed([other]) == {file: False, other: True}
    other.unlink()
    assert states.changed([other]) == {other: False}
    assert states.changed([other]) == {}


def test_an_edit_within_the_resolution_of_the_time_is_seen(tmp_path: Path) -> None:
    file = tmp_path / "a.ttl"
    file.write_text("one", encoding="utf-8")
    about = file.stat()
    states = FileStates()
    states.changed([file])
    with file.open("r+", encoding="utf-8") as opened:
        opened.write("two")
    os.utime(file, ns=(about.st_atime_ns, about.st_mtime_ns))
    assert states.changed([file]) == {file: True}


def test_a_change_is_not_lost_when_other_files_are_watched(tmp_path: Path) -> None:
    """An edit of the shapes right after a report was never seen if the watched files changed with that report."""
    shapes, gone, new = (tmp_path / name for name in ("shapes.ttl", "gone.ttl", "new.ttl"))
    for file in (shapes, gone, new):
        file.write_text("one", encoding="utf-8")
    states = FileStates()
    states.changed([shapes, gone])
    shapes.write_text("two", encoding="utf-8")
    states.watch([shapes, new])
    assert states.changed([shapes, new]) == {shapes: True}
