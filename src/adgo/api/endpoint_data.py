"""The data of a SPARQL endpoint, which are asked and never copied."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, QueryResultsFormat, QuerySolutions

from adgo.api import engine_answer
from adgo.api.answering import AnswerState, TermAnswer
from adgo.api.caller_warning import warn
from adgo.corpus import reading, store_labels
from adgo.graph import sparql_client
from adgo.graph.sparql_client import EndpointAnswer, EndpointError

if TYPE_CHECKING:
    from adgo.corpus.corpus import Corpus
    from adgo.corpus.reading import Row

#: A query that costs nothing; the answer names the dataset.
_CHEAP = "ASK {}"
#: Things whose labels are asked for at once.
_AT_ONCE = 500


class EndpointData:
    """An endpoint."""

    def __init__(self, url: str, seconds: float) -> None:
        """Name an endpoint; it is asked only when something is needed.

        Args:
            url: its address.
            seconds: most seconds that an answer may take.
        """
        self.url = url
        self.state = AnswerState(None)
        self._seconds = seconds
        self._corpus: Corpus | None = None

    @property
    def corpus(self) -> Corpus:
        """The data as people read them, as they were when `refresh` was called."""
        if self._corpus is None:
            self.refresh()
        assert self._corpus is not None
        return self._corpus

    def refresh(self) -> None:
        """Read the corpus, unless the endpoint says that its data are still the same.

        Raises:
            ConnectionError: if the endpoint fails, or its data change while they are read.
        """
        known = self.state.dataset
        if self._corpus and known and self._ask(_CHEAP).dataset == known:
            return
        answers: list[EndpointAnswer] = []
        self._corpus = reading.read(lambda text: self._bindings(text, answers))
        datasets = {each.dataset for each in answers}
        if len(datasets) > 1:
            raise EndpointError(f"{self.url}: the data changed while they were read; ask again")
        whole = all(each.is_complete for each in answers) or None
        self.state = AnswerState(whole, *datasets)

    def answer(self, text: str) -> TermAnswer:
        """Return the answer to a query; a warning says if the endpoint cut it off.

        Raises:
            ValueError: if the endpoint refuses the query.
            ConnectionError: if it cannot be reached, fails, or does not answer completely in time.
        """
        found = self._ask(text)
        if found.cut_off:
            warn(f"{self.url} cut the answer off: {found.cut_off}; the rest is missing")
        return engine_answer.answer(found.results(), AnswerState(found.is_complete, found.dataset))

    def bindings(self, text: str) -> list[Row]:
        """Return the rows of a SELECT query, as in the JSON results format; ConnectionError if they are cut off."""
        return self._bindings(text, [])

    def _bindings(self, text: str, answers: list[EndpointAnswer]) -> list[Row]:
        """Return the rows, and append the answer that has them to `answers`."""
        found = self._ask(text)
        answers.append(found)
        if found.cut_off:
            raise EndpointError(f"{self.url} cut an answer off that is needed whole: {found.cut_off}")
        results = found.results()
        assert isinstance(results, QuerySolutions)
        return list(
            json.loads(results.serialize(format=QueryResultsFormat.JSON) or b"{}")["results"]["bindings"]
        )

    def labels(self, things: Iterable[NamedNode]) -> dict[NamedNode, str]:
        """Return the label of each thing that has one."""
        found: dict[NamedNode, dict[NamedNode, list[Literal]]] = {}

        def label(thing: NamedNode) -> str:
            return store_labels.best(lambda predicate: found[thing].get(predicate, []))

        remaining = iter(dict.fromkeys(things))
        while some := list(islice(remaining, _AT_ONCE)):
            for thing, predicate, text in self._texts(some):
                found.setdefault(thing, {}).setdefault(predicate, []).append(text)
        return store_labels.distinct({thing: label(thing) for thing in found})

    def _texts(self, things: Sequence[NamedNode]) -> Iterator[tuple[NamedNode, NamedNode, Literal]]:
        """Yield things, properties and texts: in English or without a language, else in any language."""
        named = set()
        for row in self.answer(store_labels.query(things, is_english=True)).rows:
            named.add(row[0])
            yield tuple(row)  # type: ignore[misc]
        if rest := [each for each in things if each not in named]:
            for row in self.answer(store_labels.query(rest, is_english=False)).rows:
                yield tuple(row)  # type: ignore[misc]

    def _ask(self, text: str) -> EndpointAnswer:
        return sparql_client.ask(self.url, text, self._seconds)
