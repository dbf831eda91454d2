"""The nearest named shape, whose name stands for an anonymous shape in reports."""

from __future__ import annotations

from collections import deque

from adgo.shacl.model.graph import IndexedGraph
from adgo.turtle.term_parts import is_blank


def nearest_named(shapes: IndexedGraph, node: int) -> int:
    """Return the node if it is an IRI, otherwise the IRI that leads to it in the fewest steps, otherwise the node."""
    seen = {node}
    queue = deque([node])
    while queue:
        each = queue.popleft()
        if not is_blank(shapes.term(each)):
            return each
        for subject, _, _ in shapes.by_object.get(each, ()):
            if subject not in seen:
                seen.add(subject)
                queue.append(subject)
    return node
