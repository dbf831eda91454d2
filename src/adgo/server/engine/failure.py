"""Why there is no answer, in one word for the program."""

from __future__ import annotations

import signal

#: What ends a process by itself, by its exit code.
_CAUSES = {
    -signal.SIGABRT: "memory",
    -signal.SIGSEGV: "depth",
    -signal.SIGBUS: "depth",
    -signal.SIGALRM: "timeout",
}


class Failure(Exception):
    """Why there is no answer: `reason` is busy, timeout, memory, depth, disk, crash, or what the worker itself said."""

    def __init__(self, reason: str, message: str = "") -> None:
        super().__init__(message or reason)
        self.reason = reason
        self.message = message


def cause_of_death(status: int | None) -> str:
    """Return the reason for the end of a process with this exit code; crash where it is none of its own."""
    return _CAUSES.get(status or 0, "crash")
