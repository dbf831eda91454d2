"""Content codings of requests (RFC 9110, section 8.4): decode a body without exceeding a limit."""

from __future__ import annotations

import zlib

from adgo.server.protocol.problem import Problem
from adgo.server.settings import KIB

#: Coding to the window size that zlib knows its format by.
CODINGS = {"gzip": 31, "x-gzip": 31, "deflate": 15}
#: What a 415 says that the server can decode.
ACCEPTED = "gzip, deflate"
#: Bytes that are given to zlib at once: it copies those that follow the end of a member.
_BLOCK = 16 * KIB
#: A gzip file of more members is refused: each takes time, even an empty one.
_MEMBERS = 10_000


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
        return _decoded(content, CODINGS[name], limit)
    except zlib.error as error:
        raise Problem(
            400,
            f"The body is not {name}, as Content-Encoding says ({error}). Compress it again, or send it plain.",
        ) from error


def _decoded(content: bytes, window: int, limit: int) -> bytes:
    found = bytearray()
    at = members = 0
    # A gzip file may consist of several members, one after the other (RFC 1952, section 2.2).
    while at < len(content) or not members:
        members += 1
        if members > _MEMBERS:
            raise Problem(400, f"The body has more than {_MEMBERS} gzip members. Compress it as one.")
        at = _decode_member(content, at, window, limit, found)
    return bytes(found)


def _decode_member(content: bytes, at: int, window: int, limit: int, found: bytearray) -> int:
    """Append one decoded member to `found`; return the position after it.

    Args:
        content: the compressed bytes.
        at: where the member begins.
        window: the format, as zlib knows it.
        limit: how many bytes `found` may have.
        found: the decoded bytes so far.
    """
    decoder = zlib.decompressobj(window)
    while not decoder.eof:
        # A block with more output than the limit allows leaves a rest, for which the next turn has no room.
        block = decoder.unconsumed_tail or content[at : at + _BLOCK]
        if not decoder.unconsumed_tail:
            at += len(block)
        found += decoder.decompress(block, limit + 1 - len(found))
        if len(found) > limit:
            raise Problem(413, f"The decompressed body is longer than {limit // KIB} KiB. Send it in pieces.")
        if not block and not decoder.eof:
            raise zlib.error("it ends too early")
    return at - len(decoder.unused_data)
