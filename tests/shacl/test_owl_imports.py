from __future__ import annotations

from pathlib import Path

import pytest
from shacl_documents import PREFIXES

from adgo.shacl import imports
from adgo.shacl.inputs import InputError, Inputs, read
from adgo.shacl.validation import validate

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
        (tmp_path / name).write_text(PREFIXES + text)
    return tmp_path


def documents(folder: Path) -> Inputs:
    return read([folder / "data.ttl"], [folder / "shapes.ttl"])


def test_a_catalog_beside_the_file_resolves_imports(folder: Path) -> None:
    (folder / "catalog-v001.xml").write_text(CATALOG)
    inputs = documents(folder)
    assert imports.resolve(inputs, "catalog") == []
    assert [result.focus for result in validate(inputs)] == ["<http://example.org/a>"]


def test_a_catalog_may_stand_elsewhere(folder: Path) -> None:
    (folder / "parts" / "catalog.xml").write_text(CATALOG.replace("parts/", ""))
    inputs = documents(folder)
    assert imports.resolve(inputs, "catalog", [folder / "parts" / "catalog.xml"]) == []
    assert len(inputs.ontology) == len(inputs.shapes) - 1 == 1


def test_what_nothing_resolves_is_told_with_its_place(folder: Path) -> None:
    found = imports.resolve(documents(folder), "catalog")
    assert [(finding.check, finding.place.line) for finding in found if finding.place] == [
        ("unresolved-import", 7)
    ] * 2


def test_none_asks_nobody(folder: Path) -> None:
    (folder / "catalog-v001.xml").write_text(CATALOG)
    inputs = documents(folder)
    assert imports.resolve(inputs, "none") == []
    assert inputs.ontology == []


def test_the_network_is_asked_only_when_allowed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def refuse(request: object, timeout: float) -> object:
        asked.append(request.full_url)  # type: ignore[attr-defined]
        raise OSError("no network here")

    monkeypatch.setattr("urllib.request.urlopen", refuse)
    imports.resolve(documents(folder), "catalog")
    assert asked == []
    with pytest.raises(InputError, match="cannot be fetched: no network here"):
        imports.resolve(documents(folder), "network")
    assert asked == ["http://example.org/base"]


@pytest.mark.parametrize("content", ["<catalog", None])
def test_a_catalog_that_cannot_be_read_is_told(folder: Path, content: str | None) -> None:
    if content:
        (folder / "c.xml").write_text(content)
    with pytest.raises(InputError, match="no XML catalog"):
        imports.resolve(documents(folder), "catalog", [folder / "c.xml"])


def test_an_imported_file_with_a_fault_is_told(folder: Path) -> None:
    (folder / "catalog-v001.xml").write_text(CATALOG)
    (folder / "parts" / "base.ttl").write_text("<a> <b> .")
    with pytest.raises(InputError, match=r"base\.ttl:1"):
        imports.resolve(documents(folder), "catalog")
