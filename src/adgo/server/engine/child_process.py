"""A process that the server keeps beside it, a module run by the same Python, with a socket between the two."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

from adgo.server.engine import frames

#: Seconds that a process may take to end whose socket is closed: it has much memory to give back.
_PATIENCE = 10


class CannotStart(Exception):
    """The data could not be loaded, or the store not opened; the message says which file and why."""


class Child:
    """One such process: begun, greeted, ended. Not for several threads at once: who shares it has a lock."""

    _process: subprocess.Popen[bytes] | None = None
    _control: socket.socket | None = None

    def _begin(self, module: str, config: Mapping[str, Any], task: str) -> dict[str, Any]:
        """Start the module and return its greeting when it is ready; CannotStart says why it could not.

        `task` says in words what the process is for, where it ends without a greeting.
        """
        try:
            self._control, theirs = socket.socketpair()
            with theirs:
                self._process = subprocess.Popen(
                    [sys.executable, "-m", module, str(theirs.fileno()), json.dumps(config)],
                    pass_fds=[theirs.fileno()],
                    stdin=subprocess.DEVNULL,
                    start_new_session=True,
                )
        except OSError as error:
            raise CannotStart(f"the process that {task} cannot be started: {error.strerror}") from error
        try:
            greeting: dict[str, Any] = frames.FrameReader(self._control).read_message()
        except (frames.Closed, OSError) as error:
            self._process.wait()
            raise CannotStart(f"the process that {task} ended before it was ready") from error
        if "error" in greeting:
            self._process.wait()
            raise CannotStart(greeting["error"])
        return greeting

    def _status(self) -> int | None:
        """Return the exit code of a process that has closed its socket, None where it goes on without one."""
        assert self._process is not None
        try:
            return self._process.wait(timeout=_PATIENCE)
        except subprocess.TimeoutExpired:
            return None

    def _end(self, patience: float) -> None:
        """Close the socket, upon which the process ends by itself; kill it when it has not in `patience` seconds."""
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._process is not None:
            try:
                self._process.wait(timeout=patience)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None
