"""Serve with granian, in this process, at sockets that listen already. No other module knows granian.

By itself granian listens on one address only, and with SO_REUSEPORT, which lets any number of servers of one user share
a port. So we override methods that are not part of its public interface; pyproject.toml bounds its version for that.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from typing import Any

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.net import SocketHolder  # type: ignore[attr-defined]
from granian.server.mt import MTServer

from adgo.server.listen.listener import BACKLOG, ListeningPlace
from adgo.server.settings import Settings

#: Seconds after the grace in which the clients of stopped queries get their 503.
FAREWELL = 3


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


def run(app: Any, place: ListeningPlace, settings: Settings, close: Callable[[], None]) -> None:
    """Serve until SIGINT, SIGTERM or SIGHUP, then let running requests finish.

    Args:
        app: the WSGI application.
        place: the sockets to listen on, and the number of connections.
        settings: `idle` limits the head of a request, `grace` the time for running requests, both in seconds.
        close: ends the application; called `grace` seconds after the signal, or when all requests have finished.
    """
    timer = threading.Timer(settings.grace, close)
    timer.daemon = True
    server = GranianServer(place, settings, timer.start)
    server.serve(target_loader=lambda: app, wrap_loader=False)
    timer.cancel()
    close()
    if any(thread.name == "granian-worker" for thread in threading.enumerate()):
        # A client takes no answer: its thread would keep the process alive.
        sys.stdout.flush()
        os._exit(0)
