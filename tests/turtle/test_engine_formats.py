"""Triples that JSON-LD leaves out, and what a lenient reader accepts: nothing is lost without a word."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import NamedNode

import adgo as package
from adgo.cli import adgo
from adgo.graph.dataset import load
from adgo.server.engine.change_documents import ChangeDocuments
from adgo.server.engine.change_refusal import ChangeRefused
from adgo.turtle import TurtleError
from adgo.turtle.formats import JSON_LD, RDF_XML
from adgo.turtle.limits import LENIENT, LIMITS, Limits
from adgo.turtle.normalization.report import Changes, ChangesRefused
from adgo.turtle.reader import read_content

SH = "http://www.w3.org/ns/shacl#"
GOOD = {"@id": "http://e/ok", "@type": "http://e/T", "http://e/p": {"@id": "http://e/v"}}
SPACE = {"@id": "http://e/n x", "@type": "http://e/T"}
RELATIVE = {"@id": "n x", "@type": "http://e/T"}
TAG = {"@id": "http://e/n", "http://e/p": {"@value": "x", "@language": "en_US"}}
BRACKETS = {"@id": "http://e/n[1]", "@type": "http://e/T"}
SHAPES = f"<http://e/S> a <{SH}NodeShape> ; <{SH}targetClass> <http://e/T> ; <{SH}nodeKind> <{SH}IRI> ."


def written(*nodes: object) -> bytes:
    return json.dumps({"@graph": nodes}).encode()


@pytest.mark.parametrize("limits", [LIMITS, LENIENT])
@pytest.mark.parametrize("node", [SPACE, RELATIVE])
def test_a_triple_that_cannot_be_written_is_counted(node: object, limits: Limits) -> None:
    """Bug: one IRI with a space, and no dropped triple of the document was reported."""
    document = read_content(written(GOOD, node, TAG), JSON_LD, base="http://b/", limits=limits)
    assert document.left_out
    assert document.left_out in document.warnings
    lost = "1 of 4" if limits is LENIENT else "2 of 4"
    assert document.left_out.message.startswith(f"{lost} triples are left out")
    assert len(document.rows) == (3 if limits is LENIENT else 2)


def test_a_lenient_reader_keeps_what_can_be_written() -> None:
    document = read_content(written(GOOD, BRACKETS, TAG), JSON_LD, limits=LENIENT)
    assert (len(document.rows), document.left_out) == (4, None)


def test_a_shape_that_is_left_out_is_an_error(tmp_path: Path) -> None:
    """Bug: everything conformed to shapes in JSON-LD that were dropped."""
    data, shapes, turtle = (tmp_path / name for name in ("d.jsonld", "s.jsonld", "s.ttl"))
    shape = {
        "@id": "http://e/my shape",
        "@type": f"{SH}NodeShape",
        f"{SH}targetClass": {"@id": "http://e/T"},
    }
    data.write_bytes(written(GOOD, SPACE))
    shapes.write_bytes(written(shape))
    turtle.write_text(SHAPES)
    for options in ([], ["--lenient"]):
        done = CliRunner().invoke(adgo, ["validate", str(data), "--shapes", str(shapes), *options])
        assert (done.exit_code, "2 of 2 triples are left out" in done.output) == (3, True)
    done = CliRunner().invoke(adgo, ["validate", str(data), "--shapes", str(turtle)])
    assert (done.exit_code, "warning: 1 of 3 triples are left out" in done.output) == (0, True)


def test_a_store_says_how_many_were_left_out(tmp_path: Path) -> None:
    """Bug: `adgo query --data`, `adgo load` and `adgo.load` dropped them without a warning."""
    path = tmp_path / "d.jsonld"
    path.write_bytes(written(GOOD, SPACE, TAG))
    reason = "IRIs (RFC 3987) or language tags (BCP 47) in them are not valid"
    said = f"2 triples were left out, as JSON-LD demands: {reason} ({path})"
    assert load([path]).changes.sentence() == said
    with pytest.raises(ChangesRefused, match="2 triples would be left out"):
        load([path], strict_terms=True)
    for command in (
        ["query", "ASK {}", "--data", str(path)],
        ["load", str(path), "--store", str(tmp_path / "s")],
    ):
        assert said in CliRunner().invoke(adgo, command).stderr
    with pytest.warns(UserWarning, match=r"d\.jsonld: 2 of 4 triples are left out"):
        loaded = package.load(path)
    assert len(loaded.query("SELECT * { ?s ?p ?o }")) == 2


def test_only_left_out_triples_are_reported(tmp_path: Path) -> None:
    path = tmp_path / "d.jsonld"
    path.write_bytes(written(SPACE))
    assert load([path]).changes.left_out == 1
    path.write_bytes(written(GOOD))
    assert not load([path]).changes


def test_a_change_of_a_server_reports_them() -> None:
    """Bug: PUT and POST dropped them without a word."""
    body = written(GOOD, SPACE)
    sent = [{"format": "jsonld", "size": len(body)}]
    documents = ChangeDocuments(body, strict_terms=False)
    graph = NamedNode("http://e/g")
    assert len(list(documents.quads(sent, "http://b/", graph))) == 2
    changes = Changes.from_members(json.loads(json.dumps(documents.report()))["changes"])
    assert (changes.left_out, changes.header()) == (1, "0;left-out=1")
    with pytest.raises(ChangeRefused, match="1 triple would be left out"):
        list(ChangeDocuments(body, strict_terms=True).quads(sent, "http://b/", graph))


def test_a_lenient_reader_refuses_an_id_that_is_used_twice() -> None:
    """Bug: --lenient merged two nodes with the same rdf:ID without a warning."""
    text = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">'
        '<e:T rdf:ID="a"/><e:T rdf:ID="a"/></rdf:RDF>'
    )
    for limits in (LIMITS, LENIENT):
        with pytest.raises(TurtleError, match="used before") as caught:
            read_content(text.encode(), RDF_XML, base="http://b/", limits=limits)
        assert not any(fault.is_loose for fault in caught.value.faults)
