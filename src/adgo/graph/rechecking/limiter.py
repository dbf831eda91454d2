"""Patterns limited to some values of a variable, so that what has other values is not computed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields, is_dataclass
from typing import Any, NamedTuple

from adgo.graph.rechecking.keys import is_key
from adgo.sparql.algebra import operators as algebra
from adgo.sparql.algebra.scope import visible
from adgo.sparql.algebra.serializer import written
from adgo.sparql.evaluation.bound_variables import always_bound

#: More values than this do not make a query faster.
MOST_VALUES = 500
#: Returns the solutions of a query: terms in N-Triples form, "" for what is not bound.
Ask = Callable[[str], Sequence[tuple[str, ...]]]


def select(pattern: algebra.Pattern, names: Iterable[algebra.Term], limit: int | None = None) -> str:
    """Return the text of a SELECT DISTINCT.

    Args:
        pattern: the pattern.
        names: the columns.
        limit: the highest number of solutions.
    """
    columns = tuple(names)
    distinct: algebra.Pattern = algebra.Distinct(algebra.Project(columns, pattern))
    if limit is not None:
        distinct = algebra.Slice(distinct, 0, limit)
    return written(algebra.Query("SELECT", distinct, columns, (), (), None, None))


class _Values(NamedTuple):
    """The values of a variable."""

    name: algebra.Term
    rows: algebra.InlineData


class Limiter:
    """Limits patterns, and asks the data for the values that further parts of them can have."""

    def __init__(self, ask: Ask, table: Ask) -> None:
        """Hold what answers queries.

        Args:
            ask: returns the solutions of a query.
            table: returns those of a SELECT DISTINCT; at most `MOST_VALUES` + 1 of them.
        """
        self._ask, self._table = ask, table

    def limited(self, pattern: algebra.Pattern, name: algebra.Term, values: Iterable[str]) -> algebra.Pattern:
        """Return a pattern with all solutions in which a variable has one of some values, and perhaps others.

        Args:
            pattern: the pattern.
            name: a variable that is a key of it.
            values: its values in N-Triples form.
        """
        rows = algebra.InlineData((name,), tuple((value,) for value in values))
        limited: algebra.Pattern = self._limited(pattern, _Values(name, rows), is_whole=True)
        return limited

    def _limited(self, part: Any, values: _Values, *, is_whole: bool) -> Any:
        """Return a part of the algebra with the values of a variable in each basic pattern that has it.

        `is_whole` says whether the part has the same solutions if it is asked alone: it is not in EXISTS or GRAPH.
        """
        match part:
            case algebra.BasicGraphPattern():
                return algebra.Join(values.rows, part) if values.name in visible(part) else part
            case algebra.Join(left, right) if is_whole:
                sides = [self._limited(side, values, is_whole=True) for side in (left, right)]
                for number in range(2):
                    sides[number] = self._narrowed(sides[number], sides[1 - number], values.name)
                return algebra.Join(*sides)
            case algebra.LeftJoin(left, right, condition) if is_whole:
                left, right = (self._limited(side, values, is_whole=True) for side in (left, right))
                return algebra.LeftJoin(left, self._narrowed(right, left, values.name), condition)
            case algebra.Minus(left, right) if is_whole:
                left, right = (self._limited(side, values, is_whole=True) for side in (left, right))
                return algebra.Minus(left, self._narrowed(right, left, values.name))
            case algebra.Exists() | algebra.GraphPattern():
                is_whole = False
        if isinstance(part, tuple):
            return tuple(self._limited(each, values, is_whole=is_whole) for each in part)
        if is_dataclass(part) and not isinstance(part, type):
            inner = (getattr(part, each.name) for each in fields(part))
            return type(part)(*(self._limited(each, values, is_whole=is_whole) for each in inner))
        return part

    def _narrowed(self, side: algebra.Pattern, other: algebra.Pattern, name: algebra.Term) -> algebra.Pattern:
        """Return one side of a join with the values that the other side has, if only that one has been limited."""
        if name in visible(side) or name not in visible(other):
            return side
        common = sorted(each for each in always_bound(side) & always_bound(other) if is_key(side, each))
        if not common:
            return self._as_table(side)
        found = self._ask(select(other, common, MOST_VALUES + 1))
        if len(found) > MOST_VALUES:
            return side
        if not found:
            return algebra.InlineData(tuple(common), ())
        for number, each in enumerate(common):
            values = sorted({row[number] for row in found})
            if not any(value.startswith("_:") for value in values):
                rows = algebra.InlineData((each,), tuple((value,) for value in values))
                side = self._limited(side, _Values(each, rows), is_whole=True)
        return side

    def _as_table(self, side: algebra.Pattern) -> algebra.Pattern:
        """Return the rows of a SELECT DISTINCT in its place if they are few."""
        if not isinstance(side, algebra.Distinct) or not isinstance(side.pattern, algebra.Project):
            return side
        columns = side.pattern.variables
        found = self._table(select(side.pattern.pattern, columns))
        if len(found) > MOST_VALUES or any(value.startswith("_:") for row in found for value in row):
            return side
        return algebra.InlineData(columns, tuple(tuple(value or None for value in row) for row in found))
