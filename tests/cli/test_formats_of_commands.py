"""Every format of RDF is known by the same endings and media types everywhere."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from adgo.cli import adgo
from adgo.server.protocol import uploads
from adgo.server.protocol.problem import Problem
from adgo.server.views import fetch_loads
from adgo.turtle.formats import FORMATS, GraphFormat
from adgo.turtle.web.errors import FetchError

QUAD = ox.Quad(ox.NamedNode("urn:a"), ox.NamedNode("urn:x:p"), ox.Literal("é"))
SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> .
<urn:S> a sh:NodeShape ; sh:targetNode <urn:a> ; sh:nodeKind sh:IRI ."""

ENDINGS = [(each, ending) for each in FORMATS for ending in each.endings] + [(FORMATS[0], ".TTL")]


@pytest.mark.parametrize(
    ("kind", "ending"),
    [
        pytest.param(kind, ending, id=ending, marks=pytest.mark.full if place % 3 else [])
        for place, (kind, ending) in enumerate(ENDINGS)
    ],
)
def test_each_ending_is_read_by_every_command(tmp_path: Path, kind: GraphFormat, ending: str) -> None:
    """Bug: .xml was RDF to `query` and not to `validate`."""
    path = tmp_path / "data" / f"x{ending}"
    path.parent.mkdir()
    path.write_bytes(ox.serialize([QUAD], format=kind.engine_format()) or b"")
    (tmp_path / "shapes.ttl").write_text(SHAPES, encoding="utf-8")
    runs = (
        ("query", "SELECT ?o { <urn:a> <urn:x:p> ?o }", "--data", path, "--format", "json"),
        ("query", "SELECT ?o { <urn:a> <urn:x:p> ?o }", "--data", path.parent, "--format", "json"),
        ("validate", path, "--shapes", tmp_path / "shapes.ttl", "--format", "json"),
        ("validate", path.parent, "--shapes", tmp_path / "shapes.ttl", "--format", "json"),
        ("load", path, "--store", tmp_path / "store", "--dump", tmp_path / "dump.nq"),
    )
    done = [CliRunner().invoke(adgo, [str(each) for each in run]) for run in runs]
    assert [each.exit_code for each in done] == [0] * len(runs), [each.stderr for each in done]
    for each in done[:2]:
        assert [row["o"]["value"] for row in json.loads(each.stdout)["results"]["bindings"]] == ["é"]
    for each in done[2:4]:
        assert json.loads(each.stdout)["triples"] == 1
    assert (tmp_path / "dump.nq").read_text(encoding="utf-8") == '<urn:a> <urn:x:p> "é" .\n'


@pytest.mark.parametrize("kind", FORMATS, ids=lambda kind: kind.name)
def test_each_media_type_is_known_to_uploads_and_to_load(kind: GraphFormat) -> None:
    """Bug: LOAD and uploads had tables of their own, without TriG and N-Quads."""
    for media_type in kind.media_types:
        assert uploads.format_of(media_type) == kind.name
        assert fetch_loads.format_of(media_type, "http://a/b") == kind.name
    for ending in kind.endings:
        assert fetch_loads.format_of("application/octet-stream", f"http://a/b{ending}") == kind.name


def test_other_media_types_are_refused_by_both() -> None:
    for media_type in ("text/html", "image/png", "application/sparql-results+json"):
        with pytest.raises(Problem, match="text/turtle, application/n-triples"):
            uploads.format_of(media_type)
        with pytest.raises(FetchError, match="text/turtle, application/n-triples"):
            fetch_loads.format_of(media_type, "http://a/b.ttl")
