"""The solutions of queries on data that change: after a change, only those are asked for that may differ."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from adgo.graph.rechecking.change_reach import QueryChange, Reach
from adgo.graph.rechecking.changing_store import ChangingStore, Parts
from adgo.graph.rechecking.followed_queries import FollowedQueries
from adgo.graph.rechecking.limiter import MOST_VALUES, Limiter
from adgo.sparql.answering.query import RequestDataset
from adgo.sparql.answering.query import query as answer
from adgo.turtle.document import Document

if TYPE_CHECKING:
    from pyoxigraph import BlankNode, NamedNode, Store

#: A solution: the terms of the columns in N-Triples form, "" for one that is not bound.
Solution = tuple[str, ...]


class Selected(NamedTuple):
    """The columns of a SELECT query, with question marks, and its solutions, sorted."""

    columns: tuple[str, ...]
    solutions: list[Solution]


def answered(store: Store, query: str, graphs: list[NamedNode | BlankNode] | None = None) -> Selected:
    """Return the answer to a SELECT query.

    Args:
        store: the data.
        query: the query.
        graphs: the named graphs that the query sees; None for all.
    """
    dataset = None if graphs is None else RequestDataset(None, [each.value for each in graphs])
    rows = answer(store, query, dataset=dataset).rows
    columns = tuple(f"?{variable.value}" for variable in rows.variables)
    solutions = (tuple("" if value is None else str(value) for value in row) for row in rows)
    return Selected(columns, sorted(solutions))


def solutions(store: Store, query: str) -> list[Solution]:
    """Return the solutions of a SELECT query, sorted.

    Args:
        store: the data.
        query: the query.
    """
    return answered(store, query).solutions


def renewed(store: Store, change: QueryChange, known: Selected, reach: Reach, limiter: Limiter) -> Selected:
    """Return an answer in which the solutions that a change concerns are asked for again.

    Args:
        store: the data after the change.
        change: the query.
        known: its answer before the change.
        reach: the keys of the solutions that may differ.
        limiter: limits the query.
    """
    places = {name: known.columns.index(name) for name in reach}
    names = list(reach)

    def concerned(row: Solution, names: Sequence[str]) -> bool:
        return any(row[places[name]] in reach[name] for name in names)

    rows = [row for row in known.solutions if not concerned(row, names)]
    for number, name in enumerate(names):
        found = solutions(store, change.limited(limiter, name, reach[name]))
        # A solution with changed values of several keys is found once for each of them.
        rows += [row for row in found if concerned(row, [name]) and not concerned(row, names[:number])]
    return Selected(known.columns, sorted(rows))


class KeptAnswers:
    """Answers to queries, kept from one state of the documents to the next.

    Attributes:
        anew: the queries that were asked without limits for the last state.
        for_keys: those that were asked for some keys only.
        read_before: files that the caller has read for the last state, with content and document. If the content of a
            file is the same, its document must be the same object.
    """

    def __init__(self) -> None:
        """Know nothing yet."""
        self._data: ChangingStore | None = None
        self._changes: dict[str, QueryChange] = {}
        self._known: dict[str, Selected] = {}
        self._tables: dict[str, list[Solution]] = {}
        self.read_before: dict[Path, tuple[bytes, Document]] = {}
        self.anew: list[str] = []
        self.for_keys: list[str] = []

    def answers(self, parts: Parts, queries: Sequence[str]) -> list[list[Solution]]:
        """Return the solutions of each query, sorted.

        Args:
            parts: the documents of each part of the graph.
            queries: SELECT queries.
        """
        data, known = self._data, self._known
        # If something fails, nothing is kept.
        self._data, self._known = None, {}
        self.anew, self.for_keys = [], []
        followed = {text: self._change(text) for text in (*known, *self._tables)}
        changed = FollowedQueries(followed, solutions)
        if data is None or not data.follow(parts, changed):
            data, known, self._tables = ChangingStore(parts), {}, {}
        self._tables = {text: rows for text, rows in self._tables.items() if changed.reach(text) == {}}
        found = {text: self._answer(data.store, text, known.get(text), changed) for text in queries}
        self._data, self._known = data, found
        return [list(found[text].solutions) for text in queries]

    def _answer(self, store: Store, text: str, known: Selected | None, changed: FollowedQueries) -> Selected:
        reach = changed.reach(text) if known else None
        if known is None or reach is None:
            self.anew.append(text)
            return answered(store, text)
        if not reach:
            return known
        self.for_keys.append(text)
        limiter = Limiter(partial(solutions, store), partial(self._table, store))
        return renewed(store, self._change(text), known, reach, limiter)

    def _table(self, store: Store, text: str) -> list[Solution]:
        """Return at most `MOST_VALUES` + 1 solutions of a part of a query, kept until a change concerns them."""
        if text not in self._tables:
            self._tables[text] = solutions(store, f"{text} LIMIT {MOST_VALUES + 1}")
        return self._tables[text]

    def _change(self, text: str) -> QueryChange:
        if text not in self._changes:
            self._changes[text] = QueryChange(text)
        return self._changes[text]
