"""Files, folders and patterns mean the same to every command."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from adgo.cli import adgo, serve
from adgo.cli.errors import Unreadable

SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> .
<urn:S> a sh:NodeShape ; sh:targetSubjectsOf <urn:p> ; sh:nodeKind sh:IRI ."""


def invoke(*arguments: object) -> Result:
    return CliRunner().invoke(adgo, [str(each) for each in arguments])


def queried(path: object, beside: Path) -> Result:
    return invoke("query", "SELECT ?s { ?s <urn:p> ?o }", "--data", path, "--format", "json")


def validated(path: object, beside: Path) -> Result:
    (beside / "shapes.ttl").write_text(SHAPES, encoding="utf-8")
    return invoke("validate", path, "--shapes", beside / "shapes.ttl", "--format", "json")


def loaded(path: object, beside: Path) -> Result:
    done = invoke("load", path, "--store", beside / "store", "--dump", beside / "dump.nq")
    return done


def served(path: object, beside: Path) -> list[Path]:
    return serve._expanded((str(path),))


def count_of_query(done: Result, beside: Path) -> int:
    return len(json.loads(done.stdout)["results"]["bindings"])


def count_of_validation(done: Result, beside: Path) -> int:
    return int(json.loads(done.stdout)["triples"])


def count_of_load(done: Result, beside: Path) -> int:
    return len((beside / "dump.nq").read_text(encoding="utf-8").splitlines())


READERS: dict[str, tuple[Callable[[object, Path], Result], Callable[[Result, Path], int]]] = {
    "query": (queried, count_of_query),
    "validate": (validated, count_of_validation),
    "load": (loaded, count_of_load),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two files to read, and with files that are hidden, ignored or not RDF."""
    rdf = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="urn:b">'
    )
    contents = {
        "a.ttl": "<urn:a> <urn:p> 1 .",
        "deep/b.xml": f'{rdf}<p xmlns="urn:">1</p></rdf:Description></rdf:RDF>',
        ".venv/x.ttl": "<urn:x> <urn:p> 1 .",
        "deep/.y.ttl": "<urn:y> <urn:p> 1 .",
        "old/z.ttl": "<urn:z> <urn:p> 1 .",
        ".adgoignore": "old/\n",
        "pom.xml": "<project/>",
        "notes.txt": "not RDF",
    }
    data = tmp_path / "data"
    for name, content in contents.items():
        (data / name).parent.mkdir(parents=True, exist_ok=True)
        (data / name).write_text(content, encoding="utf-8")
    return data


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize(
    ("path", "count"),
    [("", 2), ("a.ttl", 1), ("*.ttl", 1), ("**/*.ttl", 2), (".venv", 1), ("deep/.y.ttl", 1), ("old", 1)],
)
def test_every_command_reads_the_same_files(
    folder: Path, tmp_path: Path, name: str, path: str, count: int
) -> None:
    """Bug: `query --data` read every .xml of a folder and `validate` none; only `validate` knew patterns."""
    run, count_of = READERS[name]
    done = run(f"{folder}/{path}" if path else folder, tmp_path)
    assert done.exit_code == 0, done.output
    assert count_of(done, tmp_path) == count


def test_serve_reads_the_same_files(folder: Path, tmp_path: Path) -> None:
    assert served(folder, tmp_path) == [folder / "a.ttl", folder / "deep" / "b.xml"]
    assert served(f"{folder}/*.ttl", tmp_path) == [folder / "a.ttl"]


def test_format_leaves_the_same_files_out(folder: Path) -> None:
    done = invoke("format", "--check", folder, f"{folder}/o*/*.ttl")
    assert [line.partition(": ")[0] for line in done.stderr.splitlines()] == [
        f"{folder}/a.ttl",
        f"{folder}/old/z.ttl",
    ]


MISTAKES = {
    "empty": "empty: no file to read in this folder (looked for .",
    "none.ttl": "none.ttl: no such file or folder",
    "no*.ttl": "no*.ttl: no file matches this pattern",
}


@pytest.mark.parametrize("name", [*READERS, "format", "serve"])
@pytest.mark.parametrize(("path", "said"), MISTAKES.items())
def test_a_path_without_files_is_an_error(tmp_path: Path, name: str, path: str, said: str) -> None:
    """Bug: patterns were unknown to `query`, `load` and `format`, which looked for a file of that name."""
    (tmp_path / "empty").mkdir()
    given = f"{tmp_path}/{path}"
    if name == "serve":
        with pytest.raises(Unreadable, match="file"):
            served(given, tmp_path)
        return
    done = invoke("format", given) if name == "format" else READERS[name][0](given, tmp_path)
    assert done.exit_code == 3, done.output
    assert said in done.stderr
