"""Why there is no answer, in one word for the program and a message for the user."""

from __future__ import annotations

import signal

#: Reasons for which a process ends itself, by its exit code.
_CAUSES = {
    -signal.SIGABRT: "memory",
    -signal.SIGSEGV: "depth",
    -signal.SIGBUS: "depth",
    -signal.SIGALRM: "timeout",
}


class Failure(Exception):
    """No answer: `reason` is busy, timeout, memory, depth, disk, crash, or the reason that the worker gave.

    `start` is the position in the text that the message is about, in code points; None if there is none. `retry_after`
    is the number of seconds after which another server says to try again; None if it does not say so.
    """

    def __init__(
        self, reason: str, message: str = "", start: int | None = None, retry_after: float | None = None
    ) -> None:
        """Hold the failure.

        Args:
            reason: why there is no answer, in one word.
            message: what is wrong.
            start: the position in the text that the message is about.
            retry_after: the number of seconds after which another server says to try again.
        """
        super().__init__(message or reason)
        self.reason = reason
        self.message = message
        self.start = start
        self.retry_after = retry_after


class Evicted(Exception):
    """A query that has run for long, found no long place, and kept a worker from other queries."""


def cause_of_death(status: int | None) -> str:
    """Return the reason for which a process with this exit code has ended; crash if it did not end itself."""
    return _CAUSES.get(status or 0, "crash")
