"""Content codings (RFC 9110, sections 8.4 and 12.5.3): which one a client gets, and how bytes are packed in it."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import brotli
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

from adgo.server.protocol.negotiation import heard

#: Brotli looks back over 2^18 bytes: packing takes little memory, and a result repeats itself at short distances.
_WINDOW = 18
#: Headers up to this many characters are remembered.
KEPT_LENGTH = 500


@dataclass(frozen=True)
class Coding:
    """A content coding: its name in HTTP, how a whole answer is packed, and how one is in pieces, quicker."""

    name: str
    pack: Callable[[bytes], bytes]
    stream: Callable[[Iterable[bytes]], Iterator[bytes]]


def choose(header: str | None) -> Coding | None:
    """Return the coding of highest quality, of equals the one that packs best; None where plain bytes rank higher.

    A client that does not speak of plain bytes takes them, but would rather have whichever coding it names.
    """
    header = heard(header)
    # Clients send few different headers, and one of great length is not worth keeping.
    return _choose(header) if len(header or "") > KEPT_LENGTH else _known(header)


def _choose(header: str | None) -> Coding | None:
    accepted = parse_accept_header(header, Accept)
    best = max(CODINGS, key=lambda coding: accepted[coding.name])
    quality = accepted[best.name]
    named = {name.lower(): rank for name, rank in accepted}
    plain = named.get("identity", 0)
    return best if quality > 0 and quality >= plain else None


_known = lru_cache(maxsize=1024)(_choose)


def _brotli_whole(content: bytes) -> bytes:
    return bytes(brotli.compress(content, quality=5, lgwin=_WINDOW))


def _brotli_stream(blocks: Iterable[bytes]) -> Iterator[bytes]:
    packer = brotli.Compressor(quality=3, lgwin=_WINDOW)
    for block in blocks:
        yield packer.process(block)
    yield packer.finish()


def _gzip_whole(content: bytes) -> bytes:
    return gzip.compress(content, 4, mtime=0)


def _gzip_stream(blocks: Iterable[bytes]) -> Iterator[bytes]:
    packed = _Pieces()
    with gzip.GzipFile(fileobj=packed, mode="wb", compresslevel=1, mtime=0) as packer:
        for block in blocks:
            packer.write(block)
            yield packed.take()
    yield packed.take()


class _Pieces:
    """The little of a file that gzip writes to."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, content: bytes) -> int:
        self._pieces.append(bytes(content))
        return len(content)

    def take(self) -> bytes:
        content = b"".join(self._pieces)
        self._pieces.clear()
        return content

    def flush(self) -> None: ...


BROTLI = Coding("br", _brotli_whole, _brotli_stream)
GZIP = Coding("gzip", _gzip_whole, _gzip_stream)
#: The best first.
CODINGS = (BROTLI, GZIP)
