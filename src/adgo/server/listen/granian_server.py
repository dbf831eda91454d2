"""Serve with granian, in this process, at sockets that listen already. No other module knows granian.

By itself granian listens on one address only, and with SO_REUSEPORT, which lets any number of servers of one user share
a port. So we override methods that are not part of its public interface; pyproject.toml bounds its version for that.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.net import SocketHolder  # type: ignore[attr-defined]
from granian.server.mt import MTServer

from adgo.server.listen.fault_guard import Environ, StartResponse, Wsgi
from adgo.server.listen.listener import BACKLOG, ListeningPlace
from adgo.server.settings import Settings

#: Seconds after the grace in which the clients of stopped queries get their 503.
FAREWELL = 3


#: Seconds between two looks whether requests are still running.
_PAUSE = 0.02

#: Its types are incomplete.
_GranianServer: Any = MTServer


class GranianServer(_GranianServer):  # type: ignore[misc]
    """granian with one worker thread for each listening socket, all with one application.

    `stopping` is called once, when the server is asked to stop.
    """

    def __init__(self, place: ListeningPlace, settings: Settings, stopping: Callable[[], None]) -> None:
        super().__init__(
            "adgo",
            interface=Interfaces.WSGI,
            workers=len(place.listeners),
            blocking_threads=place.threads,
            backlog=BACKLOG,
            # What it counts is connections, not requests: idle ones too.
            backpressure=place.connections,
            # With HTTP/2 allowed, it would wait for the first bytes of a connection without a limit.
            http=HTTPModes.http1,
            http1_settings=HTTP1Settings(header_read_timeout=int(settings.idle * 1000)),
            log_enabled=False,
            workers_kill_timeout=int(settings.grace) + 2 * FAREWELL,
            respawn_failed_workers=False,
        )
        self._listeners = place.listeners
        self._stopping = stopping

    def _check_gil(self) -> None:
        """Allow threads under the GIL: there is one for each address, and the requests have threads of their own."""

    def _init_shared_socket(self) -> None:
        # granian's own method would open another socket. If a new version did not call this one, the port would be
        # taken, by us.
        self._ssp = None
        options = [False, self.backlog] if sys.platform.startswith(("linux", "freebsd")) else [False]
        holder: Any = SocketHolder
        self._holders = [holder(listener.fileno(), *options) for listener in self._listeners]

    def _spawn_worker(self, idx: int, target: Any, callback_loader: Any) -> Any:
        self._shd = self._holders[idx]
        return super()._spawn_worker(idx, target, callback_loader)

    def signal_handler_interrupt(self, *_: Any, **__: Any) -> None:
        """Stop at SIGINT and SIGTERM."""
        if not self.interrupt_signal:
            self._stopping()
        super().signal_handler_interrupt()

    def signal_handler_reload(self, *_: Any, **__: Any) -> None:
        """Stop at SIGHUP too: a new process beside the old one could not open a store that is being written."""
        self.signal_handler_interrupt()


class _RunningCalls:
    """WSGI middleware that knows whether the application is at work, also for clients that have left."""

    def __init__(self, app: Wsgi) -> None:
        self._app = app
        self._threads: set[int] = set()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        number = threading.get_ident()
        self._threads.add(number)
        try:
            return self._app(environ, start_response)
        finally:
            self._threads.discard(number)

    def __bool__(self) -> bool:
        return bool(self._threads)


def run(app: Any, place: ListeningPlace, settings: Settings, close: Callable[[], None]) -> None:
    """Serve until SIGINT, SIGTERM or SIGHUP, then let running requests finish.

    Args:
        app: the WSGI application.
        place: the sockets to listen on, and the number of connections.
        settings: `idle` limits the head of a request, `grace` the time for running requests, both in seconds.
        close: ends the application; called `grace` seconds after the signal, or when all requests have finished.
    """
    calls = _RunningCalls(app)
    timer = threading.Timer(settings.grace, close)
    timer.daemon = True
    server = GranianServer(place, settings, timer.start)
    server.serve(target_loader=lambda: calls, wrap_loader=False)
    # granian does not wait for requests whose clients have left.
    while calls and timer.is_alive():
        time.sleep(_PAUSE)
    timer.cancel()
    close()
    # A thread may still run: a client takes no answer, or a project is read. At a usual end, Python would wait for the
    # first, and end the second inside Rust code, which aborts the process.
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)
