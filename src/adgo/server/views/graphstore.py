"""`/store`: the SPARQL 1.1 Graph Store HTTP Protocol; and `/graph/…`, the documents of named graphs."""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from flask import Blueprint, Response, make_response, redirect, request
from pyoxigraph import NamedNode

from adgo.graph import documents
from adgo.graph.namespaces import GRAPH
from adgo.server import delivery, page_queries
from adgo.server.engine.failure import Failure
from adgo.server.protocol import (
    change_problems,
    conditions,
    negotiation,
    request_arguments,
    sparql_request,
    uploads,
)
from adgo.server.protocol.content_coding import CODINGS
from adgo.server.protocol.negotiation import DATASETS, GRAPHS, TRIPLES, Format
from adgo.server.protocol.problem import Problem
from adgo.server.protocol.query_request import QueryRequest
from adgo.server.settings import MIB
from adgo.server.site import Site, site
from adgo.server.views import changes, published_files
from adgo.server.views.operations import pick
from adgo.sparql.text import SparqlText

blueprint = Blueprint("graphstore", __name__)
METHODS = ["GET", "HEAD", "PUT", "POST", "DELETE"]
WHOLE = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
WHOLE_NAMED = "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH ?graph { ?s ?p ?o } }"


@blueprint.route("/store", methods=METHODS, strict_slashes=False)
@blueprint.route("/store/<path:name>", methods=METHODS)
def store(name: str = "") -> Response:
    """Read, replace, extend or delete one graph."""
    here = site()
    if request.method in ("GET", "HEAD"):
        is_nameless = not name and not {"graph", "default"} & request.args.keys()
        wanted = dataset_format() if is_nameless else None
        return read_dataset(here, wanted) if wanted else read(here, identify(here, name))
    with changes.counting_refusals(here, "", request.method):
        changes.authorise(here)
        # The server names a graph that is sent without a name (section 5.5).
        is_new = request.method == "POST" and not name and not request.query_string
        iri = here.url(f"store/{uuid4()}") if is_new else identify(here, name)
    return write(here, iri)


@blueprint.get("/graph/<path:name>")
def graph(name: str) -> Response:
    """Return a part of one of ADGO's named graphs as a document, or redirect from such a graph to its content."""
    here = site()
    # In the catalogue, the Turtle of a graph is named by the graph's name and /turtle.
    bare = name.removesuffix("/turtle")
    wish = "ttl" if bare != name else here.wish()
    # The claims of each article are in a separate file with its own name.
    file = published_files.part(bare)
    if file and not here.has_own_data:
        return published_files.negotiated(file)
    bare = bare.removesuffix(f"/{documents.current()}")
    named = f"&format={pick(GRAPHS, wish).name}" if wish else ""
    response = make_response(redirect(here.location("store") + f"?graph={GRAPH}{quote(bare)}{named}", 303))
    response.vary.add("Accept")
    return response


def identify(here: Site, name: str) -> str | None:
    """Return the IRI of the graph that a request names, None for the default graph; Problem 400 if it names none.

    A request names a graph by `?default`, by `?graph=IRI`, or by the address of the request itself, below /store.
    """
    arguments = sparql_request.fields(request.query_string)
    graphs = arguments.get("graph", [])
    if name:
        if graphs or "default" in arguments:
            raise Problem(400, "The address already names a graph: leave out ?graph and ?default.")
        return here.url(f"store/{encoded(name)}")
    if len(graphs) + ("default" in arguments) != 1:
        raise Problem(
            400,
            "Name one graph: ?default, or ?graph= with its IRI. For the whole dataset, accept application/n-quads or "
            "application/trig.",
        )
    return _absolute(graphs[0]) if graphs else None


def _absolute(iri: str) -> str:
    """Return an IRI from ?graph=; Problem 400 if it is not absolute."""
    if ":" not in iri:
        raise Problem(400, "The IRI in ?graph= must be absolute: begin it with a scheme such as https:.")
    try:
        return NamedNode(iri).value
    except ValueError as error:
        raise Problem(
            400, f"The value of ?graph= is not an IRI: {error}. Percent-encode its special characters."
        ) from error


