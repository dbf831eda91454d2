"""HTTP connections whose every step is timed: connecting, the headers, and each piece of the body."""

from __future__ import annotations

import http.client
import io
import socket
from functools import partial
from typing import Any
from urllib.request import AbstractHTTPHandler, OpenerDirector, ProxyHandler, Request

from adgo.turtle.web.limits import FetchClock


class _TimedReader(io.RawIOBase):
    """The bytes that a socket receives; TimeoutError as soon as the clock says so, however slowly they drip."""

    def __init__(self, raw: io.RawIOBase, sock: socket.socket, clock: FetchClock) -> None:
        self._raw, self._sock, self._clock = raw, sock, clock

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        self._sock.settimeout(self._clock.left())
        count: int | None = self._raw.readinto(buffer)
        return count

    def close(self) -> None:
        self._raw.close()
        super().close()


class _TimedResponse(http.client.HTTPResponse):
    """An HTTP response that is read against the clock, its status line and headers included."""

    def __init__(self, sock: socket.socket, *arguments: Any, clock: FetchClock, **options: Any) -> None:
        super().__init__(sock, *arguments, **options)
        self.fp = io.BufferedReader(_TimedReader(self.fp.detach(), sock, clock))


class _TimedConnection(http.client.HTTPConnection):
    def __init__(self, host: str, *, clock: FetchClock, **options: Any) -> None:
        super().__init__(host, **options)
        self._clock = clock
        self.response_class = partial(_TimedResponse, clock=clock)  # type: ignore[assignment]

    def connect(self) -> None:
        """Connect; each address of the host has its share of the time, as they are tried one after the other."""
        addresses = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)
        self.timeout = self._clock.left() / len(addresses)
        super().connect()


class _TimedTlsConnection(_TimedConnection, http.client.HTTPSConnection):
    pass


class _Handler(AbstractHTTPHandler):
    """Opens http and https addresses; all others are unknown to the opener."""

    def __init__(self, clock: FetchClock) -> None:
        super().__init__()
        self._clock = clock
        self.http_request = self.https_request = self.do_request_

    def http_open(self, request: Request) -> http.client.HTTPResponse:
        return self.do_open(partial(_TimedConnection, clock=self._clock), request)

    def https_open(self, request: Request) -> http.client.HTTPResponse:
        return self.do_open(partial(_TimedTlsConnection, clock=self._clock), request)


def opener(clock: FetchClock, *, proxies: bool) -> OpenerDirector:
    """Return an opener for http and https, without handlers for redirects, error statuses, files, FTP and data.

    Args:
        clock: the time that the fetch may take.
        proxies: whether the environment's proxies are used.
    """
    made = OpenerDirector()
    if proxies:
        made.add_handler(ProxyHandler())
    made.add_handler(_Handler(clock))
    return made
