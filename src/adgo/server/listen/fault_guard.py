"""Every exception that nobody foresaw becomes a logged 500 response, on the fast path and in the views alike."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from flask import Response

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Wsgi = Callable[[Environ, StartResponse], Iterable[bytes]]

LOG = logging.getLogger("adgo")
#: What ends the process or the generator, and is not a fault.
_EXITS = (KeyboardInterrupt, SystemExit, GeneratorExit)


class FaultGuard:
    """WSGI middleware that logs each exception with its traceback and responds with 500.

    The head of a response is held back until the first block of its body is there, so that a fault until then still
    gets a whole response. After that the connection breaks off, and the client sees that the body is shorter than its
    Content-Length. A body without that header is collected before anything is sent: granian ends one that breaks off as
    if it were complete.

    Attributes:
        app: the application that is guarded; other middleware may be put around it.
    """

    def __init__(self, app: Wsgi, respond: Callable[[Environ], Response]) -> None:
        self.app = app
        self._respond = respond

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        head = _Head()
        body: Iterable[bytes] = ()
        try:
            body = self.app(environ, head)
            sent = body if isinstance(body, list) else _GuardedBody(body, environ, head.has_length())
        # Not Exception alone: a panic of the engine's Rust code is a BaseException.
        except BaseException as fault:
            _close(body, environ)
            if isinstance(fault, _EXITS):
                raise
            _log(fault, environ)
            return self._respond(environ)(environ, start_response)
        start_response(head.status, head.headers)
        return sent


class _Head:
    """The head of a response, as the application gives it to `start_response`."""

    status = ""
    headers: list[tuple[str, str]]

    def __call__(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
        self.status, self.headers = status, headers

    def has_length(self) -> bool:
        """Return whether the length of the body is stated."""
        return any(name.lower() == "content-length" for name, _ in self.headers)


class _GuardedBody:
    """The blocks of a body. The first one, or all if the length is not known, are read when it is made."""

    def __init__(self, body: Iterable[bytes], environ: Environ, has_length: bool) -> None:
        self._body = body
        self._environ = environ
        self._blocks = iter(body)
        self._first = next(self._blocks, None)
        if self._first is not None and not has_length:
            self._first += b"".join(self._blocks)

    def __iter__(self) -> Iterator[bytes]:
        try:
            if self._first is not None:
                yield self._first
            yield from self._blocks
        except BaseException as fault:
            if not isinstance(fault, _EXITS):
                _log(fault, self._environ)
            raise

    def close(self) -> None:
        """Close the body of the application."""
        _close(self._body, self._environ)


def _close(body: Iterable[bytes], environ: Environ) -> None:
    """Close a body; a fault is logged, as the response cannot be changed any more."""
    close = getattr(body, "close", None)
    if close is None:
        return
    try:
        close()
    except Exception as fault:
        _log(fault, environ)


def _log(fault: BaseException, environ: Environ) -> None:
    # The path is quoted: a line feed in it must not begin another line of the log.
    method, path = environ.get("REQUEST_METHOD"), environ.get("PATH_INFO")
    LOG.error("internal error while serving %s %r", method, path, exc_info=fault)
