"""The server's end of the writer: one change at a time, ended when it takes too long, started anew when it dies."""

from __future__ import annotations

import contextlib
import threading
import time
from pathlib import Path
from typing import Any

from adgo.server.engine import frames
from adgo.server.engine.child_process import CannotStart, Child
from adgo.server.engine.failure import Failure, cause_of_death
from adgo.server.store.editions import Edition, Editions

#: What the system says when the writer has ended with some of the request unread: it has not begun the change.
UNREAD = (ConnectionResetError, BrokenPipeError)
#: Seconds that a writer may take to end which makes no change.
_PATIENCE = 5.0


class WriterClient(Child):
    """Has changes made, and publishes the edition that each one leads to."""

    def __init__(self, folder: Path, memory: int, seconds: float, editions: Editions) -> None:
        self._config = {"folder": str(folder), "memory": memory}
        self._seconds = seconds
        self._editions = editions
        self._lock = threading.Lock()

    def start(self) -> None:
        """Start the writer; CannotStart says why the store cannot be opened."""
        config = self._config | {"kept": self._editions.snapshots()}
        self._publish(self._begin("adgo.server.engine.writer", config, "writes the store"))

    def change(self, request: dict[str, Any], body: bytes = b"", edition: str | None = None) -> bool:
        """Make one change; return whether it made a new graph. When it returns, the change is on disk and visible.

        `edition` is the digest of the only one that may be changed, for the reason `condition` otherwise.

        Raises failure.Failure: what the writer refused, or timeout, memory, depth, crash; then nothing has changed,
        save that a change which was ended by its time limit, by the disk or from outside (crash) may have been made.
        """
        if not self._lock.acquire(timeout=self._seconds):
            raise Failure("busy", "other changes are being made")
        try:
            current = self._editions.current
            if edition is not None and (current is None or current.digest != edition):
                raise Failure("condition", "the data have changed")
            answer = self._converse(request | {"seconds": self._seconds}, body)
        finally:
            self._lock.release()
        if "error" in answer:
            raise Failure(answer["error"], answer["message"])
        return bool(answer["created"])

    def close(self) -> None:
        """End the writer when the change it makes is done."""
        with self._lock:
            self._end(_PATIENCE)

    def _converse(self, request: dict[str, Any], body: bytes) -> dict[str, Any]:
        for again in (True, False):
            if self._control is None or not frames.FrameReader(self._control).is_quiet():
                self._restart()
            try:
                answer = self._exchange(request, body)
                break
            except TimeoutError as error:
                with contextlib.suppress(Failure):
                    self._restart()
                raise Failure("timeout") from error
            except (frames.Closed, OSError) as error:
                reason = cause_of_death(self._status())
                with contextlib.suppress(Failure):
                    self._restart()
                if not (again and reason == "crash" and isinstance(error, UNREAD)):
                    raise Failure(reason, "the writer ended") from error
        if answer.get("error") == "disk":
            # The writer has ended.
            with contextlib.suppress(Failure):
                self._restart(_PATIENCE)
        if "snapshot" in answer:
            self._publish(answer)
            if answer["spent"]:
                # The change is made, whatever becomes of the next writer.
                with contextlib.suppress(Failure):
                    self._restart(_PATIENCE)
        return answer

    def _exchange(self, request: dict[str, Any], body: bytes) -> dict[str, Any]:
        assert self._control is not None
        deadline = time.monotonic() + self._seconds
        self._control.settimeout(self._seconds)
        self._control.sendall(frames.message(request) + frames.piece(body))
        self._control.settimeout(None)
        return frames.FrameReader(self._control).read_message(deadline)

    def _publish(self, said: dict[str, Any]) -> None:
        self._editions.publish(Edition(said["edition"], said["snapshot"]))

    def _restart(self, patience: float = 0) -> None:
        self._end(patience)
        try:
            self.start()
        except CannotStart as error:
            self._end(0)
            raise Failure("busy", str(error)) from error
