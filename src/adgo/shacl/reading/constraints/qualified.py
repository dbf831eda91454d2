"""Qualified value shapes: `sh:qualifiedValueShape` with its counts (SHACL 4.7.3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from adgo.shacl.model.names import SHACL
from adgo.shacl.model.shapes import Constraint, Failure, Shape, ShapesError, Values
from adgo.shacl.reading.constraints.parameters import integer

if TYPE_CHECKING:
    from adgo.shacl.evaluation.run import Run
    from adgo.shacl.reading.shapes_reader import ShapesReader


def read(reader: ShapesReader, shape: Shape) -> Iterator[Constraint]:
    """Yield the qualified value shape constraints of a shape."""
    nodes = reader.values(shape.node, "qualifiedValueShape")
    least, most = (integer(reader, shape, name) for name in ("qualifiedMinCount", "qualifiedMaxCount"))
    if not nodes or (least is None and most is None):
        return
    if shape.path is None:
        raise ShapesError(
            "sh:qualifiedValueShape needs a property shape, and this has no sh:path", shape.term
        )
    disjoint = reader.flag(shape.node, "qualifiedValueShapesDisjoint")
    for node in nodes:
        siblings = tuple(
            reader.shape(each) for each in _siblings(reader, shape.node) if disjoint and each != node
        )
        if least is not None:
            yield QualifiedConstraint(reader.shape(node), siblings, least, None)
        if most is not None:
            yield QualifiedConstraint(reader.shape(node), siblings, None, most)


def _siblings(reader: ShapesReader, node: int) -> list[int]:
    """Return the qualified value shapes of all property shapes that stand beside this one."""
    parents = reader.graph.subjects(reader.id(f"<{SHACL}property>"), node)
    beside = dict.fromkeys(each for parent in parents for each in reader.values(parent, "property"))
    return list(dict.fromkeys(each for one in beside for each in reader.values(one, "qualifiedValueShape")))


@dataclass(eq=False, repr=False)
class QualifiedConstraint(Constraint):
    """So many values conform to a shape, and to none of its siblings where they are to be disjoint."""

    shape: Shape
    siblings: tuple[Shape, ...]
    least: int | None
    most: int | None

    @property
    def component(self) -> str:  # type: ignore[override]
        """The IRI of the component of the count."""
        return f"{SHACL}Qualified{'Min' if self.most is None else 'Max'}CountConstraintComponent"

    def failures(self, run: Run, shape: Shape, values: Values) -> Iterator[Failure]:
        """Yield the focus nodes with too few or too many such values."""
        fitting = self._fitting(run, values)
        for focus, have in values.by_focus.items():
            count = sum(value in fitting for value in have)
            if (self.least is not None and count < self.least) or (
                self.most is not None and count > self.most
            ):
                yield Failure(focus)

    def _fitting(self, run: Run, values: Values) -> set[int]:
        fitting = values.distinct - run.failing(self.shape, values.distinct)
        for sibling in self.siblings:
            fitting &= run.failing(sibling, fitting)
        return fitting

    def shapes(self) -> Iterable[Shape]:
        """Return the qualified shape and its siblings."""
        return (self.shape, *self.siblings)

    def message(self, run: Run, shape: Shape, failure: Failure) -> str:
        """Return how many such values were expected and found."""
        values = run.values(shape, [failure.focus])
        found = len(self._fitting(run, values) & values.distinct)
        bound = f"at least {self.least}" if self.most is None else f"at most {self.most}"
        return (
            f"expected {bound} of the values of {run.path_of(shape)} to conform to {run.name(self.shape)}, "
            f"found {found or 'none'}"
        )
