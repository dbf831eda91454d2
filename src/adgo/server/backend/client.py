"""Asks the backend: one query, with retries, until there is a whole answer on disk or in memory."""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, cast
from urllib.parse import urlencode

from adgo.graph.sparql_client import BINDINGS, GRAPH
from adgo.server.backend.address import BackendAddress
from adgo.server.backend.engines import UNKNOWN, BackendEngine
from adgo.server.engine.answer import IN_MEMORY
from adgo.server.engine.failure import Failure
from adgo.turtle.web.client import PostBody, WebDocument, fetch_into
from adgo.turtle.web.errors import ConnectionFailed, FetchError
from adgo.turtle.web.limits import FetchRules

#: How often a query is sent if the backend fails in a way that may pass.
TRIES = 4
#: Seconds before the second try; each later pause is twice as long. Half of it is left to chance, so that the queries
#: that failed together do not come back together.
FIRST_PAUSE = 0.2
#: Statuses of a server that may answer a moment later.
PASSING = (429, 502, 503, 504)
#: Seconds that the backend may take for its answer beyond the time limit that was passed on to it.
GRACE = 2.0
_FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class BackendQuestion:
    """A query as the backend gets it.

    Attributes:
        text: the query, which declares all its prefixes.
        gives_graph: whether the answer is a graph.
        default: IRIs of the graphs that make the default graph together.
        named: IRIs of the named graphs; with `default` (), all is left to the query and the backend.
    """

    text: str
    gives_graph: bool = False
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


@dataclass(frozen=True)
class BackendResponse:
    """A whole response: its headers, and the file with its content, to be read from the beginning and closed."""

    document: WebDocument
    file: IO[bytes]


class BackendClient:
    """Sends queries to one backend. Any number of threads may use it."""

    def __init__(self, address: BackendAddress) -> None:
        """Name the backend; nothing is sent yet."""
        self.address = address
        #: The kind of engine, as soon as an answer has shown it.
        self.engine: BackendEngine = UNKNOWN

    def post(self, question: BackendQuestion, seconds: float, size: int) -> BackendResponse:
        """Return the response to a query, which is sent again if the backend fails in a way that may pass.

        Args:
            question: the query.
            seconds: most seconds in all.
            size: most bytes of the response.

        Raises:
            FetchError: if there is no whole response.
            Failure: if there is no room for it.
        """
        arguments = [("query", question.text)]
        arguments += [("default-graph-uri", iri) for iri in question.default]
        arguments += [("named-graph-uri", iri) for iri in question.named]
        accept = GRAPH if question.gives_graph else BINDINGS

        def once(left: float) -> BackendResponse:
            form = urlencode([*arguments, *self.engine.limits(left)]).encode()
            rules = FetchRules(size=size, seconds=left + GRACE, idle=left + GRACE, redirects=0)
            return self._post(PostBody(form, _FORM), accept, rules)

        return _retried(once, seconds)

    def _post(self, body: PostBody, accept: str, rules: FetchRules) -> BackendResponse:
        spool = _Spool(max_size=IN_MEMORY)
        file = cast(IO[bytes], spool)
        try:
            document = fetch_into(
                file,
                self.address.url,
                rules,
                accept=accept,
                post=body,
                authorization=self.address.authorization,
            )
        except BaseException:
            spool.close()
            raise
        spool.seek(0)
        return BackendResponse(document, file)


class _Spool(tempfile.SpooledTemporaryFile[bytes]):
    """A file in memory, on disk if it is large; Failure if the disk is full."""

    def write(self, content: bytes) -> int:  # type: ignore[override]
        try:
            return super().write(content)
        except OSError as error:
            raise Failure("disk", error.strerror or str(error)) from error


def may_pass(error: FetchError) -> bool:
    """Return whether the same query may be answered a moment later."""
    return isinstance(error, ConnectionFailed) or error.status in PASSING


def _retried(once: Callable[[float], BackendResponse], seconds: float) -> BackendResponse:
    until = time.monotonic() + seconds
    for number in range(TRIES - 1):
        try:
            return once(until - time.monotonic())
        except FetchError as error:
            pause = max(error.retry_after or 0, FIRST_PAUSE * 2**number * random.uniform(0.5, 1))
            if not may_pass(error) or time.monotonic() + pause >= until:
                raise
        time.sleep(pause)
    return once(until - time.monotonic())
