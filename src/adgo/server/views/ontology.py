"""`/ontology`, `/shapes` and `/data/…`: the project's own files, as pages or unchanged."""

from __future__ import annotations

from flask import Blueprint, Response, make_response

from adgo.graph import documents, files
from adgo.graph.namespaces import GRAPH
from adgo.server.pages import shapes_page
from adgo.server.pages.ontology_page import page
from adgo.server.pages.tables import table_response
from adgo.server.protocol.negotiation import CSV, GRAPHS, HTML, XLSX
from adgo.server.protocol.problem import Problem
from adgo.server.site import Site, site
from adgo.server.views import graphstore, linkeddata, published_files
from adgo.server.views.operations import pick

blueprint = Blueprint("ontology", __name__)


@blueprint.get("/ontology", strict_slashes=False)
@blueprint.get("/ontology/<path:name>")
def ontology(name: str = "") -> Response:
    """Return the vocabulary, an issued version or a part of it: a page with every term, or RDF; 404 otherwise."""
    here = site()
    tables = () if name and name != documents.current() else (CSV, XLSX)
    wanted = pick((*GRAPHS, HTML, *tables), here.wish())
    if wanted in tables:
        return table_response.send(lambda: [page.tabulated(here)], wanted)
    as_page = wanted is HTML
    if name and not here.has_own_data:
        issued = documents.versions().get(name)
        if issued:
            return _page(page.render_version(here, name)) if as_page else published_files.negotiated(issued)
        part = (
            published_files.document(f"{documents.ONTOLOGY}/{name}") if name != documents.current() else None
        )
        if part and not as_page:
            return published_files.negotiated(part)
        name = "" if part else name
    if name:
        _known(here, name)
    if as_page:
        return _page(page.render_ontology(here))
    return graphstore.read(here, GRAPH + "ontology")


def _known(here: Site, version: str) -> None:
    """Raise 404 if a version is not served; the message names the versions that are."""
    try:
        linkeddata.known(here, f"{documents.ONTOLOGY}/{version}")
    except Problem as problem:
        issued = ", ".join(documents.versions())
        message = f"There is no such version or part. Issued versions: {issued}; next version: {documents.current()}."
        raise problem if here.has_own_data else Problem(404, message) from problem


@blueprint.get("/shapes", strict_slashes=False)
def shapes() -> Response:
    """Return the SHACL shapes: a page that explains them, or RDF."""
    here = site()
    if pick((*GRAPHS, HTML), here.wish()) is not HTML:
        return graphstore.read(here, GRAPH + "shapes")
    return _page(shapes_page.render_shapes(here))


def _page(content: str | Response) -> Response:
    response = make_response(content)
    response.vary.add("Accept")
    response.headers["Cache-Control"] = "no-cache"
    return response


@blueprint.get("/data/<path:name>")
def data(name: str) -> Response:
    """Return one of the packaged Turtle files, unchanged."""
    path = files.root() / "data" / name
    if path not in documents.documents().values() or site().has_own_data:
        raise Problem(404, "There is no such data file. /.well-known/void lists the files.")
    return published_files.whole(path, GRAPHS[0].content_type)
