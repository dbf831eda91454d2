"""The quads of a user's rdflib graph or dataset."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from adgo.shacl.model.oxigraph_terms import quads
from adgo.shacl.model.rdflib_terms import from_rdflib

if TYPE_CHECKING:
    from pyoxigraph import Store
    from rdflib import Graph as RdflibGraph
    from rdflib.term import Node

    from adgo.graph.owlready import Statement


class RdflibQuads:
    """The triples of an rdflib graph by the N-Triples term of their named graph, "" for the default graph.

    A dataset keeps its named graphs, also if it shows the union of its graphs: the union would state as fact what a
    named graph only quotes or plans.
    """

    def __init__(self, graph: RdflibGraph) -> None:
        self._graph = graph
        self._found: dict[str, list[Statement]] = {"": []}
        for s, p, o, name in _quads(graph):
            self._found.setdefault(name, []).append((from_rdflib(s), from_rdflib(p), from_rdflib(o)))
        for statements in self._found.values():
            statements.sort()

    def stated(self) -> list[Statement]:
        """Return the triples of the default graph."""
        return self._found[""]

    def unstate(self, name: str) -> None:
        """Move the triples of the default graph to the graph with this IRI, as a part of ADGO that asserts nothing."""
        moved = self._found.setdefault(f"<{name}>", [])
        moved += self._found[""]
        moved.sort()
        self._found[""] = []

    def prefixes(self) -> dict[str, str]:
        """Return prefix to namespace."""
        return {prefix: str(name) for prefix, name in self._graph.namespaces()}

    def fill(self, store: Store) -> None:
        """Add the quads to a store."""
        for name, statements in self._found.items():
            store.extend(quads(statements, name))

    def digest(self) -> str:
        """Return the sha256 of the sorted quads."""
        made = sha256()
        for name, statements in sorted(self._found.items()):
            for statement in statements:
                made.update(f"{' '.join(statement)} {name} .\n".encode())
        return made.hexdigest()


def _quads(graph: Any) -> Iterator[tuple[Node, Node, Node, str]]:
    """Yield the triples, each with the name of its graph; "" for the default graph."""
    if not hasattr(graph, "contexts"):
        yield from ((s, p, o, "") for s, p, o in graph)
        return
    default = getattr(graph, "default_graph", None)
    default = graph.default_context if default is None else default  # the older name
    for context in graph.graphs() if hasattr(graph, "graphs") else graph.contexts():
        name = "" if context.identifier == default.identifier else from_rdflib(context.identifier)
        yield from ((s, p, o, name) for s, p, o in context)
