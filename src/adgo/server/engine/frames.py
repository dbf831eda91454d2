"""Frames with their length on a socket: the protocol between the server and its child processes.

    frame   = kind length content
    kind    = "m" for a JSON message, "p" for a piece of a result
    length  = four bytes, big-endian

A request is a message (to the writer, followed by one piece). An answer is any number of pieces and a message.
"""

from __future__ import annotations

import json
import math
import select
import socket
import struct
import time
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

T = TypeVar("T", bytes, int)

#: The kinds of frames.
MESSAGE, PIECE = b"m", b"p"
_HEAD = struct.Struct("!cI")
#: Results are sent in pieces of about this many bytes.
PIECE_BYTES = 256 * 1024
#: The longest single wait of a read that has a deadline, in seconds.
_SLICE = 0.2
#: The most bytes that are read in one call beyond those needed.
_AHEAD = 16 * 1024


class Closed(Exception):
    """The other side has closed its end of the socket, or sent something unexpected."""


def message(content: dict[str, Any]) -> bytes:
    """Return the frame of a JSON message."""
    body = json.dumps(content).encode()
    return _HEAD.pack(MESSAGE, len(body)) + body


def head(size: int) -> bytes:
    """Return the head of the frame of a piece of a result; `size` is the number of bytes that follow."""
    return _HEAD.pack(PIECE, size)


def piece(content: bytes | bytearray) -> bytes:
    """Return the frame of a piece of a result."""
    return head(len(content)) + content


class FrameReader:
    """Reads frames from a blocking socket, each before a deadline."""

    def __init__(self, sock: socket.socket, *, timed: bool = False) -> None:
        """Read from a socket.

        Args:
            sock: a blocking socket.
            timed: whether most reads have a deadline. Then the kernel ends each wait after a short time, which saves
                the call of `poll` before each read.
        """
        self._sock = sock
        self._slice = _SLICE if timed else math.inf
        if timed:
            sock.setsockopt(
                socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", 0, int(_SLICE * 1_000_000))
            )
        self._poll = select.poll()
        self._poll.register(sock, select.POLLIN)
        self._ahead = bytearray()
        self._kind = b""
        self._body: bytearray | None = None
        self._got = 0

    def is_quiet(self) -> bool:
        """Return whether there is nothing to read, not even the end of the stream."""
        return not self._ahead and not self._poll.poll(0)

    def read(self, deadline: float | None = None) -> tuple[bytes, bytes | bytearray]:
        """Return (kind, content) of the next frame.

        `deadline` is a time of `time.monotonic`. Raises TimeoutError when it passes: the bytes received so far are
        kept, so that a later call can go on. Raises Closed at the end of the stream.
        """
        # `_ahead` holds bytes that have been received and not yet used; `_body` is a frame that is partly received.
        while self._body is None:
            if len(self._ahead) >= _HEAD.size:
                self._kind, length = _HEAD.unpack_from(self._ahead)
                end = _HEAD.size + length
                if len(self._ahead) >= end:
                    content = bytes(self._ahead[_HEAD.size : end])
                    del self._ahead[:end]
                    return self._kind, content
                del self._ahead[: _HEAD.size]
                self._body, self._got = bytearray(length), 0
                self._take_ahead()
            else:
                self._read_ahead(deadline)
        while self._got < len(self._body):
            # A large frame is received where it is kept. The end of a small one is received with what follows it.
            left = len(self._body) - self._got
            if left >= _AHEAD:
                place = memoryview(self._body)[self._got :]
                self._got += self._received(partial(self._sock.recv_into, place), deadline)
            else:
                self._read_ahead(deadline)
                self._take_ahead()
        body, self._body = self._body, None
        return self._kind, body

    def read_message(self, deadline: float | None = None) -> dict[str, Any]:
        """Return the next frame, which must be a message; Closed if it is not."""
        kind, content = self.read(deadline)
        if kind != MESSAGE:
            raise Closed("expected a message")
        return decoded(content)

    def _take_ahead(self) -> None:
        assert self._body is not None
        part = self._ahead[: len(self._body) - self._got]
        self._body[self._got : self._got + len(part)] = part
        del self._ahead[: len(part)]
        self._got += len(part)

    def _received(self, receive: Callable[[], T], deadline: float | None) -> T:
        """Return what `receive` returns as soon as there is something to receive; Closed at the end of the stream."""
        while True:
            self._wait(deadline)
            try:
                received = receive()
            except BlockingIOError:
                # The kernel has ended a wait (see `timed`), or another read was faster: look at the deadline again.
                continue
            if not received:
                raise Closed("end of stream")
            return received

    def _read_ahead(self, deadline: float | None) -> None:
        self._ahead += self._received(lambda: self._sock.recv(_AHEAD), deadline)

    def _wait(self, deadline: float | None) -> None:
        """Raise TimeoutError if the deadline passes; one that is further away than a slice is checked after it."""
        if deadline is None:
            return
        left = deadline - time.monotonic()
        # The deadline counts even if there is something to receive: a stream may never pause.
        if left <= 0 or (left < self._slice and not self._poll.poll(math.ceil(left * 1000))):
            raise TimeoutError


def decoded(content: bytes | bytearray) -> dict[str, Any]:
    """Return the content of a JSON message."""
    loaded: dict[str, Any] = json.loads(content)
    return loaded
