"""Stamps of files: their time of change and size, which become others if somebody writes a file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

#: The path of a file, its time of change in nanoseconds, its size in bytes and its number in the file system.
Stamp = tuple[Path, int, int, int]


def stamp(path: Path) -> Stamp:
    """Return the stamp of a file; its content is not read.

    Args:
        path: the file.

    Raises:
        OSError: if it cannot be found.
    """
    about = path.stat()
    return path, about.st_mtime_ns, about.st_size, about.st_ino


def stamps(paths: Iterable[Path]) -> tuple[Stamp, ...]:
    """Return the stamp of each file, in the given order.

    Args:
        paths: the files.

    Raises:
        OSError: if one of them cannot be found.
    """
    return tuple(stamp(path) for path in paths)
