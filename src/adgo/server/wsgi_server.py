"""The WSGI server around the app: granian, or waitress where granian is not to be had."""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import os
import signal
import socket
import sys
import threading
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import Flask

from adgo.server import app as application
from adgo.server.engine import sandbox
from adgo.server.engine.child_process import CannotStart
from adgo.server.listen import idle_connections, port
from adgo.server.listen.request_bodies import Front
from adgo.server.protocol import sparql_request
from adgo.server.settings import Settings

#: Threads that may wait for workers or slow clients at once; idle ones end by themselves.
THREADS = 2048
#: Seconds that are left, after the grace, to tell the clients of ended queries so.
FAREWELL = 3
#: The exit code for data that cannot be read.
UNREADABLE = 3
Factory = Callable[[], Flask]


@dataclass(frozen=True)
class Place:
    """Where the server listens, and how many connections it can have there at once."""

    listener: socket.socket
    host: str
    connections: int

    @property
    def port(self) -> int:
        """The number of the port."""
        return int(self.listener.getsockname()[1])

    @property
    def threads(self) -> int:
        """How many requests may be in the making at once."""
        return min(THREADS, self.connections)

    @property
    def name(self) -> str:
        """The host and port that stand for this server where a client names none."""
        is_any = self.host in ("0.0.0.0", "::")
        return port.name(socket.gethostname() if is_any else self.host, self.port)


def serve(
    make: Factory, listener: socket.socket, host: str, settings: Settings, server: str = "granian"
) -> None:
    """Serve until SIGINT, SIGTERM or SIGHUP, then let running queries finish for the settings' grace."""
    place = Place(listener, host, port.affordable(settings.connections))
    if server == "granian":
        try:
            import granian  # noqa: F401
        except ImportError:
            server = "waitress"
    (_serve_granian if server == "granian" else _serve_waitress)(make, place, settings)


def _serve_granian(make: Factory, place: Place, settings: Settings) -> None:
    from granian.constants import HTTPModes, Interfaces
    from granian.http import HTTP1Settings

    from adgo.server.listen.granian_socket import Server

    failed = multiprocessing.Value("i", 0)
    granian = Server(
        "adgo",
        listener=place.listener,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=place.threads,
        backlog=port.BACKLOG,
        # What it counts is connections, not requests: idle ones too.
        backpressure=place.connections,
        # To tell HTTP/2 from HTTP/1 it would wait for the first bytes, for ever.
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=int(settings.idle * 1000)),
        log_enabled=False,
        workers_kill_timeout=int(settings.grace) + 2 * FAREWELL,
        respawn_failed_workers=False,
    )
    try:
        granian.serve(
            target_loader=partial(_load, make, place, settings, os.getpid(), failed), wrap_loader=False
        )
    finally:
        if failed.value:
            sys.exit(failed.value)


def _load(make: Factory, place: Place, settings: Settings, parent: int, failed: Any) -> Any:
    """Return the app inside granian's own process, which must not outlive the one that a person started."""
    sandbox.end_with_parent()
    # A terminal that closes tells every process of its group: the one that a person started says when to stop.
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    threading.Thread(target=_follow, args=(parent,), daemon=True).start()
    try:
        app = make()
    except CannotStart as error:
        print(f"Error: {error}", file=sys.stderr, flush=True)
        failed.value = UNREADABLE
        os._exit(UNREADABLE)
    idle_connections.watch(place.port, settings.patience)
    _close_after(app, settings.grace)
    threading.Thread(target=_announce, args=(place,), daemon=True).start()
    return Front(app, place.name, place.threads * 3 // 4)


def _follow(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


def _close_after(app: Flask, grace: float) -> None:
    """Close the app `grace` seconds after the process was told to stop, if it still runs then.

    The signals' handlers are granian's, so that this listens to what Python writes for any handler.
    """
    told, teller = socket.socketpair()
    teller.setblocking(False)
    signal.set_wakeup_fd(teller.fileno(), warn_on_full_buffer=False)

    def wait(_: socket.socket) -> None:
        while told.recv(1)[0] not in (signal.SIGTERM, signal.SIGINT):
            continue
        time.sleep(grace)
        application.close(app)

    threading.Thread(target=wait, args=(teller,), daemon=True).start()


def _serve_waitress(make: Factory, place: Place, settings: Settings) -> None:
    from waitress.server import create_server  # type: ignore[import-untyped]

    try:
        app = make()
    except CannotStart as error:
        print(f"Error: {error}", file=sys.stderr, flush=True)
        sys.exit(UNREADABLE)
    idle = max(1, int(settings.idle))
    server = create_server(
        # It reads bodies without a thread for each.
        Front(app, place.name, place.connections),
        sockets=[place.listener],
        threads=min(256, place.threads),
        backlog=port.BACKLOG,
        connection_limit=place.connections,
        # It takes a body in, to a file, before anybody is asked: by itself up to 1 GiB, and none that is larger. What
        # is not far above the limit is refused by the app, with a reason.
        max_request_body_size=2 * sparql_request.upload_limit(settings),
        # select() knows no descriptors above 1,024.
        asyncore_use_poll=True,
        channel_timeout=idle,
        cleanup_interval=idle,
    )
    threading.Thread(target=_announce, args=(place,), daemon=True).start()
    dispatcher = server.task_dispatcher
    dispatcher.shutdown = partial(_shut_down, app, settings.grace, dispatcher.shutdown)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    with contextlib.suppress(KeyboardInterrupt):
        server.run()
    application.close(app)


def _shut_down(app: Flask, grace: float, shutdown: Callable[..., Any]) -> None:
    timer = threading.Timer(grace, application.close, [app])
    timer.start()
    shutdown(timeout=grace + FAREWELL)
    timer.cancel()


def _announce(place: Place) -> None:
    """Print the address once it answers."""
    url = f"http://{port.name(place.host, place.port)}/"
    probe = url.replace("0.0.0.0", "127.0.0.1").replace("[::]", "[::1]")
    # Straight to ourselves: a proxy that the environment names for the web has no part in this.
    straight = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while True:
        try:
            with straight.open(probe + "health", timeout=1):
                break
        except OSError:
            time.sleep(0.01)
    for protection in sandbox.missing():
        logging.getLogger("adgo").warning("off on this system: %s", protection)
    print(f"ADGO is ready at {url}", flush=True)
