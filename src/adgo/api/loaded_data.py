"""Data in memory: the triples as they were written, and a store that answers queries."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING

from adgo.api.answering import AnswerState, TermAnswer
from adgo.api.caller_warning import warn
from adgo.api.own_data import OwnData
from adgo.api.sources import GivenSources
from adgo.graph import files
from adgo.shacl import inputs
from adgo.sparql.answering.interrupts import interruptible

if TYPE_CHECKING:
    from pathlib import Path

    from pyoxigraph import NamedNode, Store

    from adgo.corpus.corpus import Corpus
    from adgo.corpus.reading import Row
    from adgo.graph.dataset import Dataset
    from adgo.graph.owlready import Statement
    from adgo.shacl.inputs import Inputs


class LoadedData:
    """The packaged graph, the user's own data, or both.

    Files and rdflib graphs are read at once; the packaged graph is read when it is needed.
    """

    def __init__(self, given: GivenSources) -> None:
        """Read the user's own sources; InputError if one cannot be read."""
        self.given = given
        self.own = OwnData(given.paths, given.graphs, is_merged=given.has_packaged)

    @cached_property
    def statements(self) -> dict[Statement, None]:
        """The triples of the default graph, each once, as they were written."""
        packaged = (triple for each in self._packaged.data for triple in each.triples())
        return dict.fromkeys([*packaged, *self.own.statements()])

    @property
    def prefixes(self) -> dict[str, str]:
        """Prefix to namespace."""
        return {**self.own.prefixes, **self._packaged.prefixes}

    @property
    def packaged_files(self) -> list[Path]:
        """The files of the packaged graph's default graph; none if it is not one of the sources."""
        parts = files.DEFAULT_PARTS if self.given.has_packaged else ()
        return [path for part in parts for path in files.part(part)]

    @cached_property
    def _packaged(self) -> Inputs:
        return inputs.read(self.packaged_files, [])

    @cached_property
    def _dataset(self) -> Dataset | None:
        from adgo.graph.dataset import load

        return load() if self.given.has_packaged else None

    @cached_property
    def store(self) -> Store:
        """The dataset with its named graphs."""
        from pyoxigraph import Store

        store = self._dataset.store if self._dataset else Store()
        changes = self.own.fill(store)
        if changes:
            warn(f"data: {changes.sentence()}")
        return store

    @cached_property
    def state(self) -> AnswerState:
        """The digest of all sources; for the packaged graph that of its server, and its version."""
        from adgo.graph import documents

        if self._dataset and self.given.is_packaged_alone:
            return AnswerState(True, self._dataset.digest, documents.current())
        digests = [self._dataset.digest] if self._dataset else []
        digests += self.own.digests()
        return AnswerState(
            True, digests[0] if len(digests) == 1 else sha256(" ".join(digests).encode()).hexdigest()
        )

    @cached_property
    def corpus(self) -> Corpus:
        """The data as people read them."""
        from adgo.corpus import reading

        return reading.read(self.bindings)

    def refresh(self) -> None:
        """Do nothing: data in memory do not change."""

    def answer(self, text: str) -> TermAnswer:
        """Return the answer to a query; KeyboardInterrupt at once if Ctrl-C is typed meanwhile.

        Raises:
            ValueError: if the query is not valid, or cannot be answered as SPARQL 1.1 says.
            ConnectionError: if a SERVICE that it calls does not answer.
        """
        store, state = self.store, self.state
        try:
            return interruptible(lambda: _answer(store, text, state))
        except OSError as error:
            raise ConnectionError(f"a SERVICE of the query does not answer: {error}") from error

    def bindings(self, text: str) -> list[Row]:
        """Return the rows of a SELECT query, as in the JSON results format."""
        from adgo.corpus.reading import asking

        store = self.store
        return interruptible(lambda: asking(store)(text))

    def labels(self, things: Iterable[NamedNode]) -> dict[NamedNode, str]:
        """Return the label of each thing that has one."""
        from adgo.corpus import store_labels

        return store_labels.labels(self.store, things)


def _answer(store: Store, text: str, state: AnswerState) -> TermAnswer:
    from adgo.api import engine_answer
    from adgo.graph.namespaces import PREFIXES
    from adgo.sparql.answering.failure import explained
    from adgo.sparql.answering.query import query

    with explained(text, PREFIXES):
        return engine_answer.answer(query(store, text, prefixes=PREFIXES).result, state)
