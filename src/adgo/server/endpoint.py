"""The endpoint: it answers queries completely, or raises a Problem that says why not and what to do."""

from __future__ import annotations

import hashlib
import json
import logging
import re
import time
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import Any

import pyoxigraph

from adgo import __version__
from adgo.graph.dataset import UnreadableFile
from adgo.server import query_log
from adgo.server.engine.answer import Answer
from adgo.server.engine.child_process import CannotStart, DiskFull
from adgo.server.engine.failure import Failure
from adgo.server.engine.former_pools import FormerPools
from adgo.server.engine.launcher import Launcher
from adgo.server.engine.pool import Pool
from adgo.server.engine.writer_client import WriterClient
from adgo.server.metrics import Metrics
from adgo.server.protocol import data_version, query_problems
from adgo.server.protocol.cache import BoundedCache, CachedAnswer
from adgo.server.protocol.problem import Problem
from adgo.server.protocol.query_request import QueryRequest, of_operation
from adgo.server.protocol.sparql_request import Operation
from adgo.server.query_log import LogLine
from adgo.server.reply import Reply, help_addresses
from adgo.server.settings import MIB, Settings
from adgo.server.store.editions import Edition, Editions
from adgo.server.store.served_copies import ServedCopies

LOG = logging.getLogger("adgo")
#: The programs that write an answer. They are part of its entity tag, as another version may write other bytes.
MAKERS = (f"adgo {__version__}", f"oxigraph {pyoxigraph.__version__}")
#: The tokens of a query with more characters, which take megabytes, are not kept while it waits and runs.
LONG = 4096
#: The name under which a browser saves an answer for spreadsheets.
FILE_NAME = "adgo.csv"
#: One of these occurs in an answer with a blank node, in every format.
_LABEL = re.compile(rb"_:|bnode|nodeID")


class Gone(Problem):
    """The snapshot of a query could not be opened, as a newer one had replaced it."""


