"""The project's documents as files: issued versions and parts of the vocabulary, the JSON-LD context, adgo.owl."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from flask import Blueprint, Response
from pyoxigraph import RdfFormat, parse

from adgo.graph import documents, files
from adgo.graph.namespaces import GRAPH
from adgo.server import delivery
from adgo.server.engine.worker import write_for_people
from adgo.server.protocol.cache import CachedAnswer
from adgo.server.protocol.negotiation import GRAPHS, Format
from adgo.server.protocol.problem import Problem
from adgo.server.reply import Reply
from adgo.server.site import site
from adgo.server.views.operations import pick

blueprint = Blueprint("published", __name__)
TURTLE, RDF_XML = GRAPHS[0], GRAPHS[-1]
#: The formats of the documents that are RDF, by the endings of their files.
_ENGINE_FORMATS = {".ttl": RdfFormat.TURTLE, ".owl": RdfFormat.RDF_XML}


@blueprint.get("/context.jsonld")
@blueprint.get("/ontology/context")
@blueprint.get("/ontology/context.jsonld")
@blueprint.get("/ontology/<version>/context.jsonld")
def context(version: str = "") -> Response:
    """Return the JSON-LD context; only the current version has one."""
    if version not in ("", documents.current()):
        raise Problem(404, f"Version {version} has no JSON-LD context. Use /context.jsonld, the current one.")
    return whole(files.root() / "ontology" / "context.jsonld", "application/ld+json")


@blueprint.get("/adgo.owl")
@blueprint.get("/ontology/adgo.owl")
def owl() -> Response:
    """Return the vocabulary with all its parts as RDF/XML."""
    return whole(files.root() / "ontology" / "adgo.owl", RDF_XML.content_type)


def document(name: str) -> Path | None:
    """Return the file of a document by its IRI, with or without the current version; None if it has no file."""
    return documents.documents().get(name.removesuffix(f"/{documents.current()}"))


def part(name: str) -> Path | None:
    """Return the file of a part of a graph, such as the claims of one article; None if the name is that of a graph."""
    bare = name.removesuffix(f"/{documents.current()}")
    return None if bare in files.PARTS else document(GRAPH + name)


def negotiated(path: Path) -> Response:
    """Return a Turtle file in the format that the client prefers; as Turtle, the file is unchanged."""
    wanted = pick(GRAPHS, site().wish())
    if wanted is TURTLE:
        return whole(path, TURTLE.content_type)
    turtle = path.read_bytes()
    return _sent(_written(turtle, wanted), wanted.content_type, _number_of_triples(turtle, RdfFormat.TURTLE))


def whole(path: Path, content_type: str) -> Response:
    """Return a file unchanged."""
    content, form = path.read_bytes(), _ENGINE_FORMATS.get(path.suffix)
    return _sent(content, content_type, _number_of_triples(content, form) if form else None)


def _sent(content: bytes, content_type: str, rows: int | None) -> Response:
    tag = f"file-{hashlib.sha256(content).hexdigest()[:32]}"
    entry = CachedAnswer(content, content_type, tag, rows=rows)
    return delivery.deliver(Reply(entry.tag, content_type, entry=entry))


@lru_cache(maxsize=64)
def _number_of_triples(content: bytes, form: RdfFormat) -> int:
    return len({quad.triple for quad in parse(content, form)})


@lru_cache(maxsize=32)
def _written(turtle: bytes, wanted: Format) -> bytes:
    written = BytesIO()
    write_for_people([quad.triple for quad in parse(turtle, RdfFormat.TURTLE)], written, wanted.name)
    return written.getvalue()
