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


def head(size: int) -> bytes:
    """Return what stands before a piece of a result of so many bytes."""
    return _HEAD.pack(PIECE, size)


def piece(content: bytes | bytearray) -> bytes:
    """Return the frame of a piece of a result."""
    return head(len(content)) + content


class Reader:
    """Reads frames from a socket, each before a deadline."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        # A frame is received in place, head first, so that a large result is copied no more than it must.
        self._head = bytearray(_HEAD.size)
        self._body: bytearray | None = None
        self._got = 0

    def read(self, deadline: float | None = None) -> tuple[bytes, bytes | bytearray]:
        """Return (kind, content) of the next frame.

        `deadline` is a time of `time.monotonic`. Raises TimeoutError when it passes (what has come so far is kept, so
        that reading can go on), Closed at the end of the stream.
        """
        if self._body is None:
            self._receive(self._head, deadline)
            self._body = bytearray(_HEAD.unpack(self._head)[1])
            self._got = 0
        self._receive(self._body, deadline)
        kind, content = _HEAD.unpack(self._head)[0], self._body
        self._body, self._got = None, 0
        return kind, content

    def read_message(self, deadline: float | None = None) -> dict[str, Any]:
        """Return the next frame, which must be a message; Closed where it is anything else."""
        kind, content = self.read(deadline)
        if kind != MESSAGE:
            raise Closed("expected a message")
        return decoded(content)

    def _receive(self, target: bytearray, deadline: float | None) -> None:
        view = memoryview(target)
        while self._got < len(target):
            self._sock.settimeout(None if deadline is None else max(deadline - time.monotonic(), 0.000001))
            try:
                received = self._sock.recv_into(view[self._got :])
            except ConnectionError as error:
                raise Closed(str(error)) from error
            if not received:
                raise Closed("end of stream")
            self._got += received


def decoded(content: bytes | bytearray) -> dict[str, Any]:
    """Return the content of a JSON message."""
    loaded: dict[str, Any] = json.loads(content)
    return loaded
