"""Input made to break things: a message at a stated limit and exit 3, or a report; no traceback, no hang."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from adgo.cli.validate import validate

PREFIXES = "@prefix ex: <http://e/> . @prefix sh: <http://www.w3.org/ns/shacl#> .\n"
SHAPES = PREFIXES + 'ex:S sh:targetSubjectsOf ex:p ; sh:property [ sh:path ex:p ; sh:pattern "^(a+)+$" ] .'


def run(folder: Path, data: str | bytes, shapes: str = SHAPES, *arguments: str) -> Result:
    content = data if isinstance(data, bytes) else (PREFIXES + data).encode()
    (folder / "d.ttl").write_bytes(content)
    (folder / "s.ttl").write_text(shapes)
    return CliRunner().invoke(
        validate, [str(folder / "d.ttl"), "--shapes", str(folder / "s.ttl"), *arguments]
    )


@pytest.mark.full
def test_brackets_nested_50000_deep(tmp_path: Path) -> None:
    found = run(tmp_path, "ex:a ex:p " + "[ ex:p " * 50_000 + "1" + "]" * 50_000 + " .")
    assert found.exit_code == 1
    assert "50 001 focus nodes" in found.output


@pytest.mark.full
def test_lists_nested_20000_deep_as_a_path(tmp_path: Path) -> None:
    path = "( ex:p " * 20_000 + "ex:q" + " )" * 20_000
    found = run(
        tmp_path, "ex:a ex:p 1 .", PREFIXES + f"ex:S sh:targetNode ex:a ; sh:path {path} ; sh:minCount 1 ."
    )
    assert found.exit_code == 3
    assert "nested deeper than 100" in found.output


def test_shapes_nested_10000_deep(tmp_path: Path) -> None:
    nested = "[ sh:not " * 10_000 + "ex:T" + " ]" * 10_000
    found = run(tmp_path, "ex:a ex:p 1 .", PREFIXES + f"ex:S sh:targetNode ex:a ; sh:node {nested} .")
    assert found.exit_code == 3
    assert "nested deeper than" in found.output


def test_a_literal_of_ten_million_characters(tmp_path: Path) -> None:
    found = run(tmp_path, f'ex:a ex:p "{"a" * 10_000_000}!" .')
    assert found.exit_code == 1
    assert len(found.output) < 2000


def test_a_literal_beyond_the_limit(tmp_path: Path) -> None:
    found = run(tmp_path, f'ex:a ex:p "{"a" * 17_000_000}" .')
    assert found.exit_code == 3
    assert len(found.output) < 2000


def test_bytes_that_are_no_utf8(tmp_path: Path) -> None:
    found = run(tmp_path, b'<http://e/a> <http://e/p> "\xff" .')
    assert found.exit_code == 3
    assert "d.ttl:1:28:" in found.output


RECURSIVE = (
    PREFIXES
    + "ex:S sh:targetSubjectsOf ex:p ; sh:property [ sh:path ex:p ; sh:node ex:S ; sh:nodeKind sh:IRI ] ."
)


@pytest.mark.full
def test_recursive_shapes_are_followed(tmp_path: Path) -> None:
    """ex:b has a literal, and so ex:a has a value that does not conform."""
    found = run(tmp_path, "ex:a ex:p ex:b . ex:b ex:p 1 .", RECURSIVE)
    assert found.exit_code == 1
    assert "does not conform: 2 violations" in found.output


@pytest.mark.full
def test_property_shapes_that_hold_themselves_go_to_pyshacl_and_it_is_said(tmp_path: Path) -> None:
    shapes = (
        PREFIXES + "ex:P sh:targetSubjectsOf ex:p ; sh:path ex:p ; sh:nodeKind sh:IRI ; sh:property ex:P ."
    )
    found = run(tmp_path, "ex:a ex:p ex:b . ex:b ex:p 1 .", shapes)
    assert found.exit_code == 1
    assert "left-to-pyshacl" in found.output
    assert "<http://e/P> refers to itself through sh:property alone" in found.output


@pytest.mark.full
def test_recursive_shapes_on_data_in_a_circle_end(tmp_path: Path) -> None:
    found = run(tmp_path, "ex:a ex:p ex:b . ex:b ex:p ex:a .", RECURSIVE)
    assert found.exit_code in (0, 3)
    assert "Traceback" not in found.output


@pytest.mark.parametrize(
    "class_loop", ["ex:C <http://www.w3.org/2000/01/rdf-schema#subClassOf> ex:D , ex:C ."]
)
def test_a_class_hierarchy_in_a_circle(tmp_path: Path, class_loop: str) -> None:
    data = f"{class_loop} ex:D <http://www.w3.org/2000/01/rdf-schema#subClassOf> ex:C . ex:a a ex:D ; ex:p ex:a ."
    shapes = PREFIXES + "ex:S sh:targetClass ex:C ; sh:property [ sh:path ex:p ; sh:class ex:C ] ."
    assert run(tmp_path, data, shapes).exit_code == 0


def test_a_list_in_a_circle(tmp_path: Path) -> None:
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    shapes = PREFIXES + f"ex:S sh:targetNode ex:a ; sh:in _:l . _:l <{rdf}first> ex:a ; <{rdf}rest> _:l ."
    found = run(tmp_path, "ex:a ex:p 1 .", shapes)
    assert found.exit_code == 3
    assert "no well-formed" in found.output or "not a well-formed" in found.output


def test_a_folder_without_rdf(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    found = CliRunner().invoke(validate, [str(tmp_path / "empty")])
    assert found.exit_code == 3
    assert "no file to read in this folder" in found.output


def test_a_query_that_does_not_end(tmp_path: Path) -> None:
    (tmp_path / "d.ttl").write_text(PREFIXES + "".join(f"ex:a{n} ex:p {n} .\n" for n in range(400)))
    crossed = " ".join(f"?s{n} ex:p ?o{n} ." for n in range(5))
    query = f"PREFIX ex: <http://e/> SELECT $this {{ $this ex:p ?o . {crossed} FILTER(?o0+?o1+?o2+?o3+?o4 = -1) }}"
    (tmp_path / "s.ttl").write_text(
        PREFIXES + f'ex:S sh:targetSubjectsOf ex:p ;\n  sh:sparql [ sh:select "{query}" ] .'
    )
    command = ["-m", "adgo", "validate", "d.ttl", "--shapes", "s.ttl", "--query-timeout", "0.2"]
    # A run of its own: the query goes on until its process ends.
    found = subprocess.run(
        [sys.executable, *command], cwd=tmp_path, capture_output=True, text=True, timeout=100, check=False
    )
    assert found.returncode == 3
    assert found.stdout == ""
    assert found.stderr == (
        "Error: s.ttl:2:1: the shapes cannot be processed: a SPARQL query of ex:S takes longer than 0.2 s: "
        "correct it, or allow it more time (--query-timeout)\n"
    )


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
@pytest.mark.parametrize("role", ["data", "shapes"])
def test_a_pipe_that_nobody_writes_into(tmp_path: Path, role: str) -> None:
    (tmp_path / "s.ttl").write_text(SHAPES)
    os.mkfifo(tmp_path / "pipe.ttl")
    data, shapes = ("pipe.ttl", "s.ttl") if role == "data" else ("s.ttl", "pipe.ttl")
    found = CliRunner().invoke(validate, [str(tmp_path / data), "--shapes", str(tmp_path / shapes)])
    assert found.exit_code == 3
    assert "pipe.ttl: this is a pipe or a device; only files can be read" in found.output


def test_repeated_paths_inside_repeated_paths(tmp_path: Path) -> None:
    """Each level walked the one below twice, so 80 of them never ended."""
    nested = "[ sh:zeroOrMorePath " * 80 + "ex:p" + " ]" * 80
    shapes = (
        PREFIXES + f"ex:S sh:targetNode ex:a ; sh:property [ sh:path ( {nested} ex:p ) ; sh:maxCount 1 ] ."
    )
    found = run(tmp_path, "".join(f"ex:{a} ex:p ex:{b} ." for a in "abcdefgh" for b in "abcdefgh"), shapes)
    assert found.exit_code == 1
    assert "found 8" in found.output


def test_a_path_that_doubles_at_every_step(tmp_path: Path) -> None:
    doubled = "".join(f"_:x{n} sh:alternativePath ( _:x{n + 1} _:x{n + 1} ) .\n" for n in range(60))
    shapes = (
        PREFIXES
        + f"ex:S sh:targetNode ex:a ; sh:path _:x0 ; sh:minCount 1 .\n{doubled}_:x60 sh:inversePath ex:p ."
    )
    found = run(tmp_path, "ex:a ex:p 1 .", shapes)
    assert found.exit_code == 3
    assert "more than 1000 steps" in found.output


@pytest.mark.parametrize("top", ["sh:property ex:n0", "sh:node [ sh:property ex:n0 ]"])
def test_property_shapes_that_share_others_at_every_step(tmp_path: Path, top: str) -> None:
    steps = "".join(
        f"ex:{a}{n} sh:path ex:p ; sh:property ex:n{n + 1} , ex:m{n + 1} .\n" for n in range(40) for a in "nm"
    )
    ends = "".join(f"ex:{a}40 sh:path ex:p ; sh:nodeKind sh:Literal .\n" for a in "nm")
    found = run(tmp_path, "ex:a ex:p ex:a .", PREFIXES + f"ex:S sh:targetNode ex:a ; {top} .\n{steps}{ends}")
    assert found.exit_code == 3
    assert "more than 10,000 paths of sh:property references" in found.output


def test_numbers_and_years_that_python_does_not_read(tmp_path: Path) -> None:
    """A ValueError once, with its whole traceback."""
    shapes = PREFIXES + f"ex:S sh:targetNode ex:a ; sh:property [ sh:path ex:p ; sh:minCount {'9' * 6000} ] ."
    found = run(tmp_path, "ex:a ex:p 1 .", shapes)
    assert found.exit_code == 3
    assert "sh:minCount has more than 1000 digits" in found.output
    xsd = "http://www.w3.org/2001/XMLSchema#"
    shapes = PREFIXES + f"ex:S sh:targetNode ex:a ; sh:property [ sh:path ex:p ; sh:datatype <{xsd}date> ] ."
    dates = ",".join(f'"{"9" * 5000}{end}"^^<{xsd}date>' for end in ("96-02-29", "97-02-29"))
    found = run(tmp_path, f"ex:a ex:p {dates} .", shapes)
    assert found.exit_code == 1
    assert "1 violation;" in found.output
