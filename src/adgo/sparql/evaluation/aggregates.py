"""The aggregates of SPARQL 1.1 (section 18.5.1), computed value by value."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from adgo.sparql.algebra import operators as algebra
from adgo.sparql.evaluation.ordering import sort_key
from adgo.sparql.evaluation.values import EvaluationError, Number, calculated, need_number
from adgo.turtle.term_parts import literal, text
from adgo.turtle.terms import INTEGER

_ZERO = Number(INTEGER, 0)


class AggregateState(ABC):
    """One aggregate over the values of a group that it has been given so far; an error is given as None."""

    @abstractmethod
    def add(self, term: str | None) -> None:
        """Take in the next value."""

    @abstractmethod
    def result(self) -> str:
        """Return the value of the aggregate; EvaluationError if it has none."""


class CountState(AggregateState):
    """COUNT: how many values there are, without errors."""

    def __init__(self) -> None:
        self._count = 0

    def add(self, term: str | None) -> None:
        """Count the value."""
        self._count += term is not None

    def result(self) -> str:
        """Return the number of values."""
        return Number(INTEGER, self._count).term()


class SampleState(AggregateState):
    """SAMPLE: the first value that is not an error."""

    def __init__(self) -> None:
        self._first: str | None = None

    def add(self, term: str | None) -> None:
        """Keep the value if it is the first."""
        if self._first is None:
            self._first = term

    def result(self) -> str:
        """Return the first value."""
        return _required(self._first)


class TotalState(AggregateState):
    """SUM and AVG; no value if one of them is not a number."""

    def __init__(self, *, is_average: bool) -> None:
        self._is_average = is_average
        self._count = 0
        self._total: Number | None = _ZERO

    def add(self, term: str | None) -> None:
        """Add the number."""
        self._count += 1
        try:
            if self._total is not None:
                self._total = calculated("+", self._total, need_number(_required(term)))
        except EvaluationError:
            self._total = None

    def result(self) -> str:
        """Return the sum or the average; 0 if there are no values."""
        if self._total is None:
            raise EvaluationError
        if self._is_average and self._count:
            return calculated("/", self._total, Number(INTEGER, self._count)).term()
        return self._total.term()


class ExtremeState(AggregateState):
    """MIN and MAX by the order of ORDER BY.

    The standard leaves open what an error does. Here there is no value, as for the other aggregates.
    """

    def __init__(self, *, is_greatest: bool) -> None:
        self._is_greatest = is_greatest
        self._best: tuple[tuple[Any, ...], str] | None = None
        self._has_failed = False

    def add(self, term: str | None) -> None:
        """Keep the value if it is less, or greater, than those before."""
        if term is None:
            self._has_failed = True
            return
        key = sort_key(term)
        if self._best is None or (key > self._best[0] if self._is_greatest else key < self._best[0]):
            self._best = (key, term)

    def result(self) -> str:
        """Return the least or greatest value."""
        if self._has_failed or self._best is None:
            raise EvaluationError
        return self._best[1]


class ConcatenationState(AggregateState):
    """GROUP_CONCAT: the texts of the values, which lose their language; no value if one has no text."""

    def __init__(self, separator: str) -> None:
        self._separator = separator
        self._texts: list[str] | None = []

    def add(self, term: str | None) -> None:
        """Append the text of the value."""
        if term is None or term[0] == "_":
            self._texts = None
        elif self._texts is not None:
            self._texts.append(text(term))

    def result(self) -> str:
        """Return the texts with separators between them."""
        if self._texts is None:
            raise EvaluationError
        return literal(self._separator.join(self._texts))


class DistinctState(AggregateState):
    """An aggregate over each different value once."""

    def __init__(self, inner: AggregateState) -> None:
        self._inner = inner
        self._seen: set[str | None] = set()

    def add(self, term: str | None) -> None:
        """Pass the value on if it is new."""
        if term not in self._seen:
            self._seen.add(term)
            self._inner.add(term)

    def result(self) -> str:
        """Return the value of the aggregate."""
        return self._inner.result()


def state(aggregate: algebra.Aggregate) -> AggregateState:
    """Return the state of an aggregate before its first value."""
    made: AggregateState
    match aggregate.function:
        case "COUNT":
            made = CountState()
        case "SAMPLE":
            made = SampleState()
        case "MIN" | "MAX":
            made = ExtremeState(is_greatest=aggregate.function == "MAX")
        case "GROUP_CONCAT":
            made = ConcatenationState(aggregate.separator)
        case _:
            made = TotalState(is_average=aggregate.function == "AVG")
    return DistinctState(made) if aggregate.distinct else made


def _required(term: str | None) -> str:
    if term is None:
        raise EvaluationError
    return term
