"""A complete answer: in memory if it is small, in a temporary file if it is large."""

from __future__ import annotations

import contextlib
import hashlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Any, cast

from adgo.server.engine.failure import Failure
from adgo.server.settings import MIB

#: The most bytes of an answer that are kept in memory.
IN_MEMORY = 8 * MIB
_BLOCK = 256 * 1024


@dataclass
class Answer:
    """The bytes of one answer: add them with `add`, read them any number of times, then close it.

    `form` and `differences` are as in `adgo.sparql.answering.query.QueryAnswer`; `rows` counts rows or triples, an
    answer of true or false is one.
    """

    pieces: list[bytes] = field(default_factory=list)
    size: int = 0
    form: str = ""
    differences: tuple[str, ...] = ()
    rows: int = 0
    _sum: Any = field(default_factory=hashlib.sha256, repr=False)
    _spool: IO[bytes] | None = None

    def add(self, content: bytes | bytearray) -> None:
        """Append a piece; Failure if the disk is full."""
        self.size += len(content)
        self._sum.update(content)
        try:
            self._append(content)
        except OSError as error:
            raise Failure("disk", error.strerror or str(error)) from error

    def _append(self, content: bytes | bytearray) -> None:
        if self._spool is None and self.size > IN_MEMORY:
            self._spool = cast(IO[bytes], tempfile.TemporaryFile(prefix="adgo-"))  # noqa: SIM115
            self._spool.writelines(self.pieces)
            self.pieces.clear()
        if self._spool is None:
            self.pieces.append(bytes(content))
        else:
            self._spool.write(content)
            # Without this a full disk would be noticed only while the file is read, after the response has begun.
            self._spool.flush()

    @property
    def sha256(self) -> bytes:
        """The SHA-256 digest of all bytes."""
        return bytes(self._sum.digest())

    @property
    def spooled(self) -> bool:
        """Whether the answer is in a file, because it is too large to be kept in memory."""
        return self._spool is not None

    def content(self) -> bytes:
        """Return all bytes."""
        return b"".join(self.blocks())

    def blocks(self) -> Iterator[bytes]:
        """Yield the bytes in blocks, from the beginning."""
        if self._spool is None:
            yield from self.pieces
            return
        self._spool.seek(0)
        while block := self._spool.read(_BLOCK):
            yield block

    def close(self) -> None:
        """Remove the temporary file, if there is one."""
        if self._spool is not None:
            # On a full disk, closing tries to write the rest again, and fails.
            with contextlib.suppress(OSError):
                self._spool.close()
            self._spool = None
