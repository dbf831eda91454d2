"""`owl:imports`: catalogs, the network, and every fault that an answer from the network can have."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import faulty_server
import pytest
from faulty_server import FAULTS, REDIRECT_FAULTS, FaultyServer
from shacl_documents import PREFIXES, made

from adgo.shacl import imports
from adgo.shacl.inputs import InputError, Inputs, read
from adgo.shacl.validation import validate
from adgo.turtle.web.errors import FetchError
from adgo.turtle.web.limits import MIB, FetchRules

CATALOG = """<?xml version="1.0"?>
<catalog prefer="public" xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">
    <uri name="http://example.org/base" uri="parts/base.ttl"/>
    <uri name="http://example.org/more" uri="parts/more.ttl"/>
</catalog>
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "parts").mkdir()
    texts = {
        "data.ttl": "<http://example.org/d> owl:imports <http://example.org/base> . ex:a a ex:Maker .",
        "shapes.ttl": "<http://example.org/s> owl:imports <http://example.org/more> .",
        "parts/base.ttl": "<http://example.org/base> owl:imports <http://example.org/base> .\n"
        "ex:Maker rdfs:subClassOf ex:Firm . ex:known a ex:Firm .",
        "parts/more.ttl": "ex:S sh:targetClass ex:Firm ; sh:property [ sh:path ex:p ; sh:minCount 1 ] .",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(PREFIXES + text, encoding="utf-8")
    return tmp_path


def documents(folder: Path) -> Inputs:
    return read([folder / "data.ttl"], [folder / "shapes.ttl"])


def test_a_catalog_beside_the_file_resolves_imports(folder: Path) -> None:
    (folder / "catalog-v001.xml").write_text(CATALOG, encoding="utf-8")
    inputs = documents(folder)
    assert imports.resolve(inputs, "catalog") == []
    assert [result.focus for result in validate(inputs)] == ["<http://example.org/a>"]


def test_a_catalog_may_stand_elsewhere(folder: Path) -> None:
    (folder / "parts" / "catalog.xml").write_text(CATALOG.replace("parts/", ""), encoding="utf-8")
    inputs = documents(folder)
    assert imports.resolve(inputs, "catalog", [folder / "parts" / "catalog.xml"]) == []
    assert len(inputs.ontology) == len(inputs.shapes) - 1 == 1


def test_an_import_without_an_entry_is_a_finding_with_its_place(folder: Path) -> None:
    found = imports.resolve(documents(folder), "catalog")
    assert [(finding.check, finding.place.line) for finding in found if finding.place] == [
        ("unresolved-import", 7)
    ] * 2


def test_with_none_no_import_is_read(folder: Path) -> None:
    (folder / "catalog-v001.xml").write_text(CATALOG, encoding="utf-8")
    inputs = documents(folder)
    assert imports.resolve(inputs, "none") == []
    assert inputs.ontology == []


def test_the_network_is_asked_only_when_allowed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def refuse(url: str, rules: object) -> object:
        asked.append(url)
        raise FetchError("no network here")

    monkeypatch.setattr("adgo.turtle.web.client.fetch", refuse)
    imports.resolve(documents(folder), "catalog")
    assert asked == []
    with pytest.raises(InputError, match="cannot be fetched: no network here"):
        imports.resolve(documents(folder), "network")
    assert asked == ["http://example.org/base"]


@pytest.mark.parametrize("content", ["<catalog", None])
def test_a_catalog_that_cannot_be_read_is_an_error(folder: Path, content: str | None) -> None:
    if content:
        (folder / "c.xml").write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match="not an XML catalog"):
        imports.resolve(documents(folder), "catalog", [folder / "c.xml"])


def test_a_syntax_error_in_an_imported_file_is_an_error(folder: Path) -> None:
    (folder / "catalog-v001.xml").write_text(CATALOG, encoding="utf-8")
    (folder / "parts" / "base.ttl").write_text("<a> <b> .", encoding="utf-8")
    with pytest.raises(InputError, match=r"base\.ttl:1"):
        imports.resolve(documents(folder), "catalog")


@pytest.fixture(scope="module")
def server() -> Iterator[FaultyServer]:
    made = FaultyServer()
    yield made
    made.close()


def importing(folder: Path, url: str) -> Inputs:
    (folder / "web.ttl").write_text(f"{PREFIXES}<urn:d> owl:imports <{url}> .", encoding="utf-8")
    return read([folder / "web.ttl"], [])


@pytest.mark.parametrize("path", ["/good", "/chunks", "/gzip", "/moved"])
def test_a_document_from_the_network_is_read_whole(folder: Path, server: FaultyServer, path: str) -> None:
    inputs = importing(folder, server.url + path)
    assert imports.resolve(inputs, "network") == []
    assert set(inputs.ontology[0].triples()) == {("<urn:a>", "<urn:p>", "<urn:b>")}


@pytest.mark.parametrize(("path", "said"), (FAULTS | REDIRECT_FAULTS).items())
def test_a_fault_of_the_network_is_explained(
    folder: Path, server: FaultyServer, monkeypatch: pytest.MonkeyPatch, path: str, said: str
) -> None:
    """Bug: a document that broke off was taken for whole, and an answer that was not HTTP raised BadStatusLine."""
    monkeypatch.setattr(imports, "RULES", FetchRules(size=MIB, seconds=1.5))
    with pytest.raises(InputError) as raised:
        imports.resolve(importing(folder, server.url + path), "network")
    assert str(raised.value).startswith(f"{server.url}{path}: cannot be fetched: ")
    assert said in str(raised.value)


def test_a_document_is_read_in_the_format_of_its_media_type(
    folder: Path, server: FaultyServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bug: JSON-LD and RDF/XML were asked for by no header, and read as Turtle."""
    pages = {
        "/json": faulty_server.answer(b'{"@id": "urn:a", "urn:p": 1}', "Content-Type: application/ld+json"),
        "/named.jsonld": faulty_server.answer(b'{"@id": "urn:a", "urn:p": 1}', "Content-Type: text/plain"),
        "/page": faulty_server.answer(b"<p>A page</p>", "Content-Type: text/html"),
    }
    for path, content in pages.items():
        monkeypatch.setitem(faulty_server.ANSWERS, path, content)
    for path in ("/json", "/named.jsonld"):
        inputs = importing(folder, server.url + path)
        imports.resolve(inputs, "network")
        assert len(inputs.ontology[0].rows) == 1
    with pytest.raises(InputError, match="it is not RDF \\(its media type is 'text/html'\\)"):
        imports.resolve(importing(folder, f"{server.url}/page"), "network")


def test_the_vocabulary_of_shacl_need_not_be_found() -> None:
    """Half of the official shapes for electricity networks import `sh:` itself."""
    inputs = made("", "<http://example.org/s> owl:imports sh: , <http://www.w3.org/ns/shacl> .")
    assert imports.resolve(inputs, "catalog") == []
