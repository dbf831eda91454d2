"""The limits of making an answer from a response of the backend, which the server does in its own process."""

from __future__ import annotations

import time
from typing import IO

from adgo.server.engine.failure import Failure
from adgo.server.settings import MIB


class ConversionLimits:
    """The limits of one conversion. A parser may raise another error instead of the Failure, so `failure` keeps it."""

    def __init__(self, size: int, until: float, memory: int) -> None:
        """Hold the limits.

        Args:
            size: most bytes of the answer.
            until: when its time ends, in seconds of `time.monotonic`.
            memory: most MiB that it may hold in memory.
        """
        self.size = size
        self.failure: Failure | None = None
        self._until = until
        self._left = memory * MIB

    def check(self) -> None:
        """Raise Failure if its time is over."""
        if time.monotonic() >= self._until:
            self._fail(Failure("timeout", "writing the answer of the backend"))

    def hold(self, size: int) -> None:
        """Count bytes that stay in memory until the conversion ends; raise Failure if they are too many."""
        self._left -= size
        if self._left < 0:
            self._fail(Failure("memory"))

    def _fail(self, failure: Failure) -> None:
        self.failure = failure
        raise failure


class LimitedFile:
    """A file that is read within the time of a conversion."""

    def __init__(self, file: IO[bytes], limits: ConversionLimits) -> None:
        """Read a file from where it is."""
        self._file = file
        self._limits = limits

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, at most `size` of them if it is not negative; raise Failure if the time is over."""
        self._limits.check()
        return self._file.read(size)

    def seek(self, place: int) -> int:
        """Go to a place, and return it."""
        return self._file.seek(place)
