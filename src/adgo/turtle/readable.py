"""What the engine's parsers read from."""

from __future__ import annotations

from typing import Protocol


class Readable(Protocol):
    """A binary file, as the engine's parsers need it."""

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes, at most `size` unless it is negative."""
        ...
