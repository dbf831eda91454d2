"""Reading shapes from a shapes graph into the model (SHACL 2)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from itertools import chain

from adgo.shacl.model.errors import ShapesError, Unsupported
from adgo.shacl.model.graph import IndexedGraph
from adgo.shacl.model.names import CLASS, OWL_CLASS, SUBCLASS, TYPE, sh
from adgo.shacl.model.path_reader import read_path
from adgo.shacl.model.shapes import Constraint, Shape, Target, TargetKind
from adgo.shacl.model.shapes_graph import ShapeSource
from adgo.shacl.model.sparql_target import SparqlTarget
from adgo.shacl.reading.components import Component, read_components
from adgo.shacl.reading.families import FAMILIES, Family
from adgo.shacl.reading.pattern_syntax import pattern_faults
from adgo.shacl.reading.query_syntax import query_faults
from adgo.shacl.reading.sparql_targets import is_evaluated, read_target
from adgo.shacl.reading.syntax import SyntaxFault, syntax_faults
from adgo.turtle.term_parts import is_literal

#: The properties that select focus nodes.
TARGETS: dict[str, TargetKind] = {
    sh("targetNode"): "node",
    sh("targetClass"): "class",
    sh("targetSubjectsOf"): "subjects",
    sh("targetObjectsOf"): "objects",
    sh("target"): "sparql",
}
#: The deepest nesting of shapes that is read, so that hostile shapes cannot exhaust Python's stack.
DEEPEST = 60


class ShapesReader(ShapeSource):
    """Reads the shapes of nodes, each once; a shape may refer to itself through others."""

    def __init__(self, graph: IndexedGraph) -> None:
        """Hold the shapes graph; shapes are read on first use."""
        super().__init__(graph)
        self.known: dict[int, Shape] = {}
        #: The values of `sh:target` that are evaluated, by their nodes.
        self.sparql_targets: dict[int, SparqlTarget] = {}
        self._components: list[Component] | None = None
        self._depth = 0

    @property
    def components(self) -> list[Component]:
        """The constraint components that the shapes graph declares."""
        if self._components is None:
            self._components = read_components(self)
        return self._components

    @cached_property
    def faults(self) -> dict[int, tuple[SyntaxFault, ...]]:
        """The violated syntax rules of each ill-formed shape, with or without a target."""
        found = syntax_faults(self.graph)
        for node, fault in chain(query_faults(self), pattern_faults(self)):
            found[node] = (*found.get(node, ()), fault)
        return found

    def check(self) -> None:
        """Raise the first of the faults as an error, with the others in `others`; do nothing if there are none."""
        errors = [fault.error() for faults in self.faults.values() for fault in faults]
        if errors:
            errors[0].others = errors[1:]
            raise errors[0]

    def top_level(self) -> list[Shape]:
        """Return the shapes that have targets, in the order of their terms; ShapesError if a shape is ill-formed."""
        self.check()
        return [shape for shape in map(self.shape, self.targeted()) if shape.targets]

    def targeted(self) -> list[int]:
        """Return the nodes that may have a target, in the order of their terms."""
        nodes = self.instances("NodeShape") | self.instances("PropertyShape")
        for target in TARGETS:
            nodes.update(self.graph.forward(self.id(target)))
        return sorted(nodes, key=self.graph.term)

    def shape(self, node: int) -> Shape:
        """Return the shape of a node, always the same object; ShapesError if it is malformed."""
        shape = self.known.get(node)
        if shape is None:
            term = self.graph.term(node)
            if is_literal(term):
                raise ShapesError(f"a shape must be an IRI or a blank node, not {term}", term)
            if self._depth == DEEPEST:
                raise ShapesError(f"these shapes are nested deeper than {DEEPEST}", term)
            shape = self.known[node] = Shape(node, term)
            self._depth += 1
            try:
                self._fill(shape)
            except ShapesError:
                # The next call must raise the error again.
                del self.known[node]
                raise
            finally:
                self._depth -= 1
        return shape

    def _fill(self, shape: Shape) -> None:
        node = shape.node
        shape.path_node = self.one(node, "path")
        if shape.path_node is not None:
            shape.path = read_path(self.graph, shape.path_node)
        self._check_kind(shape)
        shape.deactivated = self.flag(node, "deactivated")
        severity = self.one(node, "severity")
        if severity is not None:
            shape.severity = self.graph.term(severity)
        shape.messages = self.texts(node, "message")
        shape.targets = list(self._targets(node))
        shape.constraints = list(self._constraints(shape))

    def _check_kind(self, shape: Shape) -> None:
        types = self.graph.objects(shape.node, self.id(TYPE))
        if shape.path_node is None and self.id(sh("PropertyShape")) in types:
            raise ShapesError("a property shape needs sh:path", shape.term)
        if shape.path_node is not None and self.id(sh("NodeShape")) in types:
            raise ShapesError(
                "a node shape must not have sh:path: type it sh:PropertyShape, or remove the path", shape.term
            )

    def _targets(self, node: int) -> Iterable[Target]:
        for name, kind in TARGETS.items():
            for value in self.graph.objects(node, self.id(name)):
                if kind != "sparql" or self._is_sparql_target(node, value):
                    yield Target(kind, value)
        types = set(self.graph.objects(node, self.id(TYPE)))
        shape_classes = {self.id(sh("NodeShape")), self.id(sh("PropertyShape"))}
        if (types & shape_classes or types & self._shape_types) and types & self._class_types:
            yield Target("class", node)

    def _is_sparql_target(self, node: int, value: int) -> bool:
        """Read a value of `sh:target`, and return whether it is one that is evaluated."""
        if not is_evaluated(self, value):
            return False
        try:
            self.sparql_targets[value] = read_target(self, self.known[node], value)
        except Unsupported as reason:
            self.known[node].unsupported = str(reason)
        return True

    @cached_property
    def _class_types(self) -> set[int]:
        classes = self.graph.closure(self.id(SUBCLASS), [self.id(CLASS)], inverse=True)
        return classes | {self.id(OWL_CLASS)}

    @cached_property
    def _shape_types(self) -> set[int]:
        shape_classes = [self.id(sh("NodeShape")), self.id(sh("PropertyShape"))]
        return self.graph.closure(self.id(SUBCLASS), shape_classes, inverse=True)

    def _constraints(self, shape: Shape) -> Iterable[Constraint]:
        for read in (*FAMILIES, *(component.constraints for component in self.components)):
            try:
                yield from self._read_family(read, shape)
            except Unsupported as reason:
                shape.unsupported = str(reason)

    def _read_family(self, read: Family, shape: Shape) -> Iterable[Constraint]:
        """Return the constraints of one family."""
        return read(self, shape)
