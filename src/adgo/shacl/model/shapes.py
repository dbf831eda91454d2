"""The model of a shapes graph: shapes, targets, constraints, and how a constraint fails."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, NamedTuple, Protocol, TypeVar

from adgo.shacl.model.constraint_query import ConstraintQuery
from adgo.shacl.model.display import Display
from adgo.shacl.model.graph import IndexedGraph
from adgo.shacl.model.names import sh
from adgo.shacl.model.paths import Path
from adgo.turtle.datatypes import Value

T = TypeVar("T")

TargetKind = Literal["node", "class", "subjects", "objects", "sparql"]
#: A solution of a query: variable to term in N-Triples form.
Solution = dict[str, str]


class Target(NamedTuple):
    """How a shape selects its focus nodes (SHACL 2.1.3); "sparql" is a value of `sh:target` with a query."""

    kind: TargetKind
    node: int


@dataclass(eq=False, slots=True)
class Shape:
    """A node shape (without path) or a property shape (with one)."""

    node: int
    term: str
    path: Path | None = None
    path_node: int | None = None
    targets: list[Target] = field(default_factory=list)
    deactivated: bool = False
    severity: str = sh("Violation")
    messages: tuple[str, ...] = ()
    constraints: list[Constraint] = field(default_factory=list)
    unsupported: str | None = None

    def nested(self) -> Iterator[Shape]:
        """Yield the shapes that this shape's constraints refer to."""
        for constraint in self.constraints:
            yield from constraint.shapes()


class Values:
    """The value nodes of one shape for many focus nodes at once."""

    def __init__(self, shape: Shape, by_focus: Mapping[int, Collection[int]]) -> None:
        """Hold the shape, and its value nodes by focus node."""
        self.shape = shape
        self.by_focus = by_focus

    @cached_property
    def distinct(self) -> set[int]:
        """Every value node once, so that each is tested once."""
        return set().union(*self.by_focus.values())

    @cached_property
    def counts(self) -> set[int]:
        """The numbers of values that focus nodes have."""
        return set(map(len, self.by_focus.values()))

    def pairs_in(self, values: Collection[int]) -> Iterator[tuple[int, int]]:
        """Yield (focus, value) for the given values only."""
        if not values:
            return
        for focus, have in self.by_focus.items():
            for value in have:
                if value in values:
                    yield focus, value


class ConstraintFailure(NamedTuple):
    """One value or focus node that does not satisfy a constraint.

    `value` is a node, or a term in N-Triples form that a query computed; `path` replaces the shape's path in the
    result; `messages` replace the shape's messages, with `bindings` for their variables; `source` is the node of the
    SPARQL constraint.
    """

    focus: int
    value: int | str | None = None
    path: int | None = None
    messages: tuple[str, ...] = ()
    bindings: Mapping[str, str] | None = None
    source: int | None = None


class Found(NamedTuple):
    """A failure with its shape and its constraint."""

    shape: Shape
    constraint: Constraint
    failure: ConstraintFailure


class SparqlQueries(Protocol):
    """The queries that a constraint may run on the data."""

    def select(self, query: ConstraintQuery, bindings: Mapping[str, str]) -> Iterator[Solution]:
        """Yield the solutions of a SELECT query."""

    def ask(self, query: ConstraintQuery, bindings: Mapping[str, str]) -> bool:
        """Return the answer to an ASK query."""

    def is_setwise(self, query: ConstraintQuery) -> bool:
        """Return whether a SELECT gives the same if it runs once as if it runs once for each `$this`."""


class Evaluation(Protocol):
    """What a constraint may ask about the data while it is evaluated."""

    #: Data and ontology together.
    graph: IndexedGraph
    #: Node to term in N-Triples form.
    terms: list[str]

    @property
    def display(self) -> Display:
        """The way in which messages print terms."""

    @property
    def queries(self) -> SparqlQueries:
        """The queries that may be run on the data."""

    def in_time(self, shape: Shape, work: Callable[[], T]) -> T:
        """Return the result of a shape's queries; ShapesError if one of them exceeds the time limit."""

    def values(self, shape: Shape, nodes: Collection[int]) -> Values:
        """Return the value nodes of a shape at many focus nodes."""

    def found(self, shape: Shape, nodes: Collection[int]) -> dict[int, list[Found]]:
        """Return the failures at each focus node that does not conform."""

    def failing(self, shape: Shape, nodes: Collection[int]) -> set[int]:
        """Return the nodes that do not conform."""

    def instances(self, class_: int) -> set[int]:
        """Return the SHACL instances of a class."""

    def types(self, node: int) -> Collection[int]:
        """Return the types of a node."""

    def value(self, node: int) -> Value | None:
        """Return the value of a literal, or None if it cannot be ordered."""

    def find(self, term: str) -> int | None:
        """Return the node of a term, or None if no document has it."""

    def term(self, node: int) -> str:
        """Return a node in N-Triples form."""

    def text(self, value: int | str | None) -> str:
        """Return the value of a failure in N-Triples form, "" for None."""

    def show(self, value: int | str | None) -> str:
        """Return a value as messages print it."""

    def name(self, shape: Shape) -> str:
        """Return the name of a shape as messages print it."""

    def path_of(self, shape: Shape) -> str:
        """Return the path of a shape as messages print it."""

    def value_count(self, found: Found) -> int:
        """Return how many values the shape's path has at the failure's focus node."""


class Constraint(ABC):
    """One constraint of a shape: a constraint component with the values of its parameters."""

    component: str

    @abstractmethod
    def failures(self, run: Evaluation, values: Values) -> Iterable[ConstraintFailure]:
        """Return the failures among the values of a shape, for all its focus nodes at once."""

    def found(self, run: Evaluation, values: Values) -> Iterator[tuple[int, Found]]:
        """Yield (focus node, failure): the focus node of this shape, even if a nested shape failed."""
        for failure in self.failures(run, values):
            yield failure.focus, Found(values.shape, self, failure)

    def failing(self, run: Evaluation, values: Values) -> set[int]:
        """Return the focus nodes that do not conform."""
        return {failure.focus for failure in self.failures(run, values)}

    def shapes(self) -> Iterable[Shape]:
        """Return the shapes that this constraint refers to."""
        return ()

    def own_values(self) -> Mapping[str, int]:
        """Return the parameters of which a shape may have several values, with the value of this constraint."""
        return {}

    @abstractmethod
    def message(self, run: Evaluation, found: Found) -> str:
        """Return, in English, what was expected and what one of this constraint's failures found instead."""
