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
from functools import partial
from typing import Any

from flask import Flask

from adgo.server import app as application
from adgo.server import sandbox
from adgo.server.child import CannotStart

#: Threads that may wait for workers or slow clients at once; idle ones end by themselves.
THREADS = 256
#: The exit code for data that cannot be read.
UNREADABLE = 3
Factory = Callable[[], Flask]


class PortTaken(Exception):
    """The address cannot be listened at; the message says why and what to do."""


def free_port(host: str, port: int) -> int:
    """Return the port, or a free one for 0; PortTaken where somebody listens there already."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen()
        except OSError as error:
            raise PortTaken(
                f"cannot listen at {host}:{port}: {error.strerror}; choose another with --port"
            ) from error
        return int(probe.getsockname()[1])


def serve(make: Factory, host: str, port: int, grace: float, server: str = "granian") -> None:
    """Serve until SIGINT or SIGTERM, then let running queries finish for `grace` seconds."""
    if server == "granian":
        try:
            import granian  # noqa: F401
        except ImportError:
            server = "waitress"
    (_serve_granian if server == "granian" else _serve_waitress)(make, host, port, grace)


def _serve_granian(make: Factory, host: str, port: int, grace: float) -> None:
    from granian.constants import Interfaces
    from granian.server import Server

    failed = multiprocessing.Value("i", 0)
    granian = Server(
        "adgo",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        backpressure=THREADS,
        log_enabled=False,
        workers_kill_timeout=max(1, int(grace) + 2),
        respawn_failed_workers=False,
    )
    try:
        granian.serve(target_loader=partial(_load, make, host, port, os.getpid(), failed), wrap_loader=False)
    finally:
        if failed.value:
            sys.exit(failed.value)


def _load(make: Factory, host: str, port: int, parent: int, failed: Any) -> Any:
    """Return the app inside granian's own process, which must not outlive the one that a person started."""
    sandbox.end_with_parent()
    threading.Thread(target=_follow, args=(parent,), daemon=True).start()
    try:
        app = make()
    except CannotStart as error:
        print(f"Error: {error}", file=sys.stderr, flush=True)
        failed.value = UNREADABLE
        os._exit(UNREADABLE)
    threading.Thread(target=_announce, args=(app, host, port), daemon=True).start()
    return app


def _follow(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


def _serve_waitress(make: Factory, host: str, port: int, grace: float) -> None:
    from waitress.server import create_server  # type: ignore[import-untyped]

    try:
        app = make()
    except CannotStart as error:
        print(f"Error: {error}", file=sys.stderr, flush=True)
        sys.exit(UNREADABLE)
    server = create_server(app, host=host, port=port, threads=THREADS)
    threading.Thread(target=_announce, args=(app, host, port), daemon=True).start()
    dispatcher = server.task_dispatcher
    dispatcher.shutdown = partial(dispatcher.shutdown, timeout=grace)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with contextlib.suppress(KeyboardInterrupt):
        server.run()
    application.close(app, grace)


def _announce(app: Flask, host: str, port: int) -> None:
    """Print the address once it answers."""
    shown = f"[{host}]" if ":" in host else host
    url = f"http://{shown}:{port}/"
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
