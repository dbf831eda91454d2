"""No unforeseen exception ends a validation with exit 1, which means a violation; and odd names of files."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from adgo import cli
from adgo.shacl import __main__ as alone

PREFIXES = "@prefix ex: <http://example.org/> .\n@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
QUERY = '; sh:sparql [ sh:select "SELECT $this { $this <http://example.org/p> ?x }" ]'


class Panic(BaseException):
    """As pyoxigraph's panics, this is not an Exception."""


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("data.ttl").write_text(PREFIXES + "ex:a a ex:C ; ex:p 1 .", encoding="utf-8")
    shapes = PREFIXES + f"ex:S sh:targetClass ex:C ; sh:nodeKind sh:Literal {QUERY} ."
    Path("shapes.ttl").write_text(shapes, encoding="utf-8")
    os.rename(b"data.ttl", b"n\xff.ttl")


@pytest.mark.parametrize("error", [Panic("panicked"), ValueError("x"), MemoryError(), RecursionError()])
@pytest.mark.parametrize(
    "place", ["adgo.shacl.engines.fast.Run", "adgo.shacl.evaluation.queries.Queries.select"]
)
def test_it_is_70_and_not_1(place: str, error: BaseException, monkeypatch: pytest.MonkeyPatch) -> None:
    """A panic of the query engine ended with 1, as if the data had failed (F2); queries run in another thread."""

    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(place, fail)
    arguments = [os.fsdecode(b"n\xff.ttl"), "--shapes", "shapes.ttl"]
    assert alone.main(arguments) == 70
    assert cli.run(["validate", *arguments]) == 70


@pytest.mark.parametrize("format_", ["text", "json", "sarif", "junit", "github", "gitlab", "ttl"])
def test_a_name_that_is_not_utf8_is_percent_encoded(format_: str) -> None:
    """The format sarif ended in a traceback with exit 1 (F13)."""
    arguments = [os.fsdecode(b"n\xff.ttl"), "--shapes", "shapes.ttl", "--format", format_]
    assert alone.main([*arguments, "-o", "alone"]) == 1
    assert cli.run(["validate", *arguments, "-o", "report"]) == 1
    shown = {"ttl": "", "github": "n%25FF.ttl"}.get(format_, "n%FF.ttl")
    for report in ("alone", "report"):
        assert shown in Path(report).read_text(encoding="utf-8")
    if format_ == "json":
        results = json.loads(Path("report").read_text(encoding="utf-8"))["results"]
        assert {each["file"] for each in results} == {"n%FF.ttl"}


def test_the_advice_of_format_names_the_file() -> None:
    """The advice named a file that did not exist."""
    run = subprocess.run(
        [sys.executable, "-m", "adgo", "format", "--check", b"n\xff.ttl"], capture_output=True
    )
    advice = run.stderr.decode().partition("(run: adgo ")[2].rpartition(")")[0]
    again = f"{sys.executable} -m adgo {advice}"
    assert run.returncode == 1
    assert subprocess.run(["bash", "-c", again], capture_output=True).returncode == 0
