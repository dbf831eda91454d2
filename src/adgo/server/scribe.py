"""The server's end of the writer: one change at a time, ended when it takes too long, started anew when it dies."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Any

from adgo.server import frames
from adgo.server.child import CannotStart, Child
from adgo.server.editions import Editions
from adgo.server.failure import Failure


class Scribe(Child):
    """Has changes made, and publishes the edition that each one leads to."""

    def __init__(self, folder: Path, memory: int, seconds: float, editions: Editions) -> None:
        self._config = {"folder": str(folder), "memory": memory}
        self._seconds = seconds
        self._editions = editions
        self._lock = threading.Lock()

    def start(self) -> None:
        """Start the writer; CannotStart says why the store cannot be opened."""
        hello = self._begin("adgo.server.writer", self._config, "writes the store")
        self._editions.publish(hello["snapshot"])

    def change(self, request: dict[str, Any], body: bytes = b"") -> bool:
        """Make one change; return whether it made a new graph. When it returns, the change is on disk and visible.

        Raises failure.Failure: what the writer refused, or timeout, memory, crash; then nothing has changed, save that
        a change which was ended by its time limit may have been made.
        """
        if not self._lock.acquire(timeout=self._seconds):
            raise Failure("busy", "other changes are being made")
        try:
            answer = self._converse(request | {"seconds": self._seconds}, body)
        finally:
            self._lock.release()
        if "error" in answer:
            raise Failure(answer["error"], answer["message"])
        return bool(answer["created"])

    def close(self) -> None:
        """End the writer when the change it makes is done."""
        with self._lock:
            self._end(5)

    def _converse(self, request: dict[str, Any], body: bytes) -> dict[str, Any]:
        if self._control is None:
            self._restart()
        assert self._control is not None
        deadline = time.monotonic() + self._seconds
        try:
            self._control.settimeout(self._seconds)
            self._control.sendall(frames.message(request) + frames.piece(body))
            self._control.settimeout(None)
            answer = frames.Reader(self._control).read_message(deadline)
        except TimeoutError as error:
            self._restart()
            raise Failure("timeout") from error
        except (frames.Closed, OSError) as error:
            self._restart()
            raise Failure("memory", "the writer ended") from error
        if "snapshot" in answer:
            self._editions.publish(answer["snapshot"])
        return answer

    def _restart(self) -> None:
        self._end(0)
        try:
            self.start()
        except CannotStart as error:
            self._end(0)
            raise Failure("busy", str(error)) from error
