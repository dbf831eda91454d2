"""The project's Turtle files as documents: the IRI of each, the file that holds it, and the issued versions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from adgo.graph import files
from adgo.graph.namespaces import BASE, GRAPH, RDF

#: The vocabulary: its file is the first part of it, and under this IRI the server gives all parts.
ONTOLOGY = BASE + "ontology"
OWL = "http://www.w3.org/2002/07/owl#"

#: Folder to the IRI before a file's stem. A folder within counts as part of the name, as in graph/claims/000.
_FOLDERS = {"ontology": ONTOLOGY + "/", "data": GRAPH, "seeds": GRAPH, "shapes": GRAPH + "shapes/"}
_FIRST = "ontology/adgo.ttl"
_TYPE, _DOCUMENT, _VERSION = (
    NamedNode(RDF + "type"),
    NamedNode(OWL + "Ontology"),
    NamedNode(OWL + "versionInfo"),
)


def documents() -> dict[str, Path]:
    """Return the IRI of every document to its file, sorted by the file's path below the root."""
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


def below_root(path: Path) -> str:
    """Return the path of a file below the root, with slashes."""
    return path.relative_to(files.root()).as_posix()


def versions() -> dict[str, Path]:
    """Return the number of every issued version of the vocabulary to its file, whose bytes never change."""
    return {path.stem: path for path in sorted((files.root() / "ontology" / "versions").glob("*.ttl"))}


def current() -> str:
    """Return the number of the vocabulary's version as it is now, such as 0.2.0-dev."""
    quads = parse((files.root() / _FIRST).read_bytes(), RdfFormat.TURTLE)
    numbers = (q.object.value for q in quads if (q.subject, q.predicate) == (NamedNode(ONTOLOGY), _VERSION))
    return str(next(numbers))


def header(name: str) -> list[Quad]:
    """Return what a document says of itself; nothing where it has no file yet."""
    path = documents().get(name)
    return apart(list(parse(path.read_bytes(), RdfFormat.TURTLE)))[0] if path else []


def apart(quads: Sequence[Quad]) -> tuple[list[Quad], list[Quad]]:
    """Return the quads that describe documents, whose subjects are typed owl:Ontology, and the others."""
    described = {q.subject for q in quads if (q.predicate, q.object) == (_TYPE, _DOCUMENT)}
    return [q for q in quads if q.subject in described], [q for q in quads if q.subject not in described]


def merged(quads: Sequence[Quad]) -> tuple[list[Quad], list[Quad]]:
    """Return the quads of a file that go into a merge of several files, and those that describe this file alone.

    A merge is one document, so it has one header: that of the vocabulary.
    """
    described, others = apart(quads)
    kept = [q for q in described if q.subject == NamedNode(ONTOLOGY)]
    return [*kept, *others], [q for q in described if q.subject != NamedNode(ONTOLOGY)]
