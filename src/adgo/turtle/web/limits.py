"""Limits of one fetch, and the time that is left of it."""

from __future__ import annotations

import time
from dataclasses import dataclass

from adgo.turtle.web.errors import DocumentTooLarge, FetchTimeout

MIB = 2**20


@dataclass(frozen=True)
class FetchRules:
    """Limits of one fetch.

    Attributes:
        size: most bytes of the document, both as sent and unpacked.
        seconds: most seconds in all.
        idle: most seconds without a byte from the server.
        redirects: how many redirects are followed.
        proxies: whether the environment's proxies (`https_proxy` and the like) are used.
    """

    size: int = 64 * MIB
    seconds: float = 60
    idle: float = 30
    redirects: int = 5
    proxies: bool = True


class FetchClock:
    """The time that is left of one fetch."""

    def __init__(self, rules: FetchRules) -> None:
        self.rules = rules
        self._end = time.monotonic() + rules.seconds

    def left(self) -> float:
        """Return the seconds that the next step may take; TimeoutError if none are left."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return min(left, self.rules.idle)

    def explain(self) -> str:
        """Return what a TimeoutError means now."""
        if time.monotonic() < self._end:
            return f"no data received for {self.rules.idle:g} s"
        return f"no complete response within {self.rules.seconds:g} s"

    def error(self) -> FetchTimeout:
        """Return the error for a TimeoutError."""
        return FetchTimeout(self.explain())


def too_large(size: int, how: str = "") -> DocumentTooLarge:
    """Return the error for a document of more than `size` bytes; `how` says how it was measured."""
    return DocumentTooLarge(f"it is {how}larger than {size / MIB:g} MiB")