def encoded(name: str) -> str:
    """Return the decoded path of a graph below /store, percent-encoded as in the graph's IRI.

    HTTP servers pass on the decoded path; granian passes on nothing else. So `%2F` is a slash, and only characters
    that must be encoded are.
    """
    if "\ufffd" in name:
        raise Problem(400, "The path of the graph is not UTF-8: encode it in UTF-8, then percent-encode it.")
    if any(segment in (".", "..") for segment in name.split("/")):
        raise Problem(
            400,
            "The path of a graph cannot have a segment . or .., which clients would resolve: choose another.",
        )
    return quote(name, safe="/!$&'()*+,;=:@")


def read(here: Site, iri: str | None) -> Response:
    """Return a graph (None: the default graph) in the negotiated format; 404 if it does not exist."""
    wanted = pick(TRIPLES, *request_arguments.wish(request.args.to_dict(flat=False)))
    if iri is not None and not page_queries.holds(here, "graph-exists", graph=iri):
        raise Problem(404, f"There is no graph <{iri}>. GET /.well-known/void lists the graphs.")
    return delivery.deliver(here.endpoint.reply(query(iri, wanted), here.edition))


def dataset_format() -> Format | None:
    """Return the format of datasets that a request asks for by its name, None if it asks for none."""
    wish, _ = request_arguments.wish(request.args.to_dict(flat=False))
    if wish:
        return negotiation.named(wish, DATASETS)
    accept = request.headers.get("Accept", "").lower()
    names = [media_type for each in DATASETS for media_type in (each.media_type, *each.aliases)]
    return pick(DATASETS) if any(name in accept for name in names) else None


def read_dataset(here: Site, wanted: Format) -> Response:
    """Return the default graph and all named graphs as one document; 507 if it is larger than a result may be."""
    whole = QueryRequest(SparqlText(""), wanted, is_dump=True)
    try:
        return delivery.deliver(here.endpoint.reply(whole, here.edition))
    except Problem as problem:
        if problem.status != 507:
            raise
        raise Problem(507, f"{problem.detail} Or read its graphs one by one, with ?graph=.") from problem


def query(iri: str | None, wanted: Format) -> QueryRequest:
    """Return the query whose answer is a graph (None: the default graph) in a format."""
    text = WHOLE if iri is None else page_queries.bound(WHOLE_NAMED, {"graph": iri})
    return QueryRequest(SparqlText(text), wanted, prefixes=wanted is GRAPHS[0])


def tags(here: Site, iri: str | None, edition: str) -> set[str]:
    """Return the entity tags of a graph in an edition, in each format and content coding.

    Args:
        here: the site that serves the request.
        iri: the graph; None for the default graph.
        edition: digest of the edition.
    """
    plain = [here.endpoint.tag(query(iri, each), edition) or "" for each in TRIPLES]
    return {f"{tag}{ending}" for tag in plain for ending in ("", *(f"-{each.name}" for each in CODINGS))}


def write(here: Site, iri: str | None) -> Response:
    """Replace, extend or delete a graph; return when the change is on disk and visible."""
    operation = request.method.lower()
    with changes.counting_refusals(here, "", request.method):
        condition = conditions.read(request, here.endpoint.digest, partial(tags, here, iri))
        documents = [] if operation == "delete" else uploads.read(request, here.settings.upload * MIB)
    change: dict[str, Any] = {"op": operation, "graph": iri, "exists": condition.exists}
    change["base"] = iri or here.url("store")
    change["documents"] = [{"format": each.format, "size": len(each.content)} for each in documents]
    # A single document, which may be large, is not copied.
    body = documents[0].content if len(documents) == 1 else b"".join(each.content for each in documents)
    try:
        made = changes.make(here, change, body, condition.edition or here.wanted_data())
    except Failure as failure:
        raise change_problems.problem(failure, here.settings) from failure
    headers = changes.changed_literals_header(made.changes)
    if not made.created or operation == "delete":
        return Response(status=204, headers=headers)
    return Response(status=201, headers=headers | {"Location": iri or here.url("store?default")})
