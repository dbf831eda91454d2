"""Length-prefixed frames on a socket: what server and workers say to each other."""

from __future__ import annotations

import json
import socket
import struct
import time
from typing import Any

#: One letter says what a frame is: a JSON message, or a piece of a result.
MESSAGE, PIECE = b"m", b"p"
_HEAD = struct.Struct("!cI")
#: Results travel in pieces of about this many bytes.
PIECE_BYTES = 256 * 1024


class Closed(Exception):
    """The other side has gone: its end of the socket is closed."""


def message(content: dict[str, Any]) -> bytes:
    """Return the frame of a JSON message."""
    body = json.dumps(content).encode()
    return _HEAD.pack(MESSAGE, len(body)) + body


def piece(content: bytes | bytearray) -> bytes:
    """Return the frame of a piece of a result."""
    return _HEAD.pack(PIECE, len(content)) + bytes(content)


class Reader:
    """Reads frames from a socket, each before a deadline."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._buffer = bytearray()

    def read(self, deadline: float | None = None) -> tuple[bytes, bytes]:
        """Return (kind, content) of the next frame.

        `deadline` is a time of `time.monotonic`. Raises TimeoutError when it passes (what has come so far is kept, so
        that reading can go on), Closed at the end of the stream.
        """
        self._fill(_HEAD.size, deadline)
        kind, length = _HEAD.unpack_from(self._buffer)
        self._fill(_HEAD.size + length, deadline)
        content = bytes(self._buffer[_HEAD.size : _HEAD.size + length])
        del self._buffer[: _HEAD.size + length]
        return kind, content

    def read_message(self, deadline: float | None = None) -> dict[str, Any]:
        """Return the next frame, which must be a message; Closed where it is anything else."""
        kind, content = self.read(deadline)
        if kind != MESSAGE:
            raise Closed("expected a message")
        loaded: dict[str, Any] = json.loads(content)
        return loaded

    def _fill(self, size: int, deadline: float | None) -> None:
        while len(self._buffer) < size:
            if deadline is None:
                self._sock.settimeout(None)
            else:
                remaining = deadline - time.monotonic()
                if remaining <= 0:
                    raise TimeoutError
                self._sock.settimeout(remaining)
            try:
                received = self._sock.recv(max(PIECE_BYTES, size - len(self._buffer)))
            except (ConnectionError, BrokenPipeError) as error:
                raise Closed(str(error)) from error
            if not received:
                raise Closed("end of stream")
            self._buffer += received


def decoded(content: bytes) -> dict[str, Any]:
    """Return the content of a JSON message."""
    loaded: dict[str, Any] = json.loads(content)
    return loaded
