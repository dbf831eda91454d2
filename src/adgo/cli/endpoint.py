"""Queries to a SPARQL endpoint elsewhere (`adgo query --backend`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from pyoxigraph import QueryResultsFormat, QueryTriples, RdfFormat, Store, parse, parse_query_results

from adgo.cli.errors import Unreachable, Unreadable
from adgo.graph.namespaces import PREFIXES
from adgo.sparql.text import SparqlText
from adgo.turtle import formats
from adgo.turtle.web.client import PostBody, WebDocument, check_url, fetch
from adgo.turtle.web.errors import FetchError
from adgo.turtle.web.limits import MIB, FetchRules

if TYPE_CHECKING:
    from adgo.cli.query_output import Results

#: Most bytes of an answer.
SIZE = 1024 * MIB
#: Statuses that mean that the query is at fault, and not the endpoint or its address.
REFUSALS = (400, 413, 414, 422)

_ROWS = "application/sparql-results+json, application/sparql-results+xml;q=0.9"
_GRAPH = "application/n-triples, text/turtle;q=0.9"


def check_address(url: str) -> None:
    """Raise UsageError if an address is not an http or https URL."""
    try:
        check_url(url)
    except FetchError as error:
        raise click.UsageError(f"--backend {url}: {error}") from error


def ask(url: str, sparql: str, seconds: float) -> Results:
    """Return the complete answer of an endpoint, asked by POST (SPARQL 1.1 Protocol, 2.1.3).

    Args:
        url: http or https address of the endpoint.
        sparql: the query; prefixes of the graph need no declaration.
        seconds: most seconds that the answer may take.

    Raises:
        Unreachable: if the endpoint cannot be reached, fails, or does not answer completely in time.
        Unreadable: if it refuses the query, or its answer is not a SPARQL result.
    """
    sparql = _declared(sparql)
    gives_graph = SparqlText(sparql).analysis.gives_graph
    rules = FetchRules(size=SIZE, seconds=seconds, idle=seconds)
    post = PostBody(sparql.encode(), "application/sparql-query")
    try:
        answer = fetch(url, rules, accept=_GRAPH if gives_graph else _ROWS, post=post)
    except FetchError as error:
        if error.status in REFUSALS:
            raise Unreadable(f"{url} refused the query: {error}") from error
        raise Unreachable(f"{url}: {error}") from error
    try:
        return _triples(answer) if gives_graph else _rows(answer)
    except (SyntaxError, ValueError) as error:
        raise Unreadable(f"{url} sent an answer that is not a SPARQL result: {error}") from error


def _rows(answer: WebDocument) -> Results:
    form = QueryResultsFormat.from_media_type(answer.media_type) or QueryResultsFormat.JSON
    return parse_query_results(answer.content, format=form)


def _triples(answer: WebDocument) -> QueryTriples:
    kind = formats.by_media_type(answer.media_type)
    store = Store()
    form = kind.engine_format() if kind else RdfFormat.N_TRIPLES
    store.extend(parse(answer.content, form, base_iri=answer.url))
    triples = store.query("CONSTRUCT WHERE { ?s ?p ?o }")
    assert isinstance(triples, QueryTriples)
    return triples


def _declared(sparql: str) -> str:
    """Return the query with declarations of the graph's prefixes that it uses without any, before its first line."""
    names = [token.text.partition(":")[0] for token in SparqlText(sparql).undeclared]
    return "".join(f"PREFIX {name}: <{PREFIXES[name]}> " for name in names if name in PREFIXES) + sparql
