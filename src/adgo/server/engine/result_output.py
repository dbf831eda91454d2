"""What a worker writes: a result within its size limit, checked, counted and sent in frames."""

from __future__ import annotations

import re
import socket
from typing import Any

from adgo.server.engine import frames
from adgo.server.engine.row_count import RowCount

#: What XML cannot hold though the engine writes it: forbidden characters, and elements without a local name.
NO_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]|</?oxprefix:[ >]")
_OVERLAP = 16


class TooLarge(Exception):
    """A result is larger than its limit."""


class UnwritableResult(Exception):
    """The format cannot hold a result."""


class ResultOutput:
    """A binary file that keeps what is written to it, at most `limit` bytes."""

    def __init__(self, limit: int, *, xml: bool = False) -> None:
        """Keep what is written.

        Args:
            limit: the most bytes that may be written.
            xml: whether the result is XML, which is checked for what XML cannot hold.
        """
        self._xml = xml
        self._tail = b""
        self._left = limit
        self._buffer = bytearray()
        self.too_large = False
        #: Counts the rows of what is written; None if it does not consist of rows.
        self.count: RowCount | None = None

    def write(self, content: bytes) -> int:
        """Take some bytes and return their number; TooLarge if they exceed the limit."""
        size = len(content)
        if self._xml:
            # The engine does not escape a carriage return, which XML parsers read as a line feed.
            content = content.replace(b"\r", b"&#13;")
        self._left -= len(content)
        if self._left < 0:
            self.too_large = True
            raise TooLarge
        self._buffer += content
        self._pass_on()
        return size

    def _pass_on(self) -> None:
        """Do nothing: everything is kept."""

    def rows(self) -> int:
        """Return the number of rows that were written; call it once, at the end."""
        assert self.count is not None
        self.count.feed(self._buffer)
        return self.count.total()

    def kept(self) -> bytes:
        """Return what was written and not passed on."""
        return bytes(self._buffer)

    def check(self) -> None:
        """Raise UnwritableResult if the bytes that are not sent yet should be XML and are not."""
        if self._xml:
            if NO_XML.search(self._tail + self._buffer):
                raise UnwritableResult("a character or a name that XML cannot hold")
            self._tail = bytes(self._buffer[-_OVERLAP:])

    def flush(self) -> None:
        """Do nothing: the end of the result sends the rest."""


class FrameOutput(ResultOutput):
    """A binary file that sends what is written to it in frames, at most `limit` bytes."""

    def __init__(self, sock: socket.socket, limit: int, *, xml: bool = False) -> None:
        """Write to a socket.

        Args:
            sock: where the frames are sent.
            limit: the most bytes that may be written.
            xml: whether the result is XML, which is checked for what XML cannot hold.
        """
        super().__init__(limit, xml=xml)
        self._sock = sock

    def _pass_on(self) -> None:
        if len(self._buffer) >= frames.PIECE_BYTES:
            self.check()
            if self.count is not None:
                self.count.feed(self._buffer)
            self._sock.sendall(frames.head(len(self._buffer)))
            self._sock.sendall(self._buffer)
            self._buffer.clear()

    def finish(self, closing: dict[str, Any]) -> None:
        """Send the remaining bytes and the closing message together."""
        rest = frames.piece(self._buffer) if self._buffer else b""
        self._sock.sendall(rest + frames.message(closing))
