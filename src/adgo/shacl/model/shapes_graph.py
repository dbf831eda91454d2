"""Reading the values of SHACL's properties from a shapes graph."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence

from adgo.shacl.model import lists
from adgo.shacl.model.errors import ShapesError
from adgo.shacl.model.graph import Index, IndexedGraph
from adgo.shacl.model.names import SUBCLASS, TYPE, sh
from adgo.shacl.model.shapes import Shape
from adgo.turtle.term_parts import datatype, is_literal, lexical

_TRUE = ("true", "1")


class ShapesGraph:
    """A shapes graph; properties and classes of the SHACL vocabulary are given by their local names."""

    def __init__(self, graph: IndexedGraph) -> None:
        """Hold the graph, which is read and never changed."""
        self.graph = graph
        #: Local name of a property to an index from subject to values, for the properties asked for so far.
        self._indexes: dict[str, Index] = {}

    def id(self, term: str) -> int:
        """Return the number of a term."""
        return self.graph.id(term)

    def values(self, node: int, name: str) -> Sequence[int]:
        """Return the values of a property at a node."""
        index = self._indexes.get(name)
        if index is None:
            index = self._indexes[name] = self.graph.forward(self.id(sh(name)))
        return index.get(node, ())

    def one(self, node: int, name: str) -> int | None:
        """Return the only value of a property, or None; ShapesError if there are several."""
        found = self.values(node, name)
        if len(found) > 1:
            raise ShapesError(
                f"this node has {len(found)} values of sh:{name}; only one is allowed", self.graph.term(node)
            )
        return found[0] if found else None

    def flag(self, node: int, name: str) -> bool:
        """Return whether a property is `true`; ShapesError if its value is not a boolean."""
        value = self.one(node, name)
        if value is None:
            return False
        term = self.graph.term(value)
        if not is_literal(term) or not datatype(term).endswith("#boolean>"):
            raise ShapesError(f"sh:{name} must be true or false, not {term}", self.graph.term(node))
        return lexical(term) in _TRUE

    def texts(self, node: int, name: str) -> tuple[str, ...]:
        """Return the values of a property as terms, sorted."""
        return tuple(sorted(self.graph.term(each) for each in self.values(node, name)))

    def members(self, node: int) -> list[int]:
        """Return the members of an RDF list; ShapesError if it is not well-formed."""
        return lists.members(self.graph, node)

    def instances(self, name: str) -> set[int]:
        """Return the SHACL instances of a class, including those of its subclasses."""
        graph = self.graph
        classes = graph.closure(self.id(SUBCLASS), [self.id(sh(name))], inverse=True)
        return {node for each in classes for node in graph.subjects(self.id(TYPE), each)}


class ShapeSource(ShapesGraph, ABC):
    """A shapes graph whose shapes have been, or can be, read: constraints that refer to shapes need these."""

    @abstractmethod
    def shape(self, node: int) -> Shape:
        """Return the shape of a node, always the same object; ShapesError if it is malformed."""
