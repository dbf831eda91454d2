"""SHACL Core works in a virtual environment without any package; what needs a package says which one."""

from __future__ import annotations

import json
import os
import subprocess
import venv
from collections.abc import Callable
from pathlib import Path

import pytest

#: Runs the command on shapes, with arguments; returns exit code, standard output and standard error.
Run = Callable[..., tuple[int, str, str]]

SOURCE = Path(__file__).parents[2] / "src"
PREFIXES = """@prefix ex: <http://example.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
DATA = PREFIXES + 'ex:a a ex:C ; ex:p "x" ; ex:code "aab" .\nex:b a ex:C ; ex:p 1 ; ex:code "c" .\n'
#: The second pattern may backtrack, so it is matched in a separate process.
SHAPES = """ex:S a sh:NodeShape ; sh:targetClass ex:C ;
  sh:property [ sh:path ex:p ; sh:datatype xsd:integer ] , [ sh:path ex:code ; sh:pattern "^(a|b)+$" ] .
"""
#: Runs the command and prints the modules that are not from the standard library.
MEASURED = """
import sys
from adgo.shacl.__main__ import main
code = main(sys.argv[1:])
others = {name.partition(".")[0] for name in sys.modules} - set(sys.stdlib_module_names) - {"__main__"}
print(sorted(each for each in others if not each.startswith("_")), file=sys.stderr)
sys.exit(code)
"""


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the interpreter of an empty environment."""
    folder = tmp_path_factory.mktemp("bare")
    venv.create(folder, with_pip=False)
    return folder / "bin" / "python"


@pytest.fixture
def run(python: Path, tmp_path: Path) -> Run:
    (tmp_path / "data.ttl").write_text(DATA, encoding="utf-8")

    def command(
        shapes: str, *arguments: str, code: tuple[str, ...] = ("-m", "adgo.shacl")
    ) -> tuple[int, str, str]:
        (tmp_path / "shapes.ttl").write_text(PREFIXES + shapes, encoding="utf-8")
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        done = subprocess.run(
            [python, "-W", "error", *code, *(arguments or ("data.ttl",)), "--shapes", "shapes.ttl"],
            capture_output=True,
            encoding="utf-8",
            cwd=tmp_path,
            env={**environment, "PYTHONPATH": str(SOURCE), "PYTHONDONTWRITEBYTECODE": "1"},
        )
        assert "Traceback" not in done.stderr
        return done.returncode, done.stdout, done.stderr

    return command


def test_core_is_validated_with_line_and_column_by_the_standard_library_alone(run: Run) -> None:
    code, out, err = run(SHAPES, "data.ttl", "--format", "json", code=("-c", MEASURED))
    report = json.loads(out)
    found = [(each["file"], each["line"], each["column"], each["value"]) for each in report["results"]]
    assert found == [("data.ttl", 4, 20, '"x"'), ("data.ttl", 5, 32, '"c"')]
    assert code == 1
    assert err.splitlines()[-1] == "['adgo']"


def test_what_cannot_be_checked_is_said(run: Run) -> None:
    _, out, _ = run(SHAPES, "data.ttl", "--format", "json")
    [finding] = json.loads(out)["findings"]
    assert (finding["check"], finding["remedy"]) == ("not-checked", "pip install 'pyshacl>=0.40,<0.41'")


@pytest.mark.parametrize(
    ("shapes", "package"),
    [
        ('ex:S sh:targetClass ex:C ; sh:sparql [ sh:select "SELECT $this { $this a ?c }" ] .', "pyoxigraph"),
        ("ex:S sh:targetClass ex:C ; sh:property ex:P . ex:P sh:path ex:q ; sh:property ex:P .", "pyshacl"),
    ],
)
def test_shapes_that_need_a_package_name_it(run: Run, shapes: str, package: str) -> None:
    code, out, err = run(shapes)
    assert (code, out) == (3, "")
    assert f"pip install {package}" in err


def test_the_other_engine_names_its_package(run: Run) -> None:
    code, out, err = run(SHAPES, "data.ttl", "--engine", "pyshacl")
    assert (code, out) == (3, "")
    assert "pip install pyshacl" in err


def test_owl_inference_names_its_package_and_rdfs_needs_none(run: Run) -> None:
    code, out, err = run(SHAPES, "data.ttl", "--inference", "owlrl")
    assert (code, out) == (3, "")
    assert "pip install owlrl" in err
    _, plain, _ = run(SHAPES, "data.ttl")
    _, inferred, err = run(SHAPES, "data.ttl", "--inference", "rdfs")
    assert "Traceback" not in err
    assert inferred.count("violation:") >= plain.count("violation:") > 0


def test_formats_that_need_a_package_name_it(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.jsonld").write_text("{}", encoding="utf-8")
    empty = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>'
    (tmp_path / "a.rdf").write_text(empty, encoding="utf-8")
    code, out, err = run(SHAPES, "data.ttl", "a.jsonld", "a.rdf")
    assert (code, out) == (3, "")
    assert ("a.jsonld: " in err, "a.rdf: " in err, err.count("pip install pyoxigraph")) == (True, True, 2)


def test_turtle_and_sparql_can_be_imported_without_a_package(python: Path) -> None:
    code = (
        "import adgo.turtle as t, adgo.sparql.text as s, sys\n"
        "print(len(t.parse('<urn:a> <urn:b> 1 .').rows), s.SparqlText('SELECT * {}').misfit)\n"
        "print({'pyoxigraph', 'rdflib', 'pyshacl'} & set(sys.modules))\n"
    )
    environment = {"PYTHONPATH": str(SOURCE), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run([python, "-c", code], capture_output=True, text=True, env=environment)
    assert done.stdout == "1 None\nset()\n"


def test_watching_names_its_package(run: Run) -> None:
    """It was imported for every run, so that none worked without pyoxigraph."""
    code, out, err = run(SHAPES, "data.ttl", "--watch")
    assert (code, out) == (2, "")
    assert "pip install pyoxigraph" in err
