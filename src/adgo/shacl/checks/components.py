"""Findings about shapes that use constraint components of the shapes graph (SHACL 6)."""

from __future__ import annotations

from collections.abc import Iterator

from adgo.shacl.inputs import Inputs
from adgo.shacl.model.errors import ShapesError, TextPosition
from adgo.shacl.model.result import Finding
from adgo.shacl.reading.components import Component, ComponentParameter
from adgo.shacl.reading.shapes_reader import ShapesReader
from adgo.shacl.reporting.error_places import place_of_error


def unused_parameters(inputs: Inputs, reader: ShapesReader) -> Iterator[Finding]:
    """Yield the parameters of components that have no effect: one is missing, or no validator suits the shape.

    A deactivated shape is left out, as nothing in it has an effect.
    """
    for component in reader.components:
        for parameter in component.parameters:
            for node, values in reader.graph.forward(parameter.property).items():
                reason = _reason(reader, component, node)
                if (
                    reason
                    and not reader.flag(node, "deactivated")
                    and node not in reader.values(component.node, "parameter")
                ):
                    yield _finding(inputs, reader, parameter, node, next(iter(values)), reason)


def _reason(reader: ShapesReader, component: Component, node: int) -> str:
    """Return why a component has no effect in a shape; "" if it has one."""
    missing = [
        each.variable
        for each in component.parameters
        if not each.optional and not reader.graph.objects(node, each.property)
    ]
    if missing:
        return f"the shape has no value of the parameter {missing[0]}"
    kind = "nodeValidator" if reader.one(node, "path") is None else "propertyValidator"
    if not reader.values(component.node, kind) and not reader.values(component.node, "validator"):
        return f"the component has neither sh:{kind} nor sh:validator"
    return ""


def _finding(
    inputs: Inputs, reader: ShapesReader, parameter: ComponentParameter, node: int, value: int, reason: str
) -> Finding:
    term = reader.graph.term(node)
    message = f"the parameter {parameter.variable} has no effect, because {reason}"
    position = TextPosition(term, reader.graph.term(parameter.property), reader.graph.term(value))
    place = place_of_error(inputs, ShapesError(message, term, position))
    return Finding("not-evaluated", "warning", message, term, place)
