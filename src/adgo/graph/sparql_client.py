"""Queries to a SPARQL endpoint elsewhere, and whether its answers are complete."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO

from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    Store,
)

from adgo.graph import result_document, triple_document, virtuoso_results
from adgo.graph.namespaces import PREFIXES
from adgo.sparql.algebra.column_names import column_names
from adgo.sparql.text import SparqlText
from adgo.turtle import engine_quads, formats
from adgo.turtle.web.client import PostBody, WebDocument, fetch
from adgo.turtle.web.errors import FetchError
from adgo.turtle.web.limits import MIB, FetchRules

#: Most bytes of an answer.
SIZE = 1024 * MIB
#: Statuses that mean that the query is at fault, and not the endpoint or its address.
REFUSALS = (400, 413, 414, 422)
#: The headers of ADGO's servers for the number of rows or triples, and for the dataset.
ROWS, DATASET = "adgo-rows", "adgo-data"
#: Headers of Virtuoso, which sends them if it cut an answer off: at a number of rows, or at its time limit.
CUT_OFF = {"x-sparql-maxrows": "its limit is {} rows", "x-sql-state": "its time limit was reached ({})"}

#: The Accept headers for rows or truth, and for triples. CSV loses the kinds of terms.
BINDINGS = "application/sparql-results+json, application/sparql-results+xml;q=0.9"
GRAPH = "application/n-triples, text/turtle;q=0.9"

Results = QuerySolutions | QueryBoolean | QueryTriples


class EndpointError(ConnectionError):
    """An endpoint cannot be reached, fails, or does not answer completely in time."""


class QueryRefused(ValueError):
    """An endpoint refuses a query, or its answer is not a SPARQL result."""


@dataclass(frozen=True)
class EndpointAnswer:
    """The answer of an endpoint.

    Attributes:
        document: the response.
        gives_graph: whether it has triples.
        is_truth: whether it is true or false.
        columns: the names of the columns of the query; None if it has none, or if they are not known.
    """

    document: WebDocument
    gives_graph: bool
    is_truth: bool = False
    columns: frozenset[str] | None = None

    def results(self) -> Results:
        """Return the rows, the truth or the triples; from the beginning each time."""
        if self.gives_graph:
            return _triples(self.document)
        found = result_document.parsed(BytesIO(self.document.content), self.format, self.columns)
        if self.is_truth:
            return virtuoso_results.truth(found)
        return result_document.rows(found)

    @property
    def format(self) -> QueryResultsFormat:
        """The format of rows or truth; JSON if its media type is not known."""
        return result_document.format_of(self.document.media_type)

    @property
    def dataset(self) -> str:
        """The digest of the dataset that an ADGO server answered from; "" if it is not known."""
        return self.document.headers.get(DATASET, "")

    @property
    def cut_off(self) -> str:
        """Why the endpoint says that it cut the answer off; "" if it does not say so."""
        return cut_off(self.document.headers)

    @property
    def is_complete(self) -> bool | None:
        """Whether the answer is complete; None if the endpoint does not say so."""
        if self.cut_off:
            return False
        return True if self._has(ROWS) else None

    def _has(self, name: str) -> bool:
        return bool(self.document.headers.get(name))


def cut_off(headers: Mapping[str, str]) -> str:
    """Return why the headers of a response say that the answer was cut off; "" if they do not say so."""
    found = (clause.format(headers[name]) for name, clause in CUT_OFF.items() if headers.get(name))
    return next(found, "")


def ask(url: str, sparql: str, seconds: float) -> EndpointAnswer:
    """Return the answer of an endpoint, asked by POST (SPARQL 1.1 Protocol, 2.1.3).

    Args:
        url: http or https address of the endpoint.
        sparql: the query; prefixes of the graph need no declaration.
        seconds: most seconds that the answer may take.

    Raises:
        EndpointError: if the endpoint cannot be reached, fails, or does not answer completely in time.
        QueryRefused: if it refuses the query, or its answer is not a SPARQL result.
    """
    sparql = declared(sparql)
    text = SparqlText(sparql)
    analysis = text.analysis
    rules = FetchRules(size=SIZE, seconds=seconds, idle=seconds)
    post = PostBody(sparql.encode(), "application/sparql-query")
    try:
        document = fetch(url, rules, accept=GRAPH if analysis.gives_graph else BINDINGS, post=post)
    except FetchError as error:
        if error.status in REFUSALS:
            raise QueryRefused(f"{url} refused the query: {error}") from error
        raise EndpointError(f"{url}: {error}") from error
    if analysis.gives_graph and not triple_document.has_end(document.headers):
        raise EndpointError(f"{url}: {triple_document.NO_END}")
    answer = EndpointAnswer(
        document, analysis.gives_graph, analysis.form == "ASK", column_names(text, PREFIXES)
    )
    try:
        _check_number(url, answer)
    except (SyntaxError, ValueError) as error:
        raise QueryRefused(f"{url} sent an answer that is not a SPARQL result: {error}") from error
    return answer


def _check_number(url: str, answer: EndpointAnswer) -> None:
    """Read the answer once; EndpointError if it has another number of rows than the server says."""
    if not answer.gives_graph:
        result_document.check(BytesIO(answer.document.content), answer.format)
    results, stated = answer.results(), answer.document.headers.get(ROWS)
    number = 1 if isinstance(results, QueryBoolean) else sum(1 for _ in results)
    # The triples of a graph are counted as a set here; a server may send one twice.
    if stated is not None and not answer.gives_graph and stated != str(number):
        raise EndpointError(f"{url}: the answer is incomplete: it has {number} rows instead of {stated}")


def _triples(document: WebDocument) -> QueryTriples:
    kind = formats.by_media_type(document.media_type) or formats.N_TRIPLES
    store = Store()
    quads = engine_quads.read(document.content, kind, base=document.url)
    store.extend(triple_document.without_graphs(quads))
    triples = store.query("CONSTRUCT WHERE { ?s ?p ?o }")
    assert isinstance(triples, QueryTriples)
    return triples


def declared(sparql: str, prefixes: Mapping[str, str] = PREFIXES) -> str:
    """Return the query with declarations of the prefixes that it uses without any, before its first line."""
    names = [token.text.partition(":")[0] for token in SparqlText(sparql).undeclared]
    return "".join(f"PREFIX {name}: <{prefixes[name]}> " for name in names if name in prefixes) + sparql
