"""The triples that an endpoint sends: whole, and of one graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import DefaultGraph, Quad

#: What is wrong if a response has no end of its own, as a clause.
NO_END = "it does not say how long its triples are, so they may be cut off"


def has_end(headers: Mapping[str, str]) -> bool:
    """Return whether a client notices that a response is not complete; N-Triples have no mark at their end.

    Args:
        headers: the headers of the response, with names in lower case.
    """
    return (
        headers.get("content-length", "").strip().isdecimal()
        or headers.get("transfer-encoding", "").strip().lower() == "chunked"
    )


def without_graphs(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Yield the quads of an answer to CONSTRUCT; ValueError if one is in a named graph, whose name would be lost."""
    for quad in quads:
        if not isinstance(quad.graph_name, DefaultGraph):
            raise ValueError("it has named graphs, and the query asks for the triples of one graph")
        yield quad
