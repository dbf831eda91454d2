"""Serve with waitress, which is pure Python: the HTTP server for machines that have no granian."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Callable
from functools import partial
from typing import Any

from waitress.channel import HTTPChannel  # type: ignore[import-untyped]
from waitress.parser import HTTPRequestParser, ParsingError  # type: ignore[import-untyped]
from waitress.server import create_server  # type: ignore[import-untyped]

from adgo.server.listen.listener import BACKLOG, ListeningPlace
from adgo.server.protocol import sparql_request
from adgo.server.settings import Settings

#: Seconds after the grace in which the clients of stopped queries get their 503.
FAREWELL = 3
#: Each thread of waitress stays for as long as the server runs.
MAX_THREADS = 256
#: Its types are missing.
_Parser: Any = HTTPRequestParser


class StrictParser(_Parser):  # type: ignore[misc]
    """waitress's parser of requests, which also refuses a request with both Content-Length and Transfer-Encoding.

    A proxy that goes by the other one of the two sees another end of the request (RFC 9112, section 6.1).
    """

    def parse_header(self, header_plus: bytes) -> None:
        """Read the head of a request; ParsingError if it is wrong."""
        super().parse_header(header_plus)
        if self.chunked and "CONTENT_LENGTH" in self.headers:
            raise ParsingError("Send either Content-Length or Transfer-Encoding, not both.")


def run(app: Any, place: ListeningPlace, settings: Settings, close: Callable[[], None]) -> None:
    """Serve until SIGINT, SIGTERM or SIGHUP, then let running requests finish.

    Args:
        app: the WSGI application.
        place: the sockets to listen on, and the number of connections.
        settings: `idle` limits idle connections, `grace` the time for running requests, both in seconds.
        close: ends the application; called `grace` seconds after the signal, or when all requests have finished.
    """
    HTTPChannel.parser_class = StrictParser
    server = create_server(app, **_options(place, settings))
    dispatcher = server.task_dispatcher
    dispatcher.shutdown = partial(_shut_down, close, settings.grace, dispatcher.shutdown)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    with contextlib.suppress(KeyboardInterrupt):
        server.run()
    close()


def _options(place: ListeningPlace, settings: Settings) -> dict[str, Any]:
    idle = max(1, int(settings.idle))
    return {
        "sockets": list(place.listeners),
        "threads": min(MAX_THREADS, place.threads),
        "backlog": BACKLOG,
        "connection_limit": place.connections * len(place.listeners),
        # It reads a body, into a file, before it calls the app: by default up to 1 GiB, and never more. A body that is
        # a little above the limit is refused by the app, with a reason.
        "max_request_body_size": 2 * sparql_request.upload_limit(settings),
        # select() cannot use descriptors above 1,024.
        "asyncore_use_poll": True,
        "channel_timeout": idle,
        "cleanup_interval": idle,
    }


def _shut_down(close: Callable[[], None], grace: float, shutdown: Callable[..., Any]) -> None:
    timer = threading.Timer(grace, close)
    timer.start()
    shutdown(timeout=grace + FAREWELL)
    timer.cancel()
