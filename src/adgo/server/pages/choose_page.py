"""Which kind of page a thing gets."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response

from adgo.corpus.corpus import Corpus
from adgo.server.pages import evidence
from adgo.server.pages.thing import Thing
from adgo.server.pages.things import entity, record
from adgo.server.site import Site

#: For the first segment of an IRI's path, the function that makes the page.
PAGES: dict[str, Callable[[Thing], Response]] = {
    "claim": evidence.claim_page,
    "passage": evidence.passage_page,
    "source": evidence.source_page,
    "id": entity.entity_page,
    "statement": entity.entity_page,
    "family": entity.entity_page,
}


def page_of(site: Site, corpus: Corpus, iri: str, kind: str, links: list[tuple[str, str]]) -> Response | None:
    """Return the page of a thing; None if the data hold no claims, or nothing about the thing.

    Args:
        site: the site that serves the request.
        corpus: the graph.
        iri: the thing.
        kind: the first segment of the path of its IRI, such as "claim".
        links: the name and URL of each format in which the thing is described.
    """
    if not corpus.claims or not (corpus.knows(iri) or iri in corpus.by_iri):
        return None
    if kind == "claim" and iri not in corpus.by_iri:
        return None
    make = PAGES.get(kind, record.record_page)
    return make(Thing(site, corpus, iri, links))
