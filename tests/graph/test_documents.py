"""Each Turtle file of the project is a document with a name, and a catalog leads from the name to the file."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
import rdflib
from pyoxigraph import RdfFormat, Store, parse
from rdflib.namespace import DCTERMS, OWL, RDF, VANN

from adgo.graph import claims_to_facts, documents, files
from adgo.graph.dataset import Dataset
from adgo.graph.documents import ONTOLOGY
from adgo.graph.namespaces import GRAPH
from adgo.graph.validation import read
from adgo.shacl.imports import resolve

DOCUMENTS = documents.documents()
FOLDERS = ("ontology", "data", "seeds", "shapes")
#: Those of the project, not the copies that an installation may hold below the same root.
CATALOGS = sorted(path for each in FOLDERS for path in (files.root() / each).glob("**/catalog-v001.xml"))
ENTRY = "{urn:oasis:names:tc:entity:xmlns:xml:catalog}uri"


def headers(path: Path) -> rdflib.Graph:
    """Return what a file says of documents."""
    described = documents.split_headers(list(parse(path.read_bytes(), RdfFormat.TURTLE)))[0]
    return rdflib.Graph().parse(data="\n".join(f"{q.triple} ." for q in described), format="nt")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_file_has_one_header_with_its_name_version_title_and_licence(name: str) -> None:
    said = headers(DOCUMENTS[name])
    node = rdflib.URIRef(name)
    assert list(said.subjects(RDF.type, OWL.Ontology)) == [node]
    assert [str(each) for each in said.objects(node, OWL.versionIRI)] == [f"{name}/{documents.current()}"]
    assert [str(each) for each in said.objects(node, OWL.versionInfo)] == [documents.current()]
    assert len(list(said.objects(node, DCTERMS.title))) == 1
    assert len(list(said.objects(node, DCTERMS.license))) == 1


def test_no_two_files_have_one_name_or_title() -> None:
    titles = [
        str(title) for path in DOCUMENTS.values() for title in headers(path).objects(None, DCTERMS.title)
    ]
    assert len(set(titles)) == len(titles) == len(set(DOCUMENTS.values()))
    folders = [files.root() / name for name in ("data", "seeds", "shapes")]
    on_disk = {
        *(files.root() / "ontology").glob("*.ttl"),
        *(f for each in folders for f in each.rglob("*.ttl")),
    }
    assert on_disk <= set(DOCUMENTS.values())


def test_what_a_file_imports_is_a_file_and_never_the_plans() -> None:
    for path in DOCUMENTS.values():
        imported = {str(each) for each in headers(path).objects(None, OWL.imports)}
        assert imported <= set(DOCUMENTS) - {GRAPH + "plans"}, path
    assert not list(headers(DOCUMENTS[ONTOLOGY]).objects(None, OWL.imports))
    assert (rdflib.URIRef(ONTOLOGY), VANN.preferredNamespacePrefix, None) in headers(DOCUMENTS[ONTOLOGY])


def test_imports_make_no_circle() -> None:
    imports = {
        name: {str(each) for each in headers(path).objects(None, OWL.imports)}
        for name, path in DOCUMENTS.items()
    }
    done: set[str] = set()
    while ready := {name for name, needed in imports.items() if name not in done and needed <= done}:
        done |= ready
    assert done == set(imports)


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.parent.name)
def test_a_catalog_leads_every_name_to_its_file(path: Path) -> None:
    entries = {
        each.attrib["name"]: (path.parent / each.attrib["uri"]).resolve()
        for each in ElementTree.parse(path).iter(ENTRY)
    }
    assert all(file.is_file() for file in entries.values())
    for name, file in documents.documents().items():
        assert entries[name] == entries[f"{name}/{documents.current()}"] == file
    for number, file in documents.versions().items():
        assert entries[f"{ONTOLOGY}/{number}"] == file


def test_every_folder_with_documents_has_a_catalog() -> None:
    folders = {path.parent for path in documents.documents().values()}
    assert {path.parent for path in CATALOGS} == folders


@pytest.mark.full
def test_imports_of_every_file_resolve_without_the_network() -> None:
    for path in documents.documents().values():
        inputs = read(path, shapes=files.root() / "shapes" / "style.ttl")
        assert resolve(inputs, "catalog") == [], path


def test_the_merged_vocabulary_says_what_its_parts_say() -> None:
    owl, merged = files.root() / "ontology" / "adgo.owl", Store()
    merged.load(path=str(owl), format=RdfFormat.RDF_XML)
    parts = Store()
    for path in files.part("ontology"):
        parts.extend(documents.merged(list(parse(path.read_bytes(), RdfFormat.TURTLE)))[0])
    assert len(merged) == len(parts)
    assert plain(merged) == plain(parts)
    typed = [q for q in merged if str(q.object) == f"<{OWL.Ontology}>"]
    assert [q.subject.value for q in typed] == [ONTOLOGY]


def plain(store: Store) -> set[str]:
    """Return the triples without blank nodes."""
    return {str(quad) for quad in store if "_:" not in f"{quad.subject} {quad.object}"}


@pytest.mark.full
def test_the_vocabulary_is_the_same_to_the_byte_from_process_to_process() -> None:
    """The engine declares the prefixes of RDF/XML in an order that changes from process to process."""
    written = (files.root() / "ontology" / "adgo.owl").read_text(encoding="utf-8")
    [declared] = re.findall(r"<rdf:RDF ([^>]*)>", written)
    assert declared.split() == sorted(declared.split())
    assert claims_to_facts.build()["ontology/adgo.owl"] == written


def test_headers_are_in_the_catalogue_and_in_no_other_graph(packaged: Dataset) -> None:
    """What a file says of itself is not a fact: pages and questions that list things must not meet it."""
    pattern = f"?name a <{OWL.Ontology}>"
    rows = packaged.store.query(
        f"SELECT ?name ?graph {{ {{ {pattern} }} UNION {{ GRAPH ?graph {{ {pattern} }} }} }}"
    )
    found = {(row["name"].value, row["graph"] and row["graph"].value) for row in rows}  # type: ignore[union-attr]
    assert {(ONTOLOGY, None), (ONTOLOGY, GRAPH + "ontology")} <= found
    others = {name for name in DOCUMENTS if name not in (ONTOLOGY, GRAPH + "adgo-all")}
    assert found - {(ONTOLOGY, None), (ONTOLOGY, GRAPH + "ontology")} == {
        (n, GRAPH + "catalog") for n in others
    }
