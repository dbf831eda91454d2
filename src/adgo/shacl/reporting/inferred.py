"""Results about triples that no document states: their messages say that the triples are inferred."""

from __future__ import annotations

from collections.abc import Iterable

from adgo.shacl.evaluation.walk import witness
from adgo.shacl.inputs import Inputs
from adgo.shacl.model.paths import Path, Predicate
from adgo.shacl.model.result import ValidationResult
from adgo.shacl.reporting.places import path_of_result

#: What follows the message of such a result.
MARK = " (inferred)"


def mark(inputs: Inputs, results: Iterable[ValidationResult]) -> None:
    """Add `MARK` to the message of each result whose value, or one of whose counted values, is inferred."""
    if not inputs.inferred.rows:
        return
    for result in results:
        if _is_inferred(inputs, result):
            result.message += MARK


def _is_inferred(inputs: Inputs, result: ValidationResult) -> bool:
    ids, graph = inputs.table.ids, inputs.graph
    path, focus = path_of_result(inputs.shapes_graph, result), ids.get(result.focus)
    if path is None or focus is None:
        return False
    if result.value is None:
        return _counts_inferred(inputs, path, focus)
    value = ids.get(result.value)
    found = witness(graph, path, focus, value) if value is not None else None
    return found is not None and found.row in inputs.inferred.rows


def _counts_inferred(inputs: Inputs, path: Path, focus: int) -> bool:
    """Return whether a result without a value is about a property of which some values are inferred."""
    if not isinstance(path, Predicate):
        return False
    if path.inverse:
        rows = ((each, path.predicate, focus) for each in inputs.graph.subjects(path.predicate, focus))
    else:
        rows = ((focus, path.predicate, each) for each in inputs.graph.objects(focus, path.predicate))
    return any(row in inputs.inferred.rows for row in rows)
