"""What is read as a file, and what of a folder is read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from adgo.turtle import read_file
from adgo.turtle.files import expand, read_bytes, read_text


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    """Bug: opening a pipe without a writer never returned."""
    os.mkfifo(tmp_path / "x.ttl")
    with pytest.raises(OSError, match="a pipe or a device; only files can be read"):
        read_file(tmp_path / "x.ttl")


def below(folder: Path, endings: tuple[str, ...] = (".ttl",)) -> list[Path]:
    return expand(folder, endings)[0]


def test_a_folder_is_not_a_file(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError):
        read_bytes(tmp_path)


def test_hidden_files_of_a_folder_are_left_out(tmp_path: Path) -> None:
    """Bug: Turtle in `.venv`, which belongs to other projects, was validated and even formatted."""
    for name in ("b.ttl", "A.TTL", "x.txt", "deep/c.ttl", ".venv/lib/d.ttl", "deep/.e.ttl"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("", encoding="utf-8")
    (tmp_path / "folder.ttl").mkdir()
    found = [path.relative_to(tmp_path).as_posix() for path in below(tmp_path)]
    assert found == ["A.TTL", "b.ttl", "deep/c.ttl"]


def test_a_hidden_folder_is_read_when_it_is_named(tmp_path: Path) -> None:
    hidden = tmp_path / ".data"
    hidden.mkdir()
    (hidden / "x.ttl").write_text("", encoding="utf-8")
    assert below(hidden) == [hidden / "x.ttl"]


def test_what_a_list_names_is_left_out_below_its_folder_alone(tmp_path: Path) -> None:
    """Issued versions are in the folder of the current file: read together, they contradict each other."""
    names = ("now.ttl", "versions/1.ttl", "big.ttl", "deep/versions/2.ttl", "deep/big.ttl")
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("", encoding="utf-8")
    (tmp_path / ".adgoignore").write_text("# a remark\n\nversions/\nb*.ttl\n", encoding="utf-8")
    found = [path.relative_to(tmp_path).as_posix() for path in below(tmp_path)]
    assert found == ["deep/big.ttl", "deep/versions/2.ttl", "now.ttl"]
    assert below(tmp_path / "versions") == [tmp_path / "versions" / "1.ttl"]


def test_an_xml_file_in_a_folder_is_read_if_it_holds_rdf(tmp_path: Path) -> None:
    """Bug: `adgo query --data data` read the catalog of Protégé as RDF/XML and failed.

    And `adgo query` read every .xml of a folder, `adgo validate` none.
    """
    contents = {
        "catalog-v001.xml": '<catalog><uri name="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/></catalog>',
        "pom.xml": "<project/>",
        "x.xml": '<?xml version="1.0"?>\n<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>',
        "y.XML": '<RDF xmlns="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>',
    }
    for name, content in contents.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    assert below(tmp_path, (".xml",)) == [tmp_path / "x.xml", tmp_path / "y.XML"]
    assert expand(tmp_path / "pom.xml") == ([tmp_path / "pom.xml"], None)


def test_an_existing_path_is_not_a_pattern(tmp_path: Path) -> None:
    for name in ("a[1].ttl", "a1.ttl"):
        (tmp_path / name).write_text("", encoding="utf-8")
    assert expand(tmp_path / "a[1].ttl")[0] == [tmp_path / "a[1].ttl"]
    assert expand(f"{tmp_path}/a[0-9].ttl")[0] == [tmp_path / "a1.ttl"]


def test_a_path_without_files_comes_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("", encoding="utf-8")
    found, reason = expand(tmp_path, (".ttl",))
    assert found == []
    assert reason is not None
    assert reason.startswith("no file to read in this folder (looked for .ttl; hidden")
    assert expand(tmp_path / "none.ttl") == ([], "no such file or folder")
    assert expand(f"{tmp_path}/*.ttl") == ([], "no file matches this pattern")
    assert "File name too long" in str(expand(tmp_path / ("x" * 300))[1])


@pytest.mark.parametrize(("mark", "byte"), [(b"", 2), (b"\xef\xbb\xbf", 5)])
def test_a_text_that_is_not_utf8_is_an_error_that_names_the_byte(
    tmp_path: Path, mark: bytes, byte: int
) -> None:
    (tmp_path / ".adgoignore").write_bytes(mark + b"a\xff")
    (tmp_path / "x.ttl").write_text("", encoding="utf-8")
    said = f"byte {byte} (0xFF) is not UTF-8; save the file in that encoding"
    with pytest.raises(OSError, match=r"is not UTF-8") as raised:
        read_text(tmp_path / ".adgoignore")
    assert raised.value.strerror == said
    assert expand(tmp_path) == ([], f"{tmp_path / '.adgoignore'}: {said}")
