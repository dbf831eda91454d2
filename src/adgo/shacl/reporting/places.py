"""Finding the token in a file that a result is about."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import compress, count
from typing import NamedTuple

from adgo.shacl.evaluation.walk import witness
from adgo.shacl.inputs import Inputs
from adgo.shacl.model.errors import ShapesError
from adgo.shacl.model.graph import IndexedGraph, Row
from adgo.shacl.model.path_reader import read_path
from adgo.shacl.model.paths import Path, Predicate
from adgo.shacl.model.result import ValidationResult
from adgo.shacl.model.token_places import place_of as place_of
from adgo.shacl.model.token_places import place_of_subject as place_of_subject
from adgo.shacl.reporting.causes import Causes, TokenPosition
from adgo.turtle.document import Document, Part, Rows

PARTS: tuple[Part, ...] = ("subject", "predicate", "object")


class Use(NamedTuple):
    """The use of a node in a document: row and part of the first use, and the number of uses."""

    row: int
    part: Part
    times: int


class TriplePattern(NamedTuple):
    """A triple to look for, in which None matches any term, and the part of it that the result points at."""

    subject: int | None
    predicate: int | None
    object: int | None
    part: Part


ExactPatterns = dict[Row, list[TriplePattern]]
VaguePatterns = dict[tuple[int | None, int | None, int | None], list[TriplePattern]]


def locate(inputs: Inputs, results: Iterable[ValidationResult]) -> None:
    """Set the place of every result: in the data files, or in the ontology's files if the data have no such place.

    The place is the token of the value if there is one, otherwise the token of the predicate at the focus node,
    otherwise the token of the focus node. If a triple is stated several times, the other places are kept too. Files in
    the background are used last: any related triple in the other files is nearer to the cause.
    """
    documents = [*inputs.data, *inputs.ontology]
    left = list(results)
    if inputs.background:
        own = [document for document in documents if document.path not in inputs.background]
        left = _place(inputs, own, [(result, _candidates(inputs, result)) for result in left])
        left = _place_causes(inputs, own, left)
    else:
        of_nodes = [result for result in left if result.path_node is None and result.value == result.focus]
        _place_causes(inputs, documents, of_nodes, near=False)
        left = [result for result in left if result.place is None]
    left = _place(
        inputs,
        documents,
        [(result, [*_candidates(inputs, result), _any_triple(inputs, result)]) for result in left],
    )
    if left:
        # Focus nodes that are not subjects: only a few results need a search of all objects.
        _place(inputs, documents, [(result, _triples_with_object(inputs, result)) for result in left])


def _place_causes(
    inputs: Inputs, documents: Sequence[Document], results: list[ValidationResult], near: bool = True
) -> list[ValidationResult]:
    """Give results the place of the triple that most probably caused them; return those without one."""
    causes, left = Causes(inputs, documents, results), []
    for result in results:
        token = causes.token(result) or (causes.near(result) if near else None)
        if token:
            result.place = place_of(*token)
        else:
            left.append(result)
    return left


def _place(
    inputs: Inputs,
    documents: Sequence[Document],
    candidates: list[tuple[ValidationResult, list[TriplePattern]]],
) -> list[ValidationResult]:
    """Give results the place of the first triple that is found for them; return those without one."""
    found = _find(documents, {pattern for _, group in candidates for pattern in group})
    lost = []
    for result, group in candidates:
        places = next((found[pattern] for pattern in group if pattern in found), [])
        if places:
            result.place, *others = (place_of(document, row, part) for document, row, part in places)
            result.other_places = tuple(others)
        else:
            lost.append(result)
    return lost


def _any_triple(inputs: Inputs, result: ValidationResult) -> TriplePattern:
    """Return what matches any triple with the focus node as subject."""
    return TriplePattern(inputs.table.find(result.focus), None, None, "subject")


def _triples_with_object(inputs: Inputs, result: ValidationResult) -> list[TriplePattern]:
    """Return what to look for if the focus node is not a subject."""
    focus = inputs.table.find(result.focus)
    return [] if focus is None else [TriplePattern(None, None, focus, "object")]


def _candidates(inputs: Inputs, result: ValidationResult) -> list[TriplePattern]:
    """Return what to look for, best first."""
    graph = inputs.graph
    ids = inputs.table.ids
    focus = ids.get(result.focus)
    if focus is None:
        return []
    path = path_of_result(inputs.shapes_graph, result)
    candidates = list(_value_triples(graph, path, focus, ids.get(result.value or "")))
    if isinstance(path, Predicate):
        if path.inverse:
            candidates.append(TriplePattern(None, path.predicate, focus, "predicate"))
        else:
            candidates.append(TriplePattern(focus, path.predicate, None, "predicate"))
    return candidates


def path_of_result(shapes: IndexedGraph, result: ValidationResult) -> Path | None:
    """Return the path of a result, or None if it has none."""
    if result.path_node is None:
        return None
    try:
        return read_path(shapes, shapes.id(result.path_node))
    except ShapesError:
        return None


def _value_triples(
    graph: IndexedGraph, path: Path | None, focus: int, value: int | None
) -> Iterable[TriplePattern]:
    if value is None:
        return
    seen = witness(graph, path, focus, value) if path else None
    if seen:
        yield TriplePattern(*seen.row, seen.part)
    if path is not None or value != focus:
        # sh:equals and SPARQL constraints may report a value that the path does not reach.
        yield TriplePattern(focus, None, value, "object")


def _find(
    documents: Iterable[Document], patterns: set[TriplePattern]
) -> dict[TriplePattern, list[TokenPosition]]:
    """Return the tokens of the triples to look for, in one pass over the documents.

    A triple without None may have several tokens; otherwise only the first one is returned.
    """
    exact, vague = _by_triple(patterns)
    found: dict[TriplePattern, list[TokenPosition]] = {}
    for document in documents:
        _scan(document, exact, vague, found)
    return found


def _by_triple(patterns: set[TriplePattern]) -> tuple[ExactPatterns, VaguePatterns]:
    """Return the patterns without None and those with it, each by subject, predicate and object."""
    exact: ExactPatterns = {}
    vague: VaguePatterns = {}
    for pattern in patterns:
        s, p, o = pattern.subject, pattern.predicate, pattern.object
        if s is not None and p is not None and o is not None:
            exact.setdefault((s, p, o), []).append(pattern)
        else:
            vague.setdefault((s, p, o), []).append(pattern)
    return exact, vague


def _scan(
    document: Document,
    exact: ExactPatterns,
    vague: VaguePatterns,
    found: dict[TriplePattern, list[TokenPosition]],
) -> None:
    subjects = {s for s, _, _ in (*vague, *exact) if s is not None}
    objects = {o for s, _, o in vague if s is None and o is not None}
    rows = document.rows
    for number in _rows_with(rows, subjects, objects):
        row = s, p, o = rows.subjects[number], rows.predicates[number], rows.objects[number]
        for pattern in exact.get(row, ()):
            found.setdefault(pattern, []).append((document, number, pattern.part))
        for key in ((s, p, None), (None, p, o), (s, None, o), (s, None, None), (None, None, o)):
            for pattern in vague.get(key, ()):
                if pattern not in found:
                    found[pattern] = [(document, number, pattern.part)]


def _rows_with(rows: Rows, subjects: set[int], objects: set[int]) -> Iterable[int]:
    """Return the numbers of the rows with one of the subjects or objects, in ascending order."""
    found = set(compress(count(), map(subjects.__contains__, rows.subjects)))
    if objects:
        found.update(compress(count(), map(objects.__contains__, rows.objects)))
    return sorted(found)


def first_uses(document: Document, nodes: Collection[int]) -> dict[int, Use]:
    """Return the uses of some nodes in a document, in order; a use as predicate or object counts before a subject."""
    found: dict[int, Use] = {}
    for number, row in enumerate(document.rows):
        for node, part in zip(row, PARTS, strict=True):
            if node in nodes:
                first = found.get(node)
                if first is None:
                    found[node] = Use(number, part, 1)
                elif first.part == "subject" != part:
                    found[node] = Use(number, part, first.times + 1)
                else:
                    found[node] = first._replace(times=first.times + 1)
    return found
