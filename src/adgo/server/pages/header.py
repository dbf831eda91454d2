"""The header of the ontology's page: what it is, in which version, under which terms, and in which documents."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from adgo.graph import documents, files
from adgo.graph.documents import ONTOLOGY
from adgo.server.pages import origin
from adgo.server.pages.glossary import Glossary

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
    """One document of the ontology: what it is called, its file in the project, and how many terms it defines."""

    iri: str
    title: str
    file: str
    imports: list[str]
    terms: int


@dataclass(frozen=True)
class Header:
    """What the ontology says of itself; a part that it leaves out is ""."""

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
        """Whether its content may still change under its version's IRI."""
        return "-" in self.values["version"]

    @property
    def release(self) -> str:
        """The version that this one is to become."""
        return self.values["version"].partition("-")[0]


def read(glossary: Glossary, *, is_packaged: bool) -> Header | None:
    """Return the header; None if the data have none. Of the packaged ontology, files and issued versions are known."""
    if ONTOLOGY not in glossary.documents:
        return None
    paths = documents.documents() if is_packaged else {}
    issued = [f"{ONTOLOGY}/{number}" for number in documents.versions()] if is_packaged else []
    return Header(
        ONTOLOGY,
        glossary.label(ONTOLOGY),
        {name: glossary.first(ONTOLOGY, property) for name, property in PARTS.items()},
        comments=glossary.texts(ONTOLOGY, "rdfs:comment"),
        former=sorted({*issued, *glossary.texts(ONTOLOGY, "owl:priorVersion")}, key=_numbers, reverse=True),
        imports=glossary.iris(ONTOLOGY, "owl:imports"),
        documents=[_part(glossary, it, paths.get(it)) for it in glossary.documents],
    )


def _numbers(version: str) -> list[int]:
    """Return the numbers of a version, by which 0.10 comes after 0.9."""
    return [int(each) for each in re.findall(r"\d+", version)]


def _part(glossary: Glossary, it: str, path: Path | None) -> Part:
    file = path.relative_to(files.root()).as_posix() if path else ""
    defined = [origin.read().get(each) == file for each in glossary.terms] if file else []
    return Part(
        it,
        glossary.label(it),
        file,
        glossary.iris(it, "owl:imports"),
        sum(defined),
    )
