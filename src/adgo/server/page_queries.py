"""The queries of the pages: SPARQL files in `pages/queries/`, answered by the workers like any other query."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode

from adgo.corpus.reading import Row
from adgo.server.protocol.negotiation import GRAPHS, RESULTS
from adgo.server.protocol.query_request import QueryRequest
from adgo.server.site import Site
from adgo.sparql.text import SparqlText

FOLDER = Path(__file__).parent / "pages" / "queries"


def first_rows(site: Site, name: str, number: int, **iris: str) -> list[Row]:
    """Return the first rows of `pages/queries/NAME.rq`, a query without LIMIT.

    Args:
        site: the site that serves the request.
        name: the name of the query.
        number: return no more rows than this.
        **iris: values for some of its variables.
    """
    return answered(site, f"{bound(read(name), iris)}LIMIT {number}\n")


def rows(site: Site, name: str, **iris: str) -> list[Row]:
    """Return the rows of `pages/queries/NAME.rq`, with terms as in the JSON results format.

    Args:
        site: the site that serves the request.
        name: the name of the query.
        **iris: values for some of its variables.
    """
    return list(_json(site, name, iris)["results"]["bindings"])


def holds(site: Site, name: str, **iris: str) -> bool:
    """Return the answer to the ASK query `pages/queries/NAME.rq`.

    Args:
        site: the site that serves the request.
        name: the name of the query.
        **iris: values for some of its variables.
    """
    return bool(_json(site, name, iris)["boolean"])


def answered(site: Site, text: str) -> list[Row]:
    """Return the rows of a SELECT query for the current edition, with terms as in the JSON results format."""
    reply = site.endpoint.reply(QueryRequest(SparqlText(text), RESULTS[0]), site.edition)
    return list(json.loads(reply.content())["results"]["bindings"])


def constructed(site: Site, text: str) -> bytes:
    """Return the triples that a CONSTRUCT query gives for the current edition, as N-Triples."""
    request = QueryRequest(SparqlText(text), GRAPHS[1], base=site.url())
    return site.endpoint.reply(request, site.edition).content()


def query(name: str, iris: dict[str, str]) -> QueryRequest:
    """Return the query `pages/queries/NAME.rq`, with values for some of its variables."""
    text = SparqlText(bound(read(name), iris))
    return QueryRequest(text, GRAPHS[0] if text.analysis.gives_graph else RESULTS[0])


def bound(text: str, iris: dict[str, str]) -> str:
    """Return a query with IRIs in place of some of its variables; ValueError if one is not an absolute IRI."""
    query = SparqlText(text)
    return query.replaced(
        (token.start, token.end, str(NamedNode(iris[token.text[1:]])))
        for token in query.tokens
        if token.kind == "variable" and token.text[1:] in iris
    )


def _json(site: Site, name: str, iris: dict[str, str]) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(site.endpoint.reply(query(name, iris), site.edition).content())
    return document


@cache
def read(name: str) -> str:
    """Return the text of `pages/queries/NAME.rq`."""
    return (FOLDER / f"{name}.rq").read_text(encoding="utf-8")
