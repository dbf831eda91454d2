"""How much of files has been read, in bytes."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from adgo.turtle.readable import Readable


class ReadBytes:
    """Counts the bytes that are read of some files."""

    def __init__(self, files: Iterable[Path]) -> None:
        self._all = sum(path.stat().st_size for path in files)
        self._read = 0

    @property
    def share(self) -> float:
        """How much has been read, from 0 to 1."""
        return min(1.0, self._read / self._all) if self._all else 1.0

    def counting(self, file: Readable) -> Readable:
        """Return the file; what is read of it is counted."""
        return _CountedFile(file, self)

    def add(self, size: int) -> None:
        """Count a number of bytes."""
        self._read += size


class _CountedFile:
    def __init__(self, file: Readable, total: ReadBytes) -> None:
        self._file, self._total = file, total

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes."""
        content = self._file.read(size)
        self._total.add(len(content))
        return content
