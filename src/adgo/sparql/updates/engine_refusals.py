"""What the engine refuses about a graph, at the operation of the update that names it."""

from __future__ import annotations

import re
from typing import NamedTuple

from adgo.sparql.algebra.errors import QueryError
from adgo.sparql.text import SparqlText
from adgo.sparql.updates.operations import NotParsed, UpdateOperation, operations, source_of, target_of

#: What the engine says of a graph that DROP or CLEAR does not find, and of one that CREATE finds.
_MISSING = re.compile(r"The graph (<[^>]*>) does not exist")
_EXISTING = re.compile(r"The graph (<[^>]*>) already exists")


class PlacedRefusal(NamedTuple):
    """A refusal: the position in the text of the name that it is about, in code points, and what is wrong."""

    start: int
    message: str


def missing(kind: str, graph: str) -> str:
    """Return that an operation needs a graph that does not exist, and what helps.

    Args:
        kind: the operation, such as DROP.
        graph: the graph, as SPARQL writes it.
    """
    return (
        f"{kind} needs the graph {graph}, which does not exist. Nothing was changed. Correct the name, or write {kind} "
        "SILENT if the graph may be missing."
    )


def placed(text: SparqlText, base: str | None, said: str) -> PlacedRefusal | None:
    """Return what the engine has said about a graph, with its place; None if it is about something else.

    Args:
        text: the update.
        base: its base IRI.
        said: the message of the engine.
    """
    lacks, exists = _MISSING.match(said), _EXISTING.match(said)
    found = lacks or exists
    try:
        steps = operations(text, base) if found else []
    except (NotParsed, QueryError):
        return None
    for each in steps:
        named = _named(each, creates=bool(exists))
        if found and named and named[0] == found[1]:
            message = missing(each.kind, found[1]) if lacks else _existing(found[1])
            return PlacedRefusal(named[1], message)
    return None


def _named(operation: UpdateOperation, *, creates: bool) -> tuple[str, int] | None:
    """Return the graph that an operation refuses to create, or to be without, and its place in the text."""
    if operation.tree is None or operation.is_silent or (operation.kind == "CREATE") != creates:
        return None
    graph = target_of(operation) if creates else source_of(operation)
    return (graph.graph, graph.token.start) if graph else None


def _existing(graph: str) -> str:
    return (
        f"CREATE makes a new graph, but there is a graph {graph} already. Nothing was changed. Choose another name, or "
        "write CREATE SILENT if the graph may exist."
    )
