"""Conflicts between sources: asks the stored questions about them and writes the answers as text or JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Store

from adgo.evidence import conflict_kinds, store_lookup
from adgo.graph.namespaces import ADGO, short
from adgo.sparql.answering.query import query as answer

#: Names of the stored questions about conflicts start with this; the rest of the name is the kind of conflict.
PREFIX = "conflicts-"

#: The column with the thing that a row is about, and the columns of its two sides; other columns are shown as they are.
ABOUT = "about"
SIDES = (
    ("predicate", "value", "speaker", "attribution", "organization", "claim", "passage", "source"),
    (
        *("near", "otherPredicate", "otherValue", "otherSpeaker", "otherAttribution", "otherOrganization"),
        *("otherClaim", "otherPassage", "otherSource"),
    ),
)

#: Columns with the origin of a side; they are shown by their names, with which people look them up.
LINKS = ("claim", "passage", "source", "otherClaim", "otherPassage", "otherSource")
#: Properties for the label of a thing; a time has a wording.
LABELS = (NamedNode(f"{ADGO}wording"), *store_lookup.LABELS)

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


def as_text(found: list[Conflicts], store: Store) -> str:
    """Return one line with the number of conflicts of each kind, then the conflicts of each kind under a heading.

    The kinds have the order of the page of differences: contradictions and disputes first, additions last.
    """
    by_kind = {conflicts.kind: conflicts for conflicts in found}
    ordered = [by_kind[kind] for kind in conflict_kinds.in_order(by_kind)]
    counts = " · ".join(f"{conflicts.kind} {len(conflicts.rows)}" for conflicts in ordered)
    return "\n\n".join([counts, *(_section(conflicts, store) for conflicts in ordered if conflicts.rows)])


def _section(conflicts: Conflicts, store: Store) -> str:
    """Return the heading and question of a kind, and for each row what it is about and its two sides."""
    lines = [
        f"{conflict_kinds.heading(conflicts.kind)} ({conflicts.kind}: {len(conflicts.rows)})",
        conflicts.question,
    ]
    for row in conflicts.rows:
        lines.append(f"  {_about(row, store)}")
        lines += [f"    {side}" for side in (_joined(row, names, store) for names in SIDES) if side]
    return "\n".join(lines)


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


def _about(row: Row, store: Store) -> str:
    """Return what a row is about, with its label, and the columns that do not belong to a side."""
    about = row.get(ABOUT)
    parts = [_shown(about, store)] if about is not None else []
    if isinstance(about, NamedNode) and parts[0] != short(about.value):
        parts.append(f"({short(about.value)})")
    placed = {ABOUT, *SIDES[0], *SIDES[1]}
    parts += [f"· {name}: {_shown(value, store)}" for name, value in row.items() if name not in placed]
    return " ".join(parts)


def _joined(row: Row, names: tuple[str, ...], store: Store) -> str:
    """Return one side of a row: its values with labels, and the claim, passage and source by their short names."""
    return " · ".join(
        short(str(row[name]).strip("<>")) if name in LINKS else _shown(row[name], store)
        for name in names
        if name in row
    )


def _shown(term: store_lookup.Term, store: Store) -> str:
    """Return a term for people: the label of a thing, else its prefixed name, or the text of a literal."""
    if isinstance(term, NamedNode):
        return next(
            (value for one in LABELS if (value := store_lookup.text(store, term, one))), short(term.value)
        )
    return term.value if isinstance(term, Literal) else str(term)
