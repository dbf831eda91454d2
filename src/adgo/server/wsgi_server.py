"""The HTTP server around the app: granian, or waitress if granian is not installed."""

from __future__ import annotations

import logging
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from flask import Flask

from adgo.server import app as application
from adgo.server.engine import sandbox
from adgo.server.engine.child_process import CannotStart
from adgo.server.listen import half_closed, idle_connections
from adgo.server.listen.fault_guard import Environ, FaultGuard
from adgo.server.listen.listener import ListeningPlace, affordable, url_host
from adgo.server.listen.request_bodies import RequestBodies
from adgo.server.settings import Settings

#: Seconds between two attempts to reach the server at its start: the first pause, and the longest.
FIRST_PAUSE, LONGEST_PAUSE = 0.01, 1.0
#: Seconds after which a server that does not become ready is reported.
GIVE_UP = 60.0
LOG = logging.getLogger("adgo")
Factory = Callable[[], Flask]


def serve(
    make: Factory,
    listeners: Sequence[socket.socket],
    host: str,
    settings: Settings,
    server: str = "granian",
    opening: str = "",
) -> None:
    """Serve until SIGINT, SIGTERM or SIGHUP, then let running queries finish for the settings' grace.

    Exits with 3 if the data cannot be read, and with 1 if --strict-terms refuses them.

    Args:
        make: creates the app, which loads the data.
        listeners: the sockets to listen on, as `listener.listen` returns them.
        host: the host that the sockets were opened for.
        settings: the limits of the server.
        server: "granian" or "waitress", which must be installed (see `listen.http_server`).
        opening: the path of the page that an editor opens, with the token; "" if there is none.
    """
    place = ListeningPlace(tuple(listeners), host, affordable(settings.connections, len(listeners)))
    app = _load(make)
    _limit_bodies(app, place, server)
    threading.Thread(target=_announce, args=(place, opening), daemon=True).start()
    if server == "granian":
        idle_connections.watch(place.port, settings.patience)
    run = _runner(server)
    run(app, place, settings, _once(lambda: application.close(app)))


def _load(make: Factory) -> Flask:
    # Until the HTTP server has handlers of its own, a signal ends the process in order, with the workers.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    try:
        return make()
    except CannotStart as error:
        print(f"Error: {error}", file=sys.stderr, flush=True)
        sys.exit(error.exit_code)


def _limit_bodies(app: Flask, place: ListeningPlace, server: str) -> None:
    guard = app.wsgi_app
    assert isinstance(guard, FaultGuard)
    # waitress reads bodies without a thread for each.
    bodies = place.threads * 3 // 4 if server == "granian" else place.connections * len(place.listeners)
    has_left = partial(_has_left, place.port) if server == "granian" else None
    guard.app = RequestBodies(guard.app, place.name, bodies, has_left)


def _has_left(port: int, environ: Environ) -> bool:
    return half_closed.is_any(environ.get("REMOTE_ADDR", ""), port)


def _runner(server: str) -> Callable[[Any, ListeningPlace, Settings, Callable[[], None]], None]:
    # Imported here because one of the two may be missing.
    if server == "granian":
        from adgo.server.listen import granian_server

        return granian_server.run
    from adgo.server.listen import waitress_server

    return waitress_server.run


def _once(close: Callable[[], None]) -> Callable[[], None]:
    """Return a function that closes only once, however many threads call it, and returns when it is closed."""
    lock = threading.Lock()
    done: list[bool] = []

    def run() -> None:
        with lock:
            if not done:
                close()
                done.append(True)

    return run


def _announce(place: ListeningPlace, opening: str) -> None:
    """Print the URLs of the site and its opening page once the server is ready; say so if it does not become ready."""
    url = f"http://{url_host(place.host, place.port)}/"
    until = time.monotonic() + GIVE_UP
    pause = FIRST_PAUSE
    while (trouble := _trouble(place)) is not None:
        if time.monotonic() > until:
            print(
                f"ADGO is not ready at {url} after {GIVE_UP:.0f} seconds: {trouble}",
                file=sys.stderr,
                flush=True,
            )
            return
        time.sleep(pause)
        pause = min(2 * pause, LONGEST_PAUSE)
    for protection in sandbox.missing():
        LOG.warning("protection not available on this system: %s", protection)
    print(f"ADGO is ready at {url}", flush=True)
    if opening:
        print(f"Edit at {url}{opening}", flush=True)


def _trouble(place: ListeningPlace) -> str | None:
    """Return why the server is not ready, None if /health answers 200 at every address."""
    for listener in place.listeners:
        try:
            status = _health(listener)
        except OSError as error:
            return str(error)
        if b" 200" not in status[:20]:
            return f"/health answers {status.decode('latin-1').partition(' ')[2] or 'nothing'}"
    return None


def _health(listener: socket.socket) -> bytes:
    """Return the first line of what /health answers. A plain socket, as a proxy for the web must not be used here."""
    host, *more = listener.getsockname()
    local = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    with socket.socket(listener.family, socket.SOCK_STREAM) as sock:
        sock.settimeout(1)
        sock.connect((local, *more))
        sock.sendall(b"GET /health HTTP/1.0\r\nConnection: close\r\n\r\n")
        return sock.recv(200).partition(b"\r\n")[0]
