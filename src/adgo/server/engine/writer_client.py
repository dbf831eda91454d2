"""The server's side of the writer: it sends one change at a time, and starts a new writer if one has ended."""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from pathlib import Path
from typing import Any, NamedTuple

from adgo.graph.dataset import UnreadableFile
from adgo.server.engine import frames
from adgo.server.engine.child_process import CannotStart, Child, DiskFull
from adgo.server.engine.failure import Failure, cause_of_death
from adgo.server.store import store_folder
from adgo.server.store.editions import Edition, Editions
from adgo.server.store.following import PAUSE
from adgo.turtle.normalization.report import Changes

LOG = logging.getLogger("adgo")
#: Errors if the writer has ended before it has read the request: then it has not begun the change.
UNREAD = (ConnectionResetError, BrokenPipeError)
#: Seconds that a writer may take to end if it makes no change.
_PATIENCE = 5.0


class Made(NamedTuple):
    """A change that was made.

    Attributes:
        created: whether it made a new graph.
        changes: the literals of its documents that the store changed.
        differences: the names of the differences between the engine and SPARQL 1.1 that it met.
    """

    created: bool
    changes: Changes
    differences: tuple[str, ...] = ()


class WriterClient(Child):
    """Has the writer make changes, and publishes the edition that each change leads to."""

    def __init__(self, folder: Path, memory: int, seconds: float, editions: Editions) -> None:
        """Prepare a writer, which `start` starts.

        Args:
            folder: the store.
            memory: bytes that the writer may take.
            seconds: time limit of a change.
            editions: where new editions are published.
        """
        self._folder = folder
        #: The folder that the writer has opened.
        self._identity: tuple[int, int] | None = None
        #: What was in its place when that was last reported; this value is not that of any folder.
        self._reported: tuple[int, int] | None = (0, 0)
        self._config = {"folder": str(folder), "memory": memory}
        self._seconds = seconds
        self._editions = editions
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._watcher = threading.Thread(target=self._watch, name="adgo-store-watch", daemon=True)

    def start(self) -> None:
        """Start the writer; CannotStart if the store cannot be opened."""
        config = self._config | {"kept": self._editions.snapshots()}
        greeting = self._begin("adgo.server.engine.writer", config, "writes the store")
        self._identity = store_folder.identity(self._folder)
        self._publish(greeting)

    def watch(self) -> None:
        """Begin to watch the store's folder: each time that it is replaced, a new writer opens it."""
        self._watcher.start()

    def change(self, request: dict[str, Any], body: bytes = b"", edition: str | None = None) -> Made:
        """Make one change and return what was made. The change is then on disk and visible to queries.

        Args:
            request: what to change.
            body: the documents that are part of the change.
            edition: the only edition that may be changed; None for any.

        Raises:
            Failure: nothing has changed, because of `condition` (another edition), busy, memory or depth, or because
                the writer refuses. After timeout, disk and crash the change may have been made.
        """
        if not self._lock.acquire(timeout=self._seconds):
            raise Failure("busy", "other changes are being made")
        try:
            self._renew()
            current = self._editions.current
            if edition is not None and (current is None or current.digest != edition):
                raise Failure("condition", "the data have changed")
            answer = self._converse(request | {"seconds": self._seconds}, body)
        finally:
            self._lock.release()
        if "error" in answer:
            raise Failure(answer["error"], answer["message"], answer.get("start"))
        changes = Changes.from_members(answer["changes"]) if "changes" in answer else Changes()
        return Made(answer["created"], changes, tuple(answer.get("differences", ())))

    def close(self) -> None:
        """End the writer after the change that it is making, if any."""
        self._over.set()
        with self._lock:
            self._end(_PATIENCE)

    def _watch(self) -> None:
        while not self._over.wait(PAUSE):
            if store_folder.identity(self._folder) != self._identity:
                with self._lock, contextlib.suppress(Failure):
                    self._renew()

    def _renew(self) -> None:
        """Start a new writer if the store's folder was replaced; Failure if there is no store."""
        identity = store_folder.identity(self._folder)
        if identity is not None and identity == self._identity:
            return
        message = f"{self._folder}: the store's folder was replaced or is gone"
        if identity != self._reported:
            LOG.warning(
                "%s; changes are refused until a store is there, which the server then opens", message
            )
        self._identity, self._reported = None, identity
        try:
            store_folder.complete(self._folder)
        except UnreadableFile as error:
            raise Failure("busy", f"{message}: {error}") from error
        self._restart(_PATIENCE)

    def _converse(self, request: dict[str, Any], body: bytes) -> dict[str, Any]:
        # A change is tried a second time only if it is certain that the first writer has not begun it.
        for again in (True, False):
            # A writer that is idle sends nothing: there is something to read if it has ended.
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
                # The change is made even if the next writer cannot be started.
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
            raise Failure("full" if isinstance(error, DiskFull) else "busy", str(error)) from error
