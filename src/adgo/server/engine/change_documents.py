"""The RDF documents of a change, read for the store: the body of a request, or what an update loads."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

from pyoxigraph import DefaultGraph, Quad, RdfFormat, Triple, serialize

from adgo.graph.namespaces import GRAPH
from adgo.graph.part_headers import MixedParts, unasserted_part
from adgo.server.engine.change_refusal import ChangeRefused
from adgo.server.store.swap import Graph
from adgo.sparql.updates.execution import Replacement
from adgo.turtle import engine_quads, formats
from adgo.turtle.normalization import tags
from adgo.turtle.normalization.counting import Origin, counted
from adgo.turtle.normalization.report import Changes

#: Why a file of ADGO's plans, judgements, … is not added to the default graph, which would state them as facts.
STATES_NOTHING = (
    "this file is of the part “{part}”, which states no facts, so put it into the graph <{graph}>"
)


class ChangeDocuments:
    """The documents of one change, one after the other.

    Attributes:
        changes: the literals in the documents read so far that the store changes.
    """

    def __init__(self, body: bytes, *, strict_terms: bool) -> None:
        """Prepare to read the documents in `body`; refuse literals that the store changes if `strict_terms`."""
        self._body, self._strict_terms = body, strict_terms
        self._read = 0
        self.changes = Changes()

    def report(self) -> dict[str, Any]:
        """Return {"changes": …} for the answer to the server; {} if no literal was changed."""
        return {"changes": self.changes.members()} if self.changes else {}

    def quads(self, documents: list[dict[str, Any]], base: str, graph: Graph) -> Iterator[Quad]:
        """Yield the triples of all documents as quads of one graph.

        Args:
            documents: format and size of each document.
            base: the base IRI for relative IRIs.
            graph: the graph.

        Raises:
            ChangeRefused: a document has named graphs, or literals that may not be changed, or it states nothing and
                would go into the default graph.
        """
        states = graph == DefaultGraph()
        for document in documents:
            triples = self._triples(
                self._next(document), document["format"], base, self.changes, states=states
            )
            for triple in triples:
                yield Quad(triple.subject, triple.predicate, triple.object, graph)
        self._check()

    def replacements(self, loads: list[dict[str, Any]]) -> list[Replacement]:
        """Return the INSERT DATA that stands instead of each LOAD of an update, with the triples of its document.

        Args:
            loads: each LOAD: its place in the text, its graph, and its document's address, format and size.

        Raises:
            ChangeRefused: a document is not of its format (one of LOAD SILENT then adds nothing), or has literals that
                may not be changed.
        """
        found: list[Replacement] = []
        for load in loads:
            found.append((load["start"], load["end"], insertion(load["graph"], self._loaded(load))))
        self._check()
        return found

    def _loaded(self, load: dict[str, Any]) -> list[Triple]:
        document, changes = self._next(load), Changes()
        try:
            given = self._triples(document, load["format"], load["source"], changes, states=not load["graph"])
            triples = list(given)
        except (SyntaxError, ValueError, ChangeRefused) as error:
            if load["silent"]:
                return []
            raise ChangeRefused("evaluation", f"<{load['source']}> cannot be read: {error}") from error
        self.changes.add(changes)
        return triples

    def _next(self, document: dict[str, Any]) -> bytes:
        """Return the next document, without a byte order mark."""
        start, self._read = self._read, self._read + document["size"]
        return self._body[start : self._read].removeprefix(codecs.BOM_UTF8)

    @staticmethod
    def _triples(
        document: bytes, name: str, base: str, changes: Changes, *, states: bool
    ) -> Iterator[Triple]:
        """Yield the triples of a document; its blank nodes are its own.

        Args:
            document: the document.
            name: the name of its format.
            base: the base IRI for relative IRIs.
            changes: receives the literals that the store changes.
            states: whether the triples go into the default graph, which states facts.

        Raises:
            ChangeRefused: the document has named graphs, or is one of ADGO's that state nothing and `states` is true.
        """
        kind = formats.by_name(name)
        origin = Origin(kind, lambda: BytesIO(document), lambda: tags.may_hold(document, kind), base)
        # The same label in two documents stands for two blank nodes.
        quads = engine_quads.read(document, kind, base=base, renames=True)
        if states:
            quads = _stated(quads, document, lambda: engine_quads.read(document, kind, base=base))
        for quad in counted(quads, origin, changes):
            if quad.graph_name != DefaultGraph():
                raise ChangeRefused("evaluation", "the body contains named graphs")
            yield quad.triple

    def _check(self) -> None:
        if self._strict_terms and self.changes:
            raise ChangeRefused("terms", self.changes.refusal())


def _stated(quads: Iterator[Quad], document: bytes, again: Callable[[], Iterator[Quad]]) -> Iterator[Quad]:
    """Yield the quads of a document for the default graph.

    Args:
        quads: the quads.
        document: the document.
        again: reads the quads again.

    Raises:
        ChangeRefused: the document is one of ADGO's files that state nothing, or holds one.
    """
    part, read = unasserted_part(quads, document, again)
    if part:
        raise ChangeRefused("evaluation", STATES_NOTHING.format(part=part, graph=GRAPH + part))
    try:
        yield from read
    except MixedParts as error:
        raise ChangeRefused("evaluation", str(error)) from error


def insertion(graph: str, triples: list[Triple]) -> str:
    """Return the operation that adds triples to a graph, named as in SPARQL; "" is the default graph."""
    lines = (serialize(triples, format=RdfFormat.N_TRIPLES) or b"").decode()
    return f"INSERT DATA {{ GRAPH {graph} {{ {lines} }} }}" if graph else f"INSERT DATA {{ {lines} }}"
