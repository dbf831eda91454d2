"""Standard output and standard error that never fail a command, and output in UTF-8 for machines."""

from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING, TextIO

import click

from adgo.cli.terminal import progress_line

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class PipeSafeFile(io.FileIO):
    """A file that ignores writes after its reader has closed the pipe (`adgo query … | head`).

    The command then runs to its end, so that its exit code is its own.
    """

    def write(self, content: ReadableBuffer, /) -> int:
        """Write bytes and return how many were written; all of them if the pipe is closed."""
        progress_line.clear()
        try:
            return super().write(content)
        except BrokenPipeError:
            return memoryview(content).nbytes


def replace_streams() -> None:
    """Replace `sys.stdout` and `sys.stderr` by streams that ignore closed pipes and escape unknown characters."""
    sys.stdout, sys.stderr = _safe(sys.stdout), _safe(sys.stderr)


def _safe(stream: TextIO | None) -> TextIO:
    """A stream to the same file; to nowhere if the shell has closed it (`>&-`)."""
    if stream is None:
        return open(os.devnull, "w", encoding="utf-8")
    return io.TextIOWrapper(
        io.BufferedWriter(PipeSafeFile(stream.fileno(), "w", closefd=False)),
        encoding=stream.encoding,
        # Characters that the terminal's encoding lacks, such as the line of a table, are written as escapes.
        errors="backslashreplace",
        line_buffering=stream.isatty() or stream is sys.stderr,
    )


def print_document(text: str, *, err: bool = False) -> None:
    """Print a machine-readable document in UTF-8, the encoding of its format, in any locale."""
    click.echo(text.encode("utf-8", "backslashreplace"), nl=not text.endswith("\n"), err=err)
