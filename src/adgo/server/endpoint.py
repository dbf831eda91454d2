"""The endpoint: a query in, a whole answer out, or a Problem that says why not and what to do."""

from __future__ import annotations

import hashlib
import json
import logging
import re
import time
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyoxigraph

from adgo import __version__
from adgo.graph.dataset import UnreadableFile
from adgo.graph.namespaces import PREFIXES
from adgo.server.engine.answer import Answer
from adgo.server.engine.child_process import CannotStart
from adgo.server.engine.failure import Failure
from adgo.server.engine.launcher import Launcher
from adgo.server.engine.pool import Pool
from adgo.server.engine.writer_client import Scribe
from adgo.server.metrics import Metrics
from adgo.server.protocol import query_problems
from adgo.server.protocol.cache import BoundedCache, CachedAnswer
from adgo.server.protocol.negotiation import GRAPHS, RESULTS, Format
from adgo.server.protocol.problem import Problem
from adgo.server.protocol.sparql_request import Operation
from adgo.server.settings import MIB, Settings
from adgo.server.store.editions import Edition, Editions
from adgo.server.store.private_copy import Loan, borrow
from adgo.sparql import errors
from adgo.sparql.analysis import Analysis
from adgo.sparql.text import SparqlText

LOG = logging.getLogger("adgo.query")
#: What writes an answer: another version may write other bytes, so that a copy of the former ones is not known again.
MAKERS = (f"adgo {__version__}", f"oxigraph {pyoxigraph.__version__}")
#: What stands, in one format or another, where an answer has a blank node.
_LABEL = re.compile(rb"_:|bnode|nodeID")


@dataclass
class QueryRequest:
    """A query ready to run: its text, dataset, format and base IRI.

    `limit` rules over the settings' result size (bytes, 0 for theirs); `prefixes` has a graph written for people.
    """

    text: SparqlText
    format: Format
    base: str | None = None
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    limit: int = 0
    prefixes: bool = False

    @property
    def has_dataset(self) -> bool:
        """Whether the request names its dataset, which then rules over FROM in the query."""
        return bool(self.default or self.named)


@dataclass
class Reply:
    """What came of a question: a kept entry or a fresh answer, and its entity tag (None where it may vary)."""

    tag: str | None
    content_type: str
    entry: CachedAnswer | None = None
    answer: Answer | None = None
    form: str = ""

    def content(self) -> bytes:
        """Return the body, whole."""
        if self.entry is not None:
            return self.entry.content
        assert self.answer is not None
        return self.answer.content()


class Gone(Problem):
    """A query whose snapshot could not be opened, as another had taken its place."""


