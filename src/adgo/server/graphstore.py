"""`/store`: the SPARQL 1.1 Graph Store HTTP Protocol; and the documents that are graphs."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote
from uuid import uuid4

from flask import Blueprint, Response, make_response, redirect, request

from adgo.graph.namespaces import GRAPH
from adgo.server import changes, delivery, inquiry, protocol
from adgo.server.endpoint import Question
from adgo.server.failure import Failure
from adgo.server.negotiation import GRAPHS
from adgo.server.problem import Problem
from adgo.server.settings import MIB
from adgo.server.site import Site, site
from adgo.server.sparql import pick
from adgo.server.survey import survey

blueprint = Blueprint("graphstore", __name__)
METHODS = ["GET", "HEAD", "PUT", "POST", "DELETE", "OPTIONS"]
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
    if request.method == "OPTIONS":
        return delivery.preflight(", ".join(METHODS))
    here = site()
    if request.method in ("GET", "HEAD"):
        return read(here, identify(here, name))
    changes.authorise(here)
    if request.method == "POST" and not name and not request.query_string:
        # A graph without a name gets one (section 5.5).
        return write(here, Target(here.url(f"store/{uuid4()}")))
    return write(here, identify(here, name))


@blueprint.get("/graph/<path:name>")
def graph(name: str) -> Response:
    """Send from a named graph of ADGO's own to where it can be had."""
    here = site()
    # The catalogue names each graph's Turtle by the graph's own name with /turtle behind it.
    bare = name.removesuffix("/turtle")
    wish = "&format=ttl" if bare != name else ""
    response = make_response(redirect(here.url("store") + f"?graph={GRAPH}{quote(bare)}{wish}", 303))
    response.vary.add("Accept")
    return response


def identify(here: Site, name: str) -> Target:
    """Return the graph that a request names: `?default`, `?graph=IRI`, or its own address below /store."""
    arguments = protocol.fields(request.query_string)
    graphs = arguments.get("graph", [])
    if name:
        if graphs or "default" in arguments:
            raise Problem(400, "The address names a graph already: leave out ?graph and ?default.")
        return Target(here.url(f"store/{name}"))
    if len(graphs) + ("default" in arguments) != 1:
        raise Problem(400, "Name one graph: ?default, or ?graph= with its IRI.")
    if graphs and ":" not in graphs[0]:
        raise Problem(400, "The IRI in ?graph= must be absolute.")
    return Target(graphs[0] if graphs else None)


def read(here: Site, target: Target) -> Response:
    """Return a graph in the negotiated format; 404 where there is none of that name."""
    wanted = pick(GRAPHS, request.args.get("format"))
    if target.iri is not None and not exists(here, target.iri):
        raise Problem(404, f"There is no graph <{target.iri}>.")
    text = WHOLE if target.iri is None else inquiry.bound(WHOLE_NAMED, {"graph": target.iri})
    question = Question(text, survey(text), wanted, prefixes=wanted is GRAPHS[0])
    return delivery.deliver(here.endpoint.reply(question))


def exists(here: Site, iri: str) -> bool:
    """Return whether the store has a graph of that name, empty or not."""
    try:
        return inquiry.holds(here, "graph-exists", graph=iri)
    except ValueError as error:
        raise Problem(400, f"The name of the graph is no IRI: {error}.") from error


def write(here: Site, target: Target) -> Response:
    """Replace, extend or drop a graph; the answer comes when the change is on disk and visible."""
    operation = request.method.lower()
    change = {"op": operation, "graph": target.iri, "base": target.iri or here.url("store")}
    try:
        if operation == "delete":
            changes.make(here, change)
            return Response(status=204)
        created = False
        for media_type, body in bodies(here):
            created |= changes.make(here, change | {"format": parser(media_type)}, body)
    except Failure as failure:
        raise changes.problem(here, failure) from failure
    if not created:
        return Response(status=204)
    return Response(status=201, headers={"Location": target.iri or here.url("store?default")})


def bodies(here: Site) -> list[tuple[str, bytes]]:
    """Return (media type, content) of each RDF document in the request: its body, or the files of a form."""
    limit = here.settings.upload * MIB
    if request.mimetype == "multipart/form-data":
        request.max_content_length = limit
        return [(each.mimetype, each.read()) for each in request.files.values()]
    return [(request.mimetype, protocol.body(request, limit))]


def parser(media_type: str) -> str:
    """Return the short name of the format of a media type; Problem 415 for one that is not read."""
    for each in GRAPHS:
        if media_type in (each.media_type, *each.aliases):
            return each.name
    raise Problem(
        415, f"Send RDF as one of {', '.join(f.media_type for f in GRAPHS)}, and say so in Content-Type."
    )
