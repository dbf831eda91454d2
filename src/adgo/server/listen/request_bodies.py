"""Request bodies: a limited number is read at once, and one that was cut off is refused."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from flask import Response
from werkzeug.exceptions import ClientDisconnected

from adgo.server import delivery
from adgo.server.listen.fault_guard import Environ, StartResponse, Wsgi
from adgo.server.protocol.problem import Problem

TOO_MANY = Problem(
    503,
    "Too many requests are still sending their bodies. Try again in 5 seconds, or use GET.",
    {"Retry-After": "5"},
)
CUT_OFF = Problem(
    400, "The body ended before its Content-Length, or before its last chunk. Send it again, completely."
)


class RequestBodies:
    """WSGI middleware in front of the app.

    A thread that reads a body waits for as long as its client likes. So only some of the threads may do so at once; the
    others remain for requests without a body.

    Args:
        app: the application.
        host: the host and port for clients of HTTP/1.0, which need not name one.
        limit: how many bodies may be read at once.
        has_left: returns whether the client of a request may have left, asked at the end of a body in chunks; None if
            the HTTP server refuses a body that breaks off itself.
    """

    def __init__(
        self, app: Wsgi, host: str, limit: int, has_left: Callable[[Environ], bool] | None = None
    ) -> None:
        self._app = app
        self._host = host
        self._has_left = has_left or (lambda _: False)
        self._free = threading.BoundedSemaphore(limit)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        if not environ.get("HTTP_HOST") and environ["SERVER_PROTOCOL"] in ("HTTP/1", "HTTP/1.0"):
            environ["HTTP_HOST"] = self._host
        length = environ.get("CONTENT_LENGTH") or "0"
        if length == "0" and not environ.get("HTTP_TRANSFER_ENCODING"):
            return self._app(environ, start_response)
        if not self._free.acquire(blocking=False):
            return _response(TOO_MANY)(environ, start_response)
        is_in_chunks = bool(environ.get("HTTP_TRANSFER_ENCODING"))
        announced = int(length) if length.isdecimal() and not is_in_chunks else 0
        body = CountedBody(
            environ["wsgi.input"], announced, self._free.release, partial(self._has_left, environ)
        )
        environ["wsgi.input"] = body
        try:
            return self._app(environ, start_response)
        except ClientDisconnected:
            return _response(CUT_OFF)(environ, start_response)
        finally:
            body.finish()


class CountedBody:
    """The body of a request: it calls a function when it has been read, and raises ClientDisconnected if it is cut off.

    Args:
        stream: what the HTTP server gives as `wsgi.input`.
        length: the bytes that the client announced, 0 if it did not say.
        finished: called once, when the body has been read or `finish` is called.
        has_left: called at the end of a body without an announced length; whether the client may have left before it.
    """

    def __init__(
        self, stream: Any, length: int, finished: Callable[[], None], has_left: Callable[[], bool]
    ) -> None:
        self._stream = stream
        self._left = length
        self._is_announced = length > 0
        self._finished: Callable[[], None] | None = finished
        self._has_left = has_left

    def read(self, size: int | None = -1) -> bytes:
        """Return up to `size` bytes, all of them for -1 or None."""
        content: bytes = self._stream.read() if size is None or size < 0 else self._stream.read(size)
        self._left -= len(content)
        is_end = size is None or len(content) != size
        if self._is_announced and is_end and self._left > 0:
            raise ClientDisconnected
        if is_end and not self._is_announced and self._has_left():
            raise ClientDisconnected
        if is_end or (self._is_announced and self._left <= 0):
            self.finish()
        return content

    def finish(self) -> None:
        """Count the body as read."""
        finished, self._finished = self._finished, None
        if finished is not None:
            finished()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def _response(problem: Problem) -> Response:
    return delivery.add_common_headers(problem.response())
