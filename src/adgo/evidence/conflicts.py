"""Conflicts between sources: asks the stored questions about them and writes the answers as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import Store

from adgo.evidence import store_lookup
from adgo.sparql.answering.query import query as answer

#: Names of the stored questions about conflicts start with this; the rest of the name is the kind of conflict.
PREFIX = "conflicts-"

Row = dict[str, store_lookup.Term]


@dataclass(frozen=True)
class Conflicts:
    """All conflicts of one kind: the question that finds them, and one row for each."""

    kind: str
    question: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def find(store: Store, kind: str, question: str, query: str) -> Conflicts:
    """Return the conflicts of one kind.

    Args:
        store: the data.
        kind: the kind of conflict.
        question: the question in words.
        query: the SELECT query; unbound variables of a solution are omitted from its row.

    Raises:
        TypeError: if the query is not a SELECT query.
        SyntaxError: if the query cannot be parsed.
    """
    try:
        solutions = answer(store, query).rows
    except TypeError as error:
        raise TypeError(f"{PREFIX}{kind}: a question about conflicts is a SELECT query") from error
    columns = tuple(variable.value for variable in solutions.variables)
    rows = tuple({name: value for name in columns if (value := row[name]) is not None} for row in solutions)
    return Conflicts(kind, question, columns, rows)


def as_json(found: list[Conflicts]) -> str:
    """Return one JSON object: for each kind, its question, columns and rows; terms are in N-Triples form."""
    record: Mapping[str, object] = {
        conflicts.kind: {
            "question": conflicts.question,
            "columns": list(conflicts.columns),
            "rows": [{name: str(value) for name, value in row.items()} for row in conflicts.rows],
        }
        for conflicts in found
    }
    return json.dumps(record, indent=2, ensure_ascii=False)
