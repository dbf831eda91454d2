"""Bytes that pass by, some of which are replaced."""

from __future__ import annotations

import re

#: A start tag.
_TAG = re.compile(rb"""<(?:[^"'>]|"[^"]*+"|'[^']*+')*+>""")


class SplicedBytes:
    """A stream of bytes, by their offsets from its beginning. What is replaced must follow what was replaced before."""

    def __init__(self) -> None:
        self._raw, self._begin = b"", 0
        self._written: list[bytes] = []
        #: The offset of the first byte that is not written yet.
        self._done = 0

    def add(self, piece: bytes) -> None:
        """Add the next bytes of the stream."""
        rest = self._done - self._begin
        self._raw, self._begin = self._raw[rest:] + piece, self._done

    def replace(self, start: int, end: int, new: bytes) -> None:
        """Write the next bytes, some of them replaced.

        Args:
            start: the offset of what is replaced; what precedes it is written as it is.
            end: the offset after it.
            new: what is written in its place.
        """
        self._written += (self.between(self._done, start), new)
        self._done = end

    def taken(self, end: int | None) -> bytes:
        """Return what was written since the last call, and the bytes up to `end`; None stands for all."""
        end = self._begin + len(self._raw) if end is None else end
        if end > self._done:
            self.replace(end, end, b"")
        content = b"".join(self._written)
        self._written.clear()
        return content

    def has(self, mark: bytes, start: int) -> bool:
        """Return whether these bytes are at an offset."""
        return self._raw.startswith(mark, start - self._begin)

    def find(self, mark: bytes, start: int) -> int:
        """Return the offset of these bytes, which are at or after `start`."""
        return self._raw.index(mark, start - self._begin) + self._begin

    def between(self, start: int, end: int) -> bytes:
        """Return the bytes between two offsets, which are not written yet."""
        return self._raw[start - self._begin : end - self._begin]

    def tag_end(self, start: int) -> tuple[int, bool]:
        """Return where the start tag at an offset ends, and whether it is that of an element without content."""
        match = _TAG.match(self._raw, start - self._begin)
        assert match
        return self._begin + match.end(), match[0].endswith(b"/>")
