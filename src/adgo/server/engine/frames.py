"""Length-prefixed frames on a socket: what server and workers say to each other."""

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

#: One letter says what a frame is: a JSON message, or a piece of a result.
MESSAGE, PIECE = b"m", b"p"
_HEAD = struct.Struct("!cI")
#: Results travel in pieces of about this many bytes.
PIECE_BYTES = 256 * 1024
#: The longest single wait for what a deadline bounds.
_SLICE = 0.2
#: Up to so many bytes are read at a time beyond what is asked for.
_AHEAD = 16 * 1024


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


class FrameReader:
    """Reads frames from a blocking socket, each before a deadline.

    `timed` is for a socket most of whose reads have a deadline: the kernel ends a wait now and then, so that none need
    be preceded by a question for what has come.
    """

    def __init__(self, sock: socket.socket, *, timed: bool = False) -> None:
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
        """Return whether nothing waits to be read, neither a frame nor the end of the stream."""
        return not self._ahead and not self._poll.poll(0)

    def read(self, deadline: float | None = None) -> tuple[bytes, bytes | bytearray]:
        """Return (kind, content) of the next frame.

        `deadline` is a time of `time.monotonic`. Raises TimeoutError when it passes (what has come so far is kept, so
        that reading can go on), Closed at the end of the stream.
        """
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
            # Much of a large frame is received in place; the end of a small one comes with what follows it.
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
        """Return the next frame, which must be a message; Closed where it is anything else."""
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
        """Return what there is to receive, waited for until the deadline; Closed at the end of the stream."""
        while True:
            self._wait(deadline)
            try:
                received = receive()
            except BlockingIOError:
                continue
            if not received:
                raise Closed("end of stream")
            return received

    def _read_ahead(self, deadline: float | None) -> None:
        self._ahead += self._received(lambda: self._sock.recv(_AHEAD), deadline)

    def _wait(self, deadline: float | None) -> None:
        """Raise TimeoutError where the deadline passes; one that is far is looked at after the next slice."""
        if deadline is None:
            return
        left = deadline - time.monotonic()
        # Even where something has come: a stream that never pauses has a deadline, too.
        if left <= 0 or (left < self._slice and not self._poll.poll(math.ceil(left * 1000))):
            raise TimeoutError


def decoded(content: bytes | bytearray) -> dict[str, Any]:
    """Return the content of a JSON message."""
    loaded: dict[str, Any] = json.loads(content)
    return loaded
