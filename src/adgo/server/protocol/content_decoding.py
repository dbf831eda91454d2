"""Content codings of requests (RFC 9110, section 8.4): decode a body without exceeding a limit."""

from __future__ import annotations

from adgo.server.protocol.problem import Problem
from adgo.server.settings import KIB
from adgo.turtle.gzip_content import CODINGS, MEMBERS, GzipError, UnpackedTooLarge, unpacked

#: What a 415 says that the server can decode.
ACCEPTED = "gzip, deflate"


def decode(content: bytes, coding: str, limit: int) -> bytes:
    """Return the decoded content, of at most `limit` bytes.

    Args:
        content: the body of a request.
        coding: the value of Content-Encoding; "" if there is none.
        limit: how many bytes the decoded content may have; decoding stops there.

    Raises:
        Problem: 400 if the content is not in this coding; 413 above the limit; 415 for an unknown coding.
    """
    name = coding.strip().lower()
    if name in ("", "identity"):
        return content
    if name not in CODINGS:
        raise Problem(
            415,
            f"Unsupported Content-Encoding {coding[:40]!r}: send the body in one of {ACCEPTED}, or plain.",
            {"Accept-Encoding": ACCEPTED},
        )
    try:
        return unpacked(content, limit, coding=name, members=MEMBERS)
    except UnpackedTooLarge as error:
        raise Problem(
            413, f"The decompressed body is longer than {limit // KIB} KiB. Send it in pieces."
        ) from error
    except GzipError as error:
        raise Problem(
            400, f"The body cannot be decompressed: {error}. Compress it again, or send it plain."
        ) from error
