"""The project's Turtle files as documents: the IRI and file of each, and the issued versions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from adgo.graph import files
from adgo.graph.namespaces import BASE, GRAPH, RDF

#: The vocabulary. Its file is the first of several; the server returns all of them for this IRI.
ONTOLOGY = BASE + "ontology"
OWL = "http://www.w3.org/2002/07/owl#"

#: Folder to the start of its files' IRIs. A subfolder is a part of the name, as in graph/claims/000.
_FOLDERS = {"ontology": ONTOLOGY + "/", "data": GRAPH, "seeds": GRAPH, "shapes": GRAPH + "shapes/"}
_FIRST = "ontology/adgo.ttl"
TYPE, DOCUMENT, _VERSION = (
    NamedNode(RDF + "type"),
    NamedNode(OWL + "Ontology"),
    NamedNode(OWL + "versionInfo"),
)


def documents() -> dict[str, Path]:
    """Return the file of every document by its IRI, sorted by the path of the file below the root."""
    found = sorted(
        path.relative_to(files.root())
        for folder in _FOLDERS
        for path in (files.root() / folder).rglob("*.ttl")
        if path.parent != files.root() / "ontology" / "versions"
    )
    return {iri(path): files.root() / path for path in found}


def iri(path: Path) -> str:
    """Return the IRI of the document at a path below the root."""
    if path.as_posix() == _FIRST:
        return ONTOLOGY
    return _FOLDERS[path.parts[0]] + path.with_suffix("").as_posix().partition("/")[2]


def unasserted_part(subject: str) -> str:
    """Return the part that a document is of, if its part asserts nothing (plans, judgements, …); else "".

    Args:
        subject: the IRI of the document, which its header is about.
    """
    name = subject.removeprefix(GRAPH).partition("/")[0] if subject.startswith(GRAPH) else ""
    return name if name in files.PARTS and name not in files.DEFAULT_PARTS else ""


def own(subject: str) -> str:
    """Return an IRI if it names one of ADGO's documents, else ""."""
    is_own = subject == ONTOLOGY or subject.startswith((f"{ONTOLOGY}/", GRAPH))
    return subject if is_own else ""


def below_root(path: Path) -> str:
    """Return the path of a file below the root, with slashes."""
    return path.relative_to(files.root()).as_posix()


def versions() -> dict[str, Path]:
    """Return the file of every issued version of the vocabulary by its number; these files never change."""
    return {path.stem: path for path in sorted((files.root() / "ontology" / "versions").glob("*.ttl"))}


def current() -> str:
    """Return the current version number of the vocabulary, such as 0.2.0-dev."""
    quads = parse((files.root() / _FIRST).read_bytes(), RdfFormat.TURTLE)
    numbers = (q.object.value for q in quads if (q.subject, q.predicate) == (NamedNode(ONTOLOGY), _VERSION))
    return str(next(numbers))


def header(name: str) -> list[Quad]:
    """Return the quads that describe a document in its file; [] if it has no file yet."""
    path = documents().get(name)
    return split_headers(list(parse(path.read_bytes(), RdfFormat.TURTLE)))[0] if path else []


def split_headers(quads: Sequence[Quad]) -> tuple[list[Quad], list[Quad]]:
    """Return the quads that describe documents, whose subjects are typed owl:Ontology, and the others."""
    described = {q.subject for q in quads if (q.predicate, q.object) == (TYPE, DOCUMENT)}
    return [q for q in quads if q.subject in described], [q for q in quads if q.subject not in described]


def merged(quads: Sequence[Quad]) -> tuple[list[Quad], list[Quad]]:
    """Return the quads of a file to merge with other files, and those that describe only this file.

    Merged files are one document with one header: that of the vocabulary.
    """
    described, others = split_headers(quads)
    kept = [q for q in described if q.subject == NamedNode(ONTOLOGY)]
    return [*kept, *others], [q for q in described if q.subject != NamedNode(ONTOLOGY)]
