"""The engine's store as a dataset for ADGO's own evaluation of queries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Store

from adgo.sparql.evaluation.dataset import Triple
from adgo.turtle.terms import split_literal


class StoreDataset:
    """A store, or the graphs of it that a request or a query names."""

    def __init__(
        self, store: Store, default: list[str] | None = None, named: list[str] | None = None
    ) -> None:
        """Hold the store.

        Args:
            store: the store.
            default: IRIs of the graphs that make the default graph together; None for the store's own.
            named: IRIs of the named graphs; None for all of the store's.
        """
        self._store = store
        self._default = [DefaultGraph()] if default is None else [NamedNode(iri) for iri in default]
        self._named = None if named is None else [f"<{iri}>" for iri in named]

    def triples(
        self, subject: str | None, predicate: str | None, obj: str | None, graph: str | None
    ) -> Iterable[Triple]:
        """Return the triples of a graph that hold these terms.

        Args:
            subject: the subject, None for any.
            predicate: the predicate, None for any.
            obj: the object, None for any.
            graph: the name of the graph, None for the default graph.
        """
        if (subject is not None and subject[0] == '"') or (predicate is not None and predicate[0] != "<"):
            return ()
        pattern = [None if each is None else term(each) for each in (subject, predicate, obj)]
        graphs = self._default if graph is None else [term(graph)]
        if len(graphs) == 1:
            return self._matches(pattern, graphs[0], obj)
        found = dict.fromkeys(triple for each in graphs for triple in self._matches(pattern, each, obj))
        return found

    def _matches(self, pattern: list[Any], graph: Any, obj: str | None) -> Iterator[Triple]:
        subject, predicate, wanted = pattern
        for quad in self._store.quads_for_pattern(subject, predicate, wanted, graph):
            found = str(quad.object)
            # The store finds a literal by its value; a pattern asks for a term.
            if obj is None or found == obj:
                yield str(quad.subject), str(quad.predicate), found

    def graphs(self) -> Iterable[str]:
        """Return the names of the named graphs; one that FROM NAMED names counts even if it is empty (13.2.2)."""
        if self._named is not None:
            return self._named
        return [str(name) for name in self._store.named_graphs()]


@lru_cache(maxsize=65536)
def term(written: str) -> Any:
    """Return the engine's term for one in N-Triples form."""
    if written[0] == "<":
        return NamedNode(written[1:-1])
    if written[0] == "_":
        return BlankNode(written[2:])
    text, suffix = split_literal(written)
    if suffix.startswith("@"):
        return Literal(text, language=suffix[1:])
    return Literal(text, datatype=NamedNode(suffix[3:-1])) if suffix else Literal(text)
