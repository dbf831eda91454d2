"""Why there is no answer, in one word for the program."""

from __future__ import annotations


class Failure(Exception):
    """Why there is no answer: `reason` is busy, timeout, memory, depth, crash, or what the worker itself said."""

    def __init__(self, reason: str, message: str = "") -> None:
        super().__init__(message or reason)
        self.reason = reason
        self.message = message
