"""A time limit for work that cannot be interrupted: queries that run in compiled code."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event, Thread
from time import monotonic
from typing import TypeVar

T = TypeVar("T")

#: Seconds that one SPARQL query of a shape may take, unless said otherwise.
SECONDS = 120.0


class Overdue(Exception):
    """One step of the work took longer than it may."""


class Deadline:
    """Runs work made of steps, each of which may take so many seconds."""

    def __init__(self, seconds: float = SECONDS) -> None:
        """Hold the limit; 0 is none."""
        self.seconds = seconds
        self._start = monotonic()
        self._given_up = False

    def step(self) -> None:
        """Start the clock anew, as each step begins; Overdue where the work was given up meanwhile."""
        if self._given_up:
            raise Overdue
        self._start = monotonic()

    def run(self, work: Callable[[], T]) -> T:
        """Return what the work returns, or raise what it raises; Overdue once a step takes too long.

        The work runs on a thread of its own, as compiled code heeds no signal. A thread cannot be ended from outside:
        what is overdue goes on in the background until its step or the process ends, and its outcome is dropped.
        """
        if not self.seconds:
            return work()
        done = Event()
        results: list[T] = []
        errors: list[BaseException] = []

        def act() -> None:
            try:
                results.append(work())
            except BaseException as error:  # told to the thread that waits
                errors.append(error)
            finally:
                done.set()

        self.step()
        Thread(target=act, name="adgo-query", daemon=True).start()
        while not done.wait(max(0.0, self._start + self.seconds - monotonic())):
            if monotonic() >= self._start + self.seconds:
                self._given_up = True
                raise Overdue
        if errors:
            raise errors[0]
        return results[0]
