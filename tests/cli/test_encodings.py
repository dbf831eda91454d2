"""Files of users that are not UTF-8 are exit 3, with the file and the byte."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from adgo.cli import adgo
from adgo.turtle.formats import JSON_LD, RDF_XML, TURTLE, GraphFormat

QUAD = ox.Quad(ox.NamedNode("urn:a"), ox.NamedNode("urn:x:p"), ox.Literal("\u00e9"))


@pytest.mark.parametrize("kind", [TURTLE, RDF_XML, JSON_LD], ids=lambda kind: kind.name)
@pytest.mark.parametrize("command", ["query", "validate", "load"])
def test_rdf_that_is_not_utf8_is_unreadable(tmp_path: Path, kind: GraphFormat, command: str) -> None:
    path = tmp_path / f"x{kind.endings[0]}"
    content = (ox.serialize([QUAD], format=kind.engine_format()) or b"").decode().encode("latin-1")
    path.write_bytes(content)
    (tmp_path / "s.ttl").write_text("", encoding="utf-8")
    arguments = {
        "query": ["query", "ASK {}", "--data", path],
        "validate": ["validate", path, "--shapes", tmp_path / "s.ttl"],
        "load": ["load", path, "--store", tmp_path / "store"],
    }
    done = CliRunner().invoke(adgo, [str(each) for each in arguments[command]])
    assert done.exit_code == 3, done.output
    assert f"byte {content.index(0xE9) + 1} (0xE9) is not UTF-8" in done.stderr
    assert str(path) in done.stderr


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        (
            "baseline.json",
            ["validate", "ok.ttl", "--shapes", "ok.ttl", "--allow-empty", "--baseline", "FILE"],
        ),
        ("draw.json", ["reviews", "record", "FILE", "--person", "label", "note", "ok.ttl"]),
        ("verdicts.csv", ["reviews", "record", "draw.json", "--person", "label", "note", "FILE"]),
        ("query.rq", ["query", "--file", "FILE", "--data", "ok.ttl"]),
        (".adgoignore", ["query", "ASK {}", "--data", "."]),
    ],
)
def test_other_files_that_are_not_utf8_are_unreadable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, arguments: list[str]
) -> None:
    """Bug: verdicts in another encoding were exit 1, and a report or a draw was said not to be one."""
    monkeypatch.chdir(tmp_path)
    Path("ok.ttl").write_text("<urn:a> <urn:p> 1 .", encoding="utf-8")
    Path("draw.json").write_text('{"seed": "", "population": 1, "day": "", "claims": {}}', encoding="utf-8")
    Path(name).write_bytes(b'"\xe9"')
    done = CliRunner().invoke(adgo, [name if each == "FILE" else each for each in arguments])
    assert done.exit_code == 3, done.output
    assert f"{name}: " in done.stderr
    assert "byte 2 (0xE9) is not UTF-8" in done.stderr
