"""The data about one thing, read from the store: the same files as the server sends, without a query for each."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from pyoxigraph import DefaultGraph, NamedNode, Store, Triple

from adgo.export import csv_table
from adgo.graph.namespaces import GRAPH
from adgo.server.engine.worker import write_for_people
from adgo.server.pages.tables import thing_tables
from adgo.server.site import Site

PLANS = NamedNode(GRAPH + "plans")


def triples(store: Store, iri: str) -> Iterator[Triple]:
    """Yield what is asserted about an IRI, as `pages/queries/describe.rq` says: plans are left out."""
    it = NamedNode(iri)
    for quad in store.quads_for_pattern(it, None, None, None):
        if quad.graph_name != PLANS:
            yield quad.triple
    for quad in store.quads_for_pattern(None, None, it, DefaultGraph()):
        yield quad.triple


def content(site: Site, store: Store, iri: str, suffix: str) -> bytes:
    """Return the data about a thing in a format.

    Args:
        site: the site, for tables.
        store: the data.
        iri: the thing.
        suffix: csv, ttl or jsonld.
    """
    if suffix == "csv":
        return csv_table.write(thing_tables.of(site, iri)[0])
    file = BytesIO()
    write_for_people(triples(store, iri), file, suffix)
    return file.getvalue()
