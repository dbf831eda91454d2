"""The nearest named shape: by what name people know an anonymous shape."""

from __future__ import annotations

from collections import deque

from adgo.shacl.model.graph import Graph
from adgo.shacl.model.terms import is_blank


def nearest_named(shapes: Graph, node: int) -> int:
    """Return the node itself if it is an IRI, else the IRI that leads to it in the fewest steps, else the node."""
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
