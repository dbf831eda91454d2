"""`/store`: the SPARQL 1.1 Graph Store HTTP Protocol; and the documents that are graphs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from flask import Blueprint, Response, make_response, redirect, request
from pyoxigraph import NamedNode

from adgo.graph import documents
from adgo.graph.namespaces import GRAPH
from adgo.server import delivery, page_queries
from adgo.server.endpoint import QueryRequest
from adgo.server.engine.failure import Failure
from adgo.server.protocol import conditions, sparql_request, uploads
from adgo.server.protocol.content_coding import CODINGS
from adgo.server.protocol.negotiation import GRAPHS, Format
from adgo.server.protocol.problem import Problem
from adgo.server.settings import MIB
from adgo.server.site import Site, site
from adgo.server.views import changes, published_files
from adgo.server.views.operations import pick
from adgo.sparql.text import SparqlText

blueprint = Blueprint("graphstore", __name__)
METHODS = ["GET", "HEAD", "PUT", "POST", "DELETE"]
WHOLE = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
WHOLE_NAMED = "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH ?graph { ?s ?p ?o } }"


@dataclass(frozen=True)
class Target:
    """The graph of a request; `iri` is None for the default graph."""

    iri: str | None


@blueprint.route("/store", methods=METHODS, strict_slashes=False)
@blueprint.route("/store/<path:name>", methods=METHODS)
def store(name: str = "") -> Response:
    """Read, replace, extend or delete one graph."""
    here = site()
    if request.method in ("GET", "HEAD"):
        return read(here, identify(here, name))
    with changes.before(here, "", request.method):
        changes.authorise(here)
        # A graph without a name gets one (section 5.5).
        is_new = request.method == "POST" and not name and not request.query_string
        target = Target(here.url(f"store/{uuid4()}")) if is_new else identify(here, name)
    return write(here, target)


@blueprint.get("/graph/<path:name>")
def graph(name: str) -> Response:
    """Return a document that is a part of one of ADGO's named graphs, or redirect from such a graph to its content."""
    here = site()
    # The catalogue names each graph's Turtle by the graph's own name with /turtle behind it.
    bare = name.removesuffix("/turtle")
    wish = "&format=ttl" if bare != name else ""
    # Each article's claims are in a file of their own, with a name of its own.
    file = published_files.part(bare)
    if file and not here.has_own_data:
        return published_files.negotiated(file)
    bare = bare.removesuffix(f"/{documents.current()}")
    response = make_response(redirect(here.url("store") + f"?graph={GRAPH}{quote(bare)}{wish}", 303))
    response.vary.add("Accept")
    return response


def identify(here: Site, name: str) -> Target:
    """Return the graph that a request names: `?default`, `?graph=IRI`, or its own address below /store."""
    arguments = sparql_request.fields(request.query_string)
    graphs = arguments.get("graph", [])
    if name:
        if graphs or "default" in arguments:
            raise Problem(400, "The address names a graph already: leave out ?graph and ?default.")
        return Target(here.url(f"store/{encoded(name)}"))
    if len(graphs) + ("default" in arguments) != 1:
        raise Problem(400, "Name one graph: ?default, or ?graph= with its IRI.")
    if graphs and ":" not in graphs[0]:
        raise Problem(400, "The IRI in ?graph= must be absolute.")
    try:
        return Target(NamedNode(graphs[0]).value if graphs else None)
    except ValueError as error:
        raise Problem(400, f"The name of the graph is not an IRI: {error}.") from error


def encoded(name: str) -> str:
    """Return the path of a graph below /store as it stands in the graph's own address, from the decoded one.

    Servers hand on a path decoded, granian nothing else: so `%2F` is a slash, and what may stand plain is plain.
    """
    if "\ufffd" in name:
        raise Problem(400, "The path of the graph is not UTF-8: encode it in UTF-8, then percent-encode it.")
    if any(segment in (".", "..") for segment in name.split("/")):
        raise Problem(400, "The path of a graph has no segment . or ..: clients would resolve it.")
    return quote(name, safe="/!$&'()*+,;=:@")


def read(here: Site, target: Target) -> Response:
    """Return a graph in the negotiated format; 404 if none has that name."""
    wanted = pick(GRAPHS, request.args.get("format"))
    if target.iri is not None and not page_queries.holds(here, "graph-exists", graph=target.iri):
        raise Problem(404, f"There is no graph <{target.iri}>.")
    return delivery.deliver(here.endpoint.reply(question(target, wanted), here.edition))


def question(target: Target, wanted: Format) -> QueryRequest:
    """Return the question that a graph in a format is the answer to."""
    text = WHOLE if target.iri is None else page_queries.bound(WHOLE_NAMED, {"graph": target.iri})
    return QueryRequest(SparqlText(text), wanted, prefixes=wanted is GRAPHS[0])


def tags(here: Site, target: Target, edition: str) -> set[str]:
    """Return the entity tags that a graph has in an edition: one for each format, packed or not."""
    plain = [here.endpoint.tag(question(target, each), edition) or "" for each in GRAPHS]
    return {f"{tag}{ending}" for tag in plain for ending in ("", *(f"-{each.name}" for each in CODINGS))}


def write(here: Site, target: Target) -> Response:
    """Replace, extend or drop a graph; the answer comes when the change is on disk and visible."""
    operation = request.method.lower()
    with changes.before(here, "", request.method):
        condition = conditions.read(request, here.endpoint.digest, partial(tags, here, target))
        documents = [] if operation == "delete" else uploads.read(request, here.settings.upload * MIB)
    change: dict[str, Any] = {"op": operation, "graph": target.iri, "exists": condition.exists}
    change["base"] = target.iri or here.url("store")
    change["documents"] = [{"format": each.format, "size": len(each.content)} for each in documents]
    # One document, which may be large, is not copied.
    body = documents[0].content if len(documents) == 1 else b"".join(each.content for each in documents)
    try:
        created = changes.make(here, change, body, condition.edition)
    except Failure as failure:
        raise changes.problem(here, failure) from failure
    if not created or operation == "delete":
        return Response(status=204)
    return Response(status=201, headers={"Location": target.iri or here.url("store?default")})
