"""granian's server, for a socket that listens already.

By itself it opens one with SO_REUSEPORT, which lets any number of servers of one user have the same port.
"""

from __future__ import annotations

import socket
import sys
from typing import Any

from granian.net import SocketHolder  # type: ignore[attr-defined]
from granian.server import Server as Granian


class Server(Granian):  # type: ignore[misc, valid-type]
    """A server that takes its connections from `listener`."""

    def __init__(self, target: str, *, listener: socket.socket, **settings: Any) -> None:
        super().__init__(target, **settings)
        self._listener = listener

    def _init_shared_socket(self) -> None:
        # As granian does where it shares a socket of its own; were it to stop asking this method, the port would be
        # taken, by us.
        numbers = [self._listener.fileno(), False]
        if sys.platform.startswith(("linux", "freebsd")):
            numbers.append(self.backlog)
        self._listener.set_inheritable(True)
        self._ssp = None
        self._shd = SocketHolder(*numbers)
        self._sfd = self._listener.fileno()
        self._sso = self._listener

    def signal_handler_reload(self, *_: Any, **__: Any) -> None:
        """Stop at SIGHUP too: a new process beside the old one could not open a store that is written."""
        self.signal_handler_interrupt()
