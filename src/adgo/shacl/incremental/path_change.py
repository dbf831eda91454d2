"""From changed triples to the nodes at which a path, or a shape, may give another result.

Only the new graph is walked. If the values of a path at a node differ, a way along the path has a changed triple; the
part of the way before the first changed triple consists of triples that both graphs have.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from adgo.shacl.evaluation.walk import values_of_many
from adgo.shacl.model.graph import IndexedGraph, Row
from adgo.shacl.model.paths import Alternative, Path, Predicate, Repeat, Sequence, inverted

#: The triples of a change, by predicate.
ChangedRows = Mapping[int, Collection[Row]]


def changed_starts(graph: IndexedGraph, path: Path, changed: ChangedRows) -> set[int]:
    """Return the nodes at which a path may have other values than before.

    Args:
        graph: the graph after the change.
        path: the path.
        changed: the triples that were added, removed or moved.
    """
    match path:
        case Predicate(predicate, inverse):
            return {row[2 if inverse else 0] for row in changed.get(predicate, ())}
        case Sequence(steps):
            found: set[int] = set()
            for step in reversed(steps):
                found = back(graph, step, found) | changed_starts(graph, step, changed)
            return found
        case Alternative(branches):
            return set().union(*(changed_starts(graph, branch, changed) for branch in branches))
        case Repeat(step, _, once):
            found = changed_starts(graph, step, changed)
            return found if once or not found else found | back(graph, Repeat(step, 0, False), found)


def back(graph: IndexedGraph, path: Path, values: Collection[int]) -> set[int]:
    """Return the nodes at which a path has one of some values.

    Args:
        graph: the graph.
        path: the path.
        values: the values.
    """
    if not values:
        return set()
    return set().union(*values_of_many(graph, inverted(path), values).values())
