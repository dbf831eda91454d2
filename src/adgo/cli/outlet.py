"""Standard output and standard error that do not fail a command when their reader leaves or knows few characters."""

from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class Outlet(io.FileIO):
    """A file whose writes go nowhere once its reader has left.

    The command then runs to its end all the same, so that its exit code is its verdict and not the reader's.
    """

    def write(self, content: ReadableBuffer, /) -> int:
        """Write bytes and return how many; all of them where nobody reads any more."""
        try:
            return super().write(content)
        except BrokenPipeError:
            return memoryview(content).nbytes


def open_outlets() -> None:
    """Put outlets in place of `sys.stdout` and `sys.stderr`, in the encodings that these have."""
    sys.stdout, sys.stderr = _outlet(sys.stdout), _outlet(sys.stderr)


def _outlet(stream: TextIO | None) -> TextIO:
    """A stream to the same file; to nowhere where a shell has closed it (`>&-`)."""
    if stream is None:
        return open(os.devnull, "w", encoding="utf-8")
    return io.TextIOWrapper(
        io.BufferedWriter(Outlet(stream.fileno(), "w", closefd=False)),
        encoding=stream.encoding,
        # What the terminal has no character for, such as the rule of a table, is written as an escape.
        errors="backslashreplace",
        line_buffering=stream.isatty() or stream is sys.stderr,
    )
