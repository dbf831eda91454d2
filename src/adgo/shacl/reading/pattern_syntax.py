"""Checking the regular expressions of shapes, with or without a target (SHACL appendix A, pattern-regex)."""

from __future__ import annotations

from collections.abc import Iterator

from adgo.shacl.constraints.patterns import Pattern
from adgo.shacl.model.errors import ShapesError
from adgo.shacl.model.names import sh
from adgo.shacl.model.shapes_graph import ShapesGraph
from adgo.shacl.reading.syntax import SyntaxFault
from adgo.turtle.term_parts import is_literal, lexical


def pattern_faults(shapes: ShapesGraph) -> Iterator[tuple[int, SyntaxFault]]:
    """Yield each node whose `sh:pattern` or `sh:flags` is not valid in XPath, with the fault."""
    graph = shapes.graph
    index = graph.forward(shapes.id(sh("pattern")))
    for node in sorted(index, key=graph.term):
        patterns = [graph.term(value) for value in index[node]]
        flags = [graph.term(value) for value in shapes.values(node, "flags")]
        if len(patterns) > 1 or len(flags) > 1 or not all(map(is_literal, [*patterns, *flags])):
            continue  # `syntax_faults` reports it
        try:
            Pattern(lexical(patterns[0]), lexical(flags[0]) if flags else "", graph.term(node))
        except ShapesError as error:
            yield node, SyntaxFault(str(error), graph.term(node), error.position)
