"""The model of a shapes graph: shapes, targets, constraints and what a failed constraint says."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

from adgo.shacl.model.names import sh
from adgo.shacl.model.paths import Path

if TYPE_CHECKING:
    from adgo.shacl.evaluation.run import Run
    from adgo.shacl.model.result import Finding

TargetKind = Literal["node", "class", "subjects", "objects"]


class ShapesError(Exception):
    """Shapes that cannot be processed: what is wrong, and at which node of the shapes graph."""

    def __init__(self, message: str, node: str | None = None) -> None:
        """Hold the message and the N-Triples term of the node at fault, where there is one."""
        super().__init__(message)
        self.node = node
        self.findings: list[Finding] = []


class Unsupported(Exception):
    """What the fast engine leaves to pySHACL, with the reason."""


class Target(NamedTuple):
    """Where a shape finds its focus nodes (SHACL 2.1.3)."""

    kind: TargetKind
    node: int


@dataclass(eq=False, slots=True)
class Shape:
    """One node shape (without path) or property shape (with one)."""

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

    def __init__(self, by_focus: Mapping[int, Collection[int]]) -> None:
        """Hold focus node to value nodes."""
        self.by_focus = by_focus

    @cached_property
    def distinct(self) -> set[int]:
        """Every value node once, so that each is tested once."""
        return set().union(*self.by_focus.values())

    @cached_property
    def counts(self) -> set[int]:
        """How many values there are, of any focus node."""
        return set(map(len, self.by_focus.values()))

    def pairs_in(self, values: Collection[int]) -> Iterator[tuple[int, int]]:
        """Yield (focus, value) for the given values only."""
        if not values:
            return
        for focus, have in self.by_focus.items():
            for value in have:
                if value in values:
                    yield focus, value


class Failure(NamedTuple):
    """One value or focus node that a constraint refuses."""

    focus: int
    value: int | str | None = None
    path: int | None = None
    messages: tuple[str, ...] = ()
    bindings: Mapping[str, str] | None = None
    source: int | None = None


class Found(NamedTuple):
    """A failure with the shape and the constraint that it is of."""

    shape: Shape
    constraint: Constraint
    failure: Failure


class Constraint(ABC):
    """One constraint of a shape: a component with its parameters' values."""

    component: str

    @abstractmethod
    def failures(self, run: Run, shape: Shape, values: Values) -> Iterable[Failure]:
        """Return what fails, for all focus nodes at once."""

    def found(self, run: Run, shape: Shape, values: Values) -> Iterator[tuple[int, Found]]:
        """Yield what fails beside the focus node of the shape that led to it."""
        for failure in self.failures(run, shape, values):
            yield failure.focus, Found(shape, self, failure)

    def failing(self, run: Run, shape: Shape, values: Values) -> set[int]:
        """Return the focus nodes that do not conform."""
        return {failure.focus for failure in self.failures(run, shape, values)}

    def shapes(self) -> Iterable[Shape]:
        """Return the shapes that this constraint refers to."""
        return ()

    @abstractmethod
    def message(self, run: Run, shape: Shape, failure: Failure) -> str:
        """Return, in English, what was found and what was expected."""
