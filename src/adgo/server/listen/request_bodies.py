"""The app's front: slow bodies are kept few, those that were cut off are kept out, and every client has a host."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import Any

from flask import Response
from werkzeug.exceptions import ClientDisconnected

from adgo.server import delivery
from adgo.server.protocol.problem import Problem

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Wsgi = Callable[[Environ, StartResponse], Iterable[bytes]]

BUSY = Problem(
    503,
    "Too many requests are still sending their bodies. Try again in 5 seconds, or ask by GET.",
    {"Retry-After": "5"},
)
CUT = Problem(400, "The body is shorter than its Content-Length says. Send it whole.")


def _refusal(problem: Problem) -> Response:
    return delivery.finish(problem.response())


class Front:
    """WSGI middleware. `host` is the name for clients of HTTP/1.0, which need not say whom they ask.

    A body is read by a thread, which waits for as long as its client likes: `bodies` threads may do so at once, so that
    the others are there for whoever sends none.
    """

    def __init__(self, app: Wsgi, host: str, bodies: int) -> None:
        self._app = app
        self._host = host
        self._bodies = threading.BoundedSemaphore(bodies)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        if not environ.get("HTTP_HOST") and environ["SERVER_PROTOCOL"] in ("HTTP/1", "HTTP/1.0"):
            environ["HTTP_HOST"] = self._host
        length = environ.get("CONTENT_LENGTH") or "0"
        if length == "0" and not environ.get("HTTP_TRANSFER_ENCODING"):
            return self._app(environ, start_response)
        if not self._bodies.acquire(blocking=False):
            return _refusal(BUSY)(environ, start_response)
        body = Body(environ["wsgi.input"], int(length) if length.isdecimal() else 0, self._bodies.release)
        environ["wsgi.input"] = body
        try:
            return self._app(environ, start_response)
        except ClientDisconnected:
            return _refusal(CUT)(environ, start_response)
        finally:
            body.finish()


class Body:
    """The body of a request, which says when it has been read, and raises ClientDisconnected where it was cut off.

    `length` is what the client promised, 0 where it promised nothing.
    """

    def __init__(self, stream: Any, length: int, finished: Callable[[], None]) -> None:
        self._stream = stream
        self._left = length
        self._promised = length > 0
        self._finished: Callable[[], None] | None = finished

    def read(self, size: int = -1) -> bytes:
        """Return up to `size` bytes, all for -1."""
        content: bytes = self._stream.read() if size is None or size < 0 else self._stream.read(size)
        self._left -= len(content)
        is_end = size is None or len(content) != size
        if self._promised and is_end and self._left > 0:
            raise ClientDisconnected
        if is_end or (self._promised and self._left <= 0):
            self.finish()
        return content

    def finish(self) -> None:
        """Count the body as read."""
        finished, self._finished = self._finished, None
        if finished is not None:
            finished()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)
