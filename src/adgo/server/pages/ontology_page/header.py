"""The header of the ontology's page: description, version, licence and documents."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from pyoxigraph import NamedNode

from adgo.graph import dataset, documents, files
from adgo.graph.documents import ONTOLOGY
from adgo.graph.namespaces import ADGO
from adgo.server.pages.ontology_page.glossary import RDFS, Glossary

_DEFINED = NamedNode(RDFS + "isDefinedBy")
#: What the header shows, by the property that gives it.
PARTS = {
    "description": "dcterms:description",
    "version": "owl:versionInfo",
    "version_iri": "owl:versionIRI",
    "creator": "dcterms:creator",
    "publisher": "dcterms:publisher",
    "issued": "dcterms:issued",
    "modified": "dcterms:modified",
    "license": "dcterms:license",
    "citation": "dcterms:bibliographicCitation",
    "prefix": "vann:preferredNamespacePrefix",
    "namespace": "vann:preferredNamespaceUri",
}


@dataclass(frozen=True)
class Part:
    """One document of the ontology: title, file ("" if not known), imports, and the number of terms it defines."""

    iri: str
    title: str
    file: str
    imports: list[str]
    terms: int


@dataclass(frozen=True)
class Header:
    """What the ontology says about itself; a part that it leaves out is ""."""

    iri: str
    title: str
    values: dict[str, str]
    comments: list[str] = field(default_factory=list)
    #: IRIs of earlier versions.
    former: list[str] = field(default_factory=list)
    imports: list[str] = field(default_factory=list)
    documents: list[Part] = field(default_factory=list)

    @property
    def is_development(self) -> bool:
        """Whether the content of this version can still change."""
        return "-" in self.values["version"]

    @property
    def release(self) -> str:
        """The version as which it will be issued."""
        return self.values["version"].partition("-")[0]


def read_header(glossary: Glossary, defined_in: Mapping[str, str]) -> Header | None:
    """Return the header; None if the data have none.

    `defined_in` gives the file of each term. If it is empty, the ontology is not the packaged one: it has no files.
    """
    if ONTOLOGY not in glossary.documents:
        return None
    issued = [f"{ONTOLOGY}/{number}" for number in documents.versions()] if defined_in else []
    former = {*issued, *glossary.texts(ONTOLOGY, "owl:priorVersion")}
    return Header(
        ONTOLOGY,
        glossary.label(ONTOLOGY),
        {name: glossary.first(ONTOLOGY, property) for name, property in PARTS.items()},
        comments=glossary.texts(ONTOLOGY, "rdfs:comment"),
        former=sorted(former, key=_numbers, reverse=True),
        imports=glossary.iris(ONTOLOGY, "owl:imports"),
        documents=_documents(glossary, defined_in),
    )


def _documents(glossary: Glossary, defined_in: Mapping[str, str]) -> list[Part]:
    """Return the documents of the ontology; their files are known if `defined_in` has the terms' files."""
    packaged = documents.documents() if defined_in else {}
    files = {it: documents.below_root(path) for it, path in packaged.items()}
    terms = Counter(defined_in.get(it, "") for it in glossary.terms)
    return [
        Part(it, glossary.label(it), file, glossary.iris(it, "owl:imports"), terms[file])
        for it, file in ((it, files.get(it, "")) for it in glossary.documents)
    ]


@cache
def defining_files() -> dict[str, str]:
    """Return the path of the packaged file that defines each term, below the project's root, sorted by term."""
    found = {
        quad.subject.value: documents.below_root(path)
        for path in files.part("ontology")
        for quad in dataset.read_quads(path)
        if quad.predicate == _DEFINED and isinstance(quad.subject, NamedNode)
    }
    return {it: path for it, path in sorted(found.items()) if it.startswith(ADGO)}


def _numbers(version: str) -> list[int]:
    """Return a sort key by which version 0.10 comes after 0.9."""
    return [int(each) for each in re.findall(r"[0-9]{1,18}", version)]
