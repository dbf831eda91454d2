"""The short road of a query: from the request to the workers and back, past the framework and its views.

Most requests are plain queries, and a view takes longer over a small one than the engine. What is not plain, or may not
be answered, is left to the view: it says what is wrong.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from adgo.server import delivery
from adgo.server.delivery import Parcel
from adgo.server.endpoint import QueryRequest
from adgo.server.protocol import sparql_request
from adgo.server.protocol.negotiation import prefers_page
from adgo.server.protocol.problem import Problem
from adgo.server.settings import KIB
from adgo.server.site import Site

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Wsgi = Callable[[Environ, StartResponse], Iterable[bytes]]
Key = tuple[str | bytes, ...]

#: Whatever of a request a response depends on.
_PARTS = (
    "QUERY_STRING",
    "CONTENT_TYPE",
    "HTTP_ACCEPT",
    "HTTP_ACCEPT_ENCODING",
    "HTTP_HOST",
    "wsgi.url_scheme",
)
#: Headers that make a request one of its own, to be answered by the view.
_OWN = (
    "HTTP_IF_NONE_MATCH",
    "HTTP_AUTHORIZATION",
    "HTTP_RANGE",
    "HTTP_TRANSFER_ENCODING",
    "HTTP_CONTENT_ENCODING",
)
#: Ports that a framework leaves out of an address.
_DEFAULT_PORTS = (":80", ":443")

#: Longer bodies, which are few, are read by the view.
_BODY = 256 * KIB
#: Bytes that a response takes beside its body: headers, question, key.
OVERHEAD = 4000


@dataclass(frozen=True)
class Kept:
    """A whole response, and the question it answers."""

    question: QueryRequest
    headers: list[tuple[str, str]]
    body: bytes


class Express:
    """WSGI middleware that answers plain queries by itself, and at once what the same request got before.

    Responses are kept while the data are the same, as many as `capacity` bytes hold, the least recently used going
    first; only those that carry an entity tag, as others may differ from call to call.
    """

    def __init__(self, app: Wsgi, site: Site, capacity: int) -> None:
        self._app = app
        self._site = site
        self._capacity = capacity
        self._kept: OrderedDict[Key, Kept] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        plain = environ["PATH_INFO"] == "/sparql" and not any(map(environ.get, _OWN))
        body = _body(environ) if plain else None
        if body is None:
            return self._app(environ, start_response)
        key = (self._site.endpoint.digest, body, *(environ.get(name, "") for name in _PARTS))
        if (kept := self._find(key)) is not None:
            self._site.endpoint.cache.count_hit()
            self._site.endpoint.note(kept.question, "kept", 0, len(kept.body))
            start_response("200 OK", list(kept.headers))
            return [kept.body]
        question = self._question(environ, body)
        if question is None:
            return self._app(environ, start_response)
        return self._answer(question, key, environ, start_response)

    def _question(self, environ: Environ, body: bytes) -> QueryRequest | None:
        """Return what the request asks, or None where the view has to look at it."""
        accept, host = environ.get("HTTP_ACCEPT"), environ.get("HTTP_HOST", "")
        if prefers_page(accept) or host.endswith(_DEFAULT_PORTS):
            return None
        try:
            arguments = _arguments(environ, body)
            if "query" not in arguments or "update" in arguments:
                return None
            base = self._site.address(environ["wsgi.url_scheme"], host, "sparql")
            operation = sparql_request.operation(arguments, self._site.settings, is_update=False)
            return self._site.endpoint.question(operation, accept, base)
        except (Problem, UnicodeError):
            return None

    def _answer(
        self,
        question: QueryRequest,
        key: Key,
        environ: Environ,
        start_response: StartResponse,
    ) -> Iterable[bytes]:
        try:
            reply = self._site.endpoint.reply(question)
        except Problem as problem:
            return delivery.finish(problem.response())(environ, start_response)
        parcel = delivery.parcel(reply, environ.get("HTTP_ACCEPT_ENCODING"))
        headers = [*parcel.headers.items(), *delivery.COMMON.items()]
        start_response("200 OK", headers)
        if parcel.close is not None:
            return _Closing(parcel)
        body = b"".join(parcel.body)
        if reply.tag:
            self._keep(key, Kept(question, headers, body))
        return [body]

    def _find(self, key: Key) -> Kept | None:
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None:
                self._kept.move_to_end(key)
            return kept

    def _keep(self, key: Key, kept: Kept) -> None:
        if len(kept.body) > self._capacity // 8:
            return
        with self._lock:
            old = self._kept.pop(key, None)
            self._kept[key] = kept
            self._size += _size(key, kept) - (_size(key, old) if old else 0)
            while self._size > self._capacity:
                name, dropped = self._kept.popitem(last=False)
                self._size -= _size(name, dropped)


class _Closing:
    """The blocks of a parcel, and its end when the server has sent them or the client has left."""

    def __init__(self, parcel: Parcel) -> None:
        self._parcel = parcel

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._parcel.body)

    def close(self) -> None:
        """Give back what the parcel holds."""
        if self._parcel.close is not None:
            self._parcel.close()


def _body(environ: Environ) -> bytes | None:
    """Return the body, left in its place for the view; None where only the view can deal with it."""
    length, kind = environ.get("CONTENT_LENGTH") or "", environ.get("CONTENT_TYPE") or ""
    if environ["REQUEST_METHOD"] == "GET":
        return None if length or kind else b""
    if environ["REQUEST_METHOD"] != "POST" or kind not in (sparql_request.FORM, sparql_request.QUERY):
        return None
    if not length.isdecimal() or int(length) > _BODY:
        return None
    body: bytes = environ["wsgi.input"].read(int(length))
    environ["wsgi.input"] = BytesIO(body)
    return body if len(body) == int(length) else None


def _arguments(environ: Environ, body: bytes) -> dict[str, list[str]]:
    """Return the arguments of a request, none from two places; Problem or UnicodeError where it is malformed."""
    # PEP 3333: the bytes of a request stand in strings as Latin-1.
    arguments = sparql_request.fields(environ.get("QUERY_STRING", "").encode("latin-1"))
    if environ["REQUEST_METHOD"] == "GET":
        return arguments
    sent = (
        sparql_request.fields(body)
        if environ["CONTENT_TYPE"] == sparql_request.FORM
        else {"query": [body.decode()]}
    )
    if arguments.keys() & {*sent, "query", "update"}:
        raise Problem(400, "An argument stands in the address and in the body.")
    return arguments | sent


def _size(key: Key, kept: Kept) -> int:
    return len(kept.body) + sum(map(len, key)) + OVERHEAD
