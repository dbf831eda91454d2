"""The focus nodes of a shape, kept from edit to edit."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cached_property
from itertools import chain

from adgo.shacl.evaluation.run import Run
from adgo.shacl.incremental.graph_change import GraphChange
from adgo.shacl.incremental.shape_reach import ShapeReach
from adgo.shacl.model.names import SUBCLASS, TYPE
from adgo.shacl.model.shapes import Shape, Target


class ChangedTargets:
    """Which nodes targets select after a change, of those that the change concerns."""

    def __init__(self, run: Run, in_data: GraphChange, reach: ShapeReach) -> None:
        """Hold the change.

        Args:
            run: the run on the changed graphs.
            in_data: the change of the data.
            reach: the reach of the change of data and ontology.
        """
        self.run, self.in_data, self.reach = run, in_data, reach
        self._below: dict[int, set[int]] = {}

    def renew(self, shape: Shape, focus: set[int]) -> tuple[set[int], set[int]]:
        """Bring the focus nodes of a shape up to date; return those that are new, and those that are gone."""
        candidates = set(chain.from_iterable(self._concerned(target, focus) for target in shape.targets))
        now = {node for node in candidates if any(self._selects(each, node) for each in shape.targets)}
        new, gone = now - focus, (candidates - now) & focus
        focus |= new
        focus -= gone
        return new, gone

    def _concerned(self, target: Target, focus: set[int]) -> Iterable[int]:
        """Return the nodes that a target may select now and did not before, or the other way round."""
        match target.kind:
            case "node":
                return ()
            case "class":
                return self._instances
            case "sparql":
                return {*focus, *self._selected(target)}
        place = 0 if target.kind == "subjects" else 2
        return {row[place] for row in self.in_data.by_predicate.get(target.node, ())}

    @cached_property
    def _instances(self) -> set[int]:
        type_ = self.run.graph.id(TYPE)
        return self.reach.instances | {row[0] for row in self.in_data.by_predicate.get(type_, ())}

    def _selected(self, target: Target) -> Collection[int]:
        return self.run.focus_nodes(target)

    def _selects(self, target: Target, node: int) -> bool:
        graph = self.run.inputs.data_graph
        match target.kind:
            case "node":
                return node == target.node
            case "class":
                types = graph.objects(node, graph.id(TYPE))
                return not self._subclasses(target.node).isdisjoint(types)
            case "subjects":
                return bool(graph.objects(node, target.node))
            case "objects":
                return bool(graph.subjects(target.node, node))
            case "sparql":
                return node in self._selected(target)

    def _subclasses(self, class_: int) -> set[int]:
        if class_ not in self._below:
            graph = self.run.graph
            self._below[class_] = graph.closure(graph.id(SUBCLASS), [class_], inverse=True)
        return self._below[class_]
