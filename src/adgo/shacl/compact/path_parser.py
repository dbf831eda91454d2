"""Reads the property paths of SHACL Compact Syntax."""

from __future__ import annotations

from collections.abc import Callable

from adgo.shacl.compact.graph_builder import GraphBuilder, PlacedNode
from adgo.shacl.compact.token_stream import TokenStream
from adgo.shacl.compact.tokens import IRIS, described
from adgo.shacl.model.names import sh

_MODIFIERS = {"?": sh("zeroOrOnePath"), "*": sh("zeroOrMorePath"), "+": sh("oneOrMorePath")}
#: Parentheses that may be open at once.
DEEPEST = 60


class PathParser:
    """Reads one path after the other; their triples go to the graph."""

    def __init__(self, stream: TokenStream, graph: GraphBuilder) -> None:
        """Hold the tokens and the graph."""
        self.stream, self.graph = stream, graph
        self._depth = 0

    def begins(self) -> bool:
        """Return whether a path can begin with the current token."""
        return self.stream.current.kind in IRIS or self.stream.at("^", "(")

    def path(self) -> PlacedNode:
        """Read a path and return its node: an IRI, or the blank node that describes it."""
        start = self.stream.current.start
        branches = self._separated("|", self._sequence)
        if len(branches) == 1:
            return branches[0]
        node = self.graph.blank(start)
        self.graph.state(node, sh("alternativePath"), self.graph.listed(branches, start))
        return node

    def _sequence(self) -> PlacedNode:
        start = self.stream.current.start
        steps = self._separated("/", self._step)
        return steps[0] if len(steps) == 1 else self.graph.listed(steps, start)

    def _separated(self, mark: str, read: Callable[[], PlacedNode]) -> list[PlacedNode]:
        found = [read()]
        while self.stream.at(mark):
            self.stream.next()
            found.append(read())
        return found

    def _step(self) -> PlacedNode:
        if not self.stream.at("^"):
            return self._element()
        start = self.stream.next().start
        node = self.graph.blank(start)
        self.graph.state(node, sh("inversePath"), self._element())
        return node

    def _element(self) -> PlacedNode:
        inner = self._primary()
        if not self.stream.at(*_MODIFIERS):
            return inner
        modifier = self.stream.next()
        node = self.graph.blank(inner.start)
        predicate = self.graph.term(_MODIFIERS[modifier.text], modifier.start)
        self.graph.add(node, predicate, inner)
        return node

    def _primary(self) -> PlacedNode:
        stream = self.stream
        if stream.current.kind in IRIS:
            return stream.node(stream.next())
        if not stream.at("("):
            stream.fail(f"expected a property, found {described(stream.current)}")
        if self._depth == DEEPEST:
            stream.fail(f"this path has more than {DEEPEST} open parentheses, the limit")
        stream.next()
        self._depth += 1
        found = self.path()
        self._depth -= 1
        stream.take(")", "to close the '(' of the path")
        return found
