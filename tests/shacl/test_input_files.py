"""Standard input, files packed with gzip, and formats that the name of a file does not say."""

from __future__ import annotations

import gzip
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from adgo.cli.validate import validate
from adgo.turtle.limits import LIMITS

SHAPES = """@prefix ex: <http://example.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
ex:S sh:targetClass ex:C ; sh:property [ sh:path ex:p ; sh:minCount 1 ] .
"""
EX = "http://example.org/"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
#: The same triple, of which the shape wants more, in each format under the name that `--data-format` has for it.
FORMATS = {
    "turtle": f"@prefix ex: <{EX}> .\nex:a a ex:C .\n",
    "trig": f"@prefix ex: <{EX}> .\n{{ ex:a a ex:C }}\n",
    "ntriples": f"<{EX}a> <{TYPE}> <{EX}C> .\n",
    "nquads": f"<{EX}a> <{TYPE}> <{EX}C> <{EX}g> .\n",
    "jsonld": f'{{"@id": "{EX}a", "@type": "{EX}C"}}',
    "rdfxml": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:ex="http://example.org/">'
    f'<ex:C rdf:about="{EX}a"/></rdf:RDF>',
}
#: Line and column of the subject in the texts above.
PLACES = {"turtle": "2:1", "trig": "2:3", "ntriples": "1:1", "nquads": "1:1", "jsonld": "1:9", "rdfxml": ""}
ENDINGS = {
    "turtle": "ttl",
    "trig": "trig",
    "ntriples": "nt",
    "nquads": "nq",
    "jsonld": "jsonld",
    "rdfxml": "rdf",
}
BY_FORMAT = pytest.mark.parametrize("name", FORMATS)


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "shapes.ttl").write_text(SHAPES, encoding="utf-8")


def run(*arguments: str, stdin: str | bytes = b"", shapes: str = "shapes.ttl") -> Result:
    return CliRunner().invoke(validate, [*arguments, "--shapes", shapes], input=stdin)


@BY_FORMAT
def test_standard_input_is_data_with_places(name: str) -> None:
    result = run("-", "--data-format", name, stdin=FORMATS[name])
    assert result.exit_code == 1
    assert f"<stdin>:{PLACES[name]}" in result.output


def test_standard_input_is_turtle_by_default_and_its_errors_have_a_place() -> None:
    assert run("-", stdin=FORMATS["turtle"]).exit_code == 1
    result = run("-", stdin=f"@prefix ex: <{EX}> .\n\n  ex:a ex:p .\n")
    assert result.exit_code == 3
    assert "\n<stdin>:3:13: " in result.output


def test_standard_input_may_have_several_roles_and_stand_beside_files(tmp_path: Path) -> None:
    both = SHAPES + "ex:a a ex:C ."
    assert run("-", stdin=both, shapes="-").exit_code == 1
    (tmp_path / "more.ttl").write_text(FORMATS["turtle"] + "ex:a ex:p 1 .", encoding="utf-8")
    assert run("-", "more.ttl", stdin=FORMATS["turtle"]).exit_code == 0
    assert run("more.ttl", stdin=SHAPES, shapes="-").exit_code == 0


def test_relative_iris_of_standard_input_start_at_the_working_folder(tmp_path: Path) -> None:
    result = run("-", "--format", "json", stdin=f"<x> a <{EX}C> .")
    assert f'"focus": "<{tmp_path.as_uri()}/x>"' in result.output


@BY_FORMAT
def test_packed_files_are_read_by_name_and_in_folders(tmp_path: Path, name: str) -> None:
    file = tmp_path / "data" / f"x.{ENDINGS[name]}.gz"
    file.parent.mkdir()
    file.write_bytes(gzip.compress(FORMATS[name].encode()))
    for path in (f"data/{file.name}", "data"):
        result = run(path)
        assert result.exit_code == 1
        assert f"data/{file.name}:{PLACES[name]}" in result.output


def test_shapes_may_be_packed_and_have_several_members(tmp_path: Path) -> None:
    lines = SHAPES.splitlines(keepends=True)
    (tmp_path / "s.ttl.gz").write_bytes(b"".join(gzip.compress(line.encode()) for line in lines))
    assert run("-", stdin=FORMATS["turtle"], shapes="s.ttl.gz").exit_code == 1


