"""What a query reads: triples by pattern, in the default graph or in a named one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

Triple = tuple[str, str, str]


class QueryDataset(Protocol):
    """A dataset of terms in N-Triples form; the name of the default graph is None."""

    def triples(
        self, subject: str | None, predicate: str | None, obj: str | None, graph: str | None
    ) -> Iterable[Triple]:
        """Return the triples of a graph that hold these terms; None stands for any.

        Args:
            subject: the subject.
            predicate: the predicate.
            obj: the object.
            graph: the name of the graph, None for the default graph.
        """

    def graphs(self) -> Iterable[str]:
        """Return the names of the named graphs."""


def nodes(dataset: QueryDataset, graph: str | None) -> Iterator[str]:
    """Yield each subject and object of a graph once."""
    seen: set[str] = set()
    for subject, _, obj in dataset.triples(None, None, None, graph):
        for term in (subject, obj):
            if term not in seen:
                seen.add(term)
                yield term


def is_node(dataset: QueryDataset, term: str, graph: str | None) -> bool:
    """Return whether a term is a subject or object in a graph.

    Args:
        dataset: the data.
        term: the term.
        graph: the graph, None for the default graph.
    """
    if term[0] != '"' and any(True for _ in dataset.triples(term, None, None, graph)):
        return True
    return any(True for _ in dataset.triples(None, None, term, graph))
