"""Constraint components that a shapes graph declares with SPARQL validators (SHACL 6)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from adgo.shacl.model.names import SHACL
from adgo.shacl.model.shapes import Constraint, Shape, ShapesError
from adgo.shacl.model.terms import iri, is_iri
from adgo.shacl.reading.constraints.sparql import AskConstraint, SparqlConstraint, prepared
from adgo.shacl.reading.prefixes import query_text

if TYPE_CHECKING:
    from adgo.shacl.reading.shapes_reader import ShapesReader


@dataclass(frozen=True)
class Parameter:
    """A parameter: the property that gives its value, and the variable that holds it."""

    property: int
    variable: str
    optional: bool


@dataclass(frozen=True)
class Component:
    """A declared component."""

    node: int
    iri: str
    parameters: tuple[Parameter, ...]

    def constraints(self, reader: ShapesReader, shape: Shape) -> Iterator[Constraint]:
        """Yield the constraints of this component in a shape: none unless each mandatory parameter has a value."""
        given = [
            (parameter, reader.graph.objects(shape.node, parameter.property))
            for parameter in sorted(self.parameters, key=lambda each: each.variable)
        ]
        if any(not values and not parameter.optional for parameter, values in given):
            return
        if len(self.parameters) > 1 and any(len(values) > 1 for _, values in given):
            raise ShapesError(
                f"a component of several parameters takes one value of each: {self.iri}", shape.term
            )
        present = [(parameter, values) for parameter, values in given if values]
        validator = self._validator(reader, shape)
        if validator is None:
            return
        for combination in product(*(values for _, values in present)):
            bindings = {
                parameter.variable: reader.graph.term(value)
                for (parameter, _), value in zip(present, combination, strict=True)
            }
            yield self._constraint(reader, shape, validator, bindings)

    def _validator(self, reader: ShapesReader, shape: Shape) -> int | None:
        special = "nodeValidator" if shape.path is None else "propertyValidator"
        for name in (special, "validator"):
            found = reader.values(self.node, name)
            if found:
                return found[0]
        return None

    def _constraint(
        self, reader: ShapesReader, shape: Shape, validator: int, bindings: dict[str, str]
    ) -> Constraint:
        terms = reader.graph.table.terms
        messages = reader.texts(validator, "message")
        names = [parameter.variable for parameter in self.parameters]
        ask = query_text(reader, validator, "ask")
        if ask is not None:
            query = prepared(ask, ["this", "value", *names], shape, terms)
            return AskConstraint(query, messages, self.iri, bindings)
        select = query_text(reader, validator, "select")
        if select is None:
            raise ShapesError("a validator needs a query in sh:ask or sh:select", terms[validator])
        query = prepared(select, ["this", *names], shape, terms)
        return SparqlConstraint(query, messages, None, self.iri, bindings)


def read_components(reader: ShapesReader) -> list[Component]:
    """Return the components that a shapes graph declares, the standard's own left out."""
    nodes = sorted(reader.instances("ConstraintComponent"), key=reader.graph.term)
    own = [node for node in nodes if not reader.graph.term(node).startswith(f"<{SHACL}")]
    return [_component(reader, node) for node in own]


def _component(reader: ShapesReader, node: int) -> Component:
    term = reader.graph.term(node)
    parameters = []
    for each in reader.values(node, "parameter"):
        path = reader.one(each, "path")
        if path is None or not is_iri(reader.graph.term(path)):
            raise ShapesError("a parameter needs the IRI of a property as sh:path", term)
        name = iri(reader.graph.term(path))
        variable = name[max(name.rfind("#"), name.rfind("/")) + 1 :]
        parameters.append(Parameter(path, variable, reader.flag(each, "optional")))
    if all(parameter.optional for parameter in parameters):
        raise ShapesError("a constraint component needs a parameter that is not optional", term)
    return Component(node, iri(term), tuple(parameters))
