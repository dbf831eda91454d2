"""Reading shapes from a shapes graph into the model (SHACL 2)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from adgo.shacl.model import lists
from adgo.shacl.model.graph import Graph, Index
from adgo.shacl.model.names import CLASS, OWL_CLASS, SUBCLASS, TYPE, sh
from adgo.shacl.model.path_reader import read_path
from adgo.shacl.model.shapes import Constraint, Shape, ShapesError, Target, TargetKind, Unsupported
from adgo.shacl.model.terms import datatype, is_literal, lexical
from adgo.shacl.reading.components import Component, read_components
from adgo.shacl.reading.families import FAMILIES

_TARGETS: dict[str, TargetKind] = {
    sh("targetNode"): "node",
    sh("targetClass"): "class",
    sh("targetSubjectsOf"): "subjects",
    sh("targetObjectsOf"): "objects",
}
_TRUE = ("true", "1")
#: Deeper nesting of shapes is refused: no honest shape has it, and Python's stack ends somewhere.
DEEPEST = 60


class ShapesReader:
    """Makes shapes of nodes, each once; a shape may refer to itself through others."""

    def __init__(self, graph: Graph) -> None:
        """Take the shapes graph."""
        self.graph = graph
        self.known: dict[int, Shape] = {}
        self._components: list[Component] | None = None
        self._depth = 0
        #: Subject to values of the properties of the SHACL vocabulary that were asked for.
        self._indexes: dict[str, Index] = {}

    @property
    def components(self) -> list[Component]:
        """The constraint components that the shapes graph itself declares."""
        if self._components is None:
            self._components = read_components(self)
        return self._components

    def id(self, term: str) -> int:
        """Return the number of a term."""
        return self.graph.id(term)

    def values(self, node: int, name: str) -> Sequence[int]:
        """Return the values of a property of the SHACL vocabulary, given by its local name."""
        index = self._indexes.get(name)
        if index is None:
            index = self._indexes[name] = self.graph.forward(self.id(sh(name)))
        return index.get(node, ())

    def one(self, node: int, name: str) -> int | None:
        """Return the only value of a property, or None; raises ShapesError for several."""
        found = self.values(node, name)
        if len(found) > 1:
            raise ShapesError(
                f"this has {len(found)} values of sh:{name}, and may have one", self.graph.term(node)
            )
        return found[0] if found else None

    def flag(self, node: int, name: str) -> bool:
        """Return whether a property is `true`; raises ShapesError for what is no boolean."""
        value = self.one(node, name)
        if value is None:
            return False
        term = self.graph.term(value)
        if not is_literal(term) or not datatype(term).endswith("#boolean>"):
            raise ShapesError(f"sh:{name} is true or false, not {term}", self.graph.term(node))
        return lexical(term) in _TRUE

    def texts(self, node: int, name: str) -> tuple[str, ...]:
        """Return the values of a property as terms, sorted."""
        return tuple(sorted(self.graph.term(each) for each in self.values(node, name)))

    def members(self, node: int) -> list[int]:
        """Return the members of a list."""
        return lists.members(self.graph, node)

    def instances(self, name: str) -> set[int]:
        """Return the SHACL instances of a class of the SHACL vocabulary, its subclasses' included."""
        graph = self.graph
        classes = graph.closure(self.id(SUBCLASS), [self.id(sh(name))], inverse=True)
        return {node for each in classes for node in graph.subjects(self.id(TYPE), each)}

    def top_level(self) -> list[Shape]:
        """Return the shapes that have targets, in the order of their terms."""
        typed = self.instances("NodeShape") | self.instances("PropertyShape")
        nodes = set(typed)
        for target in _TARGETS:
            nodes.update(self.graph.forward(self.id(target)))
        shapes = [self.shape(node) for node in sorted(nodes, key=self.graph.term)]
        return [shape for shape in shapes if shape.targets]

    def shape(self, node: int) -> Shape:
        """Return the shape of a node, read once; raises ShapesError where it is malformed."""
        shape = self.known.get(node)
        if shape is None:
            term = self.graph.term(node)
            if is_literal(term):
                raise ShapesError(f"a shape is an IRI or a blank node, not {term}", term)
            if self._depth == DEEPEST:
                raise ShapesError(f"these shapes are nested deeper than {DEEPEST}", term)
            shape = self.known[node] = Shape(node, term)
            self._depth += 1
            try:
                self._fill(shape)
            except ShapesError:
                # Whoever asks again is to hear of it again.
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
                "a node shape has no sh:path: type it sh:PropertyShape, or drop the path", shape.term
            )

    def _targets(self, node: int) -> Iterable[Target]:
        for name, kind in _TARGETS.items():
            for value in self.graph.objects(node, self.id(name)):
                yield Target(kind, value)
        types = set(self.graph.objects(node, self.id(TYPE)))
        shape_classes = {self.id(sh("NodeShape")), self.id(sh("PropertyShape"))}
        if (types & shape_classes or types & self._shape_types) and types & self._class_types:
            yield Target("class", node)

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
                yield from read(self, shape)
            except Unsupported as reason:
                shape.unsupported = str(reason)
