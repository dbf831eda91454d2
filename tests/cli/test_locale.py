"""Every command works in the C locale, whose encoding is ASCII, on text that is not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from adgo.cli import COMMANDS
from adgo.graph import files

C_LOCALE = os.environ | {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
LABEL = '<urn:a>   <http://www.w3.org/2000/01/rdf-schema#label> "\u6c7d\u8f66 \u00e9 \U0001f697" .\n'


def run(*arguments: object, given: str = "", code: int = 0) -> bytes:
    """Run a command in the C locale; return what it prints, as bytes."""
    done = subprocess.run(
        [sys.executable, "-m", "adgo", *(os.fsencode(str(each)) for each in arguments)],
        input=given.encode(),
        capture_output=True,
        env=C_LOCALE,
        check=False,
    )
    assert done.returncode == code, done.stderr
    assert b"Traceback" not in done.stderr
    return done.stdout


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "\u6c7d\u8f66.ttl"
    path.write_text(LABEL, encoding="utf-8")
    return path


def test_output_for_machines_is_utf8(data: Path, tmp_path: Path) -> None:
    """Bug: JSON came with escapes such as \\xe9, which are not JSON, and Turtle with those of Python."""
    query = "SELECT ?label { <urn:a> rdfs:label ?label }"
    for form in ("csv", "json"):
        assert (
            "\u6c7d\u8f66 \u00e9 \U0001f697" in run("query", query, "--data", data, "--format", form).decode()
        )
    (tmp_path / "s.ttl").write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "<urn:S> a sh:NodeShape ; sh:targetNode <urn:a> ; "
        "sh:property [ sh:path rdfs:label ; sh:maxLength 1 ; sh:message '\u00e9\U0001f697' ] .",
        encoding="utf-8",
    )
    for form in ("json", "junit"):
        report = run("validate", data, "--shapes", tmp_path / "s.ttl", "--format", form, code=1).decode()
        assert "\U0001f697" in report
        if form == "json":
            json.loads(report)


@pytest.mark.full
def test_a_query_may_be_typed_in_any_characters(data: Path) -> None:
    """Bug: the bytes of the argument are UTF-8, and were said not to be."""
    assert run("query", "ASK { ?s ?p '\u6c7d\u8f66 \u00e9 \U0001f697' }", "--data", data) == b"yes\n"
    assert (
        run("query", "-", "--data", data, given="ASK { ?s ?p '\u6c7d\u8f66 \u00e9 \U0001f697' }") == b"yes\n"
    )


@pytest.mark.full
def test_output_for_people_is_utf8_too(data: Path) -> None:
    """click takes ASCII for a misconfigured terminal, and prints UTF-8."""
    table = run("query", "SELECT ?label { ?s ?p ?label }", "--data", data).decode()
    assert table.split()[2:] == ["\u6c7d\u8f66", "\u00e9", "\U0001f697"]
    assert "\u6c7d\u8f66 \u00e9" in run("format", "--check", "--diff", data, code=1).decode()


#: Runs of each command on the packaged graph, or its help if a run takes long or needs other input.
RUNS: dict[str, list[tuple[object, ...]]] = {
    "build": [("build", "--help")],
    "cite": [("cite", "--help")],
    "completion": [("completion", "bash")],
    "conflicts": [("conflicts", "--kind", "name", "--json")],
    "diff": [("diff", "--help")],
    "doctor": [("doctor", "--help")],
    "draft": [("draft", "--help")],
    "export": [("export", "--help")],
    "publish": [("publish", "--help")],
    "format": [("format", "--check", "--keep-order", files.root() / "data" / "outside.ttl")],
    "ingest": [("ingest", "--help")],
    "load": [("load", "--help")],
    "mcp": [("mcp", "--help")],
    "mentions": [("mentions", "--help")],
    "questions": [("questions", "momenta", "--json")],
    "score": [("score", "--help")],
    "search": [("search", "momenta", "--json")],
    "show": [("show", "Zhang Yongwei", "--json")],
    "query": [("query", "SELECT ?label { ?s rdfs:label ?label } LIMIT 20")],
    "reason": [("reason", "--help")],
    "review": [("review", "--help")],
    "reviews": [("reviews", "draw", "--help")],
    "serve": [("serve", "--help")],
    "source": [("source", "add", "--help")],
    "stats": [("stats", "--json")],
    "validate": [("validate", files.root() / "data" / "outside.ttl", "--format", "json")],
    "verify": [("verify", "--json")],
}


def test_every_command_is_tried() -> None:
    assert RUNS.keys() == COMMANDS.keys()


@pytest.mark.parametrize("name", RUNS)
@pytest.mark.full
def test_every_command_works_on_the_packaged_graph(name: str) -> None:
    for arguments in RUNS[name]:
        assert run(*arguments) or "--check" in arguments