class Endpoint:
    """Answers queries with the pool of workers and the cache."""

    def __init__(
        self,
        paths: list[str],
        settings: Settings,
        store: Path | None = None,
        *,
        writable: bool = False,
        launcher: Launcher | None = None,
    ) -> None:
        """Make an endpoint; `start` opens the data.

        Args:
            paths: the files and folders to serve; [] for the packaged graph.
            settings: the limits of the server.
            store: a folder on disk to serve instead.
            writable: whether the store can be changed.
            launcher: one that has begun to load the same data; None to make one.
        """
        self.settings = settings
        self.editions = Editions()
        self.writer_client: WriterClient | None = None
        self._store = store
        self._copies: ServedCopies | None = None
        if store is not None and writable:
            self.writer_client = WriterClient(store, settings.memory * MIB, settings.timeout, self.editions)
        self._new_launcher = partial(Launcher.of_settings, paths, settings, store)
        self.launcher = launcher or self._new_launcher()
        self.pool = Pool(self.launcher, settings)
        self._former = FormerPools()
        self.cache: BoundedCache[str, CachedAnswer] = BoundedCache(
            settings.cache * MIB, lambda answer: answer.size
        )
        #: The caches whose values are dropped when the data change; the fast path adds its own.
        self.caches: list[BoundedCache[Any, Any]] = [self.cache]
        self.metrics = Metrics(lambda: self.pool, self.cache)

    def start(self) -> None:
        """Open the data and start the workers; raise CannotStart if the data cannot be read."""
        if self.writer_client is not None:
            try:
                self.writer_client.start()
            except DiskFull as error:
                LOG.warning("%s: the store is read-only until there is room again (507 for changes)", error)
                self._publish_copy()
        elif self._store is not None:
            self._publish_copy()
        self.pool.start()
        if self._copies is not None:
            self._copies.start()
        if self.writer_client is not None:
            self.writer_client.watch()

    def _publish_copy(self) -> None:
        """Serve a copy of the store, which changes do not reach."""
        assert self._store is not None
        try:
            # A writing server publishes its own changes as soon as there is room for them.
            self._copies = ServedCopies(self._store, self.editions, follows=self.writer_client is None)
        except UnreadableFile as error:
            raise CannotStart(str(error)) from error

    def close(self, grace: float = 0) -> None:
        """Let running queries finish for `grace` seconds, then end all processes."""
        self.pool.close(grace)
        self._former.close()
        if self.writer_client is not None:
            self.writer_client.close()
        if self._copies is not None:
            self._copies.close()

    def drop_answers(self) -> None:
        """Drop all kept answers, as they are of former data."""
        for cache in self.caches:
            cache.clear()

    def reading(self) -> AbstractContextManager[Edition]:
        """Return the current edition of the data; it stays readable until the context ends."""
        if self.editions.current is not None:
            return self.editions.reading()
        return self._former.reading(lambda: self.digest)

    def reload(self) -> bool:
        """Load the files again and answer from them; return whether they have changed. Running queries go on.

        Raises CannotStart if the files cannot be read; the server goes on with the former data.
        """
        launcher = self._new_launcher()
        pool = Pool(launcher, self.settings)
        try:
            pool.start()
        except CannotStart:
            pool.close()
            raise
        if launcher.summary["digest"] == self.digest:
            pool.close()
            return False
        self._former.replace(self.digest, self.pool, partial(self._set_pool, pool, launcher))
        self.drop_answers()
        return True

    def _set_pool(self, pool: Pool, launcher: Launcher) -> None:
        self.pool, self.launcher = pool, launcher

    def age(self, edition: Edition) -> int | None:
        """Return for how many seconds a page of an edition may have kept what it shows; None for own data."""
        return None

    @property
    def digest(self) -> str:
        """The digest of the current data."""
        current = self.editions.current
        return str(self.launcher.summary["digest"]) if current is None else current.digest

    def prepare(
        self, operation: Operation, accept: str | None, base: str, wish: str | None = None
    ) -> QueryRequest:
        """Return the query of a request, checked and with the format of its answer.

        Args:
            operation: the query.
            accept: the Accept header.
            base: the base IRI of the query.
            wish: name of the format, if it does not depend on the request.

        Raises:
            Problem: if the query is refused before it runs; 406 if no format is acceptable.
        """
        query_problems.check(operation.text, self.settings, operation.declared)
        offered = query_problems.offered(operation.text)
        chosen = query_problems.pick(accept, offered, wish or operation.wish, operation.wished_by)
        return of_operation(operation, chosen, base, accept)

    def tag(self, query: QueryRequest, digest: str | None = None) -> str | None:
        """Return the strong entity tag of the answer to a query, or None if the answer differs each time.

        An answer with blank nodes has the tag `with_labels(tag)`: their labels differ each time the data are loaded.
        `digest` is that of the edition; by default, of the current one.
        """
        if query.text.analysis.volatile or query.text.analysis.services:
            return None
        asked = [query.text.source, query.format.name, query.base, query.prefixes, bool(query.declared)]
        more = [query.is_for_spreadsheet, query.default, query.named]
        key = json.dumps([*MAKERS, digest or self.digest, *asked, *more])
        return hashlib.sha256(key.encode()).hexdigest()[:40]

    def with_labels(self, tag: str) -> str:
        """Return the tag of an answer with blank nodes, as they are labelled in the data that are loaded now."""
        return f"{tag}-{self.launcher.summary.get('labels', '')}".rstrip("-")

    def reply(self, query: QueryRequest, edition: Edition | None = None) -> Reply:
        """Return the complete answer to a query, from the cache if it is there.

        Args:
            query: the query.
            edition: the edition to ask, if several answers must be of the same data; None for the current one.

        Raises:
            Problem: if there is no answer; it says why, and what to do.
        """
        if edition is not None:
            return self._reply(query, edition)
        try:
            with self.reading() as edition:
                return self._reply(query, edition)
        except Gone:
            with self.reading() as edition:
                return self._reply(query, edition)

    def _reply(self, query: QueryRequest, edition: Edition) -> Reply:
        data_version.check(query.data, edition.digest)
        reply = self._answered(query, edition)
        reply.data = edition.digest
        return reply

    def _answered(self, query: QueryRequest, edition: Edition) -> Reply:
        tag = self.tag(query, edition.digest)
        content_type = query.format.content_type
        file_name = FILE_NAME if query.is_for_spreadsheet else ""
        if tag and (entry := self.cache.get(tag)):
            self.note(query, "kept", size=len(entry.content))
            about = help_addresses(query.base, entry.differences)
            return Reply(entry.tag, entry.content_type, entry=entry, file_name=file_name, help=about)
        answer = self._run(query, edition)
        about = help_addresses(query.base, answer.differences)
        if tag and not answer.spooled:
            content = answer.content()
            labelled = self.with_labels(tag) if _LABEL.search(content) else tag
            entry = CachedAnswer(content, content_type, labelled, answer.differences, answer.rows)
            self.cache.put(tag, entry)
            return Reply(
                entry.tag, content_type, entry=entry, form=answer.form, file_name=file_name, help=about
            )
        own_tag = tag and self.with_labels(tag)
        return Reply(own_tag, content_type, answer=answer, form=answer.form, file_name=file_name, help=about)

    def _run(self, query: QueryRequest, edition: Edition) -> Answer:
        request = query.for_worker(edition.snapshot)
        pool = self._former.of(edition) or self.pool
        limit = query.limit or self.settings.result * MIB
        start = time.monotonic()
        outcome, size = "ok", 0
        if len(query.text.source) > LONG:
            query.text.drop_tokens()
        try:
            answer = pool.ask(request, limit)
            size = answer.size
            return answer
        except Failure as failure:
            outcome = failure.reason
            problem = query_problems.problem(
                query.text, failure, self.settings, limit, query.seconds, declared=query.declared
            )
            if outcome == "gone":
                raise Gone(problem.status, problem.detail, problem.headers) from failure
            raise problem from failure
        finally:
            self.note(query, outcome, time.monotonic() - start, size)

    def note(self, query: QueryRequest, outcome: str, seconds: float = 0, size: int = 0) -> None:
        """Count a query and log it.

        Args:
            query: the query.
            outcome: "ok", the reason of a failure, or "kept" or "unchanged" if the answer was not computed.
            seconds: how long it ran.
            size: the bytes of the answer.
        """
        self.metrics.count(outcome, seconds, size, computed=outcome not in ("kept", "unchanged"))
        if query_log.is_on():
            line = LogLine(query.text.analysis.form, outcome, seconds, size, query.format.name)
            query_log.write(query.text.source, line, self.settings)

    def note_refusal(self, text: str, problem: Problem) -> None:
        """Count and log a query that was refused before it ran."""
        self.metrics.count("refused", 0, 0, computed=False)
        query_log.write(text, LogLine("", "refused", status=problem.status), self.settings)

    def note_change(self, text: str, line: LogLine) -> None:
        """Count and log a change of the data, or its refusal; `text` is the update, "" if a graph was sent."""
        self.metrics.count_change(line.outcome, None if line.outcome == "refused" else line.seconds)
        query_log.write(text, line, self.settings)
