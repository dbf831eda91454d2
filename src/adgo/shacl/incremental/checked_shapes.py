"""The results of all shapes on data that change: an edit makes only those anew that it may affect."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from adgo.shacl.engines import component_values, fast
from adgo.shacl.engines.outcome import EngineOutcome
from adgo.shacl.engines.recursion import unsupported
from adgo.shacl.engines.result_maker import ResultMaker
from adgo.shacl.evaluation.run import Run
from adgo.shacl.incremental.changing_graph import ChangingGraph
from adgo.shacl.incremental.document_rows import DocumentRows
from adgo.shacl.incremental.focus_nodes import ChangedTargets
from adgo.shacl.incremental.graph_change import GraphChange
from adgo.shacl.incremental.query_store import ChangingQueries
from adgo.shacl.incremental.shape_reach import QueryReaches, ShapeReach
from adgo.shacl.inputs import Inputs
from adgo.shacl.model.errors import Unsupported
from adgo.shacl.model.result import ValidationResult
from adgo.shacl.model.shapes import Shape
from adgo.turtle.document import Document


@dataclass(eq=False)
class _CheckedShape:
    """A shape with its focus nodes, and the results at those that do not conform."""

    shape: Shape
    focus: set[int] = field(default_factory=set)
    results: dict[int, list[ValidationResult]] = field(default_factory=dict)


class CheckedShapes:
    """The results of the fast engine on some documents, whose data may change.

    Attributes:
        inputs: the documents; their graphs are those of this object.
        checked_again: how many pairs of a shape and a focus node the last check evaluated.
        renewed: the results that the last check made.
    """

    def __init__(self, inputs: Inputs, query_seconds: float) -> None:
        """Check all shapes.

        Args:
            inputs: the documents; nothing may be inferred from them.
            query_seconds: the time limit of a query, in seconds (0: none).

        Raises:
            ShapesError: the shapes cannot be processed, or a time limit is exceeded.
        """
        self.inputs, self.seconds = inputs, query_seconds
        self._parts = {
            id(document): DocumentRows(document.rows) for document in (*inputs.data, *inputs.ontology)
        }
        self._beside = [self._parts[id(document)] for document in inputs.ontology]
        parts = [self._parts[id(document)] for document in inputs.data]
        self.data = ChangingGraph(inputs.table, parts)
        self.graph = ChangingGraph(inputs.table, [*parts, *self._beside]) if self._beside else self.data
        inputs.stated_data_graph = inputs.data_graph = self.data
        inputs.graph = self.graph
        self.checked_again = 0
        self.renewed: list[ValidationResult] = []
        self._queries: ChangingQueries | None = None
        self._reaches = QueryReaches()
        shapes = [shape for shape in inputs.shapes_reader.top_level() if not shape.deactivated]
        self._left = unsupported(shapes)
        self._left_outcome = EngineOutcome()
        self._shapes = [_CheckedShape(shape) for shape in shapes if shape.node not in self._left]
        self._check_all()

    def prepare(self) -> None:
        """Make all indexes now, so that the first edit does not wait for them."""
        self.data.prepare()
        self.graph.prepare()

    @property
    def results(self) -> Iterator[ValidationResult]:
        """All results."""
        own = (group for each in self._shapes for group in each.results.values())
        return chain(chain.from_iterable(own), self._left_outcome.results)

    @property
    def outcome(self) -> EngineOutcome:
        """The outcome, as that of a full run."""
        used = [each for each in self._shapes if each.focus]
        return EngineOutcome(
            list(self.results),
            sum(len(each.focus) for each in used) + self._left_outcome.checked,
            [*(each.shape.term for each in used), *self._left_outcome.shapes],
            list(self._left_outcome.findings),
        )

    def replace(
        self, new: Mapping[int, Document | None], data: Sequence[Document]
    ) -> tuple[GraphChange, set[int]]:
        """Exchange documents of the data, and check what that may affect.

        Args:
            new: the `id` of each document that goes, to the one that takes its place; None if none does.
            data: all documents of the data afterwards, in the order of the files.

        Returns:
            The change of data and ontology, and the nodes in the old and the new documents.
        """
        gone = {number: self._parts.pop(number) for number in new}
        for document in data:
            self._parts.setdefault(id(document), DocumentRows(document.rows))
        parts = [self._parts[id(document)] for document in data]
        exchanged = {
            id(part): self._parts[id(new[number])] if new[number] is not None else None
            for number, part in gone.items()
        }
        known = {id(part) for part in self.data.documents}
        come = [part for part in parts if id(part) not in known]
        in_data = self.data.replace(exchanged, parts)
        change = in_data
        if self.graph is not self.data:
            change = self.graph.replace(exchanged, [*parts, *self._beside])
        self.inputs.__dict__.pop("described_elsewhere", None)
        self._check_changed(in_data, change)
        touched = {node for part in (*gone.values(), *come) for node in (*part.by_subject, *part.by_object)}
        return change, touched

    def _run(self) -> Run:
        run = Run(self.inputs, self.seconds)
        if self._queries is None:
            self._queries = ChangingQueries(self.inputs, run.deadline)
        run.queries = self._queries
        self._queries.deadline = run.deadline
        return run

    def _check_all(self) -> None:
        if error := next(component_values.faults(self.inputs), None):
            raise error
        run = self._run()
        results = ResultMaker(run)
        for each in list(self._shapes):
            each.focus = set(chain.from_iterable(map(run.focus_nodes, each.shape.targets)))
            try:
                self._check(each, each.focus, results)
            except Unsupported as reason:
                self._left[each.shape.node] = str(reason)
                self._shapes.remove(each)
        self._check_left(run)

    def _check(self, each: _CheckedShape, nodes: Collection[int], results: ResultMaker) -> None:
        if nodes:
            found = fast.results_at(each.shape, dict.fromkeys(sorted(nodes)), results)
            each.results |= found
            self.checked_again += len(nodes)
            self.renewed += chain.from_iterable(found.values())

    def _check_left(self, run: Run) -> None:
        """Check the shapes that only pySHACL supports."""
        if self._left:
            self._left_outcome = EngineOutcome()
            fast.ask_reference(run, self._left, self._left_outcome)
            self.checked_again += self._left_outcome.checked
            self.renewed += self._left_outcome.results

    def _check_changed(self, in_data: GraphChange, change: GraphChange) -> None:
        self.checked_again, self.renewed = 0, []
        if not in_data.rows and not change.rows:
            return
        run = self._run()
        run.queries.change(change)  # type: ignore[attr-defined]
        for target in self.inputs.shapes_reader.sparql_targets.values():
            target.found = None
        reach = ShapeReach(self.graph, change, self._reaches)
        targets, results = ChangedTargets(run, in_data, reach), ResultMaker(run)
        for each in self._shapes:
            new, gone = targets.renew(each.shape, each.focus)
            is_recursive = run.recursive_shapes.holds(each.shape)
            affected = None if is_recursive else reach.affected(each.shape)
            again = set(each.focus) if affected is None else (affected & each.focus) | new
            for node in gone | again:
                each.results.pop(node, None)
            self._check(each, again, results)
        self._check_left(run)
