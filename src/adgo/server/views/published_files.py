"""The project's documents as files: issued versions and parts of the vocabulary, the JSON-LD context, adgo.owl."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from flask import Blueprint, Response, request
from pyoxigraph import RdfFormat, parse

from adgo.graph import documents, files
from adgo.graph.namespaces import GRAPH
from adgo.server import delivery
from adgo.server.endpoint import Reply
from adgo.server.engine.worker import write_for_people
from adgo.server.protocol.cache import CachedAnswer
from adgo.server.protocol.negotiation import GRAPHS, Format
from adgo.server.protocol.problem import Problem
from adgo.server.views.operations import pick

blueprint = Blueprint("published", __name__)
TURTLE, RDF_XML = GRAPHS[0], GRAPHS[-1]


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
    wanted = pick(GRAPHS, request.args.get("format"))
    if wanted is TURTLE:
        return whole(path, TURTLE.content_type)
    return _sent(_written(path.read_bytes(), wanted), wanted.content_type)


def whole(path: Path, content_type: str) -> Response:
    """Return a file unchanged."""
    return _sent(path.read_bytes(), content_type)


def _sent(content: bytes, content_type: str) -> Response:
    entry = CachedAnswer(content, content_type, f"file-{hashlib.sha256(content).hexdigest()[:32]}")
    return delivery.deliver(Reply(entry.tag, content_type, entry=entry))


@lru_cache(maxsize=32)
def _written(turtle: bytes, wanted: Format) -> bytes:
    written = BytesIO()
    write_for_people([quad.triple for quad in parse(turtle, RdfFormat.TURTLE)], written, wanted.name)
    return written.getvalue()
