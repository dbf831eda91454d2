"""Content packed with gzip or deflate, unpacked without exceeding a limit."""

from __future__ import annotations

import re
import zlib

#: Coding (RFC 9110, section 8.4.1) to the window size by which zlib knows its format.
CODINGS = {"gzip": 31, "x-gzip": 31, "deflate": 15}
#: The members that gzip content from the web may have: each takes time, even an empty one.
MEMBERS = 10_000
#: Bytes that are given to zlib at once: it copies those that follow the end of a member.
_BLOCK = 16 * 1024
#: Zeros may follow the last member.
_PADDING = re.compile(rb"\0*")


class GzipError(ValueError):
    """Bytes that are not in their coding, are not complete, or have more content than allowed."""


class UnpackedTooLarge(GzipError):
    """The unpacked content is larger than allowed."""


def unpacked(content: bytes, most: int, *, coding: str = "gzip", members: int | None = None) -> bytes:
    """Return the unpacked content, which may consist of several members (RFC 1952, section 2.2).

    Args:
        content: the packed bytes.
        most: how many bytes the unpacked content may have; unpacking stops there.
        coding: how it is packed, a key of `CODINGS`.
        members: how many members it may have; None for any number.

    Raises:
        UnpackedTooLarge: the unpacked content is larger.
        GzipError: the bytes are not in this coding, not complete, or have more members.
    """
    found = bytearray()
    at = count = 0
    while at < len(content) or not count:
        count += 1
        if members is not None and count > members:
            raise GzipError(f"it has more than {members} {coding} members")
        at = _unpack_member(content, at, most, coding, found)
        padding = _PADDING.match(content, at)
        at = padding.end() if padding else at
    return bytes(found)


def _unpack_member(content: bytes, at: int, most: int, coding: str, found: bytearray) -> int:
    """Append the content of the member that begins at an offset to `found`; return the offset after it.

    Args:
        content: the packed bytes.
        at: the offset.
        most: how many bytes `found` may have.
        coding: how the content is packed.
        found: the bytes unpacked so far.
    """
    unpacker = zlib.decompressobj(CODINGS[coding])
    while not unpacker.eof:
        block = content[at : at + _BLOCK]
        if not block:
            raise GzipError(f"its {coding} content is not complete")
        at += len(block)
        try:
            found += unpacker.decompress(block, most + 1 - len(found))
        except zlib.error as error:
            raise GzipError(f"its content is not {coding}") from error
        if len(found) > most:
            raise UnpackedTooLarge(f"unpacked, it has more than {most:,} bytes, the limit")
    return at - len(unpacker.unused_data)
