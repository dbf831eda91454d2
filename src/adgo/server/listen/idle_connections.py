"""Close idle connections, on Linux.

granian limits the time for the head of a request, but not for its body, nor for a client that does not take its answer.
Each such connection holds a thread. The kernel counts what we need to find them: how long ago we sent something to the
client, and how many bytes came from it. granian does not say which connections it has, so we look at all descriptors of
this process.
"""

from __future__ import annotations

import contextlib
import os
import socket
import struct
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

#: A client that sends fewer bytes a second than this is idle.
MIN_RATE = 1024
#: Seconds between two checks.
INTERVAL = 10.0
DESCRIPTORS = Path("/proc/self/fd")
#: Linux's struct tcp_info: its length, and the offsets of the milliseconds since we sent data and the bytes received.
_LENGTH, _SENT, _RECEIVED = 136, 44, 128


@dataclass(frozen=True)
class Traffic:
    """The traffic of one connection; times are those of `time.monotonic`, in seconds."""

    #: When we last sent something to the client.
    sent_at: float
    #: Bytes that came from the client in all.
    received: int
    #: When the client last sent faster than `MIN_RATE`.
    busy_at: float


def watch(port: int, patience: float) -> None:
    """Start a thread that closes each connection to a port that was idle for `patience` seconds.

    A client that sends more slowly than `MIN_RATE` is idle; a faster upload may take as long as it needs.
    """
    if sys.platform == "linux" and DESCRIPTORS.is_dir():
        threading.Thread(target=_watch, args=(port, patience), name="adgo-idle", daemon=True).start()


def _watch(port: int, patience: float) -> NoReturn:
    interval = min(INTERVAL, patience / 2)
    before: dict[object, Traffic] = {}
    while True:
        time.sleep(interval)
        before = close_idle(port, patience, MIN_RATE * interval, before)


def close_idle(
    port: int, patience: float, min_bytes: float, before: dict[object, Traffic]
) -> dict[object, Traffic]:
    """Close the idle connections to a port, and return the traffic of every connection by the client's address.

    Args:
        port: the port that the server listens on.
        patience: seconds after which a connection without traffic is idle.
        min_bytes: bytes that a client must have sent since the last check to count as sending.
        before: what the last check returned.
    """
    found: dict[object, Traffic] = {}
    now = time.monotonic()
    for number in os.listdir(DESCRIPTORS):
        # The descriptor was closed in the meantime, or is not a connection.
        with contextlib.suppress(OSError, ValueError), _duplicate(int(number), port) as sock:
            client = sock.getpeername()
            traffic = found[client] = _traffic(sock, now, min_bytes, before.get(client))
            if now - max(traffic.sent_at, traffic.busy_at) > patience:
                sock.shutdown(socket.SHUT_RDWR)
    return found


def _duplicate(descriptor: int, port: int) -> socket.socket:
    """Return a socket over a duplicate of a descriptor, which may be closed and used again at any moment.

    Raises OSError or ValueError, and leaves no descriptor open, if it is not a connection to the port.
    """
    if not os.readlink(DESCRIPTORS / str(descriptor)).startswith("socket:"):
        raise ValueError("not a socket")
    duplicate = os.dup(descriptor)
    try:
        sock = socket.socket(fileno=duplicate)
    except BaseException:
        os.close(duplicate)
        raise
    with contextlib.ExitStack() as stack:
        stack.enter_context(sock)
        if sock.family not in (socket.AF_INET, socket.AF_INET6) or sock.getsockname()[1] != port:
            raise ValueError("not a connection to the port")
        stack.pop_all()
    return sock


def _traffic(sock: socket.socket, now: float, min_bytes: float, before: Traffic | None) -> Traffic:
    info = sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _LENGTH)
    if len(info) < _LENGTH:
        raise ValueError("this kernel does not count the bytes")
    (sent,) = struct.unpack_from("=I", info, _SENT)
    (received,) = struct.unpack_from("=Q", info, _RECEIVED)
    is_busy = before is None or received - before.received >= min_bytes
    return Traffic(now - sent / 1000, received, now if is_busy or before is None else before.busy_at)
