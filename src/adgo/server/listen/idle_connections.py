"""Connections on which nothing happens: closed, where the system tells.

The HTTP server has a limit for the head of a request, but none for its body, nor for a client that takes no answer.
Each holds a thread. What the kernel counts of a connection shows both: nothing was sent to it for longer than any
request takes, and it sends next to nothing itself.
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

#: Bytes a second that a client must send to count as sending.
RATE = 1024
#: Seconds between two looks.
EVERY = 10.0
DESCRIPTORS = Path("/proc/self/fd")
#: Linux's struct tcp_info: its length, and where it has the milliseconds since data was sent and the bytes received.
_LENGTH, _SENT, _RECEIVED = 136, 44, 128


@dataclass(frozen=True)
class Traffic:
    """What a connection carries: when its client was last sent something, all it has sent, when it last sent fast."""

    answered: float
    received: int
    busy: float


def watch(port: int, patience: float) -> None:
    """Close, from now on, the connections to this port over which nothing went for `patience` seconds.

    What a client sends more slowly than `RATE` counts as nothing; an upload that is quicker may take its time.
    """
    if sys.platform == "linux" and DESCRIPTORS.is_dir():
        threading.Thread(target=_watch, args=(port, patience), name="adgo-stalled", daemon=True).start()


def _watch(port: int, patience: float) -> NoReturn:
    every = min(EVERY, patience / 2)
    before: dict[object, Traffic] = {}
    while True:
        time.sleep(every)
        before = look(port, patience, RATE * every, before)


def look(port: int, patience: float, least: float, before: dict[object, Traffic]) -> dict[object, Traffic]:
    """Return the traffic of every connection by its client; a client is fast that sent `least` bytes since before."""
    found: dict[object, Traffic] = {}
    now = time.monotonic()
    for number in os.listdir(DESCRIPTORS):
        # Closed by somebody else meanwhile, or no connection at all.
        with contextlib.suppress(OSError, ValueError), _twin(int(number), port) as sock:
            peer = sock.getpeername()
            seen = found[peer] = _traffic(sock, now, least, before.get(peer))
            if now - max(seen.answered, seen.busy) > patience:
                sock.shutdown(socket.SHUT_RDWR)
    return found


def _twin(descriptor: int, port: int) -> socket.socket:
    """Return another descriptor of a connection to this port: the number itself may be something else's any moment."""
    if not os.readlink(DESCRIPTORS / str(descriptor)).startswith("socket:"):
        raise ValueError
    twin = socket.socket(fileno=os.dup(descriptor))
    if twin.family in (socket.AF_INET, socket.AF_INET6) and twin.getsockname()[1] == port:
        return twin
    twin.close()
    raise ValueError


def _traffic(sock: socket.socket, now: float, least: float, before: Traffic | None) -> Traffic:
    told = sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _LENGTH)
    if len(told) < _LENGTH:
        raise ValueError
    (sent,) = struct.unpack_from("=I", told, _SENT)
    (received,) = struct.unpack_from("=Q", told, _RECEIVED)
    busy = now if before is None or received - before.received >= least else before.busy
    return Traffic(now - sent / 1000, received, busy)
