"""The content of gzip files, unpacked without exceeding a limit."""

from __future__ import annotations

import re
import zlib

#: Bytes that are given to zlib at once: it copies those that follow the end of a member.
_BLOCK = 16 * 1024
#: Zeros may follow the last member.
_PADDING = re.compile(rb"\0*")


class GzipError(ValueError):
    """Bytes that are not gzip, are not complete, or have more content than allowed."""


def unpacked(content: bytes, most: int) -> bytes:
    """Return the content of a gzip file, which may consist of several members (RFC 1952, section 2.2).

    Args:
        content: the bytes of the file.
        most: how many bytes the unpacked content may have; unpacking stops there.

    Raises:
        GzipError: the bytes are not gzip, not complete, or their content is larger.
    """
    found = bytearray()
    at = 0
    while at < len(content) or not content:
        at = _unpack_member(content, at, most, found)
        padding = _PADDING.match(content, at)
        at = padding.end() if padding else at
    return bytes(found)


def _unpack_member(content: bytes, at: int, most: int, found: bytearray) -> int:
    """Append the content of the member that begins at an offset to `found`; return the offset after it."""
    unpacker = zlib.decompressobj(wbits=31)
    while not unpacker.eof:
        block = content[at : at + _BLOCK]
        if not block:
            raise GzipError("its gzip content is not complete")
        at += len(block)
        try:
            found += unpacker.decompress(block, most + 1 - len(found))
        except zlib.error as error:
            raise GzipError("its content is not gzip") from error
        if len(found) > most:
            raise GzipError(f"unpacked, it has more than {most:,} bytes, the limit")
    return at - len(unpacker.unused_data)
