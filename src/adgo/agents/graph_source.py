"""The data that agents ask: the endpoint's workers answer, and the corpus is read from them."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from adgo.agents.agent_error import AgentError
from adgo.graph.namespaces import BASE

if TYPE_CHECKING:
    from adgo.corpus.corpus import Corpus
    from adgo.corpus.search.search import Search
    from adgo.queries import Question
    from adgo.server.endpoint import Endpoint
    from adgo.server.protocol.negotiation import Format
    from adgo.server.site import KeptValues
    from adgo.sparql.text import SparqlText

Value = TypeVar("Value")

#: Largest result, in MiB, from which answers are made.
RESULT = 16
#: How often a call is made again because the data were replaced meanwhile.
TRIES = 3
FOLDER = Path(__file__).parent / "queries"


class GraphSource:
    """The graph: complete results of queries, and the corpus of one version of the data.

    The data are opened in the background, so that a client can connect meanwhile.
    """

    def __init__(self, paths: Sequence[str], timeout: float, memory: int) -> None:
        """Prepare the source; `start` opens it.

        Args:
            paths: the files with the data; none for the packaged graph.
            timeout: time limit of a query, in seconds.
            memory: memory limit of a query, in MiB.
        """
        self.timeout, self.memory = timeout, memory
        self._paths = list(paths)
        self._opened: Endpoint | None = None
        self._failed: Exception | None = None
        self._opening = threading.Thread(target=self._open, name="adgo-open", daemon=True)

    def start(self) -> None:
        """Begin to open the data."""
        self._opening.start()

    def _open(self) -> None:
        try:
            from adgo.server.endpoint import Endpoint
            from adgo.server.settings import Settings

            settings = Settings(timeout=self.timeout, memory=self.memory, result=RESULT)
            endpoint = Endpoint(self._paths, settings)
            endpoint.start()
            self._opened = endpoint
        except Exception as error:
            self._failed = error

    @property
    def endpoint(self) -> Endpoint:
        """The endpoint, when it is open; AgentError if the data cannot be opened."""
        if self.failure or self._opened is None:
            raise AgentError(f"The data could not be opened: {self.failure}. Ask the user to correct this.")
        return self._opened

    def close(self) -> None:
        """End all processes."""
        self._opening.join()
        if self._opened is not None:
            self._opened.close()

    @property
    def failure(self) -> str:
        """Why the data could not be opened; "" if they are open."""
        self._opening.join()
        return str(self._failed) if self._failed else ""

    @property
    def version(self) -> str:
        """The digest of the data that are served now."""
        return self.endpoint.digest

    def at_one_version(self, make: Callable[[str], Value]) -> Value:
        """Return what a function makes of one version of the data; it is called again if the data are replaced.

        Raises:
            AgentError: what the function raises; or the data were replaced each time.
        """
        for _ in range(TRIES):
            version = self.version
            made = make(version)
            if self.version == version:
                return made
        raise AgentError("The data are being replaced all the time. Try again later.")

    def content(self, sparql: str, seconds: float = 0) -> tuple[bytes, Format]:
        """Return the complete answer to a query, as JSON or N-Triples, and its format.

        Args:
            sparql: the query; prefixes of the graph need no declaration.
            seconds: time limit, if it is lower than that of the source; 0 for that of the source.

        Raises:
            AgentError: if the query is refused or has no complete answer.
        """
        from adgo.server.protocol.negotiation import GRAPHS, RESULTS
        from adgo.server.protocol.problem import Problem
        from adgo.server.protocol.sparql_request import Operation
        from adgo.sparql.text import SparqlText

        text = SparqlText(sparql)
        wish = GRAPHS[1] if text.analysis.gives_graph else RESULTS[0]
        try:
            request = self.endpoint.prepare(Operation(text, seconds=seconds or None), None, BASE, wish.name)
            return self.endpoint.reply(request).content(), wish
        except Problem as problem:
            excerpt = problem.members.get("excerpt")
            raise AgentError(problem.detail + (f"\n{excerpt}" if excerpt else "")) from problem

    def rows(self, sparql: str) -> list[dict[str, Any]]:
        """Return the rows of a SELECT query, with terms as in the JSON results format."""
        return list(json.loads(self.content(sparql)[0])["results"]["bindings"])

    def corpus(self) -> Corpus:
        """Return the graph as people read it.

        Raises:
            AgentError: if the data are too large for it.
        """
        from adgo.corpus import reading

        try:
            return self._kept.get("corpus", self.version, lambda: reading.read(self.rows))
        except AgentError as error:
            raise AgentError(
                f"This tool reads the data as a whole, and that failed: {error} Ask by the tool `query`."
            ) from error

    def corpus_if_any(self) -> Corpus | None:
        """Return the graph as people read it; None if the data are too large for it."""
        try:
            return self.corpus()
        except AgentError:
            return None

    def search(self) -> Search:
        """Return the search over the data; AgentError if they are too large for it."""
        from adgo.corpus.search.search import Search

        return self._kept.get("search", self.version, lambda: Search(self.corpus(), self.questions.values()))

    def fact_properties(self) -> frozenset[str]:
        """Return the IRIs of the properties that only facts have."""
        text = (FOLDER / "fact-properties.rq").read_text(encoding="utf-8")
        return self._kept.get(
            "facts", self.version, lambda: frozenset(row["property"]["value"] for row in self.rows(text))
        )

    def absence(self, text: SparqlText) -> list[str]:
        """Return sentences that say why a query may have no rows."""
        from adgo.corpus.absence.notes import notes

        return notes(text, self.rows)

    @cached_property
    def questions(self) -> dict[str, Question]:
        """The stored questions by name."""
        from adgo import queries

        return queries.load()

    @cached_property
    def _kept(self) -> KeptValues:
        from adgo.server.site import KeptValues

        return KeptValues()
