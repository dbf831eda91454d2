"""A worker process as the server sees it: whether it is alive, its priority, and how it is ended."""

from __future__ import annotations

import contextlib
import os
import socket
from dataclasses import dataclass

from adgo.server.engine import frames
from adgo.server.engine.launcher import Launcher

#: How much nicer than the server a long query is: short queries and the server itself run first.
LONG_NICENESS = 10


@dataclass
class Worker:
    """One worker process, as the server sees it."""

    generation: int
    pid: int
    sock: socket.socket
    reader: frames.FrameReader
    #: Whether it may open connections, for queries that call other endpoints.
    network: bool = False
    #: Whether it holds a place for a long query.
    long: bool = False
    #: Whether its priority has been lowered.
    lowered: bool = False
    #: Whether it was ended in the middle of a query, or is about to be.
    killed: bool = False

    def end(self, launcher: Launcher) -> None:
        """Close the socket, and kill the process if it has not ended; the zygote, whose child it is, does that."""
        self.sock.close()
        if self.pid:
            launcher.reap(self.generation, self.pid)

    def is_alive(self) -> bool:
        """Return whether the process, which must be idle, still has its end of the socket open."""
        return self.reader.is_quiet()

    def lower(self) -> None:
        """Give this process a lower priority, because it runs long; it cannot be raised again."""
        self.lowered = True
        # If the process has just ended, this fails; the next read from its socket reports that.
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self.pid, LONG_NICENESS)
