"""Results made from the failures of constraints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from adgo.shacl.engines.placeholders import core_bindings
from adgo.shacl.evaluation.run import Run
from adgo.shacl.model.messages import chosen, filled
from adgo.shacl.model.naming import nearest_named
from adgo.shacl.model.paths import sparql
from adgo.shacl.model.result import ShapePlace, ValidationResult
from adgo.shacl.model.shapes import Constraint, Found, Shape

#: How many levels of nested shapes a result explains.
DEPTH = 3


class ResultMaker:
    """Makes results from failures."""

    def __init__(self, run: Run) -> None:
        """Hold the run that found the failures."""
        self.run = run
        self._names: dict[int, str] = {}
        self._paths: dict[int, str] = {}

    def result(self, found: Found, depth: int = 0) -> ValidationResult:
        """Return the result of a failure; `depth` is the number of results that it explains, one in another."""
        run, (shape, constraint, failure) = self.run, found
        expected = constraint.message(run, found)
        messages = self._messages(shape, found)
        path_node = failure.path if failure.path is not None else shape.path_node
        return ValidationResult(
            focus=run.term(failure.focus),
            path=self._path(shape, failure.path),
            value=run.text(failure.value) or None,
            severity_term=shape.severity,
            component=constraint.component,
            shape=self._name(shape.node),
            source_shape=shape.term,
            message=chosen(messages) or expected,
            messages=messages,
            path_node=run.term(path_node) if path_node is not None else None,
            source_constraint=run.term(failure.source) if failure.source is not None else None,
            expected=expected,
            details=list(self._details(found, depth)) if depth < DEPTH else [],
            shape_places=self._shape_places(constraint),
        )

    def _shape_places(self, constraint: Constraint) -> tuple[ShapePlace, ...]:
        """Return where the shapes that a constraint refers to are described."""
        names = self.run.shape_names
        placed = ((names.name(shape), names.place(shape)) for shape in constraint.shapes())
        return tuple(ShapePlace(name, place) for name, place in placed if place)

    def _messages(self, shape: Shape, found: Found) -> tuple[str, ...]:
        failure = found.failure
        templates = failure.messages or shape.messages
        if not any("{" in each for each in templates):
            return templates
        bindings = {**core_bindings(self.run, found), **(failure.bindings or {})}
        return tuple(filled(each, bindings) for each in templates)

    def _path(self, shape: Shape, instead: int | None) -> str | None:
        if instead is not None:
            return self.run.term(instead)
        if shape.path is None:
            return None
        if shape.node not in self._paths:
            self._paths[shape.node] = sparql(shape.path, self.run.terms)
        return self._paths[shape.node]

    def _name(self, node: int) -> str:
        if node not in self._names:
            shapes = self.run.inputs.shapes_graph
            self._names[node] = shapes.term(nearest_named(shapes, node))
        return self._names[node]

    def _details(self, found: Found, depth: int) -> Iterator[ValidationResult]:
        """Yield why a value fails the shapes that the constraint refers to, such as the branches of `sh:or`."""
        value = found.failure.value
        if not isinstance(value, int) or found.constraint.component.endswith("#ClosedConstraintComponent"):
            return
        for nested in _explaining(found):
            for each in self.run.found(nested, [value]).get(value, ()):
                yield self.result(each, depth + 1)


def _explaining(found: Found) -> Iterable[Shape]:
    """Return the shapes whose failures explain one; none for `sh:not`, whose shape has no failures then."""
    return () if found.constraint.component.endswith("#NotConstraintComponent") else found.constraint.shapes()
