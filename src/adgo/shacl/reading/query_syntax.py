"""Checking the queries of SPARQL-based constraints, of shapes with or without a target (SHACL 5.2, appendix A)."""

from __future__ import annotations

from collections.abc import Iterator

from adgo.shacl.constraints.prefixes import read_query
from adgo.shacl.model.errors import ShapesError, Unsupported
from adgo.shacl.model.names import sh
from adgo.shacl.model.shapes_graph import ShapesGraph
from adgo.shacl.reading.syntax import SyntaxFault
from adgo.turtle.term_parts import is_literal


def query_faults(shapes: ShapesGraph) -> Iterator[tuple[int, SyntaxFault]]:
    """Yield each shape with a SPARQL-based constraint whose query is not well-formed, with the fault."""
    graph = shapes.graph
    index = graph.forward(shapes.id(sh("sparql")))
    for shape in sorted(index, key=graph.term):
        for node in index[shape]:
            if is_literal(graph.term(node)):
                continue  # `syntax_faults` reports it
            try:
                if not shapes.flag(node, "deactivated"):
                    read_query(shapes, node, "select", ["this"])
            except ShapesError as error:
                # The fault is in the constraint, even if its prefixes are declared elsewhere.
                at = graph.term(node) if error.position or not error.node else error.node
                yield shape, SyntaxFault(str(error), at, error.position)
            except Unsupported:
                continue  # the engine leaves the shape to pySHACL
