"""The places of results, found again only for those that an edit may have moved."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from adgo.shacl.incremental.graph_change import GraphChange
from adgo.shacl.inputs import Inputs
from adgo.shacl.model.names import SUBCLASS
from adgo.shacl.model.result import ValidationResult
from adgo.shacl.reporting import places


def place_again(
    inputs: Inputs,
    results: Iterable[ValidationResult],
    renewed: Iterable[ValidationResult],
    paths: Collection[str],
    nodes: Collection[int],
    change: GraphChange,
) -> int:
    """Find the places of results after an edit; return how many were looked for.

    A place depends on triples with the focus node or the value of the result. Which of several triples is chosen may
    depend on the classes above a type.

    Args:
        inputs: the documents.
        results: all results.
        renewed: those that have no place yet.
        paths: the files that have changed.
        nodes: the nodes in these files, before and after.
        change: what has changed in data and ontology.
    """
    moved = inputs.graph.id(SUBCLASS) in change.by_predicate
    new = set(map(id, renewed))
    ids = inputs.table.ids
    again = [
        result
        for result in results
        if moved
        or id(result) in new
        or result.file in paths
        or result.file is None
        or any(place.file in paths for place in result.other_places)
        or ids.get(result.focus) in nodes
        or ids.get(result.value or "") in nodes
    ]
    for result in again:
        result.place, result.other_places = None, ()
    if again:
        places.locate(inputs, again)
    return len(again)
