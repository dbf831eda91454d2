"""`/store`: the SPARQL 1.1 Graph Store HTTP Protocol; and the documents that are graphs."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, make_response, redirect, request

from adgo.graph.namespaces import GRAPH
from adgo.server import delivery, inquiry, protocol
from adgo.server.endpoint import Question
from adgo.server.negotiation import GRAPHS
from adgo.server.problem import Problem
from adgo.server.site import Site, site
from adgo.server.sparql import pick
from adgo.server.survey import survey

blueprint = Blueprint("graphstore", __name__)
METHODS = ["GET", "HEAD", "PUT", "POST", "DELETE", "PATCH", "OPTIONS"]
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
    target = identify(here, name)
    if request.method in ("GET", "HEAD"):
        return read(here, target)
    raise Problem(
        403, "This server is read-only: graphs cannot be written. Start it with --store DIR --writable."
    )


@blueprint.get("/graph/<path:name>")
def graph(name: str) -> Response:
    """Send from a named graph of ADGO's own to where it can be had."""
    here = site()
    response = make_response(redirect(here.url("store") + f"?graph={GRAPH}{name}", 303))
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
    return iri in here.endpoint.launcher.summary["graphs"]
