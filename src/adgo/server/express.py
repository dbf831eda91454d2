"""A short cut for what was asked before: the whole response, found by the request alone, before any view runs."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from adgo.server.endpoint import Endpoint, Question

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Wsgi = Callable[[Environ, StartResponse], Iterable[bytes]]

#: A view leaves here the question that it has answered.
ASKED = "adgo.asked"
#: Whatever of a request a response depends on.
_PARTS = ("QUERY_STRING", "HTTP_ACCEPT", "HTTP_ACCEPT_ENCODING", "HTTP_HOST", "wsgi.url_scheme")
#: Headers that make a request one of its own, to be answered by the view.
_OWN = ("HTTP_IF_NONE_MATCH", "HTTP_AUTHORIZATION", "HTTP_RANGE", "CONTENT_TYPE")

#: Bytes that a response takes beside its body: headers, question, key.
OVERHEAD = 4000


@dataclass(frozen=True)
class Kept:
    """A whole response, and the question it answers."""

    question: Question
    headers: list[tuple[str, str]]
    body: bytes


class Express:
    """WSGI middleware that gives GET requests to `/sparql` the response that the same request got before.

    Responses are kept while the data are the same, as many as `capacity` bytes hold, the least recently used going
    first; only those that carry an entity tag, as others may differ from call to call.
    """

    def __init__(self, app: Wsgi, endpoint: Endpoint, capacity: int) -> None:
        self._app = app
        self._endpoint = endpoint
        self._capacity = capacity
        self._kept: OrderedDict[tuple[str, ...], Kept] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        key = self._key(environ)
        if key is None:
            return self._app(environ, start_response)
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None:
                self._kept.move_to_end(key)
        if kept is not None:
            self._endpoint.note(kept.question, "kept", 0, len(kept.body))
            start_response("200 OK", list(kept.headers))
            return [kept.body]
        return self._keep(key, environ, start_response)

    def _key(self, environ: Environ) -> tuple[str, ...] | None:
        if environ["REQUEST_METHOD"] != "GET" or environ["PATH_INFO"] != "/sparql" or not self._capacity:
            return None
        if any(environ.get(name) for name in _OWN):
            return None
        return (self._endpoint.digest, *(environ.get(name, "") for name in _PARTS))

    def _keep(self, key: tuple[str, ...], environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        begun: list[tuple[str, list[tuple[str, str]]]] = []

        def begin(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            begun.append((status, headers))
            return start_response(status, headers, exc_info) if exc_info else start_response(status, headers)

        blocks = self._app(environ, begin)
        asked = environ.get(ASKED)
        status, headers = begun[-1] if begun else ("", [])
        named = {name.lower(): value for name, value in headers}
        length = int(named.get("content-length", self._capacity))
        if status != "200 OK" or "etag" not in named or asked is None or length > self._capacity // 8:
            return blocks
        try:
            body = b"".join(blocks)
        finally:
            close = getattr(blocks, "close", None)
            if close is not None:
                close()
        self._put(key, Kept(asked, headers, body))
        return [body]

    def _put(self, key: tuple[str, ...], kept: Kept) -> None:
        with self._lock:
            old = self._kept.pop(key, None)
            self._kept[key] = kept
            self._size += _size(key, kept) - (_size(key, old) if old else 0)
            while self._size > self._capacity:
                name, dropped = self._kept.popitem(last=False)
                self._size -= _size(name, dropped)


def _size(key: tuple[str, ...], kept: Kept) -> int:
    return len(kept.body) + sum(map(len, key)) + OVERHEAD
