"""Constraint components that a shapes graph declares with SPARQL validators (SHACL 6)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from adgo.shacl.constraints.sparql import AskConstraint, SparqlConstraint, prepared
from adgo.shacl.model.errors import ShapesError
from adgo.shacl.model.names import SHACL
from adgo.shacl.model.shapes import Constraint, Shape
from adgo.shacl.model.shapes_graph import ShapesGraph
from adgo.turtle.term_parts import iri, is_iri


@dataclass(frozen=True)
class ComponentParameter:
    """A parameter: the property that gives its value, and the variable that holds it."""

    property: int
    variable: str
    optional: bool


@dataclass(frozen=True)
class Component:
    """A declared component."""

    node: int
    iri: str
    parameters: tuple[ComponentParameter, ...]

    def constraints(self, shapes: ShapesGraph, shape: Shape) -> Iterator[Constraint]:
        """Yield the constraints of this component in a shape: none unless each mandatory parameter has a value."""
        given = [
            (parameter, shapes.graph.objects(shape.node, parameter.property))
            for parameter in sorted(self.parameters, key=lambda each: each.variable)
        ]
        if any(not values and not parameter.optional for parameter, values in given):
            return
        if len(self.parameters) > 1 and any(len(values) > 1 for _, values in given):
            raise ShapesError(
                f"a component with several parameters takes one value of each: {self.iri}", shape.term
            )
        present = [(parameter, values) for parameter, values in given if values]
        validator = self._validator(shapes, shape)
        if validator is None:
            return
        for combination in product(*(values for _, values in present)):
            bindings = {
                parameter.variable: shapes.graph.term(value)
                for (parameter, _), value in zip(present, combination, strict=True)
            }
            yield self._constraint(shapes, shape, validator, bindings)

    def _validator(self, shapes: ShapesGraph, shape: Shape) -> int | None:
        special = "nodeValidator" if shape.path is None else "propertyValidator"
        for name in (special, "validator"):
            found = shapes.values(self.node, name)
            if found:
                return found[0]
        return None

    def _constraint(
        self, shapes: ShapesGraph, shape: Shape, validator: int, bindings: dict[str, str]
    ) -> Constraint:
        messages = shapes.texts(validator, "message")
        names = [parameter.variable for parameter in self.parameters]
        ask = prepared(shapes, shape, validator, "ask", ["this", "value", *names])
        if ask is not None:
            return AskConstraint(ask, messages, self.iri, bindings)
        select = prepared(shapes, shape, validator, "select", ["this", *names])
        if select is None:
            raise ShapesError(
                "a validator needs a query in sh:ask or sh:select", shapes.graph.term(validator)
            )
        return SparqlConstraint(select, messages, None, self.iri, bindings)


def read_components(shapes: ShapesGraph) -> list[Component]:
    """Return the components that a shapes graph declares, without those of the standard."""
    nodes = sorted(shapes.instances("ConstraintComponent"), key=shapes.graph.term)
    own = [node for node in nodes if not shapes.graph.term(node).startswith(f"<{SHACL}")]
    return [_component(shapes, node) for node in own]


def _component(shapes: ShapesGraph, node: int) -> Component:
    term = shapes.graph.term(node)
    parameters = []
    for each in shapes.values(node, "parameter"):
        path = shapes.one(each, "path")
        if path is None or not is_iri(shapes.graph.term(path)):
            raise ShapesError("a parameter needs the IRI of a property as sh:path", term)
        name = iri(shapes.graph.term(path))
        variable = name[max(name.rfind("#"), name.rfind("/")) + 1 :]
        parameters.append(ComponentParameter(path, variable, shapes.flag(each, "optional")))
    if all(parameter.optional for parameter in parameters):
        raise ShapesError("a constraint component needs a parameter that is not optional", term)
    return Component(node, iri(term), tuple(parameters))
