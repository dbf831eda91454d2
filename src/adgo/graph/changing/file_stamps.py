"""Stamps of files: their time of change and size, which become others if somebody writes a file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

#: The path of a file, its time of change in nanoseconds, its size in bytes and its number in the file system.
Stamp = tuple[Path, int, int, int]


def stamps(paths: Iterable[Path]) -> tuple[Stamp, ...]:
    """Return the stamp of each file, in the given order; their content is not read.

    Args:
        paths: the files.

    Raises:
        OSError: if one of them cannot be found.
    """
    found = ((path, path.stat()) for path in paths)
    return tuple((path, about.st_mtime_ns, about.st_size, about.st_ino) for path, about in found)
