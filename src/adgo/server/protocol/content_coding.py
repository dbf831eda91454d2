"""Content codings (RFC 9110, sections 8.4 and 12.5.3): choose one for a client, and compress bytes with it."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import brotli
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

from adgo.server.protocol.negotiation import readable

#: Brotli looks back over 2^18 bytes. This takes little memory and is enough, as results repeat at short distances.
_WINDOW = 18
#: Choices for headers of up to this many characters are cached.
KEPT_LENGTH = 500


@dataclass(frozen=True)
class Coding:
    """A content coding.

    Attributes:
        name: its name in HTTP.
        pack: compresses a whole answer.
        stream: compresses the blocks of an answer one by one, faster and less well.
    """

    name: str
    pack: Callable[[bytes], bytes]
    stream: Callable[[Iterable[bytes]], Iterator[bytes]]


def choose(header: str | None) -> Coding | None:
    """Return the coding that an Accept-Encoding header ranks highest; None if it ranks plain bytes higher.

    Among codings of equal rank, the one that compresses best is chosen. A client that does not name plain bytes
    (`identity`) accepts them too, but prefers any coding that it names.
    """
    header = readable(header)
    # Clients send few different headers; a very long one is not worth caching.
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
    """The few methods of a file that gzip needs to write to it."""

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