class Endpoint:
    """Questions to answers, over the pool of workers and the cache."""

    def __init__(
        self, paths: list[str], settings: Settings, store: Path | None = None, *, writable: bool = False
    ) -> None:
        self.settings = settings
        self.editions = Editions()
        self.scribe: Scribe | None = None
        self._store = store
        self._loan: Loan | None = None
        if store is not None and writable:
            self.scribe = Scribe(store, settings.memory * MIB, settings.timeout, self.editions)
        self.launcher = Launcher(paths, settings.memory * MIB, on_disk=store is not None)
        self.pool = Pool(self.launcher, settings)
        self.cache: BoundedCache[str, CachedAnswer] = BoundedCache(
            settings.cache * MIB, lambda answer: answer.size
        )
        #: The caches whose values are dropped when the data change; the fast path adds its own.
        self.caches: list[BoundedCache[Any, Any]] = [self.cache]
        self.metrics = Metrics(self.pool, self.cache)

    def start(self) -> None:
        """Open the data and launch the workers; CannotStart where the data cannot be read."""
        if self.scribe is not None:
            self.scribe.start()
        elif self._store is not None:
            try:
                edition, self._loan = borrow(self._store)
            except UnreadableFile as error:
                raise CannotStart(str(error)) from error
            self.editions.publish(edition)
        self.pool.start()

    def close(self, grace: float = 0) -> None:
        """Let running queries finish for `grace` seconds, then end every process."""
        self.pool.close(grace)
        if self.scribe is not None:
            self.scribe.close()
        if self._loan is not None:
            self._loan.close()

    def drop_answers(self) -> None:
        """Drop all kept answers, as they are of former data."""
        for cache in self.caches:
            cache.clear()

    def reading(self) -> AbstractContextManager[Edition]:
        """Return the edition of the data that a query reads, kept for as long as the context lasts."""
        return nullcontext(Edition(self.digest)) if self.editions.current is None else self.editions.reading()

    @property
    def digest(self) -> str:
        """The digest of the dataset as it is now."""
        current = self.editions.current
        return str(self.launcher.summary["digest"]) if current is None else current.digest

    def question(
        self, operation: Operation, accept: str | None, base: str, wish: str | None = None
    ) -> QueryRequest:
        """Return the question that an operation asks, checked and with its format; Problem otherwise."""
        offered = GRAPHS if self.check(operation).gives_graph else RESULTS
        chosen = query_problems.pick(accept, offered, wish or operation.wish)
        return QueryRequest(operation.text, chosen, base, operation.default, operation.named)

    def check(self, operation: Operation) -> Analysis:
        """Return the analysis of a query, or raise the Problem that is plain before it runs."""
        text = operation.text
        found = text.analysis
        if found.is_update:
            raise Problem(403, "This is an update, sent as a query. This address answers queries only.")
        if found.call is not None and not self.may_call(found):
            where = errors.at(text, found.call.start, "").members()
            del where["detail"]
            raise Problem(
                403,
                "SERVICE is refused: this server calls no other, save those it was started with by "
                "--allow-service. Query the other endpoint yourself and pass its rows on with VALUES.",
                **where,
            )
        unclear = text.ambiguous(strict=bool(found.services))
        if unclear is not None:
            raise Problem(400, **errors.unclear(text, unclear, PREFIXES).members())
        if (
            found.depth > self.settings.nesting
            and (depth := text.full_analysis.depth) > self.settings.nesting
        ):
            raise Problem(
                400,
                f"The query nests {depth} brackets; {self.settings.nesting} are allowed. Flatten it: VALUES "
                "instead of chains of || or UNION, for instance.",
            )
        return found

    def may_call(self, found: Analysis) -> bool:
        """Return whether each SERVICE of a query names an address on the list."""
        return bool(found.services) and all(iri in self.settings.services for iri in found.services)

    def tag(self, question: QueryRequest, digest: str | None = None) -> str | None:
        """Return the strong entity tag of the answer, or None where the answer differs from call to call.

        An answer with blank nodes has `labelled` of it: their labels are new each time that the data are loaded.
        """
        if question.text.analysis.volatile or question.text.analysis.services:
            return None
        parts = [
            digest or self.digest,
            question.text.source,
            question.format.name,
            question.base,
            question.prefixes,
        ]
        key = json.dumps([*MAKERS, *parts, question.default, question.named])
        return hashlib.sha256(key.encode()).hexdigest()[:40]

    def labelled(self, tag: str) -> str:
        """Return the tag of an answer that holds labels of blank nodes as they are in the data loaded now."""
        return f"{tag}-{self.launcher.summary.get('labels', '')}".rstrip("-")

    def reply(self, question: QueryRequest, edition: Edition | None = None) -> Reply:
        """Return the whole answer, kept or fresh; Problem otherwise.

        `edition` is one that the caller is reading, for answers that have to be of one state.
        """
        if edition is not None:
            return self._reply(question, edition)
        try:
            with self.reading() as edition:
                return self._reply(question, edition)
        except Gone:
            with self.reading() as edition:
                return self._reply(question, edition)

    def _reply(self, question: QueryRequest, edition: Edition) -> Reply:
        tag = self.tag(question, edition.digest)
        content_type = question.format.content_type
        if tag and (entry := self.cache.get(tag)):
            self.note(question, "kept", 0, len(entry.content))
            return Reply(entry.tag, entry.content_type, entry=entry)
        answer = self._run(question, edition.snapshot)
        if tag and not answer.spooled:
            content = answer.content()
            entry = CachedAnswer(content, content_type, self.labelled(tag) if _LABEL.search(content) else tag)
            self.cache.put(tag, entry)
            return Reply(entry.tag, content_type, entry=entry, form=answer.form)
        return Reply(tag and self.labelled(tag), content_type, answer=answer, form=answer.form)

    def _run(self, question: QueryRequest, snapshot: str | None) -> Answer:
        is_graph = question.format in GRAPHS
        request = {
            "text": question.text.source,
            "base": question.base,
            "default": list(question.default) if question.has_dataset else None,
            "named": list(question.named) if question.has_dataset else None,
            "results": RESULTS[0].name if is_graph else question.format.name,
            "graph": question.format.name if is_graph else GRAPHS[0].name,
            "prefixes": question.prefixes,
            "snapshot": snapshot,
            "network": bool(question.text.analysis.services),
        }
        limit = question.limit or self.settings.result * MIB
        start = time.monotonic()
        outcome, size = "ok", 0
        try:
            answer = self.pool.ask(request, limit)
            size = answer.size
            return answer
        except Failure as failure:
            outcome = failure.reason
            problem = query_problems.problem(question.text, failure, self.settings, limit)
            if outcome == "gone":
                raise Gone(problem.status, problem.detail, problem.headers) from failure
            raise problem from failure
        finally:
            self.note(question, outcome, time.monotonic() - start, size)

    def note(self, question: QueryRequest, outcome: str, seconds: float, size: int) -> None:
        """Count a query, and leave its line in the log; one that was `kept` or `unchanged` cost no computing."""
        self.metrics.count(outcome, seconds, size, computed=outcome not in ("kept", "unchanged"))
        log(
            question.text.source,
            question.text.analysis.form,
            outcome,
            seconds,
            size,
            format=question.format.name,
        )

    def note_refusal(self, text: str, problem: Problem) -> None:
        """Count a request that was refused before anything ran, and leave its line in the log."""
        self.metrics.count("refused", 0, 0, computed=False)
        log(text, "", "refused", 0, 0, status=problem.status)

    def note_change(self, text: str, form: str, outcome: str, seconds: float) -> None:
        """Count a change of the data, or a try, and leave its line in the log."""
        self.metrics.count_change(outcome, seconds)
        log(text, form, outcome, seconds, 0)

    def note_refused_change(self, text: str, form: str, problem: Problem) -> None:
        """Count a change that was refused before it was tried, and leave its line in the log."""
        self.metrics.count_change("refused", None)
        log(text, form, "refused", 0, 0, status=problem.status)


def log(text: str, form: str, outcome: str, seconds: float, size: int, **more: Any) -> None:
    """Leave a line of JSON in the log for a query or a change of this text."""
    if not LOG.isEnabledFor(logging.INFO):
        return
    digest = hashlib.sha256(text.encode()).hexdigest()
    line: dict[str, Any] = {"time": datetime.now(UTC).isoformat(timespec="milliseconds"), "query": digest}
    line |= {"form": form, **more, "outcome": outcome}
    line |= {"milliseconds": round(seconds * 1000, 1), "bytes": size}
    LOG.info(json.dumps(line))
