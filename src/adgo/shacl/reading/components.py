"""Constraint components that a shapes graph declares with SPARQL validators (SHACL 6)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import product

from adgo.shacl.constraints.prefixes import read_query
from adgo.shacl.constraints.sparql import AskConstraint, SparqlConstraint, prepared
from adgo.shacl.model.errors import ShapesError, TextPosition
from adgo.shacl.model.names import SHACL, sh
from adgo.shacl.model.shapes import Constraint, Shape
from adgo.shacl.model.shapes_graph import ShapesGraph
from adgo.turtle.term_parts import iri, is_iri

#: The properties of a component that name validators: the form of their queries, and what is bound in these.
_VALIDATORS = {
    "validator": ("ask", ("this", "value")),
    "nodeValidator": ("select", ("this",)),
    "propertyValidator": ("select", ("this",)),
}
#: Names that parameters may not have (SHACL 6.2.1).
_TAKEN = frozenset({"this", "shapesGraph", "currentShape", "path", "PATH", "value"})
#: The name of a SPARQL variable, in which almost any letter is allowed.
_VARNAME = re.compile(r"[^\W\u00aa\u00b5\u00ba][\w\u00b7\u203f\u2040]*")

#: A name without a colon (XML Namespaces), at the end of an IRI.
_NCNAME = re.compile(r"[^\W\d][\w.\-\u00b7\u203f\u2040]*\Z")


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
        messages = shapes.texts(validator, "message") or shapes.texts(self.node, "message")
        names = [parameter.variable for parameter in self.parameters]
        ask = prepared(shapes, shape, validator, "ask", ["this", "value", *names])
        if ask is not None:
            return AskConstraint(ask, messages, self.iri, bindings)
        select = prepared(shapes, shape, validator, "select", ["this", *names])
        assert select is not None, "read_components has checked the validators"
        return SparqlConstraint(select, messages, None, self.iri, bindings)


def read_components(shapes: ShapesGraph) -> list[Component]:
    """Return the components that a shapes graph declares, without those of the standard."""
    nodes = sorted(shapes.instances("ConstraintComponent"), key=shapes.graph.term)
    own = [node for node in nodes if not shapes.graph.term(node).startswith(f"<{SHACL}")]
    return [_component(shapes, node) for node in own]


def _component(shapes: ShapesGraph, node: int) -> Component:
    term = shapes.graph.term(node)
    if not is_iri(term):
        raise ShapesError("a constraint component needs an IRI, but this one is a blank node", term)
    parameters = read_parameters(shapes, node)
    if all(parameter.optional for parameter in parameters):
        raise ShapesError("a constraint component needs a parameter that is not optional", term)
    _check_validators(shapes, node, [parameter.variable for parameter in parameters])
    return Component(node, iri(term), tuple(parameters))


def _check_validators(shapes: ShapesGraph, node: int, names: list[str]) -> None:
    """Raise ShapesError if a validator of a component is not well-formed, whether a shape uses it or not."""
    for name, (form, bound) in _VALIDATORS.items():
        for validator in shapes.values(node, name):
            if read_query(shapes, validator, form, [*bound, *names]) is None:
                subject, value = shapes.graph.term(node), shapes.graph.term(validator)
                raise ShapesError(
                    f"a value of sh:{name} needs a query in sh:{form}",
                    subject,
                    TextPosition(subject, sh(name), value),
                )


def read_parameters(shapes: ShapesGraph, node: int) -> list[ComponentParameter]:
    """Return the parameters that a component or a target type declares.

    Raises:
        ShapesError: a parameter has no property, or its name is not allowed in SPARQL, is used by SHACL, or is that of
            another parameter.
    """
    parameters: dict[str, ComponentParameter] = {}
    for each in shapes.values(node, "parameter"):
        declaration = shapes.graph.term(each)
        path = shapes.one(each, "path")
        if path is None or not is_iri(shapes.graph.term(path)):
            position = TextPosition(shapes.graph.term(node), sh("parameter"), declaration)
            raise ShapesError("a parameter needs the IRI of a property as sh:path", declaration, position)
        name = iri(shapes.graph.term(path))
        variable = _local_name(name)
        reason = _fault_of_name(variable, parameters)
        if reason:
            position = TextPosition(declaration, sh("path"), shapes.graph.term(path))
            raise ShapesError(
                f"the name of a parameter, {variable!r}, {reason} (SHACL 6.2.1)", declaration, position
            )
        parameters[variable] = ComponentParameter(path, variable, shapes.flag(each, "optional"))
    return list(parameters.values())


def _local_name(name: str) -> str:
    """Return the longest NCName at the end of an IRI that does not begin right after its first colon; "" if none."""
    found = _NCNAME.search(name, name.find(":") + 2)
    return found[0] if found else ""


def _fault_of_name(variable: str, others: Collection[str]) -> str:
    """Return why a name is not allowed for a parameter; "" if it is."""
    if _VARNAME.fullmatch(variable) is None:
        return "is not the name of a SPARQL variable"
    if variable in _TAKEN:
        return "is used by SHACL itself"
    return "is also that of another parameter" if variable in others else ""
