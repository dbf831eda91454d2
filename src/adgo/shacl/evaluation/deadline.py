"""A time limit for work that cannot be interrupted, such as queries in compiled code."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event, Thread, local
from time import monotonic
from typing import TypeVar

T = TypeVar("T")

#: The default time limit of one SPARQL query of a shape, in seconds.
SECONDS = 120.0


class DeadlineExceeded(Exception):
    """One step of the work exceeded the time limit."""


class _Work:
    """One piece of work: when its step began, and whether its caller still waits for it."""

    def __init__(self) -> None:
        self.start = monotonic()
        self.is_abandoned = False


class Deadline:
    """Runs work that consists of steps, and limits the time of each step."""

    def __init__(self, seconds: float = SECONDS) -> None:
        """Hold the limit in seconds; 0 means no limit."""
        self.seconds = seconds
        #: The work of each thread: abandoned work must not end what is run after it.
        self._of_thread = local()

    def step(self) -> None:
        """Start the time limit again, at the beginning of a step; DeadlineExceeded if the work was abandoned."""
        work: _Work | None = getattr(self._of_thread, "work", None)
        if work is None:
            return
        if work.is_abandoned:
            raise DeadlineExceeded
        work.start = monotonic()

    def run(self, work: Callable[[], T]) -> T:
        """Return the result of the work, or raise its exception; DeadlineExceeded if a step takes too long.

        The work runs in a thread of its own, because compiled code does not react to signals. A thread cannot be
        ended from outside: abandoned work continues in the background until its step or the process ends, and its
        result is discarded.
        """
        if not self.seconds:
            return work()
        done, state = Event(), _Work()
        results: list[T] = []
        errors: list[BaseException] = []

        def act() -> None:
            self._of_thread.work = state
            try:
                results.append(work())
            except BaseException as error:  # raised again in the waiting thread
                errors.append(error)
            finally:
                done.set()

        Thread(target=act, name="shacl-query", daemon=True).start()
        while not done.wait(max(0.0, state.start + self.seconds - monotonic())):
            if monotonic() >= state.start + self.seconds:
                state.is_abandoned = True
                raise DeadlineExceeded
        if errors:
            raise errors[0]
        return results[0]
