"""Which page a thing gets: by its kind, or the plain one that lists every triple."""

from __future__ import annotations

from flask import Response, make_response

from adgo.server.pages import entity, evidence, record
from adgo.server.pages.content import reading
from adgo.server.site import Site

PAGES = {"claim": evidence.claim, "passage": evidence.passage, "source": evidence.source}
#: Kinds whose things are told of by claims, so that the page of an entity shows them best.
ENTITIES = ("id", "statement", "family")


def page(site: Site, iri: str, kind: str, links: list[tuple[str, str]]) -> Response | None:
    """Return the page of a thing, or None where the data are of another kind than ADGO's or say too little."""
    corpus = reading.read(site)
    if not corpus.claims or not (corpus.knows(iri) or iri in corpus.by_iri):
        return None
    render = PAGES.get(kind) or (entity.render if kind in ENTITIES else record.render)
    if kind == "claim" and iri not in corpus.by_iri:
        return None
    response = make_response(render(site, corpus, iri, links))
    response.headers["Cache-Control"] = "no-cache"
    return response
