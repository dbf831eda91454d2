"""The server's handle on a worker process."""

from __future__ import annotations

import contextlib
import os
import socket
from dataclasses import dataclass

from adgo.server.engine import frames

#: How much nicer than the server a long query is: short ones and the server itself go first.
LONG_NICENESS = 10


@dataclass
class Worker:
    """One worker process, as the server sees it."""

    generation: int
    pid: int
    sock: socket.socket
    reader: frames.Reader
    #: Whether it keeps its sockets, for queries that may call others.
    network: bool = False
    long: bool = False
    lowered: bool = False

    def is_alive(self) -> bool:
        """Return whether the process, which is idle, still holds its end of the socket."""
        return self.reader.is_quiet()

    def lower(self) -> None:
        """Have the system prefer others to this process, which runs long; there is no way back."""
        self.lowered = True
        # One that has just ended cannot be made nicer: the next read says so.
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self.pid, LONG_NICENESS)
