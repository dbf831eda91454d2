"""Answers queries by asking the backend, in place of the workers."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from adgo.graph import triple_document
from adgo.graph.namespaces import PREFIXES
from adgo.graph.sparql_client import ROWS, cut_off, declared
from adgo.server.backend import answers
from adgo.server.backend.address import BackendAddress
from adgo.server.backend.answer_check import AnswerCheck
from adgo.server.backend.answers import Converted
from adgo.server.backend.client import BackendClient, BackendQuestion, BackendResponse
from adgo.server.backend.conversion import ConversionLimits
from adgo.server.backend.failures import failure_of
from adgo.server.backend.survey import BackendSurvey, NotServable, Surveyor
from adgo.server.backend.syntax import check_syntax
from adgo.server.backend.whole_copy import WholeCopy
from adgo.server.engine.answer import IN_MEMORY, Answer
from adgo.server.engine.child_process import CannotStart
from adgo.server.engine.failure import Failure
from adgo.server.engine.launcher import Launcher
from adgo.server.engine.pool import Pool
from adgo.server.protocol import data_version
from adgo.server.settings import MIB, Settings
from adgo.sparql.algebra.column_names import column_names
from adgo.sparql.dataset_clause import without_dataset
from adgo.sparql.text import SparqlText
from adgo.turtle.web.errors import FetchError

LOG = logging.getLogger("adgo")
#: A response may be larger than the answer that is made of it by this factor: JSON is longer than CSV.
_LONGER = 4
#: The base IRI of relative IRIs if the server has no public URL. The Host header of a client stays here.
BASE = "http://localhost/sparql"


class BackendUnreachable(CannotStart):
    """The backend does not answer."""

    exit_code = 4


class BackendPool(Pool):
    """Asks one backend. `ask` may be called from any number of threads."""

    def __init__(
        self, address: BackendAddress, launcher: Launcher, settings: Settings, *, is_public: bool = False
    ) -> None:
        """Prepare to ask; `start` looks whether the backend answers.

        Args:
            address: the backend.
            launcher: not used, as there are no workers.
            settings: the limits of the server.
            is_public: whether the base IRIs of requests are those of the server's public URL.
        """
        super().__init__(launcher, settings)
        self.address = address
        self._is_public = is_public
        self._client = BackendClient(address)
        self._surveyor = Surveyor(self._client, settings.timeout)
        self._survey = BackendSurvey()
        self._places = threading.Semaphore(settings.workers + settings.express)
        self._state = threading.Lock()
        self._running = self._waiting_now = 0
        self._reading = self._begin_reading()
        self._copy = WholeCopy(self._graph, settings)
        self._examining = threading.Lock()
        self._examined = 0.0

    def start(self) -> None:
        """Find out what the backend serves.

        Raises:
            BackendUnreachable: if it does not answer.
            CannotStart: if it cannot stand behind this server.
        """
        try:
            self._survey = self._surveyor.survey()
        except FetchError as error:
            raise BackendUnreachable(f"--backend {self.address.url}: {error}") from error
        except NotServable as error:
            raise CannotStart(f"--backend {self.address.url}: {error}") from error
        self._examined = time.monotonic()
        engine = self._client.engine.name or "an engine that is not known by name"
        LOG.info("the backend is %s", engine)

    @property
    def label(self) -> str:
        """The time since which pages keep what they read: `read-2026-11-28T07:00:00Z`.

        What they keep is read again after `Settings.backend_keep` seconds.
        """
        with self._state:
            if time.monotonic() - self._reading[0] >= self.settings.backend_keep:
                self._reading = self._begin_reading()
            return self._reading[1]

    def _begin_reading(self) -> tuple[float, str]:
        return time.monotonic(), data_version.read_now()

    def _examine(self) -> None:
        """Look again what the backend serves: its data, its limit of rows and its engine may have changed."""
        with self._examining:
            if time.monotonic() - self._examined < self.settings.backend_keep:
                return
            try:
                self._survey = self._surveyor.survey()
            except FetchError as error:
                raise failure_of(error) from error
            except NotServable as error:
                raise Failure("backend", str(error)) from error
            self._examined = time.monotonic()

    def state(self) -> dict[str, int]:
        """Return how many queries run and wait; as many as may run besides are idle."""
        with self._state:
            running, waiting = self._running, self._waiting_now
        places = self.settings.workers + self.settings.express
        return {"idle": places - running, "short": running, "long": 0, "waiting": waiting}

    def is_ready(self, seconds: float) -> bool:
        """Return whether the backend answers within that number of seconds."""
        try:
            self._client.post(BackendQuestion("ASK {}"), seconds, IN_MEMORY).file.close()
        except (FetchError, Failure):
            return False
        return True

    def close(self, grace: float = 0) -> None:
        """End the workers of the copy, if there is one."""
        self._copy.close()

    def ask(self, request: dict[str, Any], limit: int) -> Answer:
        """Return the complete answer to a request of at most `limit` bytes.

        Raises:
            Failure: if there is none; an answer that the backend has cut off is none.
        """
        seconds = min(request.get("seconds") or self.settings.timeout, self.settings.timeout)
        if request.get("network"):
            raise Failure("socket", "SERVICE is not passed on to the backend")
        if _is_own(request):
            self._examine()
            if not self._client.engine.is_exact:
                return self._copy.ask(self._survey.graphs, request, limit)
        if request.get("dump"):
            raise Failure("backend-dump")
        text = SparqlText(declared(request["text"], request["declared"] or {}))
        check_syntax(text, request["declared"] or {})
        with self._place():
            until = time.monotonic() + seconds
            self._examine()
            return self._answered(self._question(text, request), text.analysis.form, request, limit, until)

    def _graph(self, iri: str | None) -> Answer:
        """Return the triples of a graph (None: the default graph) as N-Triples."""
        pattern = "{ ?s ?p ?o }" if iri is None else f"{{ GRAPH <{iri}> {{ ?s ?p ?o }} }}"
        request: dict[str, Any] = {
            "text": f"CONSTRUCT {{ ?s ?p ?o }} WHERE {pattern}",
            "base": "",
            "graph": "nt",
        }
        request |= {"default": None, "named": None, "declared": None, "results": "json"}
        until = time.monotonic() + self.settings.timeout
        question = self._question(SparqlText(request["text"]), request)
        return self._answered(question, "CONSTRUCT", request, self.settings.result * MIB, until)

    def _question(self, text: SparqlText, request: dict[str, Any]) -> BackendQuestion:
        base = f"BASE <{request['base'] if self._is_public else BASE}> " if request["base"] else ""
        source, default, named = text.source, self._survey.default, self._survey.named
        if request["default"] is not None:
            # Virtuoso would add the graphs of FROM to those of the request, which take their place.
            source = without_dataset(text)
            default, named = tuple(request["default"]), tuple(request["named"])
        elif any(token.word == "FROM" for token in text.tokens):
            default, named = (), ()
        return BackendQuestion(f"{base}{source}", text.analysis.gives_graph, default, named)

    def _answered(
        self, question: BackendQuestion, form: str, request: dict[str, Any], limit: int, until: float
    ) -> Answer:
        response = self._post(question, until, limit)
        headers = response.document.headers
        try:
            kind = "graph" if question.gives_graph else "boolean" if form == "ASK" else "bindings"
            reason = cut_off(headers)
            if reason:
                # Virtuoso sends the state S1T00 or S1TAT if its time was over.
                raise Failure("backend-slow" if "S1T" in reason else "backend-cut", reason)
            if kind == "graph" and not triple_document.has_end(headers):
                raise Failure("backend-cut", triple_document.NO_END)
            limits = ConversionLimits(limit, until, self.settings.memory)
            columns = column_names(SparqlText(question.text), PREFIXES)
            made = answers.converted(response, kind, request, limits, columns)
        finally:
            response.file.close()
        try:
            self._check_whole(question, form, made, headers.get(ROWS, ""), until)
        except BaseException:
            made.answer.close()
            raise
        return made.answer

    def _post(self, question: BackendQuestion, until: float, limit: int) -> BackendResponse:
        size = limit if question.gives_graph else _LONGER * limit
        try:
            return self._client.post(question, max(until - time.monotonic(), 0.001), size)
        except FetchError as error:
            raise failure_of(error) from error

    def _check_whole(
        self, question: BackendQuestion, form: str, made: Converted, stated: str, until: float
    ) -> None:
        """Raise Failure if an answer is cut off, or if it may be and the backend cannot say how much there is."""
        rows = made.answer.rows
        # A server may count a triple that it sends twice.
        if stated and stated not in (str(rows), str(made.sent)):
            raise Failure("backend-cut", f"it sent {rows:,} of {stated} rows or triples")
        if stated:
            return
        check = AnswerCheck(
            question, rows, made.sent, self._survey.cap, lambda each: self._post(each, until, IN_MEMORY)
        )
        if form == "SELECT":
            check.rows_are_whole()
        elif form == "CONSTRUCT":
            check.graph_is_whole()
        elif form == "DESCRIBE":
            check.description_is_whole()

    @contextmanager
    def _place(self) -> Iterator[None]:
        """Wait until fewer queries run than may run at once; Failure if too many wait, or for too long."""
        with self._state:
            if self._waiting_now >= self.settings.queue:
                raise Failure("busy", "the queue is full")
            self._waiting_now += 1
        try:
            has_place = self._places.acquire(timeout=self.settings.wait)
        finally:
            with self._state:
                self._waiting_now -= 1
        if not has_place:
            raise Failure("busy", "the backend is answering other queries")
        try:
            with self._state:
                self._running += 1
            yield
        finally:
            with self._state:
                self._running -= 1
            self._places.release()


def _is_own(request: dict[str, Any]) -> bool:
    """Return whether a query is one of this server: of a page, or a stored question, which begins with its header."""
    return request["base"] is None or request["text"].startswith("#+ id:")
