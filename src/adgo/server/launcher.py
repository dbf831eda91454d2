"""The server's end of the zygote: start it, have it fork and reap workers, start it anew should it die."""

from __future__ import annotations

import json
import os
import socket
import threading
from collections.abc import Sequence
from typing import Any

from adgo.server import frames
from adgo.server.child import Child

#: Bytes that a worker may be ahead of the server: fewer switches between the two for a large result.
PIPE_BYTES = 1 << 20
#: Seconds that the zygote has to end by itself.
PATIENCE = 5


class Launcher(Child):
    """Forks workers through the zygote. Every method may be called from any thread."""

    def __init__(self, paths: Sequence[str], memory: int, *, on_disk: bool = False) -> None:
        self._config = {"paths": [os.fspath(p) for p in paths], "memory": memory, "on_disk": on_disk}
        self._lock = threading.Lock()
        self.generation = 0
        self.summary: dict[str, Any] = {}

    def start(self) -> None:
        """Start the zygote and wait until it has loaded the data; CannotStart says why it could not."""
        with self._lock:
            self._start()

    def _start(self) -> None:
        self.summary = self._begin("adgo.server.zygote", self._config, "loads the data")["ready"]
        self.generation += 1

    def launch(self, *, network: bool = False) -> tuple[int, int, socket.socket]:
        """Return (generation, process id, socket) of a new worker; the zygote is started anew where it died.

        `network` is for a query that may call the endpoints on the list: the worker keeps sockets and files.
        """
        with self._lock:
            try:
                return self._launch(network)
            except (OSError, frames.Closed):
                self._end(PATIENCE)
                self._start()
                return self._launch(network)

    def _launch(self, network: bool) -> tuple[int, int, socket.socket]:
        assert self._control is not None
        ours, theirs = socket.socketpair()
        theirs.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, PIPE_BYTES)
        with theirs:
            socket.send_fds(
                self._control, [json.dumps({"launch": True, "network": network}).encode()], [theirs.fileno()]
            )
        pid = frames.Reader(self._control).read_message()["pid"]
        return self.generation, pid, ours

    def reap(self, generation: int, pid: int) -> int | None:
        """End a worker if it runs; return its exit code, negative for a signal, None where its zygote has died."""
        with self._lock:
            if generation != self.generation or self._control is None:
                return None
            try:
                self._control.sendall(json.dumps({"reap": pid}).encode())
                status: int = frames.Reader(self._control).read_message()["status"]
                return status
            except (OSError, frames.Closed):
                return None

    def close(self) -> None:
        """End the zygote and with it every worker."""
        with self._lock:
            self._end(PATIENCE)
