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
