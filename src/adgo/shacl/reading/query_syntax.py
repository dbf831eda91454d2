"""Checking the queries of SPARQL-based constraints, also of shapes that nothing leads to (SHACL 5.2, appendix A)."""

from __future__ import annotations

from collections.abc import Iterator

from adgo.shacl.constraints.prefixes import read_query
from adgo.shacl.model.errors import ShapesError, Unsupported
from adgo.shacl.model.names import sh
from adgo.shacl.model.shapes_graph import ShapesGraph
from adgo.turtle.term_parts import is_literal


def query_errors(shapes: ShapesGraph) -> Iterator[ShapesError]:
    """Yield the error of each SPARQL-based constraint that is not well-formed."""
    graph = shapes.graph
    nodes = {value for values in graph.forward(shapes.id(sh("sparql"))).values() for value in values}
    for node in sorted(nodes, key=graph.term):
        if is_literal(graph.term(node)):
            continue  # `syntax_faults` has it
        try:
            if not shapes.flag(node, "deactivated") and read_query(shapes, node, "select", ["this"]) is None:
                yield ShapesError("sh:sparql needs a query in sh:select", graph.term(node))
        except ShapesError as error:
            yield error
        except Unsupported:
            continue  # the engine leaves the shape to pySHACL