PACKED = gzip.compress(FORMATS["turtle"].encode())


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (PACKED[:-9], "its gzip content is not complete"),
        (b"", "its gzip content is not complete"),
        (FORMATS["turtle"].encode(), "its content is not gzip"),
        (PACKED[:-8] + b"12345678", "its content is not gzip"),
        (PACKED + b"rest", "its content is not gzip"),
    ],
    ids=["cut", "empty", "plain", "wrong checksum", "with a rest"],
)
def test_a_packed_file_with_a_fault_is_exit_3(tmp_path: Path, content: bytes, says: str) -> None:
    (tmp_path / "x.ttl.gz").write_bytes(content)
    result = run("x.ttl.gz")
    assert (result.exit_code, f"x.ttl.gz: {says}" in result.output) == (3, True)


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file may have 100 times its size, or the limit for small files, whichever is more."""
    monkeypatch.setattr("adgo.turtle.files.LIMITS", replace(LIMITS, unpacked=50_000))
    bomb = gzip.compress(bytes(1_000_000))
    assert len(bomb) * 100 < 1_000_000
    (tmp_path / "x.nt.gz").write_bytes(bomb)
    result = run("x.nt.gz")
    assert result.exit_code == 3
    assert f"x.nt.gz: unpacked, it has more than {len(bomb) * 100:,} bytes, the limit" in result.output
    (tmp_path / "x.nt.gz").write_bytes(gzip.compress(FORMATS["ntriples"].encode() + b"\n" * 49_000))
    assert run("x.nt.gz").exit_code == 1


@BY_FORMAT
def test_data_with_an_unknown_ending_have_the_format_that_is_named(tmp_path: Path, name: str) -> None:
    for file in ("x.data", "x", "x.json"):
        (tmp_path / file).write_text(FORMATS[name], encoding="utf-8")
        result = run(file, "--data-format", name)
        assert (result.exit_code, f"{file}:{PLACES[name]}" in result.output) == (1, True)


def test_a_known_ending_decides_and_other_roles_keep_theirs(tmp_path: Path) -> None:
    (tmp_path / "x.ttl").write_text(FORMATS["turtle"], encoding="utf-8")
    assert run("x.ttl", "--data-format", "jsonld").exit_code == 1
    (tmp_path / "shapes.txt").write_text(SHAPES, encoding="utf-8")
    result = run("x.ttl", "--data-format", "turtle", shapes="shapes.txt")
    assert result.exit_code == 3
    assert "shapes.txt: unknown kind of file" in result.output
    assert "--data-format" not in result.output


@pytest.mark.parametrize(
    ("file", "text", "says"),
    [
        ("x.n3", "", "N3 is not read, as its rules and formulas are not RDF"),
        ("x.json", "{}", "this JSON is not JSON-LD"),
        ("x.data", "", "unknown kind of file; expected one of .ttl"),
    ],
)
def test_an_unknown_ending_is_exit_3_and_the_option_is_named(
    tmp_path: Path, file: str, text: str, says: str
) -> None:
    (tmp_path / file).write_text(text, encoding="utf-8")
    result = run(file)
    assert result.exit_code == 3
    assert f"{file}: {says}" in result.output
    assert "--data-format" in result.output


def test_json_that_is_json_ld_needs_no_option(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text(FORMATS["jsonld"], encoding="utf-8")
    assert run("x.json").exit_code == 1


def test_an_address_is_named_as_such() -> None:
    result = run("https://example.org/x.ttl")
    assert result.exit_code == 3
    assert (
        "https://example.org/x.ttl: this is a URL, and only files are read: download it first"
        in result.output
    )


@pytest.mark.parametrize("option", ["--shapes", "--ontology", "--catalog", "--baseline"])
def test_an_empty_path_is_wrong_usage(option: str) -> None:
    """An empty path, as from a variable that is not set, meant the working folder, or no baseline."""
    assert run("").exit_code == 2
    assert run("shapes.ttl", option, "").exit_code == 2


def test_an_unknown_format_is_wrong_usage() -> None:
    result = run("-", "--data-format", "csv")
    assert result.exit_code == 2
    assert (
        "'csv' is not a format; expected one of turtle, trig, ntriples, nquads, jsonld, rdfxml"
        in result.output
    )


@pytest.mark.parametrize("path", ["-", "/dev/stdin"])
def test_the_command_of_the_package_reads_standard_input_too(path: str) -> None:
    command = [
        sys.executable,
        "-m",
        "adgo.shacl",
        path,
        "--data-format",
        "ntriples",
        "--shapes",
        "shapes.ttl",
    ]
    done = subprocess.run(command, input=FORMATS["ntriples"], capture_output=True, text=True, check=False)
    assert (done.returncode, "<stdin>:1:1: violation" in done.stdout) == (1, True)
