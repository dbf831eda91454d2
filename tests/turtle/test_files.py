"""Files of every kind: endings, encodings, positions if the syntax has them, and one read of the bytes."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from turtle_graphs import canonical, canonical_rows

from adgo.turtle import TermTable, TokenSpan, TurtleError, read_file

TURTLE = '@prefix ex: <http://e/> .\nex:a ex:p "é" , [ ex:q ( 1 2 ) ] .\n'


def test_turtle_and_n_triples_files_have_places(tmp_path: Path) -> None:
    path = tmp_path / "x.ttl"
    path.write_text(TURTLE, encoding="utf-8")
    document = read_file(path)
    assert document.path == str(path)
    assert document.locate(0, "object") == TokenSpan(2, 11, 2, 14)
    lines = tmp_path / "x.nt"
    lines.write_text('<urn:a> <urn:p> "x" .\n', encoding="utf-8")
    assert read_file(lines).locate(0, "object") == TokenSpan(1, 17, 1, 20)


@pytest.mark.parametrize(
    ("suffix", "syntax"),
    [
        (".jsonld", ox.RdfFormat.JSON_LD),
        (".rdf", ox.RdfFormat.RDF_XML),
        (".owl", ox.RdfFormat.RDF_XML),
        (".xml", ox.RdfFormat.RDF_XML),
    ],
)
def test_other_kinds_say_the_same(tmp_path: Path, suffix: str, syntax: ox.RdfFormat) -> None:
    path = tmp_path / f"x{suffix}"
    triples = [quad.triple for quad in ox.parse(TURTLE, ox.RdfFormat.TURTLE)]
    path.write_bytes(ox.serialize(triples, format=syntax))
    table = TermTable()
    document, again = read_file(path, table), read_file(path, table)
    assert canonical_rows(list(document.triples())) == canonical(TURTLE)
    assert document.locate(0, "object").line is not None
    blanks = {number for number in document.rows.subjects if table[number].startswith("_:")}
    assert blanks
    assert not blanks & set(again.rows.subjects)


def test_graphs_of_trig_are_merged(tmp_path: Path) -> None:
    path = tmp_path / "x.trig"
    path.write_text("<urn:g> { <urn:a> <urn:p> _:x } <urn:b> <urn:p> _:x .", encoding="utf-8")
    document = read_file(path)
    assert len(document.rows) == 2
    assert len(set(document.rows.objects)) == 1


def test_a_byte_order_mark_is_not_a_part_of_the_text(tmp_path: Path) -> None:
    path = tmp_path / "x.ttl"
    path.write_bytes(b"\xef\xbb\xbf<urn:a> <urn:p> 1 .")
    assert read_file(path).locate(0, "subject") == TokenSpan(1, 1, 1, 8)


def test_bytes_that_are_not_utf_8_are_reported_with_their_position(tmp_path: Path) -> None:
    path = tmp_path / "x.ttl"
    path.write_bytes("<urn:a> <urn:p> 'é' .\n# caf".encode() + b"\xe9\n")
    with pytest.raises(TurtleError) as caught:
        read_file(path)
    (fault,) = caught.value.faults
    assert (fault.line, fault.column) == (2, 6)
    assert "byte 29 (0xE9) is not UTF-8" in fault.message


def test_an_unknown_kind_of_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("a,b", encoding="utf-8")
    with pytest.raises(TurtleError, match=r"unknown kind of file; expected one of \.ttl \.nt \.jsonld"):
        read_file(path)


@pytest.mark.parametrize("key", ["@context", "@graph", "@id"])
def test_a_json_file_is_json_ld_if_it_has_one_of_its_keys(tmp_path: Path, key: str) -> None:
    path = tmp_path / "x.JSON"
    values = {"@context": "{}", "@graph": "[]", "@id": '"urn:a"'}
    path.write_text(f'{{"{key}" : {values[key]}, "urn:p": 1}}', encoding="utf-8")
    assert len(read_file(path).rows) == 1
    path.write_text(path.read_text().replace("@", ""), encoding="utf-8")
    with pytest.raises(TurtleError, match="not JSON-LD: it has none of the keys @context @graph @id"):
        read_file(path)


def test_a_missing_file_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_file(tmp_path / "none.ttl")


@pytest.mark.parametrize(
    ("suffix", "content"), [(".trig", "<urn:a> <urn:p> {"), (".rdf", "<rdf"), (".jsonld", '{"@id": 5')]
)
def test_an_error_in_another_kind_of_file_names_the_file(tmp_path: Path, suffix: str, content: str) -> None:
    path = tmp_path / f"x{suffix}"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(TurtleError) as caught:
        read_file(path)
    assert str(caught.value).startswith(str(path))


def test_the_bytes_are_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.ttl"
    path.write_text(TURTLE, encoding="utf-8")
    calls = []
    read = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda self: calls.append(self) or read(self))
    document = read_file(path)
    path.write_text("", encoding="utf-8")
    assert calls == [path]
    assert document.line_text(2).startswith("ex:a")
