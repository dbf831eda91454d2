"""The nodes whose check against a shape may give another result after a change."""

from __future__ import annotations

from collections.abc import Iterable

from adgo.shacl.constraints.cardinality import MaxCountConstraint, MinCountConstraint
from adgo.shacl.constraints.closed import ClosedConstraint
from adgo.shacl.constraints.logical import AndConstraint, NotConstraint, OrConstraint, XoneConstraint
from adgo.shacl.constraints.membership import HasValueConstraint, InConstraint
from adgo.shacl.constraints.property_pair import DisjointConstraint, EqualsConstraint, LessThanConstraint
from adgo.shacl.constraints.qualified import QualifiedConstraint
from adgo.shacl.constraints.shape_based import NodeConstraint, PropertyConstraint
from adgo.shacl.constraints.sparql import AskConstraint, SparqlConstraint
from adgo.shacl.constraints.strings import (
    LanguageInConstraint,
    LengthConstraint,
    PatternConstraint,
    UniqueLangConstraint,
)
from adgo.shacl.constraints.value_range import RangeConstraint
from adgo.shacl.constraints.value_type import ClassConstraint, DatatypeConstraint, NodeKindConstraint
from adgo.shacl.incremental.graph_change import GraphChange
from adgo.shacl.incremental.path_change import back, changed_starts
from adgo.shacl.incremental.query_reach import QueryReach
from adgo.shacl.model.graph import IndexedGraph
from adgo.shacl.model.names import SUBCLASS, TYPE
from adgo.shacl.model.paths import Path, Predicate, Repeat, Sequence
from adgo.shacl.model.shapes import Constraint, Shape

#: Constraints that depend on the value nodes alone.
_OF_VALUES = (
    MinCountConstraint,
    MaxCountConstraint,
    DatatypeConstraint,
    NodeKindConstraint,
    RangeConstraint,
    LengthConstraint,
    PatternConstraint,
    LanguageInConstraint,
    UniqueLangConstraint,
    HasValueConstraint,
    InConstraint,
)
#: Constraints that depend on what conforms to other shapes.
_OF_SHAPES = (
    NodeConstraint,
    PropertyConstraint,
    NotConstraint,
    AndConstraint,
    OrConstraint,
    XoneConstraint,
    QualifiedConstraint,
)
_OF_PAIRS = (EqualsConstraint, DisjointConstraint, LessThanConstraint)


class EveryNode(Exception):
    """A constraint depends on the data in ways that are not known: every node may be affected."""


def class_path(graph: IndexedGraph) -> Path:
    """Return the path from a node to its classes and their superclasses."""
    return Sequence((Predicate(graph.id(TYPE)), Repeat(Predicate(graph.id(SUBCLASS)), 0, False)))


class QueryReaches:
    """What the queries of shapes read; each query is analysed once."""

    def __init__(self) -> None:
        self._known: dict[int, QueryReach] = {}

    def of(self, constraint: SparqlConstraint | AskConstraint) -> QueryReach:
        """Return what the query of a constraint reads."""
        query, with_value = constraint.query, isinstance(constraint, AskConstraint)
        if id(query) not in self._known:
            self._known[id(query)] = QueryReach(query, with_value=with_value)
        return self._known[id(query)]


class ShapeReach:
    """The reach of one change: which nodes it may affect, shape by shape."""

    def __init__(self, graph: IndexedGraph, change: GraphChange, queries: QueryReaches) -> None:
        """Hold the change.

        Args:
            graph: data and ontology after the change.
            change: the change.
            queries: what the queries of the shapes read.
        """
        self.graph, self.change, self.queries = graph, change, queries
        self._known: dict[int, set[int] | None] = {}

    def affected(self, shape: Shape) -> set[int] | None:
        """Return the nodes whose results for a shape may differ, whether they are focus nodes or not; None for all."""
        if shape.node not in self._known:
            self._known[shape.node] = None  # A shape that refers to itself may affect everything.
            try:
                self._known[shape.node] = self._affected(shape)
            except EveryNode:
                return None
        return self._known[shape.node]

    def _affected(self, shape: Shape) -> set[int]:
        if shape.deactivated:
            return set()
        found = (
            set() if shape.path is None else changed_starts(self.graph, shape.path, self.change.by_predicate)
        )
        tested: set[int] = set()
        for constraint in shape.constraints:
            found |= self._at_focus(constraint)
            tested |= self._at_values(constraint)
        return found | (tested if shape.path is None else back(self.graph, shape.path, tested))

    def _at_focus(self, constraint: Constraint) -> set[int]:
        """Return the focus nodes where a constraint depends on changed triples, apart from its value nodes."""
        match constraint:
            case EqualsConstraint() | DisjointConstraint() | LessThanConstraint():
                return {row[0] for row in self.change.by_predicate.get(constraint.other, ())}
            case SparqlConstraint() | AskConstraint():
                found = self.queries.of(constraint).affected(self.graph, self.change.by_predicate)
                if found is None:
                    raise EveryNode
                return found
        return set()

    def _at_values(self, constraint: Constraint) -> set[int]:
        """Return the value nodes that a constraint may judge in another way."""
        match constraint:
            case ClassConstraint():
                return self.instances
            case ClosedConstraint():
                return {row[0] for row in self.change.rows}
            case _ if isinstance(constraint, _OF_SHAPES):
                return self._of_shapes(constraint.shapes())
            case _ if isinstance(constraint, (*_OF_VALUES, *_OF_PAIRS, SparqlConstraint, AskConstraint)):
                return set()
        raise EveryNode

    @property
    def instances(self) -> set[int]:
        """The nodes whose classes may differ."""
        return changed_starts(self.graph, class_path(self.graph), self.change.by_predicate)

    def _of_shapes(self, shapes: Iterable[Shape]) -> set[int]:
        found: set[int] = set()
        for shape in shapes:
            nodes = self.affected(shape)
            if nodes is None:
                raise EveryNode
            found |= nodes
        return found
