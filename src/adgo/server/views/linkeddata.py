"""Dereference the IRIs that ADGO mints: 303 from a thing to the document about it, in the negotiated format."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote

from flask import Blueprint, Response, make_response, redirect, request

from adgo.graph.namespaces import BASE, PREFIXES
from adgo.server import delivery, page_queries, site_corpus
from adgo.server.pages import choose_page, page_arguments
from adgo.server.pages.tables import table_response, thing_tables
from adgo.server.pages.things import statements
from adgo.server.protocol.negotiation import CSV, GRAPHS, HTML, XLSX, Format, prefers_page
from adgo.server.protocol.problem import Problem
from adgo.server.site import Site, site
from adgo.server.views.operations import pick

blueprint = Blueprint("linkeddata", __name__)
#: First path segments of the IRIs of things; graphs and the ontology have other views.
KINDS = sorted(
    namespace[len(BASE) : -1]
    for namespace in PREFIXES.values()
    if namespace.startswith(BASE) and namespace.endswith("/") and namespace != PREFIXES["graph"]
)
TABLES = (CSV, XLSX)
#: The formats of a thing in a published folder.
PUBLISHED = (CSV, *(each for each in GRAPHS if each.name in ("ttl", "jsonld")))
DOCUMENTS = (*GRAPHS, HTML, *TABLES)


@blueprint.get(f"/<any({','.join(KINDS)}):kind>/<path:name>")
def thing(kind: str, name: str) -> Response:
    """Redirect (303) from a thing to the document about it, in the format that the client prefers."""
    here = site()
    known(here, f"{BASE}{kind}/{name}")
    wanted = pick(DOCUMENTS, here.wish())
    if wanted in TABLES:
        page_arguments.require_known(is_table=True)
    response = make_response(redirect(here.location(f"about/{kind}/{quote(name)}.{wanted.name}"), 303))
    response.vary.add("Accept")
    return response


@blueprint.get("/dataset")
def dataset() -> Response:
    """Redirect (303) from the dataset to its description: the front page for a browser, else VoID and DCAT."""
    where = "" if prefers_page(request.headers.get("Accept")) else ".well-known/void"
    response = make_response(redirect(site().location(where), 303))
    response.vary.add("Accept")
    return response


@blueprint.get(f"/about/<any({','.join(KINDS)}):kind>/<path:name>")
def about(kind: str, name: str) -> Response:
    """Return the document about a thing, in the format of the address's suffix; negotiated if it has no suffix."""
    here = site()
    stem, _, suffix = name.rpartition(".")
    wanted = next((each for each in DOCUMENTS if stem and each.name == suffix), None)
    iri = f"{BASE}{kind}/{stem if wanted else name}"
    wanted = wanted or pick(DOCUMENTS, here.wish())
    known(here, iri)
    if wanted is HTML:
        return page(here, iri, kind)
    if wanted in TABLES:
        return described(table_response.send(lambda: thing_tables.of(here, iri), wanted), iri)
    return document(here, iri, wanted)


def known(here: Site, iri: str) -> None:
    """Raise 404 if the data say nothing about an IRI; a published folder only has pages of what is described."""
    if here.published:
        return
    try:
        is_known = page_queries.holds(here, "iri-is-known", it=iri)
    except ValueError:
        is_known = False  # it is not an IRI
    if not is_known:
        raise Problem(404, f"Nothing is known about <{iri}>. Use /queries or /sparql to find what is known.")


def document(here: Site, iri: str, wanted: Format) -> Response:
    """Return the assertions about an IRI as RDF.

    Args:
        here: the site that serves the request.
        iri: the IRI.
        wanted: the format.
    """
    query = replace(page_queries.query("describe", {"it": iri}), format=wanted, prefixes=True)
    return described(delivery.deliver(here.endpoint.reply(query, here.edition)), iri)


def described(response: Response, iri: str) -> Response:
    """Return a response with the link to the thing that it describes."""
    response.headers["Link"] = f'<{iri}>; rel="describes"'
    return response


def page(here: Site, iri: str, kind: str) -> Response:
    """Return the page about an IRI.

    Args:
        here: the site that serves the request.
        iri: the IRI.
        kind: one of KINDS.
    """
    offered = PUBLISHED if here.published else (*TABLES, *GRAPHS)
    links = [(each.label, f"/about/{quote(iri[len(BASE) :])}.{each.name}") for each in offered]
    corpus = site_corpus.read_whole(here)
    made = choose_page.page_of(here, corpus, iri, kind, links) if corpus else None
    return made or statements.statements_page(here, iri, kind, links, is_large=corpus is None)
