"""From a result to the token in a file that it is about."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import compress, count
from typing import NamedTuple

from adgo.shacl.graph import Graph, Row
from adgo.shacl.inputs import Inputs
from adgo.shacl.model import ShapesError
from adgo.shacl.path_reader import read_path
from adgo.shacl.paths import Path, Predicate
from adgo.shacl.result import Place, Result
from adgo.shacl.walk import witness
from adgo.turtle.document import Document, Part, Rows

#: A token: its document, the number of its row, its part in it.
Token = tuple[Document, int, Part]


class Wanted(NamedTuple):
    """A place to look for: a row, any row of a subject and a predicate, or any row with a term at one end."""

    subject: int | None
    predicate: int | None
    object: int | None
    part: Part


def locate(inputs: Inputs, results: Iterable[Result]) -> None:
    """Give every result its place in the data files, and those in the ontology's where the data has none.

    It is the value's token where there is one, else the predicate's token where it occurs at the focus node, else the
    focus node's token; a triple told several times has its other places beside the first.
    """
    lost = _place(inputs, [(result, _wishes(inputs, result)) for result in results])
    if lost:
        # Focus nodes that are no subject: few results need that every object is looked at.
        _place(inputs, [(result, _last_wishes(inputs, result)) for result in lost])


def _place(inputs: Inputs, wishes: list[tuple[Result, list[Wanted]]]) -> list[Result]:
    """Give results the place of the first of their wishes that is met; return those without one."""
    found = _find(inputs, {wish for _, group in wishes for wish in group})
    lost = []
    for result, group in wishes:
        places = next((found[wish] for wish in group if wish in found), [])
        if places:
            result.place, *others = (place_of(document, row, part) for document, row, part in places)
            result.other_places = tuple(others)
        else:
            lost.append(result)
    return lost


def _last_wishes(inputs: Inputs, result: Result) -> list[Wanted]:
    """Return what to look for where the focus node is no subject."""
    focus = inputs.table.find(result.focus)
    return [] if focus is None else [Wanted(None, None, focus, "object")]


def _wishes(inputs: Inputs, result: Result) -> list[Wanted]:
    """Return what to look for, best first."""
    graph = inputs.graph
    ids = inputs.table.ids
    focus = ids.get(result.focus)
    if focus is None:
        return []
    path = _path(inputs.shapes_graph, result)
    wishes = list(_value_wishes(graph, path, focus, ids.get(result.value or "")))
    if isinstance(path, Predicate):
        if path.inverse:
            wishes.append(Wanted(None, path.predicate, focus, "predicate"))
        else:
            wishes.append(Wanted(focus, path.predicate, None, "predicate"))
    wishes.append(Wanted(focus, None, None, "subject"))
    return wishes


def _path(shapes: Graph, result: Result) -> Path | None:
    if result.path_node is None:
        return None
    try:
        return read_path(shapes, shapes.id(result.path_node))
    except ShapesError:
        return None


def _value_wishes(graph: Graph, path: Path | None, focus: int, value: int | None) -> Iterable[Wanted]:
    if value is None:
        return
    seen = witness(graph, path, focus, value) if path else None
    if seen:
        yield Wanted(*seen.row, seen.part)
    if path is not None or value != focus:
        # sh:equals and SPARQL results may name a value that the path does not reach.
        yield Wanted(focus, None, value, "object")


def _find(inputs: Inputs, wanted: set[Wanted]) -> dict[Wanted, list[Token]]:
    """Return the tokens of what is wanted, in one pass over the documents.

    Every place of a whole row; only the first of the vaguer wishes, and the data's rather than the ontology's.
    """
    exact: dict[Row, list[Wanted]] = {}
    vague: dict[tuple[int | None, int | None, int | None], list[Wanted]] = {}
    for wish in wanted:
        s, p, o = wish.subject, wish.predicate, wish.object
        if s is not None and p is not None and o is not None:
            exact.setdefault((s, p, o), []).append(wish)
        else:
            vague.setdefault((s, p, o), []).append(wish)
    found: dict[Wanted, list[Token]] = {}
    for document in [*inputs.data, *inputs.ontology]:
        _scan(document, exact, vague, found)
    return found


def _scan(
    document: Document,
    exact: dict[Row, list[Wanted]],
    vague: dict[tuple[int | None, int | None, int | None], list[Wanted]],
    found: dict[Wanted, list[Token]],
) -> None:
    subjects = {s for s, _, _ in (*vague, *exact) if s is not None}
    objects = {o for s, _, o in vague if s is None and o is not None}
    rows = document.rows
    for number in _rows_with(rows, subjects, objects):
        row = s, p, o = rows.subjects[number], rows.predicates[number], rows.objects[number]
        for wish in exact.get(row, ()):
            found.setdefault(wish, []).append((document, number, wish.part))
        for key in ((s, p, None), (None, p, o), (s, None, o), (s, None, None), (None, None, o)):
            for wish in vague.get(key, ()):
                if wish not in found:
                    found[wish] = [(document, number, wish.part)]


def _rows_with(rows: Rows, subjects: set[int], objects: set[int]) -> Iterable[int]:
    """Return the numbers of the rows with one of the subjects or one of the objects, in their order."""
    found = set(compress(count(), map(subjects.__contains__, rows.subjects)))
    if objects:
        found.update(compress(count(), map(objects.__contains__, rows.objects)))
    return sorted(found)


def place_of(document: Document, row: int, part: Part) -> Place:
    """Return the place of a token; the file alone where its syntax gives no places."""
    span = document.locate(row, part)
    return Place(str(document.path), span.line, span.column, span.end_line, span.end_column)


def place_of_subject(documents: Iterable[Document], term: str) -> Place | None:
    """Return where a term first stands as a subject, or None."""
    for document in documents:
        number = document.table.find(term)
        if number is None:
            continue
        if number in document.rows.subjects:
            return place_of(document, document.rows.subjects.index(number), "subject")
    return None
