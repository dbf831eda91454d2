"""`/ontology`, `/shapes` and `/data/…`: the project's own files, as pages or as they are."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, request

from adgo.graph import documents, files
from adgo.graph.namespaces import BASE, GRAPH
from adgo.server import graphstore, linkeddata
from adgo.server.graphstore import Target
from adgo.server.negotiation import GRAPHS, HTML
from adgo.server.pages import rules, vocabulary
from adgo.server.problem import Problem
from adgo.server.site import site
from adgo.server.sparql import pick

blueprint = Blueprint("ontology", __name__)


@blueprint.get("/ontology", strict_slashes=False)
@blueprint.get("/ontology/<version>")
def ontology(version: str = "") -> Response:
    """Return the vocabulary: a page with every term, or RDF; 404 for a version that is not the one served."""
    here = site()
    if version in documents.versions() and pick((*GRAPHS, HTML), request.args.get("format")) is HTML:
        return _page(vocabulary.render_version(here, version))
    if version:
        linkeddata.known(here, f"{BASE}ontology/{version}")
    if pick((*GRAPHS, HTML), request.args.get("format")) is not HTML:
        return graphstore.read(here, Target(GRAPH + "ontology"))
    return _page(vocabulary.render(here))


@blueprint.get("/shapes", strict_slashes=False)
def shapes() -> Response:
    """Return the SHACL shapes: a page that says them in words, or RDF."""
    here = site()
    if pick((*GRAPHS, HTML), request.args.get("format")) is not HTML:
        return graphstore.read(here, Target(GRAPH + "shapes"))
    return _page(rules.render(here))


def _page(text: str) -> Response:
    response = make_response(text)
    response.vary.add("Accept")
    response.headers["Cache-Control"] = "no-cache"
    return response


@blueprint.get("/data/<path:name>")
def data(name: str) -> Response:
    """Return one of the packaged Turtle files, as it is."""
    here = site()
    path = next(
        (p for p in map(str, here.endpoint.launcher.summary.get("files", ())) if p.endswith(f"/data/{name}")),
        None,
    )
    if path is None or here.has_own_data:
        raise Problem(404, "There is no such data file. /.well-known/void says what is served.")
    return Response((files.root() / "data" / name).read_bytes(), content_type=GRAPHS[0].content_type)
