"""What is read as a file, and what of a folder is read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from adgo.turtle import read_file
from adgo.turtle.files import below, read_bytes


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    """Nobody writes into this pipe: to open it took for ever."""
    os.mkfifo(tmp_path / "x.ttl")
    with pytest.raises(OSError, match="a pipe or a device, and only files are read"):
        read_file(tmp_path / "x.ttl")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError):
        read_bytes(tmp_path)


def test_a_folder_gives_its_files_and_keeps_hidden_ones(tmp_path: Path) -> None:
    """`.venv` brings Turtle of other people's, which was validated, and formatted even."""
    for name in ("b.ttl", "A.TTL", "x.txt", "deep/c.ttl", ".venv/lib/d.ttl", "deep/.e.ttl"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    (tmp_path / "folder.ttl").mkdir()
    found = [path.relative_to(tmp_path).as_posix() for path in below(tmp_path, {".ttl"})]
    assert found == ["A.TTL", "b.ttl", "deep/c.ttl"]


def test_a_hidden_folder_is_read_when_it_is_named(tmp_path: Path) -> None:
    hidden = tmp_path / ".data"
    hidden.mkdir()
    (hidden / "x.ttl").write_text("")
    assert below(hidden, {".ttl"}) == [hidden / "x.ttl"]


def test_what_a_list_names_is_left_out_below_its_folder_alone(tmp_path: Path) -> None:
    """Issued versions stand beside the current file: read together, they contradict each other."""
    names = ("now.ttl", "versions/1.ttl", "big.ttl", "deep/versions/2.ttl", "deep/big.ttl")
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    (tmp_path / ".adgoignore").write_text("# a remark\n\nversions/\nb*.ttl\n")
    found = [path.relative_to(tmp_path).as_posix() for path in below(tmp_path, {".ttl"})]
    assert found == ["deep/big.ttl", "deep/versions/2.ttl", "now.ttl"]
    assert below(tmp_path / "versions", {".ttl"}) == [tmp_path / "versions" / "1.ttl"]


def test_a_catalog_of_a_folder_is_not_data(tmp_path: Path) -> None:
    """Bug: `adgo query --data data` read the catalog of Protégé as RDF/XML and failed."""
    for name in ("catalog-v001.xml", "x.xml"):
        (tmp_path / name).write_text("")
    assert below(tmp_path, {".xml"}) == [tmp_path / "x.xml"]
