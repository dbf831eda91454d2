"""A query over a store: planned, then answered by the engine or by ADGO's own evaluation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    NamedNode,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    Store,
)

from adgo.sparql.algebra import operators as algebra
from adgo.sparql.algebra.errors import NotInAlgebra, QueryError, UnreportedError
from adgo.sparql.algebra.syntax_tree import parse
from adgo.sparql.algebra.translation import Translator
from adgo.sparql.answering import evaluated
from adgo.sparql.answering.results import (
    EvaluatedBoolean,
    EvaluatedSolutions,
    EvaluatedTriples,
    Rows,
    Triples,
    Truth,
)
from adgo.sparql.answering.store_dataset import StoreDataset
from adgo.sparql.differences.plan import PLAIN, Plan, plan
from adgo.sparql.text import SparqlText
from adgo.sparql.tokens import tokenize


@dataclass(frozen=True, slots=True)
class QueryAnswer:
    """The answer to a query.

    Attributes:
        result: the rows, truth or triples.
        differences: the names of the differences between the engine and SPARQL 1.1 that the query may meet. The
            answer is that of SPARQL 1.1.
    """

    result: Rows | Truth | Triples
    differences: tuple[str, ...] = ()

    @property
    def form(self) -> str:
        """Whether the result is bindings, boolean or graph."""
        match self.result:
            case QuerySolutions() | EvaluatedSolutions():
                return "bindings"
            case QueryBoolean() | EvaluatedBoolean():
                return "boolean"
        return "graph"

    @property
    def rows(self) -> Rows:
        """The rows; TypeError if the query is not a SELECT."""
        if isinstance(self.result, QuerySolutions | EvaluatedSolutions):
            return self.result
        raise TypeError("the query is not a SELECT query")

    @property
    def triples(self) -> Triples:
        """The triples; TypeError if the query is neither CONSTRUCT nor DESCRIBE."""
        if isinstance(self.result, QueryTriples | EvaluatedTriples):
            return self.result
        raise TypeError("the query is neither a CONSTRUCT nor a DESCRIBE query")


@dataclass(frozen=True, slots=True)
class RequestDataset:
    """The dataset that a request names in place of the query's.

    Attributes:
        default: IRIs of the graphs that make the default graph together; None for the store's own default graph.
        named: IRIs of the named graphs.
    """

    default: Sequence[str] | None = ()
    named: Sequence[str] = ()


def query(
    store: Store,
    text: str,
    base: str | None = None,
    prefixes: Mapping[str, str] | None = None,
    dataset: RequestDataset | None = None,
) -> QueryAnswer:
    """Return the answer that SPARQL 1.1 gives to a query.

    Args:
        store: the data.
        text: the query.
        base: the base IRI.
        prefixes: prefixes that the query need not declare, with their namespaces.
        dataset: the graphs that are queried; None for those of the query, or of the store.

    Raises:
        SyntaxError: the text is not a query of SPARQL 1.1, or has a construct of a later version that is not known.
        Unanswerable: the query is correct, but its answer would not be that of SPARQL 1.1.
        RuntimeError, OSError, ValueError: the engine cannot answer.
    """
    text = SparqlText(text).source
    is_merged = dataset is not None and len(set(dataset.default or ())) > 1
    try:
        planned = plan(text, base, prefixes, has_merged_default=is_merged)
    except UnreportedError as error:
        raise SyntaxError(str(error)) from error
    except QueryError:
        # The engine refuses the text, or accepts it as an extension of SPARQL 1.1.
        planned = PLAIN
    if planned.query is not None and planned.text is None:
        return _evaluated(store, planned, base, dataset)
    try:
        result = _asked(store, planned.text or text, base, prefixes, dataset)
    except SyntaxError:
        # The engine refuses some queries that SPARQL 1.1 allows, such as SELECT ?s ?s.
        parsed = planned.query or _parsed(text, base, prefixes)
        if parsed is None:
            raise
        return _evaluated(store, Plan(planned.differences, query=parsed), base, dataset)
    return QueryAnswer(result, planned.differences)


def _parsed(text: str, base: str | None, prefixes: Mapping[str, str] | None) -> algebra.Query | None:
    """Return the algebra of a query, None if it is not one of SPARQL 1.1."""
    tree = parse(tokenize(text))
    try:
        parsed = None if tree is None else Translator(base, prefixes).query(tree)
    except (QueryError, NotInAlgebra):
        return None
    return parsed


def _asked(
    store: Store,
    text: str,
    base: str | None,
    prefixes: Mapping[str, str] | None,
    dataset: RequestDataset | None,
) -> QuerySolutions | QueryBoolean | QueryTriples:
    """Return the engine's result."""
    default: list[NamedNode | BlankNode | DefaultGraph] | None = None
    named: list[NamedNode | BlankNode] | None = None
    if dataset is not None:
        # The engine reads a graph that is named twice twice.
        default = None if dataset.default is None else [*map(NamedNode, dict.fromkeys(dataset.default))]
        named = [*map(NamedNode, dict.fromkeys(dataset.named))]
    return store.query(
        text,
        base_iri=base,
        prefixes=None if prefixes is None else dict(prefixes),
        default_graph=default,
        named_graphs=named,
    )


def _evaluated(store: Store, planned: Plan, base: str | None, dataset: RequestDataset | None) -> QueryAnswer:
    assert planned.query is not None
    result = evaluated.result(store, _dataset(store, planned.query, dataset), planned.query, base)
    return QueryAnswer(result, planned.differences)


def _dataset(store: Store, parsed: algebra.Query, dataset: RequestDataset | None) -> StoreDataset:
    """Return the dataset of the request, or else of the query."""
    if dataset is not None:
        default_graphs = None if dataset.default is None else [*dict.fromkeys(dataset.default)]
        return StoreDataset(store, default_graphs, [*dict.fromkeys(dataset.named)])
    if parsed.default is None:
        return StoreDataset(store)
    default = [each[1:-1] for each in parsed.default]
    return StoreDataset(store, default, [each[1:-1] for each in parsed.named or ()])
