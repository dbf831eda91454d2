"""A whole answer, in memory while small and in a temporary file when large."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, cast

from adgo.server.engine.failure import Failure
from adgo.server.settings import MIB

#: Up to here an answer stays in memory.
IN_MEMORY = 8 * MIB
_BLOCK = 256 * 1024


@dataclass
class Answer:
    """The bytes of one answer. Fill it with `add`, then read it as often as needed; close it when done."""

    pieces: list[bytes] = field(default_factory=list)
    size: int = 0
    form: str = ""
    _spool: IO[bytes] | None = None

    def add(self, content: bytes | bytearray) -> None:
        """Append a piece; Failure where the disk has no room for it."""
        self.size += len(content)
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
            # What the file holds back would fail only when it is read, after the client was promised all of it.
            self._spool.flush()

    @property
    def spooled(self) -> bool:
        """Whether the answer is in a file, too large to be kept in memory."""
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
        """Give the temporary file back."""
        if self._spool is not None:
            # On a full disk, what could not be written is tried once more.
            with contextlib.suppress(OSError):
                self._spool.close()
            self._spool = None
