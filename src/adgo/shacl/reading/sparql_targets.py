"""Reading SPARQL-based targets: `sh:SPARQLTarget` and `sh:SPARQLTargetType` (SHACL Advanced Features, section 3)."""

from __future__ import annotations

from collections.abc import Sequence

from adgo.shacl.constraints.sparql import prepared
from adgo.shacl.model.errors import ShapesError, TextPosition
from adgo.shacl.model.names import SUBCLASS, TYPE, sh
from adgo.shacl.model.shapes import Shape
from adgo.shacl.model.shapes_graph import ShapesGraph
from adgo.shacl.model.sparql_target import SparqlTarget
from adgo.shacl.reading.components import ComponentParameter, read_parameters


def read_target(shapes: ShapesGraph, shape: Shape, node: int) -> SparqlTarget:
    """Return a value of `sh:target` that is evaluated.

    Args:
        shapes: the shapes graph.
        shape: the shape with the target.
        node: the value of `sh:target`.

    Raises:
        ShapesError: the query cannot be used, or a parameter has no value, or several.
        Unsupported: the query cannot be evaluated, or pyoxigraph is not installed.
    """
    graph = shapes.graph
    types = graph.objects(node, shapes.id(TYPE))
    kinds = sorted(shapes.instances("SPARQLTargetType").intersection(types), key=graph.term)
    if not kinds or shapes.values(node, "select"):
        return _target(shapes, shape, node, ())
    return _target(shapes, shape, kinds[0], _values(shapes, kinds[0], node))


def is_evaluated(shapes: ShapesGraph, node: int) -> bool:
    """Return whether a value of `sh:target` is of a kind that is evaluated."""
    types = shapes.graph.objects(node, shapes.id(TYPE))
    known = {shapes.id(sh("SPARQLTarget")), *shapes.instances("SPARQLTargetType")}
    return bool(shapes.values(node, "select")) or not known.isdisjoint(types)


def _target(shapes: ShapesGraph, shape: Shape, node: int, values: Sequence[tuple[str, str]]) -> SparqlTarget:
    """Return the target of the query at a node, with the values of its parameters."""
    term = shapes.graph.term(node)
    # SHACL restricts only queries with pre-bound variables.
    query = prepared(shapes, shape, node, "select", [name for name, _ in values] if values else None)
    if query is None:
        raise ShapesError("a SPARQL-based target needs a query in sh:select", term)
    if "?this" not in query.algebra.columns:
        raise query.fault(None, "the query of a target must return ?this")
    return SparqlTarget(shape, query, dict(values))


def _values(shapes: ShapesGraph, kind: int, node: int) -> list[tuple[str, str]]:
    """Return the variables of a target type's parameters with their values at a target."""
    graph = shapes.graph
    classes = sorted(graph.closure(shapes.id(SUBCLASS), [kind]), key=graph.term)
    found = []
    for parameter in (each for class_ in classes for each in read_parameters(shapes, class_)):
        values = graph.objects(node, parameter.property)
        if len(values) > 1 or not (values or parameter.optional):
            raise _miscounted(shapes, node, parameter, values)
        found += [(parameter.variable, graph.term(value)) for value in values]
    return found


def _miscounted(
    shapes: ShapesGraph, node: int, parameter: ComponentParameter, values: Sequence[int]
) -> ShapesError:
    term, name = shapes.graph.term(node), shapes.graph.term(parameter.property)
    if not values:
        return ShapesError(f"this target needs a value of its parameter {name}", term)
    position = TextPosition(term, name, shapes.graph.term(values[1]))
    return ShapesError(
        f"this target has {len(values)} values of its parameter {name}; one is allowed", term, position
    )
