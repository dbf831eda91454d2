"""The server's side of the zygote: start it, make it fork and reap workers, and start it again if it has died."""

from __future__ import annotations

import json
import logging
import os
import socket
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from adgo.server.engine import frames
from adgo.server.engine.child_process import CannotStart, Child
from adgo.server.settings import MIB, Settings
from adgo.server.store import store_folder

#: Bytes that a worker may send before the server reads them; with few, a large result takes many switches.
PIPE_BYTES = 1 << 20
#: Seconds that the zygote has to end by itself.
PATIENCE = 5
_MODULE, _TASK = "adgo.server.engine.zygote", "loads the data"
LOG = logging.getLogger("adgo")


class Launcher(Child):
    """Forks workers by means of the zygote. Every method may be called from any thread.

    Attributes:
        generation: number of zygotes started so far; a worker belongs to the zygote of its generation.
        summary: what the zygote reports of the data that it has loaded.
    """

    def __init__(
        self, paths: Sequence[str], memory: int, *, store: Path | None = None, strict_terms: bool = False
    ) -> None:
        """Prepare a zygote, which `start` starts.

        Args:
            paths: files with the data; none for the packaged data.
            memory: bytes that a query may take.
            store: folder of the store, if the data are on disk.
            strict_terms: refuse files with literals that a store would change.
        """
        folder = None if store is None else str(store.absolute())
        self._config = {"paths": [os.fspath(p) for p in paths], "memory": memory, "folder": folder}
        self._config["strict_terms"] = strict_terms
        self._store = store
        #: The identity of the store's folder that workers may read.
        self._identity: tuple[int, int] | None = None
        self._lock = threading.Lock()
        self._closed = False
        self.generation = 0
        self.summary: dict[str, Any] = {}

    @classmethod
    def of_settings(cls, paths: Sequence[str], settings: Settings, store: Path | None = None) -> Launcher:
        """Return a launcher with the limits of a server.

        Args:
            paths: files with the data; none for the packaged data.
            settings: the limits.
            store: folder of the store, if the data are on disk.
        """
        return cls(paths, settings.memory * MIB, store=store, strict_terms=settings.strict_terms)

    def begin(self) -> None:
        """Start the zygote without waiting for it: it loads the data while this process imports the pages.

        Raises CannotStart if there is no process for it.
        """
        with self._lock:
            self._spawn(_MODULE, self._config, _TASK)

    def start(self) -> None:
        """Start the zygote, unless it has begun, and wait for the data to be loaded; CannotStart says why it cannot."""
        with self._lock:
            self._start()
        if self.summary.get("changed"):
            LOG.warning("data: %s", self.summary["changed"])

    def _is_replaced(self) -> bool:
        found = store_folder.identity(self._store) if self._store else None
        return found is not None and found != self._identity

    def _start(self) -> None:
        if self._process is None:
            self._spawn(_MODULE, self._config, _TASK)
        self._identity = store_folder.identity(self._store) if self._store else None
        self.summary = self._greeting(_TASK)["ready"]
        self.generation += 1

    def launch(self, *, network: bool = False) -> tuple[int, int, socket.socket]:
        """Return (generation, process id, socket) of a new worker; a zygote that has died is started again.

        `network` is for a query that may call the endpoints on the list: its worker may open connections.

        Raises CannotStart or OSError if the system has no process or descriptor left; a later call may succeed.
        """
        # Outside `_fork`, which restarts the zygote after an OSError and so ends every running query: the zygote is not
        # to blame if there is no descriptor for a socket.
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
            if self._is_replaced():
                raise frames.Closed("its workers may read only the former folder of the store")
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
        """End a worker if it runs; return its exit code, negative for a signal, or None if its zygote has died."""
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
        """End the zygote, and with it every worker."""
        with self._lock:
            self._closed = True
            self._end(PATIENCE)
