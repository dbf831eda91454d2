"""From a result to the token in a file that it is about."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import compress, count
from typing import NamedTuple

from adgo.shacl.evaluation.walk import witness
from adgo.shacl.inputs import Inputs
from adgo.shacl.model.graph import Graph, Row
from adgo.shacl.model.path_reader import read_path
from adgo.shacl.model.paths import Path, Predicate
from adgo.shacl.model.result import Place, Result
from adgo.shacl.model.shapes import ShapesError
from adgo.shacl.reporting.causes import Causes, Token
from adgo.turtle.document import Document, Part, Rows

PARTS: tuple[Part, ...] = ("subject", "predicate", "object")


class Use(NamedTuple):
    """How a document uses a node: the row and the part of it at which it stands first, and how often it stands."""

    row: int
    part: Part
    times: int


class Wanted(NamedTuple):
    """A place to look for: a row, any row of a subject and a predicate, or any row with a term at one end."""

    subject: int | None
    predicate: int | None
    object: int | None
    part: Part


def locate(inputs: Inputs, results: Iterable[Result]) -> None:
    """Give every result its place in the data files, and those in the ontology's where the data has none.

    It is the value's token where there is one, else the predicate's token where it occurs at the focus node, else the
    focus node's token; a triple stated several times has its other places beside the first. Files in the background
    come last: in the others, any triple that has to do with the result is nearer to its cause.
    """
    documents = [*inputs.data, *inputs.ontology]
    left = list(results)
    if inputs.background:
        own = [document for document in documents if document.path not in inputs.background]
        left = _place(inputs, own, [(result, _wishes(inputs, result)) for result in left])
        left = _place_causes(inputs, own, left)
    else:
        of_nodes = [result for result in left if result.path_node is None and result.value == result.focus]
        _place_causes(inputs, documents, of_nodes, near=False)
        left = [result for result in left if result.place is None]
    left = _place(
        inputs,
        documents,
        [(result, [*_wishes(inputs, result), _any_wish(inputs, result)]) for result in left],
    )
    if left:
        # Focus nodes that are no subject: few results need that every object is looked at.
        _place(inputs, documents, [(result, _last_wishes(inputs, result)) for result in left])


def _place_causes(
    inputs: Inputs, documents: Sequence[Document], results: list[Result], near: bool = True
) -> list[Result]:
    """Give results the place of the triple that has most to do with them; return those without one."""
    causes, left = Causes(inputs, documents, results), []
    for result in results:
        token = causes.token(result) or (causes.near(result) if near else None)
        if token:
            result.place = place_of(*token)
        else:
            left.append(result)
    return left


def _place(
    inputs: Inputs, documents: Sequence[Document], wishes: list[tuple[Result, list[Wanted]]]
) -> list[Result]:
    """Give results the place of the first of their wishes that is met; return those without one."""
    found = _find(documents, {wish for _, group in wishes for wish in group})
    lost = []
    for result, group in wishes:
        places = next((found[wish] for wish in group if wish in found), [])
        if places:
            result.place, *others = (place_of(document, row, part) for document, row, part in places)
            result.other_places = tuple(others)
        else:
            lost.append(result)
    return lost


def _any_wish(inputs: Inputs, result: Result) -> Wanted:
    """Return the wish for any triple that says something of the focus node."""
    return Wanted(inputs.table.find(result.focus), None, None, "subject")


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


def _find(documents: Iterable[Document], wanted: set[Wanted]) -> dict[Wanted, list[Token]]:
    """Return the tokens of what is wanted, in one pass over the documents.

    Every place of a whole row; only the first of the vaguer wishes.
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
    for document in documents:
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


def first_uses(document: Document, nodes: Collection[int]) -> dict[int, Use]:
    """Return how a document uses some nodes, in the order of first use; a use as a subject is first only if alone."""
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
