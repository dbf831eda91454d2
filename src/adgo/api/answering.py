"""What answers the queries of a graph: data in memory, or an endpoint."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pyoxigraph import NamedNode

    from adgo.corpus.corpus import Corpus
    from adgo.corpus.reading import Row

#: The columns of an answer that is a graph.
TRIPLE = ("subject", "predicate", "object")
#: The column of an answer that is yes or no.
TRUTH = ("answer",)


@dataclass(frozen=True)
class AnswerState:
    """Which data an answer comes from, and whether it is complete.

    Attributes:
        is_complete: whether it is complete; None if the endpoint does not say so.
        dataset: the digest of the data; "" if an endpoint does not name it.
        version: the version of the packaged graph; "" for other data, and for an endpoint.
    """

    is_complete: bool | None
    dataset: str = ""
    version: str = ""


@dataclass(frozen=True)
class TermAnswer:
    """The answer to a query in terms of the engine.

    Attributes:
        columns: the names of the columns.
        rows: the terms; None for a variable without a value.
        boolean: the truth, for an ASK query.
        is_graph: whether the rows are triples.
        state: where it comes from.
    """

    columns: tuple[str, ...]
    rows: Sequence[Sequence[object]]
    state: AnswerState
    boolean: bool | None = None
    is_graph: bool = False


class Answering(Protocol):
    """Answers queries."""

    @property
    def state(self) -> AnswerState:
        """The state of the data that the corpus was read from."""
        ...

    @property
    def corpus(self) -> Corpus:
        """The data as people read them."""
        ...

    def refresh(self) -> None:
        """Read the corpus again if the data have changed."""
        ...

    def answer(self, text: str) -> TermAnswer:
        """Return the answer to a query; ValueError if it cannot be answered."""
        ...

    def bindings(self, text: str) -> list[Row]:
        """Return the rows of a SELECT query, as in the JSON results format."""
        ...

    def labels(self, things: Iterable[NamedNode]) -> dict[NamedNode, str]:
        """Return the label of each thing that has one."""
        ...
