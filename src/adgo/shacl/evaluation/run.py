"""One run of the fast engine: it checks many focus nodes against a shape at once, and each node once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, TypeVar

from adgo.shacl.evaluation import deadline
from adgo.shacl.evaluation.recursive_shapes import RecursiveShapes
from adgo.shacl.evaluation.shape_names import ShapeNames
from adgo.shacl.evaluation.walk import values_of_many
from adgo.shacl.inputs import Inputs
from adgo.shacl.model.display import Display
from adgo.shacl.model.errors import ShapesError, Unsupported
from adgo.shacl.model.graph import IndexedGraph
from adgo.shacl.model.names import SHAPES_GRAPH, SUBCLASS, TYPE
from adgo.shacl.model.not_evaluated import NotEvaluated, parameter_of
from adgo.shacl.model.paths import sparql
from adgo.shacl.model.shapes import Constraint, Found, Shape, Target, TargetKind, Values
from adgo.turtle.datatypes import Value, value_of

if TYPE_CHECKING:
    from adgo.shacl.evaluation.queries import Queries

T = TypeVar("T")


class Run:
    """Evaluates shapes on a graph, and keeps the instances of classes, the values of literals and what conforms."""

    def __init__(
        self, inputs: Inputs, query_seconds: float = deadline.SECONDS, keep_going: bool = False
    ) -> None:
        """Hold the documents.

        Args:
            inputs: the documents.
            query_seconds: the time limit of each query, in seconds (0: none).
            keep_going: whether constraints that cannot be evaluated are skipped, and not an error.
        """
        self.keep_going = keep_going
        #: How often a constraint was skipped.
        self.skips = 0
        #: The constraints that could not be evaluated, by their `id`.
        self._skipped: dict[int, NotEvaluated] = {}
        self._errors: dict[int, ShapesError] = {}
        self.deadline = deadline.Deadline(query_seconds)
        self.inputs = inputs
        self.graph = inputs.graph
        self.terms = inputs.table.terms
        self._instances: dict[int, set[int]] = {}
        self._values: dict[int, Value | None] = {}
        self._known: dict[int, tuple[set[int], set[int]]] = {}

    @cached_property
    def display(self) -> Display:
        """The way in which messages print terms."""
        return Display(self.inputs.prefixes)

    @cached_property
    def shape_names(self) -> ShapeNames:
        """The names and places of shapes."""
        return ShapeNames(self.inputs, self.display)

    @cached_property
    def recursive_shapes(self) -> RecursiveShapes:
        """What answers for shapes that refer to themselves."""
        return RecursiveShapes(self._fails, self.name)

    @cached_property
    def queries(self) -> Queries:
        """The queries that may be run on the data."""
        from adgo.shacl.evaluation.queries import Queries

        return Queries(self.inputs, self.deadline)

    def in_time(self, shape: Shape, work: Callable[[], T]) -> T:
        """Return the result of a shape's queries; ShapesError if one of them exceeds the time limit."""
        try:
            return self.deadline.run(work)
        except deadline.DeadlineExceeded:
            raise ShapesError(
                f"a SPARQL query of {self.name(shape)} takes longer than {self.deadline.seconds:g} s: "
                "correct it, or allow it more time (--query-timeout)",
                shape.term,
            ) from None

    def focus_nodes(self, target: Target) -> Collection[int]:
        """Return the focus nodes of a target, in the order of the data; neighbours that it matches come last."""
        found = self._in_data(target)
        beside = self._matched_neighbours.get((target.kind, target.node))
        return dict.fromkeys(chain(found, sorted(beside))) if beside else found

    @cached_property
    def _matched_neighbours(self) -> dict[tuple[TargetKind, int], set[int]]:
        """The neighbours that targets match, by the kind and node of the target; `sh:targetNode` is left out."""
        found: defaultdict[tuple[TargetKind, int], set[int]] = defaultdict(set)
        neighbours, graph = self.inputs.neighbours, self.graph
        for predicate, (subjects, objects) in graph.by_predicate.items() if neighbours else ():
            found["subjects", predicate] = set(neighbours.intersection(subjects))
            found["objects", predicate] = set(neighbours.intersection(objects))
        for node in neighbours:
            for class_ in graph.closure(graph.id(SUBCLASS), self.types(node)):
                found["class", class_].add(node)
        return found

    def _in_data(self, target: Target) -> Collection[int]:
        """Return the nodes that a target has in the data."""
        graph = self.inputs.data_graph
        match target.kind:
            case "node":
                return (target.node,)
            case "class":
                return dict.fromkeys(chain.from_iterable(self._of_classes(graph, target.node)))
            case "subjects":
                return graph.forward(target.node).keys()
            case "objects":
                return graph.backward(target.node).keys()
            case "sparql":
                return self._selected(target.node)

    def _selected(self, node: int) -> Collection[int]:
        """Return the nodes that the query of a target selects, without those that only the ontology describes."""
        target = self.inputs.shapes_reader.sparql_targets.get(node)
        if target is None:
            return ()
        if target.found is None:
            given = {**target.parameters, "shapesGraph": SHAPES_GRAPH}
            try:
                rows = self.in_time(target.shape, lambda: list(self.queries.select(target.query, given)))
            except Unsupported as reason:
                raise target.query.fault(None, str(reason)) from reason
            nodes = dict.fromkeys(self.graph.id(row["this"]) for row in rows if "this" in row)
            beside = self.inputs.described_elsewhere
            target.found = sorted(node for node in nodes if node not in beside)
        return target.found

    def is_idle(self, target: Target) -> bool:
        """Return whether a target has no focus node, without collecting those of a class."""
        if target.kind == "class" and not self.inputs.neighbours:
            return not any(self._of_classes(self.inputs.data_graph, target.node))
        return not self.focus_nodes(target)

    def values(self, shape: Shape, nodes: Collection[int]) -> Values:
        """Return the value nodes of a shape at many focus nodes."""
        path = shape.path
        if path is None:
            return Values(shape, {node: (node,) for node in nodes})
        return Values(shape, values_of_many(self.graph, path, nodes))

    def found(self, shape: Shape, nodes: Collection[int]) -> dict[int, list[Found]]:
        """Return the failures at each focus node that does not conform."""
        found: dict[int, list[Found]] = {}
        if shape.deactivated or not nodes:
            return found
        values = self.values(shape, nodes)
        for constraint in shape.constraints:
            for origin, each in self._found(constraint, values):
                found.setdefault(origin, []).append(each)
        return found

    def _found(self, constraint: Constraint, values: Values) -> Iterable[tuple[int, Found]]:
        if not self.keep_going:
            return constraint.found(self, values)
        if id(constraint) not in self._skipped:
            try:
                return list(constraint.found(self, values))
            except ShapesError as error:
                part = parameter_of(constraint.component)
                self._skipped[id(constraint)] = NotEvaluated(values.shape.term, part, error)
        self.skips += 1
        return ()

    @property
    def skipped(self) -> list[NotEvaluated]:
        """The constraints that could not be evaluated."""
        return list(self._skipped.values())

    def failing(self, shape: Shape, nodes: Collection[int]) -> set[int]:
        """Return the nodes that do not conform; each node is tested once."""
        if shape.deactivated:
            return set()
        if self.recursive_shapes.holds(shape):
            return self.recursive_shapes.failing(shape, nodes)
        tested, failed = self._known.setdefault(shape.node, (set(), set()))
        new = set(nodes) - tested
        if new:
            values = self.values(shape, new)
            for constraint in shape.constraints:
                failed |= self._failing(constraint, values)
            tested |= new
        return failed.intersection(nodes)

    def _fails(self, shape: Shape, node: int) -> bool:
        """Return whether a node does not conform, with what is known now of the shapes that the shape refers to."""
        values = self.values(shape, [node])
        return any(self._failing(constraint, values) for constraint in shape.constraints)

    def _failing(self, constraint: Constraint, values: Values) -> set[int]:
        """Return the focus nodes that do not conform; a constraint that could not be evaluated fails at once again."""
        if id(constraint) in self._errors:
            raise self._errors[id(constraint)]
        try:
            return constraint.failing(self, values)
        except ShapesError as error:
            self._errors[id(constraint)] = error
            raise

    def instances(self, class_: int) -> set[int]:
        """Return the SHACL instances of a class, including those of its subclasses (SHACL 1.1)."""
        found = self._instances.get(class_)
        if found is None:
            found = self._instances[class_] = set().union(*self._of_classes(self.graph, class_))
        return found

    def _of_classes(self, graph: IndexedGraph, class_: int) -> Iterator[Collection[int]]:
        """Yield the nodes of a graph that have a class as type, then those of each of its subclasses."""
        type_ = self.graph.id(TYPE)
        for each in self.graph.closure(self.graph.id(SUBCLASS), [class_], inverse=True):
            yield graph.subjects(type_, each)

    def types(self, node: int) -> Collection[int]:
        """Return the types of a node."""
        return self.graph.objects(node, self.graph.id(TYPE))

    def value(self, node: int) -> Value | None:
        """Return the value of a literal, or None if it cannot be ordered."""
        try:
            return self._values[node]
        except KeyError:
            value = self._values[node] = value_of(self.terms[node])
            return value

    def find(self, term: str) -> int | None:
        """Return the node of a term, or None if no document has it."""
        return self.inputs.table.find(term)

    def term(self, node: int) -> str:
        """Return a node in N-Triples form."""
        return self.terms[node]

    def text(self, value: int | str | None) -> str:
        """Return the value of a failure in N-Triples form, "" for None."""
        return self.terms[value] if isinstance(value, int) else value or ""

    def show(self, value: int | str | None) -> str:
        """Return a value as messages print it."""
        return self.display.term(self.text(value)) if value is not None else "nothing"

    def name(self, shape: Shape) -> str:
        """Return the name of a shape as messages print it."""
        return self.shape_names.name(shape)

    def path_of(self, shape: Shape) -> str:
        """Return the path of a shape as messages print it."""
        return self.display.path(sparql(shape.path, self.terms)) if shape.path else "the focus node"

    def value_count(self, found: Found) -> int:
        """Return how many values the shape's path has at the failure's focus node."""
        focus = found.failure.focus
        return len(self.values(found.shape, [focus]).by_focus[focus])
