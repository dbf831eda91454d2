"""Reading shapes although some are ill-formed: as little as possible is skipped, and all faults are collected."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from adgo.shacl.constraints.qualified import QualifiedConstraint
from adgo.shacl.constraints.shape_based import PropertyConstraint
from adgo.shacl.model.errors import ShapesError, TextPosition
from adgo.shacl.model.graph import IndexedGraph, Row
from adgo.shacl.model.names import NIL, REST, SHACL, sh, sh_name
from adgo.shacl.model.not_evaluated import DependsOnSkipped, NotEvaluated, parameter_of
from adgo.shacl.model.shapes import Constraint, Shape, Target
from adgo.shacl.model.shapes_graph import ShapesGraph
from adgo.shacl.reading.components import Component, read_components
from adgo.shacl.reading.dependence import needed_shapes
from adgo.shacl.reading.families import Family
from adgo.shacl.reading.shapes_reader import TARGETS, ShapesReader

#: Parameters of which each value is a constraint of its own, so that one can be skipped without the others.
_SEPARATE = frozenset(
    {"class", "node", "property", "not", "and", "or", "xone", "sparql", "equals", "disjoint"}
    | {"lessThan", "lessThanOrEquals", "hasValue"}
)
#: Parameters that make up one constraint: a fault in one of them is a fault of the constraint.
_TOGETHER = (
    frozenset({"pattern", "flags"}),
    frozenset({"closed", "ignoredProperties"}),
    frozenset(
        {"qualifiedValueShape", "qualifiedMinCount", "qualifiedMaxCount", "qualifiedValueShapesDisjoint"}
    ),
)
#: Properties of a shape without which it means something else.
_WHOLE = frozenset({"path", "deactivated", "severity"})


class TolerantReader(ShapesReader):
    """Reads all well-formed parts of a shapes graph.

    A skipped part cannot make anything else fail or conform: a constraint that needs to know what conforms to an
    incomplete shape is skipped too.
    """

    def __init__(self, graph: IndexedGraph) -> None:
        """Hold the shapes graph; shapes are read on first use."""
        super().__init__(graph)
        self._found: dict[tuple[str, str, str], NotEvaluated] = {}
        #: The nodes of shapes that are skipped as a whole.
        self._skipped: dict[int, ShapesError] = {}
        #: The values of parameters that are skipped, by shape and parameter; None means all.
        self._hidden: dict[tuple[int, str], set[int | None]] = {}
        self._hidden_components: set[tuple[int, Component]] = set()
        self._asked: tuple[int, str] = (-1, "")
        self._incomplete: set[int] = set()
        self._top: list[Shape] | None = None

    @property
    def not_evaluated(self) -> list[NotEvaluated]:
        """What is skipped in the shapes that have targets, and in those that they refer to."""
        self.top_level()
        for node, faults in self.faults.items():
            if node not in self.known and node not in self._skipped:
                for fault in faults:
                    self._note(self.graph.term(node), "", fault.error())
        return list(self._found.values())

    def top_level(self) -> list[Shape]:
        """Return the shapes that have targets, in the order of their terms, without the skipped ones."""
        if self._top is None:
            shapes = [shape for node in self.targeted() if (shape := self._shape_or_none(node))]
            self._skip_dependents()
            self._top = [shape for shape in shapes if shape.targets]
        return self._top

    def kept_rows(self) -> list[Row]:
        """Return the triples of the shapes graph without those of what is skipped."""
        rows = list(self.graph.rows())
        return [row for row in rows if not self._is_skipped(row)] if self.not_evaluated else rows

    def _is_skipped(self, row: Row) -> bool:
        subject, predicate, value = row
        if subject in self._skipped:
            return True
        name = self.graph.term(predicate)
        hidden = self._hidden.get((subject, sh_name(name)), ()) if name.startswith(f"<{SHACL}") else ()
        return (
            None in hidden
            or value in hidden
            or any(
                subject == node and any(predicate == each.property for each in component.parameters)
                for node, component in self._hidden_components
            )
        )

    def values(self, node: int, name: str) -> Sequence[int]:
        """Return the values of a property at a node, without the skipped ones."""
        found = super().values(node, name)
        if found:
            self._asked = (node, name)
        hidden = self._hidden.get((node, name))
        if not hidden:
            return found
        return [] if None in hidden else [each for each in found if each not in hidden]

    def shape(self, node: int) -> Shape:
        """Return the shape of a node; DependsOnSkipped if it is skipped."""
        asked = self._asked
        try:
            if node not in self._skipped:
                return super().shape(node)
        except ShapesError as error:
            self._skipped[node] = error
            self._note(self.graph.term(node), "", error)
        finally:
            self._asked = asked
        term = self.graph.term(node)
        raise DependsOnSkipped(term, None, term, in_part=False)

    @property
    def components(self) -> list[Component]:
        """The well-formed constraint components that the shapes graph declares."""
        while self._components is None:
            try:
                self._components = read_components(self)
            except ShapesError as error:
                node = self.graph.id(error.node or "")
                if node in self._skipped:
                    raise
                self._skipped[node] = error
                self._note(error.node or "", "", error)
        return self._components

    def instances(self, name: str) -> set[int]:
        """Return the SHACL instances of a class, without the skipped ones."""
        return super().instances(name) - self._skipped.keys()

    def _shape_or_none(self, node: int) -> Shape | None:
        try:
            return self.shape(node)
        except DependsOnSkipped:
            return None

    def _fill(self, shape: Shape) -> None:
        for fault in self.faults.get(shape.node, ()):
            error = fault.error()
            if not self._hide(shape, error):
                raise error
        super()._fill(shape)
        if self._uses_skipped_component(shape):
            self._incomplete.add(shape.node)

    def _uses_skipped_component(self, shape: Shape) -> bool:
        parameters = {
            path
            for node in self._skipped
            for each in ShapesGraph.values(self, node, "parameter")
            for path in ShapesGraph.values(self, each, "path")
        }
        return any(predicate in parameters for _, predicate, _ in self.graph.by_subject.get(shape.node, ()))

    def _targets(self, node: int) -> Iterable[Target]:
        hidden = {
            (TARGETS[sh(name)], value)
            for (shape, name), values in self._hidden.items()
            if shape == node and sh(name) in TARGETS
            for value in values
        }
        return (each for each in super()._targets(node) if not {each, (each.kind, None)} & hidden)

    def _read_family(self, read: Family, shape: Shape) -> Iterable[Constraint]:
        component = getattr(read, "__self__", None)
        while True:
            self._asked = (-1, "")
            try:
                return list(read(self, shape))
            except ShapesError as error:
                if isinstance(component, Component):
                    self._hidden_components.add((shape.node, component))
                    self._incomplete.add(shape.node)
                    self._note(shape.term, f"<{component.iri}>", error)
                    return ()
                if not self._hide(shape, error):
                    raise

    def _hide(self, shape: Shape, error: ShapesError) -> bool:
        """Skip the parameter, or its value, that an error is about; return False if only the shape can be skipped."""
        name, value = self._faulty_value(shape, error)
        if not name or name in _WHOLE:
            return False
        names = next((group for group in _TOGETHER if name in group), frozenset({name}))
        if name not in _SEPARATE and sh(name) not in TARGETS and name != "message":
            value = None
        if value in self._hidden.get((shape.node, name), ()):
            value = None
            if value in self._hidden.get((shape.node, name), ()):
                return False
        for each in names:
            self._hidden.setdefault((shape.node, each), set()).add(value)
        if sh(name) not in TARGETS and name != "message":
            self._incomplete.add(shape.node)
        self._report_hidden(shape, name, value, error)
        return True

    def _report_hidden(self, shape: Shape, name: str, value: int | None, error: ShapesError) -> None:
        on = self.graph.term(value) if value is not None else error.node or shape.term
        position = TextPosition(shape.term, sh(name), on)
        if name == "property" and super().values(shape.node, "closed"):
            # Without the path of each property shape, a closed shape would report values that it allows.
            self._hidden[shape.node, "closed"] = {None}
            self._note(shape.term, "sh:closed", DependsOnSkipped(shape.term, position, on, in_part=False))
        if not isinstance(error, DependsOnSkipped):
            self._note(shape.term, f"sh:{name}", error)
        elif name != "property":
            self._note(
                shape.term, f"sh:{name}", DependsOnSkipped(shape.term, position, error.on, in_part=False)
            )

    def _faulty_value(self, shape: Shape, error: ShapesError) -> tuple[str, int | None]:
        """Return the parameter and the value that an error is about; "" and None if they are not known."""
        position = error.position
        if position and position.subject == shape.term and position.predicate.startswith(f"<{SHACL}"):
            return sh_name(position.predicate), self.graph.id(position.object)
        terms = (error.node, position.subject if position else None)
        nodes = {self.graph.id(term) for term in terms if term and term != shape.term}
        node, asked = self._asked
        for name in (asked,) if node == shape.node else self._parameters(shape):
            for value in self.values(shape.node, name):
                if value in nodes or not nodes.isdisjoint(self._list(value)):
                    return name, value
        return (asked, None) if node == shape.node else ("", None)

    def _parameters(self, shape: Shape) -> list[str]:
        terms = (self.graph.term(row[1]) for row in self.graph.by_subject.get(shape.node, ()))
        return [sh_name(term) for term in terms if term.startswith(f"<{SHACL}")]

    def _list(self, node: int) -> list[int]:
        """Return the members of a list and its cells; nothing if the node is not a list."""
        try:
            members = self.members(node)
        except ShapesError:
            return []
        rest = self.graph.id(REST)
        while members and node != self.graph.id(NIL):
            members.append(node)
            node = self.graph.objects(node, rest)[0]
        return members

    def _note(self, shape: str, part: str, error: ShapesError) -> None:
        self._found.setdefault((shape, part, str(error)), NotEvaluated(shape, part, error))

    def _skip_dependents(self) -> None:
        """Skip the constraints that need to know what conforms to an incomplete shape, until no more depend on one."""
        size = -1
        while size != len(self._incomplete):
            size = len(self._incomplete)
            for shape in self.known.values():
                if any(map(self.is_incomplete, shape.nested())):
                    self._incomplete.add(shape.node)
        for shape in self.known.values():
            if shape.node in self._incomplete or self._skipped_sibling(shape):
                shape.constraints = [each for each in shape.constraints if self._can_be_decided(shape, each)]

    def is_incomplete(self, shape: Shape) -> bool:
        """Return whether part of a shape, or of one that it refers to, is skipped."""
        return shape.node in self._incomplete or shape.node in self._skipped

    def _can_be_decided(self, shape: Shape, constraint: Constraint) -> bool:
        """Return whether the failures of a constraint are right; report it if it is skipped or may find too few."""
        sibling = self._skipped_sibling(shape) if isinstance(constraint, QualifiedConstraint) else None
        lacking = next((each.term for each in constraint.shapes() if self.is_incomplete(each)), sibling)
        if lacking is None or isinstance(constraint, PropertyConstraint):
            return True
        can_be_decided = sibling is None and not any(map(self.is_incomplete, needed_shapes(constraint)))
        part = parameter_of(constraint.component)
        name = "qualifiedValueShape" if part.startswith("sh:qualified") else part.removeprefix("sh:")
        if not can_be_decided:
            self._hidden.setdefault((shape.node, name), set()).add(None)
        position = TextPosition(shape.term, sh(name), lacking)
        self._note(shape.term, part, DependsOnSkipped(shape.term, position, lacking, can_be_decided))
        return can_be_decided

    def _skipped_sibling(self, shape: Shape) -> str | None:
        """Return a sibling of this property shape that is skipped, if both must have disjoint values."""
        values = super().values
        if not values(shape.node, "qualifiedValueShapesDisjoint"):
            return None
        for parent in self.graph.subjects(self.id(sh("property")), shape.node):
            for each in values(parent, "property"):
                if each in self._skipped or (each, "qualifiedValueShape") in self._hidden:
                    return self.graph.term(each)
        return None
