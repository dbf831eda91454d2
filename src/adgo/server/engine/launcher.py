"""The server's end of the zygote: start it, have it fork and reap workers, start it anew should it die."""

from __future__ import annotations

import json
import os
import socket
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from adgo.server.engine import frames
from adgo.server.engine.child_process import CannotStart, Child

#: Bytes that a worker may be ahead of the server: fewer switches between the two for a large result.
PIPE_BYTES = 1 << 20
#: Seconds that the zygote has to end by itself.
PATIENCE = 5


class Launcher(Child):
    """Forks workers through the zygote. Every method may be called from any thread."""

    def __init__(self, paths: Sequence[str], memory: int, *, store: Path | None = None) -> None:
        folder = None if store is None else str(store.absolute())
        self._config = {"paths": [os.fspath(p) for p in paths], "memory": memory, "folder": folder}
        self._lock = threading.Lock()
        self._closed = False
        self.generation = 0
        self.summary: dict[str, Any] = {}

    def start(self) -> None:
        """Start the zygote and wait until it has loaded the data; CannotStart says why it could not."""
        with self._lock:
            self._start()

    def _start(self) -> None:
        self.summary = self._begin("adgo.server.engine.zygote", self._config, "loads the data")["ready"]
        self.generation += 1

    def launch(self, *, network: bool = False) -> tuple[int, int, socket.socket]:
        """Return (generation, process id, socket) of a new worker; the zygote is started anew where it died.

        `network` is for a query that may call the endpoints on the list: the worker keeps sockets and files.

        Raises CannotStart or OSError where the system has no process or descriptor left; a later call may succeed.
        """
        # A socket that cannot be had is no fault of the zygote's, whose end would be that of every running query.
        ours, theirs = socket.socketpair()
        try:
            with theirs, self._lock:
                theirs.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, PIPE_BYTES)
                return *self._fork(theirs, network), ours
        except BaseException:
            ours.close()
            raise

    def _fork(self, theirs: socket.socket, network: bool) -> tuple[int, int]:
        if self._closed:
            raise CannotStart("the server is stopping")
        try:
            pid = self._ask_for_fork(theirs, network)
        except (OSError, frames.Closed):
            self._end(PATIENCE)
            self._start()
            pid = self._ask_for_fork(theirs, network)
        return self.generation, pid

    def _ask_for_fork(self, theirs: socket.socket, network: bool) -> int:
        if self._control is None:
            raise frames.Closed("the last zygote has ended, and no other could be started")
        command = json.dumps({"launch": True, "network": network}).encode()
        socket.send_fds(self._control, [command], [theirs.fileno()])
        said = frames.FrameReader(self._control).read_message()
        if "error" in said:
            raise CannotStart(f"no worker can be started: {said['error']}")
        return int(said["pid"])

    def reap(self, generation: int, pid: int) -> int | None:
        """End a worker if it runs; return its exit code, negative for a signal, None where its zygote has died."""
        with self._lock:
            if generation != self.generation or self._control is None:
                return None
            try:
                self._control.sendall(json.dumps({"reap": pid}).encode())
                status: int = frames.FrameReader(self._control).read_message()["status"]
                return status
            except (OSError, frames.Closed):
                return None

    def close(self) -> None:
        """End the zygote and with it every worker."""
        with self._lock:
            self._closed = True
            self._end(PATIENCE)
