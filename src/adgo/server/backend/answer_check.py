"""Checks that an answer of the backend is whole: if it may be cut off, the backend is asked how much there is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from adgo.server.backend import completeness, small_answer
from adgo.server.backend.client import BackendQuestion, BackendResponse
from adgo.server.engine.failure import Failure

_UNCOUNTED = "its rows are as many as an engine may stop at, and cannot be counted"


@dataclass(frozen=True)
class AnswerCheck:
    """An answer to check.

    Attributes:
        question: what was asked.
        rows: the rows or triples of the answer.
        sent: how many the backend sent: a graph may have fewer, as it is a set.
        cap: the largest number of rows that the backend gives; None if that is not known.
        ask: asks the backend, within the time and the bytes that are left.
    """

    question: BackendQuestion
    rows: int
    sent: int
    cap: int | None
    ask: Callable[[BackendQuestion], BackendResponse]

    def rows_are_whole(self) -> None:
        """Return if the rows of a SELECT query are whole; raise Failure if not, or if nothing shows it."""
        if not completeness.may_be_cut(self.rows, self.cap):
            return
        query = completeness.counted(self.question.text)
        if query.limit is not None and self.rows >= query.limit:
            return
        solutions = self._number(query.text)
        if solutions > self.rows:
            raise Failure("backend-cut", f"it gave {self.rows:,} of {solutions:,} solutions, its limit")

    def graph_is_whole(self) -> None:
        """Return if the triples of a CONSTRUCT query are whole; raise Failure if not, or if nothing shows it."""
        self.solutions_are_whole()
        if not completeness.triples_may_be_cut(self.sent, self.cap):
            return
        made = self._number(completeness.constructed(self.question.text))
        if made > self.rows:
            raise Failure("backend-cut", f"it sent {self.rows:,} of {made:,} triples, its limit")
        if made < self.rows:
            raise Failure("backend-cut", f"it sent {self.rows:,} triples, and counts {made:,}")

    def solutions_are_whole(self) -> None:
        """Return if a graph is made of all solutions; raise Failure if not. More or fewer triples are made of them."""
        if self.cap is None:
            return
        query = completeness.counted(self.question.text)
        if query.limit is not None and query.limit < self.cap:
            return
        solutions = self._number(query.text)
        if solutions >= self.cap:
            raise Failure("backend-cut", f"it gave {self.cap:,} of {solutions:,} solutions, its limit")

    def description_is_whole(self) -> None:
        """Return if the triples of a DESCRIBE query are whole; raise Failure if not, or if nothing shows it."""
        if completeness.has_pattern(self.question.text):
            self.solutions_are_whole()
        if not completeness.triples_may_be_cut(self.sent, self.cap):
            return
        own = self._number(completeness.described(self.question.text))
        if self.rows < own:
            raise Failure("backend-cut", f"it sent {self.rows:,} triples of things that have {own:,}")
        if self.rows > own:
            # What else belongs to a description is the engine's choice.
            raise Failure("backend-cut", f"{_UNCOUNTED} (DESCRIBE; CONSTRUCT can be counted)")

    def _number(self, text: str) -> int:
        """Return the number that a query with one row gives; Failure if there is none."""
        if not text:
            raise Failure("backend-cut", _UNCOUNTED)
        question = BackendQuestion(text, False, self.question.default, self.question.named)
        try:
            return small_answer.number(self.ask(question), text)
        except ValueError as error:
            raise Failure("backend-cut", "its rows cannot be counted") from error
