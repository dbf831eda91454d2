"""The body of an HTTP response: complete, within its limit, unpacked, and text as UTF-8."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from typing import IO

from adgo.turtle.gzip_content import MEMBERS, GzipError, UnpackedTooLarge, unpacked
from adgo.turtle.web.errors import ConnectionFailed, FetchError, printable
from adgo.turtle.web.limits import FetchClock, too_large

#: Bytes that are read at a time.
_PIECE = 64 * 1024


def read(response: http.client.HTTPResponse, clock: FetchClock) -> bytes:
    """Return the whole body, unpacked, within the clock's limits of time and size.

    Raises FetchError if it is too large, not complete or in an unknown content coding; also TimeoutError, OSError and
    HTTPException as they come from the connection.
    """
    return _unpacked(response, _body(response, clock), clock.rules.size)


def copy(response: http.client.HTTPResponse, clock: FetchClock, file: IO[bytes]) -> None:
    """Write the whole body to a file piece by piece; it must have no content coding. Errors as for `read`.

    Args:
        response: the response.
        clock: the limits of time and size.
        file: what is written to.
    """
    coding = _coding(response)
    if coding != "identity":
        raise _unrequested(coding)
    for piece in _pieces(response, clock):
        file.write(piece)


def _body(response: http.client.HTTPResponse, clock: FetchClock) -> bytes:
    """Return the whole body as sent; FetchError if it is too large or shorter than announced."""
    return b"".join(_pieces(response, clock))


def _pieces(response: http.client.HTTPResponse, clock: FetchClock) -> Iterator[bytes]:
    """Yield the body as sent, in pieces; FetchError if it is too large or shorter than announced."""
    size, announced = clock.rules.size, response.length
    if (announced or 0) > size:
        raise too_large(size)
    count = 0
    while piece := response.read(_PIECE):
        count += len(piece)
        if count > size:
            raise too_large(size)
        yield piece
    if announced is not None and count < announced:
        raise ConnectionFailed(f"the response was cut off: received {count:,} of {announced:,} bytes")


def _coding(response: http.client.HTTPResponse) -> str:
    return response.headers.get("Content-Encoding", "").strip().lower() or "identity"


def _unpacked(response: http.client.HTTPResponse, content: bytes, size: int) -> bytes:
    """Return the body without its content coding; FetchError if the coding is unknown."""
    coding = _coding(response)
    if coding == "identity":
        return content
    if coding in ("gzip", "x-gzip"):
        return _gunzipped(content, size)
    raise _unrequested(coding)


def _unrequested(coding: str) -> FetchError:
    return FetchError(
        f"the response has the content coding {printable(coding)[:40]!r}, which was not requested"
    )


def _gunzipped(content: bytes, size: int) -> bytes:
    """Return the content of gzip; FetchError if it is not gzip, not complete, or larger than `size`."""
    try:
        return unpacked(content, size, members=MEMBERS) if content else content
    except UnpackedTooLarge as error:
        raise too_large(size, "unpacked, ") from error
    except GzipError as error:
        raise FetchError(f"the Content-Encoding of the response is gzip, but {error}") from error


def as_utf8(content: bytes, charset: str) -> bytes:
    """Return text of a charset in UTF-8; text that is said to be UTF-8 is left to its reader."""
    if charset in ("utf-8", "utf8"):
        return content
    try:
        return content.decode(charset).encode()
    except LookupError as error:
        raise FetchError(f"its charset {printable(charset)[:40]!r} is not known") from error
    except UnicodeError as error:
        raise FetchError(f"it is not text in its charset {charset!r}: {error}") from error
