"""A child process of the server: a module run by the same Python, with a socket between the two."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

from adgo.server.engine import frames

#: Seconds that a process may take to end after its socket is closed; freeing much memory takes long.
_PATIENCE = 10


class CannotStart(Exception):
    """The process cannot start: data cannot be loaded or a store cannot be opened; the message says which and why.

    Attributes:
        exit_code: the exit code of a command that ends for this reason.
    """

    exit_code = 3


class DiskFull(CannotStart):
    """The disk of a store is full, so that it cannot be opened for writing."""


class DataRefused(CannotStart):
    """The data failed a check that the user asked for."""

    exit_code = 1


class Child:
    """A child process. Its methods must not be called from several threads at once; callers hold a lock."""

    _process: subprocess.Popen[bytes] | None = None
    _control: socket.socket | None = None

    def _begin(self, module: str, config: Mapping[str, Any], task: str) -> dict[str, Any]:
        """Start the process and return the first message that it sends, when it is ready.

        Args and Raises: see `_spawn` and `_greeting`.
        """
        self._spawn(module, config, task)
        return self._greeting(task)

    def _spawn(self, module: str, config: Mapping[str, Any], task: str) -> None:
        """Start the process.

        Args:
            module: name of the module to run.
            config: passed to the process as JSON.
            task: what the process does, for the message of an error.

        Raises:
            CannotStart: the process cannot be started.
        """
        try:
            # The process keeps the only copy of its end, so each side notices when the other has gone.
            self._control, theirs = socket.socketpair()
            with theirs:
                self._process = subprocess.Popen(
                    [sys.executable, "-m", module, str(theirs.fileno()), json.dumps(config)],
                    pass_fds=[theirs.fileno()],
                    stdin=subprocess.DEVNULL,
                    start_new_session=True,
                )
        except OSError as error:
            self._end(0)
            raise CannotStart(f"the process that {task} cannot be started: {error.strerror}") from error

    def _greeting(self, task: str) -> dict[str, Any]:
        """Return the first message that the process sends, when it is ready.

        Args:
            task: what the process does, for the message of an error.

        Raises:
            CannotStart: the process ended before, or reports that it is of no use.
        """
        assert self._control is not None
        try:
            greeting: dict[str, Any] = frames.FrameReader(self._control).read_message()
        except (frames.Closed, OSError) as error:
            self._end(_PATIENCE)
            raise CannotStart(f"the process that {task} ended before it was ready") from error
        if "error" in greeting:
            self._end(_PATIENCE)
            refused, full = greeting.get("refused"), greeting.get("full")
            raise (DataRefused if refused else DiskFull if full else CannotStart)(greeting["error"])
        return greeting

    def _status(self) -> int | None:
        """Return the exit code of a process that has closed its socket, or None if it does not end."""
        assert self._process is not None
        try:
            return self._process.wait(timeout=_PATIENCE)
        except subprocess.TimeoutExpired:
            return None

    def _end(self, patience: float) -> None:
        """Close the socket, so that the process ends by itself; kill it if it runs on after `patience` seconds."""
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
